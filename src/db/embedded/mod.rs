//! Shipboard's own PostgreSQL, for when there is no server to connect to.
//!
//! The server comes from the programs installed on the machine, keeps its data in a folder of Shipboard's, listens on a
//! Unix socket that only its user can reach, and ends with Shipboard. The folder holds:
//!
//! - `lock`: held by the Shipboard that uses the folder, with its process number inside;
//! - `data/`: PostgreSQL's own folder, which carries the major version that made it;
//! - `socket/`: where the server is reached (in the temporary folder instead if the path would be too long);
//! - `postgres.log`: what the server says.

mod account;
mod binaries;
mod cluster;
mod error;
mod folder;
mod process;

pub use cluster::{Cluster, Durability};
pub use error::EmbeddedError;
