//! Records of the team's work: posts that wait to be read, pairs that are no duplicates, saved views.

use serde::{Deserialize, Serialize};

use super::{SourceId, is_false};
use crate::clock::Time;
use crate::ideas::moderation::{self, Why};

/// A post that waits for somebody of the team to read it, or was declined. One that was approved stands where it belongs.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// See the format.
    pub id: SourceId,
    /// What it would be.
    pub kind: moderation::Kind,
    /// Whose it is.
    pub author: SourceId,
    /// Where an idea is to go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub board: Option<SourceId>,
    /// The idea that a comment or a change is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idea: Option<SourceId>,
    /// The comment that is answered or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<SourceId>,
    /// Of an idea.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// As typed, in Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Why it waits.
    pub reasons: Vec<Why>,
    /// Waiting, or declined.
    pub state: moderation::State,
    /// Who declined it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<SourceId>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Time>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declined_as: Option<String>,
    /// What was added to that.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What the author was told last: nobody is told it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<moderation::State>,
    /// When it was written.
    pub created_at: Time,
    /// When it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Time>,
}

/// Two ideas that somebody has looked at and that are not the same.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Distinct {
    /// One of them.
    pub one: SourceId,
    /// And the other.
    pub other: SourceId,
    /// Who decided it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<SourceId>,
    /// When.
    pub decided_at: Time,
}

/// A way to look at ideas, with a name.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// See the format.
    pub id: SourceId,
    /// Whose it is.
    pub owner: SourceId,
    /// What it is called.
    pub name: String,
    /// What stands after the question mark of its address. What it names by an id of its own is found where that id was kept.
    pub query: String,
    /// Whether the whole team sees it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub shared: bool,
    /// When it was saved.
    pub created_at: Time,
}
