//! Notices: one person told one thing about one idea. The ledger that makes mail exactly-once.

pub mod jobs;
pub mod mail_pages;
pub mod opt_outs;
pub mod unsubscribe_pages;

/// What somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "notice_kind", rename_all = "snake_case")]
pub enum Kind {
    /// It is available.
    Shipped,
    /// It was, and is not any more.
    Withdrawn,
    /// It is promised in a release.
    Planned,
    /// It will not come.
    Declined,
    /// The team answered, or somebody commented.
    Answered,
    /// It was combined with another.
    Merged,
}

/// Where a notice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "notice_state", rename_all = "snake_case")]
pub enum State {
    /// Will be told.
    Planned,
    /// A mail that tells it is being handed over.
    Sending,
    /// The mail server took it.
    Sent,
    /// Will not be told; the row says why.
    Excluded,
    /// Was not told before it stopped being true.
    Cancelled,
    /// Could not be told; the row says why.
    Failed,
}
