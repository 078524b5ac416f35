//! Boards, and the words a workspace sorts ideas with: statuses and tags.

pub mod pages;
pub mod store;
pub mod words;
pub mod words_pages;

use serde::{Deserialize, Serialize};

use crate::access::{Person, Roles};
use crate::clock::Time;
use crate::ids::{BoardId, StatusId, TagId};

/// Who may see a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, Deserialize, Serialize)]
#[sqlx(type_name = "visibility", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Anybody.
    Public,
    /// Anybody who is signed in.
    SignedIn,
    /// Whoever works here.
    Staff,
}

impl Visibility {
    /// Every visibility, widest first.
    pub const ALL: [Self; 3] = [Self::Public, Self::SignedIn, Self::Staff];

    /// The boards somebody sees. Every statement about ideas, comments or releases that reaches a reader is bound to this:
    /// `boards.visibility = any($n)`. What it leaves out does not exist for them.
    pub fn seen_by(person: Option<&Person>) -> Vec<Self> {
        match person {
            None => vec![Self::Public],
            Some(person) if person.roles.staff() => Self::ALL.to_vec(),
            Some(_) => vec![Self::Public, Self::SignedIn],
        }
    }

    /// As forms say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::SignedIn => "signed_in",
            Self::Staff => "staff",
        }
    }

    /// Who that is, for people.
    pub fn audience(self) -> &'static str {
        match self {
            Self::Public => "Everybody",
            Self::SignedIn => "People who are signed in",
            Self::Staff => "Your team",
        }
    }

    /// What a form said.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|visibility| visibility.word() == word)
    }
}

/// Whose posts on a board the team reads before they appear, mildest first. Those who work here and those who are trusted are
/// never meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, sqlx::Type, Deserialize, Serialize)]
#[sqlx(type_name = "board_moderation", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Moderation {
    /// Nobody's, unless it looks like spam.
    #[default]
    None,
    /// Theirs of whom nothing appears here yet.
    First,
    /// Everybody's.
    All,
}

impl Moderation {
    /// Whether only what looks like spam waits.
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }

    /// Every choice, mildest first.
    pub const ALL: [Self; 3] = [Self::None, Self::First, Self::All];

    /// As forms say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::First => "first",
            Self::All => "all",
        }
    }

    /// What it means, for whoever chooses.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::None => "Only what looks like spam",
            Self::First => "The first post of everybody who is new here",
            Self::All => "Everything that customers write",
        }
    }

    /// What a form said.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|moderation| moderation.word() == word)
    }
}

/// What a status means, whatever a workspace calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, Deserialize, Serialize)]
#[sqlx(type_name = "status_category", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
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
    /// Every category, in the order an idea goes through them.
    pub const ALL: [Self; 5] = [Self::Open, Self::Planned, Self::Active, Self::Done, Self::Declined];

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

    /// What it means, for whoever gives a status its category.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Open => "Open: not decided yet",
            Self::Planned => "Planned: it will come",
            Self::Active => "Active: being made",
            Self::Done => "Done: it is there",
            Self::Declined => "Declined: it will not come",
        }
    }

    /// What a form or a link said.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.word() == word)
    }
}

/// A named list of ideas.
#[derive(Clone, Debug)]
pub struct Board {
    /// Which one.
    pub id: BoardId,
    /// Its address: `/b/{slug}`.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// What belongs there, in one line; may be empty.
    pub description: String,
    /// Who may see it.
    pub visibility: Visibility,
    /// Whose posts the team reads before they appear.
    pub moderation: Moderation,
    /// When it was closed: it takes no new ideas, and keeps those it has.
    pub archived_at: Option<Time>,
}

impl Board {
    /// Its page.
    pub fn path(&self) -> String {
        path(&self.slug)
    }
}

/// The page of the board with this slug.
pub fn path(slug: &str) -> String {
    format!("/b/{slug}")
}

/// A word for where an idea stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Which one.
    pub id: StatusId,
    /// What it is called.
    pub name: String,
    /// What it means.
    pub category: Category,
}

/// A word for what an idea is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Which one.
    pub id: TagId,
    /// What it is called.
    pub name: String,
    /// One of [`Tag::COLORS`].
    pub color: String,
}

impl Tag {
    /// The colours a tag may have, as style sheets know them.
    pub const COLORS: [&str; 9] = ["gray", "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink"];
    /// The same, as people choose them.
    pub const COLOR_NAMES: [&str; 9] = ["Grey", "Red", "Orange", "Yellow", "Green", "Teal", "Blue", "Purple", "Pink"];
}

/// A tag, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Label {
    /// What it is called.
    pub name: String,
    /// One of [`Tag::COLORS`].
    pub color: String,
}
