//! The desk: what waits for the team, the table of all ideas, one idea at the side with everything that can be done to it, and
//! the record of what was done.

pub mod acts;
mod acts_pages;
pub mod audit;
mod audit_export;
pub mod audit_pages;
pub mod inbox;
pub mod inbox_pages;
mod narrow;
mod panel;
pub mod table_pages;
pub mod told;
pub mod undo;
pub mod views;
mod views_pages;

/// The table of ideas.
pub const TABLE: &str = "/admin/ideas";

/// What waits.
pub const INBOX: &str = "/admin/inbox";
