//! What happened, by whom, to what. Append-only; activity, history and audit are read from here.

pub mod store;

use crate::clock::Time;
use crate::ids::{EventId, UserId};

pub use store::{of, record, record_all};

/// Something that happened.
#[derive(Debug)]
pub struct Event {
    /// Which one; ids sort by time.
    pub id: EventId,
    /// Noun and verb in the past: `idea.submitted`.
    pub kind: String,
    /// Who did it, and what they are called now; none for what Shipboard did by itself.
    pub actor_id: Option<UserId>,
    /// See `actor_id`.
    pub actor: Option<String>,
    /// What there is to know besides.
    pub data: serde_json::Value,
    /// When.
    pub created_at: Time,
}
