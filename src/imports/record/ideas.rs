//! Records of what people ask for, and who asked.

use serde::{Deserialize, Serialize};

use super::{SourceId, is_false, is_one, is_zero, one};
use crate::clock::Time;
use crate::ideas::followers::Reason;
use crate::notices::opt_outs::Scope;

/// Something somebody wants.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Idea {
    /// See the format.
    pub id: SourceId,
    /// The number people call it by; kept where it is free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<i32>,
    /// What is wanted. What is longer than a title may be is cut, and then stands whole above the text.
    pub title: String,
    /// More about it, in Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// The list it is on; the workspace's first board where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub board: Option<SourceId>,
    /// Where it stands; the first open status where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<SourceId>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<SourceId>,
    /// Who asked; whoever runs the import where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<SourceId>,
    /// Who of the team looks after it. Of somebody who does not work here no more is known than that they did elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<SourceId>,
    /// Votes that came without names.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub imported_votes: i32,
    /// Whether those are all votes there, named ones included: then the names in the file count down from it.
    #[serde(skip)]
    pub votes_are_all: bool,
    /// The idea it was combined with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<SourceId>,
    /// The team's public answer, in Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub response: String,
    /// When it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responded_at: Option<Time>,
    /// How often the wish has become available.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub epoch: i32,
    /// When it was asked.
    pub created_at: Time,
    /// When it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Time>,
    /// When it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Time>,
}

/// What an idea said before it was edited.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// See the format.
    pub id: SourceId,
    /// Which idea.
    pub idea: SourceId,
    /// Who edited it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editor: Option<SourceId>,
    /// Its title until then.
    pub title: String,
    /// Its text until then.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// When it was edited.
    pub created_at: Time,
}

/// One person's vote for one idea.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// The idea that was meant.
    pub idea: SourceId,
    /// Who.
    pub person: SourceId,
    /// How much it matters to them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub importance: Option<Importance>,
    /// Who cast it, where staff voted on somebody's behalf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cast_by: Option<SourceId>,
    /// The conversation it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// Whether the idea's number counts it already.
    #[serde(skip)]
    pub counted: bool,
    /// When; as old as the idea where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Time>,
}

/// Somebody took back a vote that staff had cast for them: staff do not cast it again.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// Which idea.
    pub idea: SourceId,
    /// Who.
    pub person: SourceId,
    /// When.
    pub created_at: Time,
}

/// Something said about an idea.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// See the format.
    pub id: SourceId,
    /// Which idea.
    pub idea: SourceId,
    /// The comment it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<SourceId>,
    /// Who said it; whoever runs the import where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<SourceId>,
    /// What was said, in Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// A note among staff.
    #[serde(default, skip_serializing_if = "is_false")]
    pub staff_only: bool,
    /// When it was said.
    pub created_at: Time,
    /// When it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Time>,
    /// When its words were deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Time>,
}

/// Somebody who hears of an idea.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Follower {
    /// Which idea.
    pub idea: SourceId,
    /// Who.
    pub person: SourceId,
    /// Why.
    pub reason: Reason,
    /// Whether comments are told too.
    #[serde(default, skip_serializing_if = "is_false")]
    pub comments: bool,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Time>,
}

/// A "no" to mail.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct OptOut {
    /// See the format.
    pub id: SourceId,
    /// Whose.
    pub person: SourceId,
    /// To what.
    pub scope: Scope,
    /// To which idea, where it is to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idea: Option<SourceId>,
    /// When it was said.
    pub created_at: Time,
}

/// How much an idea matters to a voter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, Deserialize, Serialize)]
#[sqlx(type_name = "importance", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Importance {
    /// Would be nice.
    Nice,
    /// Is important.
    Important,
    /// Is a must.
    Must,
}

impl Importance {
    /// As the format and the database say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Nice => "nice",
            Self::Important => "important",
            Self::Must => "must",
        }
    }
}

impl Idea {
    /// A wish of which no more is known; the `id` is to be filled in.
    pub fn titled(title: &str, created_at: Time) -> Self {
        Self {
            id: SourceId::new(),
            number: None,
            title: title.to_owned(),
            body: String::new(),
            board: None,
            status: None,
            tags: Vec::new(),
            author: None,
            assignee: None,
            imported_votes: 0,
            votes_are_all: false,
            merged_into: None,
            response: String::new(),
            responded_at: None,
            epoch: 1,
            created_at,
            edited_at: None,
            deleted_at: None,
        }
    }
}

impl Vote {
    /// A vote that the idea's number counts already.
    pub fn counted(idea: &str, person: &str, created_at: Option<Time>) -> Self {
        Self {
            idea: idea.to_owned(),
            person: person.to_owned(),
            importance: None,
            cast_by: None,
            source_url: None,
            counted: true,
            created_at,
        }
    }
}

impl Comment {
    /// Something said, of which no more is known; the `id` is to be filled in.
    pub fn said(idea: &str, body: &str, created_at: Time) -> Self {
        Self {
            id: SourceId::new(),
            idea: idea.to_owned(),
            parent: None,
            author: None,
            body: body.to_owned(),
            staff_only: false,
            created_at,
            edited_at: None,
            deleted_at: None,
        }
    }
}
