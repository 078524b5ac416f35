//! The list of people behind a figure, as pages show it: narrowed by its address, with the forms that narrow it further.

use askama::Template;
use serde::Deserialize;

use super::importance::Importance;
use super::voters::{self, Order, PAGE, Voter, Who};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{CompanyId, IdeaId, SegmentId, UserId};
use crate::segments;
use crate::text::count;
use crate::words::filters;

/// What an address of the list says. All of it is optional, and what is not understood is not said.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    importance: String,
    /// The id of a company, or `any`.
    company: String,
    paying: String,
    segment: String,
    weeks: String,
    voted_for: String,
    order: String,
    key: String,
    after: String,
}

/// An id as an address says it.
fn id(text: &str) -> Option<uuid::Uuid> {
    text.parse().ok()
}

impl Asked {
    fn who(&self) -> Who {
        Who {
            importance: Importance::parse(&self.importance),
            company: id(&self.company).map(CompanyId),
            employed: self.company == "any",
            paying: self.paying == "true",
            segment: id(&self.segment).map(SegmentId),
            weeks: self.weeks.parse().ok().filter(|weeks| (1..=520).contains(weeks)),
            voted_for: self.voted_for == "true",
        }
    }

    fn order(&self) -> Order {
        if self.order == "oldest" { Order::Oldest } else { Order::Revenue }
    }

    fn after(&self) -> Option<voters::After> {
        self.key.parse().ok().zip(id(&self.after).map(UserId))
    }

    /// The segment whose people are looked at.
    pub(crate) fn segment(&self) -> Option<SegmentId> {
        self.who().segment
    }

    /// The address of the next page at `path`.
    fn next(&self, path: &str, last: &Voter) -> String {
        let said = [
            ("importance", self.importance.as_str()),
            ("company", &self.company),
            ("paying", &self.paying),
            ("segment", &self.segment),
            ("weeks", &self.weeks),
            ("voted_for", &self.voted_for),
            ("order", &self.order),
        ];
        let said = said.iter().filter(|(_, value)| !value.is_empty());
        let mut pairs: Vec<String> = said.map(|(name, value)| format!("{name}={}", crate::web::form::escape(value))).collect();
        pairs.push(format!("key={}&after={}", last.key, last.user_id));
        format!("{path}?{}", pairs.join("&"))
    }
}

/// The list.
#[derive(Template)]
#[template(path = "ideas/askers.html")]
pub(crate) struct Askers<'a> {
    path: String,
    asked: &'a Asked,
    /// The idea that the page is about, where it is about one: what is done with a vote is done there.
    number: Option<i32>,
    voters: Vec<Voter>,
    count: String,
    narrowed: bool,
    segments: Vec<(SegmentId, String)>,
    importances: [Importance; 3],
    next: String,
    now: Time,
    zone: &'a str,
}

impl<'a> Askers<'a> {
    /// Reads the people who ask for these ideas (roots), as an address at `path` narrows them.
    pub(crate) async fn read(
        tx: &mut TenantTx,
        roots: &[IdeaId],
        number: Option<i32>,
        path: String,
        asked: &'a Asked,
        (now, zone): (Time, &'a str),
    ) -> Result<Self> {
        let who = asked.who();
        let mut voters = voters::list(tx, roots, &who, asked.order(), asked.after(), now).await?;
        let all = voters::count(tx, roots, &who, now).await?;
        let more = voters.len() > PAGE;
        voters.truncate(PAGE);
        let next = voters.last().filter(|_| more).map(|last| asked.next(&path, last)).unwrap_or_default();
        Ok(Self {
            next,
            path,
            asked,
            number,
            voters,
            count: count(all, "person", "people"),
            narrowed: who != Who::default(),
            segments: segments::store::names(tx).await?,
            importances: Importance::ALL,
            now,
            zone,
        })
    }

    /// What they voted for besides the idea the page is about.
    fn others(&self, voter: &Voter) -> String {
        voter.others(self.number.unwrap_or(0))
    }

    fn weeks(&self) -> [(&'static str, &'static str); 3] {
        [("4", "Began in the last 4 weeks"), ("12", "Began in the last 12 weeks"), ("52", "Began in the last year")]
    }
}
