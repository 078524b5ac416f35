//! What comes in from elsewhere: another tool's export, a table, or a workspace that moves house.

pub mod manifest;
pub mod record;
