//! Records of the workspace and those in it.

use serde::{Deserialize, Serialize};

use super::{SourceId, dollars, english, five, is_false, public, utc, yes};
use crate::access::Role;
use crate::boards::{Category, Moderation, Visibility};
use crate::clock::{Date, Time};
use crate::companies::Source;

/// The header: what the file is.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Shipboard {
    /// Of the format.
    pub version: u32,
    /// When it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exported_at: Option<Time>,
    /// The address of the workspace it was written by, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace: Option<String>,
}

/// How the workspace is set up. Kept for whoever moves house; an import leaves settings alone.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Workspace {
    /// What it is called.
    pub name: String,
    /// What it says about itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tagline: String,
    /// `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand_color: Option<String>,
    /// BCP 47.
    #[serde(default = "english")]
    pub language: String,
    /// What its pages and mail are said in, where that is not for each reader's browser to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_language: Option<String>,
    /// IANA name.
    #[serde(default = "utc")]
    pub time_zone: String,
    /// Minutes between a ship and its mail.
    #[serde(default = "five")]
    pub settle_minutes: i32,
    /// Whether search engines may list it.
    #[serde(default = "yes")]
    pub indexed: bool,
}

/// A customer organisation.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// See the format.
    pub id: SourceId,
    /// What it is called.
    pub name: String,
    /// Domains of its people's addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<String>,
    /// What it pays for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub plan: String,
    /// What it pays a month, in the smallest unit of the currency.
    #[serde(default)]
    pub monthly_revenue_minor: i64,
    /// ISO 4217.
    #[serde(default = "dollars")]
    pub currency: String,
    /// When it was noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Time>,
}

/// A named list of ideas.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// See the format.
    pub id: SourceId,
    /// What it is called.
    pub name: String,
    /// Its address; follows from the name where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// One line about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Who sees it.
    #[serde(default = "public")]
    pub visibility: Visibility,
    /// Whose posts the team reads before they appear.
    #[serde(default, skip_serializing_if = "Moderation::is_none")]
    pub moderation: Moderation,
    /// Where it stands among the boards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<i32>,
    /// When it was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Time>,
    /// When it was closed to new ideas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Time>,
}

/// A word for where an idea stands.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// See the format.
    pub id: SourceId,
    /// The word.
    pub name: String,
    /// What it means.
    pub category: Category,
    /// Where it stands among the statuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<i32>,
}

/// A word for what an idea is about.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// See the format.
    pub id: SourceId,
    /// The word.
    pub name: String,
    /// gray, red, orange, yellow, green, teal, blue, purple or pink.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
}

/// Somebody who asked, voted or wrote. One person an address; without an address one for each `id`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// See the format.
    pub id: SourceId,
    /// Where mail reaches them. Whoever has none here can neither be told nor sign in.
    #[serde(default)]
    pub email: Option<String>,
    /// What they are called; follows from the address where it is left out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What they may. Taken over only where the import is told to trust its file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Whom they work for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<SourceId>,
    /// How they came to it, or to none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_by: Option<Source>,
    /// The companies they look after, where they are staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub looks_after: Vec<SourceId>,
    /// `auto`, `light` or `dark`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// What they want pages and mail to be said in: BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// When they proved that the address is theirs. Taken over only where the import is told to trust its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Time>,
    /// Since when their posts never wait to be read. Taken over only where the import is told to trust its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted_at: Option<Time>,
    /// When staff shut them out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked_at: Option<Time>,
    /// When they were deleted: the votes stay, name and address are gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Time>,
    /// Why mail to them is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppressed_reason: Option<String>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppressed_at: Option<Time>,
    /// When they first came. Of whoever came with the import, where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Time>,
}

/// What the money of one currency is worth beside the one that sums are said in.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Currency {
    /// ISO 4217.
    pub code: String,
    /// Whether it is the one that sums are said in.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reporting: bool,
    /// What one unit is worth in that one: a decimal number, as text.
    pub rate: String,
    /// Who said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_by: Option<SourceId>,
    /// When.
    pub set_at: Time,
}

/// A kind of people, by rules that all have to hold.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// See the format.
    pub id: SourceId,
    /// What it is called.
    pub name: String,
    /// Plans of their company.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<String>,
    /// What that pays a month at least, in the smallest unit of `currency`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revenue_from: Option<i64>,
    /// And at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revenue_to: Option<i64>,
    /// ISO 4217.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Domains of their addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<String>,
    /// What they may.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// They voted in the last so many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voted_within: Option<i32>,
    /// They did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet_for: Option<i32>,
    /// They came before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined_before: Option<Date>,
    /// They came on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined_since: Option<Date>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<SourceId>,
    /// When.
    pub created_at: Time,
}

impl Board {
    /// A board of which no more than its name is known, which is its `id` too: others speak of it by that.
    pub fn named(name: &str) -> Self {
        Self {
            id: name.to_owned(),
            name: name.to_owned(),
            slug: None,
            description: String::new(),
            visibility: Visibility::Public,
            moderation: Moderation::None,
            position: None,
            created_at: None,
            archived_at: None,
        }
    }
}

impl Person {
    /// Somebody of whom no more than a name is known; the `id` is to be filled in.
    pub fn named(name: &str) -> Self {
        Self {
            id: SourceId::new(),
            email: None,
            name: name.to_owned(),
            roles: Vec::new(),
            company: None,
            company_by: None,
            looks_after: Vec::new(),
            theme: None,
            language: None,
            confirmed_at: None,
            trusted_at: None,
            blocked_at: None,
            deleted_at: None,
            suppressed_reason: None,
            suppressed_at: None,
            created_at: None,
        }
    }
}
