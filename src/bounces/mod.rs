//! Mail that comes back after a mail server took it: reports of mail servers (RFC 3464), handed in at `POST /_bounce`.
//!
//! A report is believed where it names a mail that left here, by what only that mail and those who handled it know (its
//! `Message-ID`, or the return path it left with), and the recipient of that mail. So nobody can have a stranger's address
//! suppressed: at most one's own. The ledger is not touched: the mail was sent, and what came of it stands beside the job.

pub mod pages;
mod read;
mod signature;
mod take;

use crate::ids::OutboxId;
use crate::outbox::Report;

pub use pages::router;

/// A report about one mail, as far as it concerns us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// What it may be about, the surest first: by the returned mail, by the envelope, by the address that it was sent to.
    pub mails: Vec<OutboxId>,
    /// What became of it for whom.
    pub fates: Vec<Fate>,
}

/// What became of a mail for one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// Whom: as they were written to, and as the last server knew them (RFC 3464, 2.3.1 and 2.3.2). Lower case.
    pub recipients: Vec<String>,
    /// What happened.
    pub action: Report,
    /// The enhanced status code: `5.1.1`.
    pub status: String,
    /// The last server's words, where it said any.
    pub diagnostic: String,
}

impl Fate {
    /// In words: the server's, or the status.
    pub fn words(&self) -> String {
        if self.diagnostic.is_empty() { self.status.clone() } else { self.diagnostic.clone() }
    }
}
