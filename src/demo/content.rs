//! What the demo workspace is made of: the shape of `content.json`.

use serde::Deserialize;

use crate::boards::{Category, Moderation, Visibility};
use crate::ideas::moderation::Why;

/// The whole of it.
#[derive(Debug, Deserialize)]
pub(super) struct Content {
    pub workspace: Workspace,
    pub companies: Vec<Company>,
    pub rates: Vec<Rate>,
    pub segments: Vec<Segment>,
    pub people: Vec<Person>,
    pub boards: Vec<Board>,
    pub statuses: Vec<Status>,
    pub tags: Vec<Tag>,
    pub ideas: Vec<Idea>,
    pub releases: Vec<Release>,
    pub waiting: Vec<Waiting>,
}

impl Content {
    /// Somebody of each kind, to look at the demo as.
    pub(super) fn faces(&self) -> Vec<(String, &'static str)> {
        let kinds = [("owner", "owns the workspace"), ("manager", "sorts the ideas"), ("releaser", "ships the releases")];
        let staff = kinds.iter().filter_map(|(role, does)| {
            let person = self.people.iter().find(|person| person.roles.iter().any(|held| held == role))?;
            Some((person.email.clone(), *does))
        });
        let customer = self.people.iter().find(|person| person.company.is_some());
        staff.chain(customer.map(|person| (person.email.clone(), "is a customer"))).collect()
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Workspace {
    pub name: String,
    pub slug: String,
    pub tagline: String,
    pub brand_colour: String,
    pub language: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Company {
    pub name: String,
    pub domain: String,
    pub plan: String,
    pub monthly_revenue_minor: i64,
    pub currency: String,
    pub owner: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Rate {
    pub currency: String,
    pub rate: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Segment {
    pub name: String,
    pub plans: Vec<String>,
    pub revenue_from: Option<i64>,
    pub currency: Option<String>,
    pub voted_within: Option<i32>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Person {
    pub name: String,
    pub email: String,
    pub company: Option<String>,
    pub roles: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Board {
    pub slug: String,
    pub name: String,
    pub description: String,
    pub visibility: Visibility,
    #[serde(default)]
    pub moderation: Moderation,
}

#[derive(Debug, Deserialize)]
pub(super) struct Status {
    pub name: String,
    pub category: Category,
}

#[derive(Debug, Deserialize)]
pub(super) struct Tag {
    pub name: String,
    pub colour: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Idea {
    pub key: String,
    pub board: String,
    pub title: String,
    pub body: String,
    pub status: String,
    pub tags: Vec<String>,
    pub author: String,
    pub days_ago: i64,
    #[serde(default)]
    pub response: String,
    pub response_by: Option<String>,
    #[serde(default)]
    pub response_days_ago: i64,
    pub voters: Vec<String>,
    pub comments: Vec<Comment>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Comment {
    pub author: String,
    pub days_ago: i64,
    pub body: String,
    #[serde(default)]
    pub staff_only: bool,
    #[serde(default)]
    pub replies: Vec<Comment>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Release {
    pub version: String,
    pub name: String,
    pub shipped_days_ago: Option<i64>,
    pub target_date_in_days: Option<i64>,
    pub notes: String,
    pub ideas: Vec<Promise>,
    pub lines: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Promise {
    pub key: String,
    pub completes: bool,
}

/// A post that waits to be read.
#[derive(Debug, Deserialize)]
pub(super) struct Waiting {
    pub what: What,
    /// The board of an idea; the idea of anything else.
    pub about: String,
    pub author: String,
    pub hours_ago: i64,
    pub why: Vec<Why>,
    #[serde(default)]
    pub title: String,
    pub body: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    Idea,
    Comment,
    Change,
}
