//! Boards, and the words a workspace sorts ideas with: statuses and tags.

pub mod pages;

use crate::access::{Person, Roles};

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

impl Visibility {
    /// The boards somebody sees. Every statement about ideas, comments or releases that reaches a reader is bound to this:
    /// `boards.visibility = any($n)`. What it leaves out does not exist for them.
    pub fn seen_by(person: Option<&Person>) -> Vec<Self> {
        match person {
            None => vec![Self::Public],
            Some(person) if person.roles.staff() => vec![Self::Public, Self::SignedIn, Self::Staff],
            Some(_) => vec![Self::Public, Self::SignedIn],
        }
    }
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
