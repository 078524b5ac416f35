//! The neutral record: what any tool's export is read into, and what Shipboard's own export is made of.
//!
//! # The format
//!
//! UTF-8, one JSON object a line, each with a `type`. The first line may be the header
//! `{"type":"shipboard","version":1,…}`; with it a file says that it is complete, so that followers are exactly those it lists.
//! Without it (a file that somebody put together) whoever submits or votes follows, as they would in the product.
//!
//! ```json
//! {"type":"person","id":"u1","email":"vera@example.com","name":"Vera"}
//! {"type":"idea","id":"12","title":"Dark mode","author":"u1","created_at":"2024-05-01T09:00:00Z","imported_votes":7}
//! {"type":"vote","idea":"12","person":"u1","created_at":"2024-05-01T09:00:00Z"}
//! ```
//!
//! - `id` is what the record is called where it comes from: any text. The same file imported again changes what it brought
//!   before, and nothing where it says the same. An `id` that is a UUID becomes the row's own where that is free.
//! - A reference is such an `id` of a record further up (an idea's `merged_into` may point anywhere). A board, a status, a tag
//!   or a company may also be named by its name (a board by its address too), and is made where there is none.
//! - A picture's `file` lies in the same archive, and is called as texts mention it: `pictures/<id>-<width>x<height>.png`. A file
//!   of records alone has none.
//! - Times are RFC 3339. What was written at an unknown time is refused: there is no "now" in an import. Only a vote may leave
//!   its time out, and is then as old as its idea.
//! - What can be derived is not in the format: counts, heat, HTML, the roots of merged ideas.
//! - A field that this version does not know is refused, so that nothing is lost in silence.

mod desk;
mod ideas;
mod people;
mod pictures;
mod releases;

use serde::{Deserialize, Serialize};

use crate::boards::Visibility;

pub use desk::{Distinct, Held, View};
pub use ideas::{Comment, Follower, Idea, Importance, OptOut, Refusal, Revision, Vote};
pub use people::{Board, Company, Currency, Person, Segment, Shipboard, Status, Tag, Workspace};
pub use pictures::Picture;
pub use releases::{Event, Item, Notice, Release, Subscriber, Told};

/// The version of the format that this Shipboard writes, and the newest that it reads.
pub const VERSION: u32 = 1;

/// What something is called where it comes from.
pub type SourceId = String;

macro_rules! records {
    ($($(#[$doc:meta])* $name:ident)*) => {
        /// One line.
        #[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
        #[serde(tag = "type", rename_all = "snake_case")]
        pub enum Record {
            $($(#[$doc])* $name($name),)*
        }

        /// What a record is about. The order is the one in which an export lists them: a reference points backwards.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// Every kind, in the order of an export.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
        }

        impl Record {
            /// What it is about.
            pub fn kind(&self) -> Kind {
                match self {
                    $(Self::$name(_) => Kind::$name,)*
                }
            }
        }

        $(impl From<$name> for Record {
            fn from(record: $name) -> Self {
                Self::$name(record)
            }
        })*
    };
}

records! {
    /// The header: what the file is.
    Shipboard
    /// How the workspace is set up. Kept for whoever moves house; an import leaves settings alone.
    Workspace
    /// A customer organisation.
    Company
    /// A named list of ideas.
    Board
    /// A word for where an idea stands.
    Status
    /// A word for what an idea is about.
    Tag
    /// Somebody who asked, voted or wrote. One person an address; without an address one for each `id`.
    Person
    /// What the money of one currency is worth beside the one that sums are said in.
    Currency
    /// A kind of people, by rules that all have to hold.
    Segment
    /// A picture that texts mention. What is in it lies beside the records, in a file of the archive.
    Picture
    /// A version that ships at one time. Nothing is mailed because of it.
    Release
    /// Something somebody wants.
    Idea
    /// What an idea said before it was edited.
    Revision
    /// One person's vote for one idea.
    Vote
    /// Somebody took back a vote that staff had cast for them: staff do not cast it again.
    Refusal
    /// Something said about an idea.
    Comment
    /// Somebody who hears of an idea.
    Follower
    /// A "no" to mail.
    OptOut
    /// One line of a release: an idea, or a free line.
    Item
    /// One person told one thing about one idea, or why not. What keeps anybody from being told twice.
    Notice
    /// A reader of the changelog by mail.
    Subscriber
    /// A post that waits to be read, or was declined.
    Held
    /// Two ideas that somebody has looked at and that are not the same.
    Distinct
    /// A way to look at ideas, with a name.
    View
    /// Something that happened, for the history of ideas and the audit log.
    Event
}

impl Record {
    /// One line of JSON, read. Says what is wrong with it in words for whoever has the file.
    pub fn parse(line: &str) -> Result<Self, String> {
        serde_json::from_str(line).map_err(|error| explain(&error))
    }
}

impl Record {
    /// What it is called where it comes from, if it has a name of its own.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Company(it) => Some(&it.id),
            Self::Board(it) => Some(&it.id),
            Self::Status(it) => Some(&it.id),
            Self::Tag(it) => Some(&it.id),
            Self::Person(it) => Some(&it.id),
            Self::Currency(it) => Some(&it.code),
            Self::Segment(it) => Some(&it.id),
            Self::Picture(it) => Some(&it.id),
            Self::Release(it) => Some(&it.id),
            Self::Idea(it) => Some(&it.id),
            Self::Revision(it) => Some(&it.id),
            Self::Comment(it) => Some(&it.id),
            Self::OptOut(it) => Some(&it.id),
            Self::Item(it) => Some(&it.id),
            Self::Subscriber(it) => Some(&it.id),
            Self::Held(it) => Some(&it.id),
            Self::View(it) => Some(&it.id),
            Self::Event(it) => Some(&it.id),
            Self::Distinct(_)
            | Self::Shipboard(_)
            | Self::Workspace(_)
            | Self::Vote(_)
            | Self::Refusal(_)
            | Self::Follower(_)
            | Self::Notice(_) => None,
        }
    }
}

/// What a reader of JSON found wrong, without its count of lines: the file's own is said beside it.
pub(in crate::imports) fn explain(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or(&words);
    match error.classify() {
        serde_json::error::Category::Data => format!("{words}."),
        _ => format!("This is not JSON: {words}, at character {}.", error.column()),
    }
}

fn english() -> String {
    "en".to_owned()
}

fn utc() -> String {
    "UTC".to_owned()
}

fn dollars() -> String {
    "USD".to_owned()
}

fn public() -> Visibility {
    Visibility::Public
}

fn five() -> i32 {
    5
}

fn one() -> i32 {
    1
}

fn yes() -> bool {
    true
}

fn is_one(number: &i32) -> bool {
    *number == 1
}

fn is_zero(number: &i32) -> bool {
    *number == 0
}

fn is_false(flag: &bool) -> bool {
    !flag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_is_read_and_what_is_usual_is_left_out() {
        let line = r#"{"type":"idea","id":"12","title":"Dark mode","author":"u1","created_at":"2024-05-01T09:00:00Z"}"#;
        let record = Record::parse(line).unwrap();
        assert_eq!(record.kind(), Kind::Idea);
        assert_eq!(serde_json::to_string(&record).unwrap(), line);
    }

    #[test]
    fn a_line_that_cannot_be_read_says_why() {
        let said = |line| Record::parse(line).unwrap_err();
        assert!(said(r#"{"type":"idea","id":"1","title":"x"}"#).contains("created_at"));
        assert!(said(r#"{"type":"idea","id":"1","title":"x","created_at":"2024-05-01T09:00:00Z","vote":1}"#).contains("vote"));
        assert!(said(r#"{"type":"wish","id":"1"}"#).contains("wish"));
        assert!(said(r#"{"type":"idea","id":"1","title":"x","created_at":"yesterday"}"#).contains("yesterday"));
        assert!(said(r#"{"type":"idea","#).starts_with("This is not JSON"));
    }

    #[test]
    fn references_point_backwards_in_the_order_of_an_export() {
        assert!(Kind::Person < Kind::Idea && Kind::Company < Kind::Person && Kind::Idea < Kind::Vote);
        assert!(Kind::Release < Kind::Item && Kind::Release < Kind::Notice);
    }
}
