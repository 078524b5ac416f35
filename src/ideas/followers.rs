//! Following an idea: who wants to hear of it, and why.

/// Why somebody follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "follow_reason", rename_all = "snake_case")]
pub enum Reason {
    /// They submitted it.
    Submitted,
    /// They voted.
    Voted,
    /// Staff voted on their behalf.
    VotedFor,
    /// They asked to.
    Asked,
    /// They commented.
    Commented,
}
