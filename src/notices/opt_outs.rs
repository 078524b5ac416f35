//! A "no" to mail, kept so that a later vote does not enrol the person again.

/// What somebody does not want to hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "opt_out_scope", rename_all = "snake_case")]
pub enum Scope {
    /// One idea.
    Idea,
    /// Any idea.
    Ideas,
    /// Anything at all, sign-in mail excepted.
    Everything,
}
