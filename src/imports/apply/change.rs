//! What an import changes about something that is here.

use serde_json::{Map, Value};

/// What was there before, and what is there now, by column: only what differs.
#[derive(Debug, Default)]
pub(super) struct Change {
    pub(super) before: Map<String, Value>,
    pub(super) after: Map<String, Value>,
}

impl Change {
    /// Takes a column, where it differs.
    pub(super) fn column(&mut self, name: &str, before: impl Into<Value>, after: impl Into<Value>) {
        let (before, after) = (before.into(), after.into());
        if before != after {
            self.before.insert(name.to_owned(), before);
            self.after.insert(name.to_owned(), after);
        }
    }

    /// Whether a column differs.
    pub(super) fn has(&self, name: &str) -> bool {
        self.after.contains_key(name)
    }
}
