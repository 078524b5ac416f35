//! Records of what was promised, what came of it, and who was told.

use serde::{Deserialize, Serialize};

use super::{SourceId, is_false, yes};
use crate::clock::{Date, Time};
use crate::notices::{Kind, State};
use crate::releases::{Precision, Stage};

/// A version that ships at one time. Nothing is mailed because of it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// See the format.
    pub id: SourceId,
    /// The number people call it by; kept where it is free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<i32>,
    /// What it is called by.
    pub version: String,
    /// A name beside it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its public story, in Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Where it stands.
    pub stage: Stage,
    /// When it is to ship.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_date: Option<Date>,
    /// How exactly that is meant.
    #[serde(default)]
    pub target_precision: Precision,
    /// How often it shipped.
    #[serde(default)]
    pub attempt: i32,
    /// When it shipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipped_at: Option<Time>,
    /// When people were to be told; none where it shipped without mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settles_at: Option<Time>,
    /// When people began to be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub announced_at: Option<Time>,
    /// When it was rolled back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rolled_back_at: Option<Time>,
    /// Why, in one sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rollback_note: String,
    /// Who planned it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<SourceId>,
    /// When it was planned.
    pub created_at: Time,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Time>,
}

/// One line of a release: an idea, or a free line.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// See the format.
    pub id: SourceId,
    /// Which release.
    pub release: SourceId,
    /// Which idea.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idea: Option<SourceId>,
    /// What it says, where it is a free line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub line: String,
    /// Whether the wish is fully met by it.
    #[serde(default = "yes")]
    pub completes: bool,
    /// Where it stands among the items.
    #[serde(default)]
    pub position: i32,
    /// The status of the idea before it was linked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_before_link: Option<SourceId>,
    /// The status of the idea before it shipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_before_ship: Option<SourceId>,
    /// When it was linked.
    pub created_at: Time,
}

/// One person told one thing about one idea, or why not. What keeps anybody from being told twice.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Who.
    pub person: SourceId,
    /// About what.
    pub idea: SourceId,
    /// What.
    pub kind: Kind,
    /// The idea's epoch.
    pub epoch: i32,
    /// How it ended.
    pub state: State,
    /// Why they were not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// By which release.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<SourceId>,
    /// The mail's name.
    pub mail: String,
    /// When it was planned.
    pub created_at: Time,
    /// When it left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Time>,
}

/// A reader of the changelog by mail.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Subscriber {
    /// See the format.
    pub id: SourceId,
    /// Where it goes.
    pub email: String,
    /// When they subscribed.
    pub created_at: Time,
    /// When the confirmation was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Time>,
    /// When they confirmed. Taken over only where the import is told to trust its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Time>,
    /// When they left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsubscribed_at: Option<Time>,
    /// What they were told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
}

/// Something that happened, for the history of ideas and the audit log.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// See the format.
    pub id: SourceId,
    /// Noun and verb in the past.
    pub kind: String,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<SourceId>,
    /// The `id` of whatever it happened to.
    pub subject: SourceId,
    /// Whether whoever did it worked here then, or it was Shipboard's own doing.
    #[serde(default, skip_serializing_if = "is_false")]
    pub by_staff: bool,
    /// What there is to know besides.
    pub data: serde_json::Value,
    /// When.
    pub created_at: Time,
}

/// One ship of one release that a subscriber was told of.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Which release.
    pub release: SourceId,
    /// Which ship of it.
    pub attempt: i32,
    /// When it left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Time>,
    /// When they were told that it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected_at: Option<Time>,
}
