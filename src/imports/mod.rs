//! What comes in from elsewhere: another tool's export, a table, or a workspace that moves house.
//!
//! A file is kept in the database ([`files`]) and read by the reader of its shape ([`readers`]) as a stream of neutral
//! records ([`record`]). A dry run ([`run`]) says what would become of each. The import itself takes the records in batches:
//! one transaction each, which also notes how far it has come, so that a crash loses nothing and repeats nothing. What was made
//! or changed is written down ([`acts`]), so that it can be undone ([`undo`]). Nobody is mailed because of an import.

pub mod manifest;
mod acts;
mod apply;
pub mod files;
pub mod jobs;
mod links;
pub mod options;
pub mod pages;
mod put_back;
mod put_back_words;
pub mod readers;
pub mod record;
pub mod run;
mod show_pages;
pub mod store;
pub mod undo;
mod undo_moved;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::clock::Time;
use crate::ids::{ImportId, UserId};
use options::Options;
use record::Kind;

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "import_state", rename_all = "snake_case")]
pub enum State {
    /// The file is here; nothing was done with it.
    New,
    /// It is being looked through: the dry run.
    Checking,
    /// The dry run says what would happen.
    Checked,
    /// It is coming in.
    Running,
    /// It is in.
    Done,
    /// The file could not be read to its end.
    Failed,
    /// It is being taken back.
    Undoing,
    /// It was taken back.
    Undone,
}

impl State {
    /// As pages say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "not checked yet",
            Self::Checking => "being checked",
            Self::Checked => "ready to start",
            Self::Running => "coming in",
            Self::Done => "brought in",
            Self::Failed => "failed",
            Self::Undoing => "being undone",
            Self::Undone => "undone",
        }
    }

    /// The colour of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::New | Self::Undone => "",
            Self::Checking | Self::Running | Self::Undoing => "info",
            Self::Checked => "brand",
            Self::Done => "success",
            Self::Failed => "danger",
        }
    }

    /// Whether somebody works on it, or should.
    pub fn under_way(self) -> bool {
        matches!(self, Self::Checking | Self::Running | Self::Undoing)
    }
}

/// A file that was brought, and how far it has come.
#[derive(Clone, Debug)]
pub struct Import {
    /// Which one.
    pub id: ImportId,
    /// What the file is called.
    pub file_name: String,
    /// Which reader reads it.
    pub format: String,
    /// How.
    pub options: Options,
    /// Where its ids are from.
    pub source: String,
    /// In bytes.
    pub size: i64,
    /// Where it stands.
    pub state: State,
    /// Records carried out.
    pub read_count: i64,
    /// Records there are, where they have been counted.
    pub record_count: Option<i64>,
    /// Things made, changed or found so far.
    pub act_count: i64,
    /// Lines that were refused.
    pub error_count: i64,
    /// What came of it so far; of the dry run before it begins.
    pub summary: Summary,
    /// Why it ended before its time.
    pub failure: Option<String>,
    /// Who brought it; none for the command line.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: Time,
    /// When it began to come in.
    pub started_at: Option<Time>,
    /// When it ended.
    pub finished_at: Option<Time>,
    /// While somebody works on it.
    pub leased_until: Option<Time>,
}

impl Import {
    /// Its page.
    pub fn path(&self) -> String {
        path(self.id)
    }

    /// How far it has come, in percent.
    pub fn percent(&self) -> i64 {
        match self.record_count {
            Some(count) if count > 0 => (self.read_count * 100 / count).clamp(0, 100),
            _ => 0,
        }
    }
}

/// The page of an import.
pub fn path(id: ImportId) -> String {
    format!("/admin/imports/{id}")
}

/// What becomes of one kind of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Tally {
    /// New here.
    pub made: i64,
    /// Brought before, and says something else now.
    pub changed: i64,
    /// Here already, from somewhere else: taken as the same.
    pub found: i64,
    /// Brought before, and says the same.
    pub unchanged: i64,
    /// Could not be taken; the list of errors says why.
    pub refused: i64,
}

/// What an import came to, or would come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Summary {
    /// By kind.
    #[serde(default)]
    pub kinds: BTreeMap<Kind, Tally>,
    /// What whoever decides should know, in sentences.
    #[serde(default)]
    pub notes: BTreeSet<String>,
    /// A few of the ideas that are new, by title.
    #[serde(default)]
    pub sample: Vec<Sample>,
    /// What stayed when it was undone, and why, in sentences.
    #[serde(default)]
    pub kept: Vec<String>,
}

impl Summary {
    /// The numbers of one kind.
    pub fn of(&self, kind: Kind) -> Tally {
        self.kinds.get(&kind).copied().unwrap_or_default()
    }

    /// Counts one more.
    pub(crate) fn count(&mut self, kind: Kind, add: impl FnOnce(&mut Tally)) {
        add(self.kinds.entry(kind).or_default());
    }

    /// Tells something, once, and not without end.
    pub(crate) fn note(&mut self, sentence: impl Into<String>) {
        if self.notes.len() < MOST_NOTES {
            self.notes.insert(sentence.into());
        }
    }

    /// Whether anything was made or changed.
    pub fn changes_nothing(&self) -> bool {
        self.kinds.values().all(|tally| tally.made == 0 && tally.changed == 0)
    }
}

/// Sentences that are kept at most: what goes on beyond that is no news.
const MOST_NOTES: usize = 60;

/// One of the ideas that came, for a first look.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Sample {
    /// What is wanted.
    pub title: String,
    /// Where it goes.
    pub board: String,
    /// Where it stands.
    pub status: String,
    /// Votes without names.
    pub votes: i32,
    /// When it was asked.
    pub created_at: Time,
}

impl Kind {
    /// As pages and the command line say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Shipboard => "Header",
            Self::Workspace => "Settings",
            Self::Company => "Companies",
            Self::Board => "Boards",
            Self::Status => "Statuses",
            Self::Tag => "Tags",
            Self::Person => "People",
            Self::Currency => "Currencies",
            Self::Segment => "Segments",
            Self::Picture => "Pictures",
            Self::Refusal => "Refused votes",
            Self::Release => "Releases",
            Self::Idea => "Ideas",
            Self::Revision => "Revisions",
            Self::Vote => "Votes",
            Self::Comment => "Comments",
            Self::Follower => "Followers",
            Self::OptOut => "Refusals of mail",
            Self::Item => "Release items",
            Self::Notice => "Notices",
            Self::Subscriber => "Subscribers",
            Self::Held => "Posts to be read",
            Self::Distinct => "Pairs that differ",
            Self::View => "Saved views",
            Self::Event => "Events",
        }
    }
}

/// The same words have the same, and nothing can be read from it: 32 digits.
fn fingerprint(words: &[&str]) -> String {
    let mut hash = Sha256::new();
    for word in words {
        hash.update(word.trim().as_bytes());
        hash.update([0]);
    }
    let mut half = [0; 16];
    half.copy_from_slice(&hash.finalize()[..16]);
    format!("{:032x}", u128::from_be_bytes(half))
}

/// Where mail cannot go: the address of somebody who came without one. `.invalid` is nobody's (RFC 2606, 2).
const NOWHERE: &str = "@imported.invalid";

/// Whether an address stands in for one that the file did not have.
pub fn is_stand_in(email: &str) -> bool {
    email.ends_with(NOWHERE)
}
