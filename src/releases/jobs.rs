//! Ship mail.

use crate::outbox::Handlers;

/// Who does the jobs of this noun.
pub fn register(handlers: Handlers) -> Handlers {
    handlers
}
