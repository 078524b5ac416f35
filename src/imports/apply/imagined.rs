//! What a dry run knows of what would be there by now.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::imports::record::Kind;
use crate::tenants::room;

/// What would be there, were it not a dry run.
#[derive(Debug, Default)]
pub(in crate::imports) struct Imagined {
    /// The records that would be, as hashes.
    known: HashSet<u64>,
    /// What new pictures would take, in bytes.
    pub(super) pictures: u64,
    /// How many would find no room, and what they take.
    without_room: (i64, u64),
}

impl Imagined {
    /// A record would be there.
    pub(super) fn learn(&mut self, kind: Kind, id: &str) {
        self.known.insert(hash(kind, id));
    }

    /// Whether a record would be there.
    pub(super) fn knows(&self, kind: Kind, id: &str) -> bool {
        self.known.contains(&hash(kind, id))
    }

    /// A picture of so many bytes would find no room.
    pub(super) fn leave_out(&mut self, bytes: u64) {
        self.without_room.0 += 1;
        self.without_room.1 += bytes;
    }

    /// What is to be known before it begins, where the pictures of the workspace may take so many bytes.
    pub(in crate::imports) fn foretell(&self, room: u64) -> Option<String> {
        let (pictures, bytes) = self.without_room;
        (pictures > 0).then(|| room::too_small(pictures, bytes, room))
    }
}

fn hash(kind: Kind, id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, id.to_lowercase()).hash(&mut hasher);
    hasher.finish()
}
