//! How a file is to be read: what the person who brought it decided.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::Date;

/// What a column of a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What the idea is called where it comes from.
    Id,
    /// What is wanted.
    Title,
    /// More about it.
    Body,
    /// The list it is on.
    Board,
    /// Where it stands.
    Status,
    /// What it is about: several words.
    Tags,
    /// When it was asked.
    CreatedAt,
    /// Votes without names.
    Votes,
    /// Who asked.
    AuthorName,
    /// Where mail reaches them.
    AuthorEmail,
    /// The team's answer.
    Response,
    /// The idea it was combined with.
    MergedInto,
    /// Somebody who voted, where a table has a line for each.
    VoterEmail,
    /// What they are called.
    VoterName,
    /// When they voted.
    VotedAt,
}

impl Field {
    /// Every field, in the order a person thinks of them.
    pub const ALL: [Self; 15] = [
        Self::Title,
        Self::Body,
        Self::CreatedAt,
        Self::Id,
        Self::Board,
        Self::Status,
        Self::Tags,
        Self::Votes,
        Self::AuthorName,
        Self::AuthorEmail,
        Self::Response,
        Self::MergedInto,
        Self::VoterEmail,
        Self::VoterName,
        Self::VotedAt,
    ];

    /// As forms and the command line say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Body => "body",
            Self::Board => "board",
            Self::Status => "status",
            Self::Tags => "tags",
            Self::CreatedAt => "created_at",
            Self::Votes => "votes",
            Self::AuthorName => "author_name",
            Self::AuthorEmail => "author_email",
            Self::Response => "response",
            Self::MergedInto => "merged_into",
            Self::VoterEmail => "voter_email",
            Self::VoterName => "voter_name",
            Self::VotedAt => "voted_at",
        }
    }

    /// As people say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Id => "Id there",
            Self::Title => "Title",
            Self::Body => "Text",
            Self::Board => "Board",
            Self::Status => "Status",
            Self::Tags => "Tags",
            Self::CreatedAt => "Date",
            Self::Votes => "Number of votes",
            Self::AuthorName => "Author’s name",
            Self::AuthorEmail => "Author’s address",
            Self::Response => "The team’s answer",
            Self::MergedInto => "Combined with (id there)",
            Self::VoterEmail => "Voter’s address",
            Self::VoterName => "Voter’s name",
            Self::VotedAt => "Date of the vote",
        }
    }

    /// The field of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }
}

/// How letters are written down in a file of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8, or what the file's own mark says.
    #[default]
    Unicode,
    /// As older programs on Windows write Western languages.
    Windows1252,
}

/// Everything that was decided about a file. What is left out follows from its shape.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Options {
    /// Which column is what, by its heading.
    pub columns: BTreeMap<Field, String>,
    /// How letters are written.
    pub encoding: Encoding,
    /// The date of whatever has none, decided by a person: nothing is ever dated “now”.
    pub date: Option<Date>,
    /// Whether confirmed addresses and roles are taken over: for a workspace that moves house.
    pub trust: bool,
}
