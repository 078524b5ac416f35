//! Boards, and the words a workspace sorts ideas with: statuses and tags.

/// Who may see a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "visibility", rename_all = "snake_case")]
pub enum Visibility {
    /// Anybody.
    Public,
    /// Anybody who is signed in.
    SignedIn,
    /// Whoever works here.
    Staff,
}

/// What a status means, whatever a workspace calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "status_category", rename_all = "snake_case")]
pub enum Category {
    /// Not decided.
    Open,
    /// Will come.
    Planned,
    /// Being made.
    Active,
    /// There.
    Done,
    /// Will not come.
    Declined,
}

impl Category {
    /// As pages and style sheets say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Planned => "planned",
            Self::Active => "active",
            Self::Done => "done",
            Self::Declined => "declined",
        }
    }
}
