//! Faults, made to happen: the real server on a real database, with a real mail server, while plugs are pulled. Afterwards
//! the ledger, the mail server's own log and `shipboard verify` are reckoned up against each other.
//!
//! Each family of faults has a file, with a little of everything for `bin/test`. The same stories with thousands of people
//! and hundreds of kills are told by `SHIPBOARD_FAULTS=long cargo test --test it faults::long -- --nocapture`, which ends
//! with a table.

mod crowd;
mod readers;
mod reckoning;
mod servers;

mod clocks;
mod database;
mod disks;
mod kills;
mod long;
mod mail_server;
mod neighbours;
