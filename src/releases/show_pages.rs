//! The page of one release: what is in it, who wants it, and who is told.

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::routing::get;
use serde::Deserialize;

use super::items::{self, Item};
use super::preview::{self, Audience, Progress, Recipient};
use super::{Release, Stage, store};
use crate::access::{Roles, Staff};
use crate::app::App;
use crate::clock::Time;
use crate::error::Result;
use crate::ideas::demand::{self, Demand};
use crate::ideas::demand_panel::DemandPanel;
use crate::ids::{IdeaId, UserId};
use crate::notices::news::Subject;
use crate::notices::opened::opened;
use crate::notices::{Kind, State};
use crate::text::{count, initials};
use crate::web::{Page, Path, Query, Reply};
use crate::words::filters;

/// The route.
pub(super) fn router() -> Router<App> {
    Router::new().route("/admin/releases/{number}", get(show))
}

#[derive(Template)]
#[template(path = "releases/show.html")]
struct ShowPage<'a> {
    release: &'a Release,
    items: Vec<Item>,
    /// Who wants any of it, each person and each company once.
    figures: DemandPanel<'a>,
    /// Who wants each of its ideas.
    each: HashMap<IdeaId, Demand>,
    /// Who would be told, before it ships.
    audience: Option<Audience>,
    progress: Vec<Progress>,
    /// How many people's mail came back after it was sent.
    bounced: i64,
    recipients: Vec<Recipient>,
    told: Told,
    next: Option<String>,
    zone: &'a str,
    may_ship: bool,
    now: Time,
}

impl ShowPage<'_> {
    /// Who wants one of its ideas.
    fn wanted(&self, item: &Item) -> Option<&Demand> {
        item.idea_id.and_then(|idea| self.each.get(&idea))
    }

    fn people(&self, kind: Kind, states: &[State]) -> i64 {
        self.progress.iter().filter(|row| row.kind == kind && states.contains(&row.state)).map(|row| row.people).sum()
    }

    fn mailed(&self) -> i64 {
        self.people(Kind::Shipped, &[State::Sent])
    }

    fn to_mail(&self) -> i64 {
        self.people(Kind::Shipped, &[State::Planned, State::Sending, State::Sent, State::Failed])
    }

    fn corrected(&self) -> i64 {
        self.people(Kind::Withdrawn, &[State::Sent])
    }

    fn to_correct(&self) -> i64 {
        self.people(Kind::Withdrawn, &[State::Planned, State::Sending, State::Sent, State::Failed])
    }

    fn tabs(&self) -> [(&'static str, &'static str, i64, bool); 6] {
        let all = [State::Planned, State::Sending, State::Sent, State::Excluded, State::Cancelled, State::Failed];
        let count = |states: &[State]| self.people(Kind::Shipped, states) + self.people(Kind::Withdrawn, states);
        [
            ("all", "All", count(&all), self.told == Told::All),
            ("sent", "Sent", count(&[State::Sent]), self.told == Told::Sent),
            ("waiting", "Waiting", count(&[State::Planned]), self.told == Told::Waiting),
            ("failed", "Failed", count(&[State::Failed]), self.told == Told::Failed),
            ("bounced", "Came back", self.bounced, self.told == Told::Bounced),
            ("left-out", "Left out", count(&[State::Excluded]), self.told == Told::LeftOut),
        ]
    }

    /// In which minute the mail leaves.
    /// Differs as soon as the release is somewhere else on its way.
    fn stands(&self) -> String {
        format!("{} {} {}", self.release.stage.word(), self.release.attempt, self.release.settling())
    }

    /// Whether mail about it is leaving, or about to.
    fn under_way(&self) -> bool {
        let open = [State::Planned, State::Sending];
        self.release.settling() || self.people(Kind::Shipped, &open) + self.people(Kind::Withdrawn, &open) > 0
    }

    /// How long until the mail leaves, in words.
    fn settles_in(&self) -> String {
        let left = self.release.settles_at.map_or(0, |at| at.since(self.now).as_secs().max(0));
        count((left + 59) / 60, "minute", "minutes")
    }

    fn leaves_at(&self) -> String {
        self.release.settles_at.map(|at| at.minute(self.zone)).unwrap_or_default()
    }

    fn at(&self, verb: &str) -> String {
        format!("{}/{verb}", self.release.path())
    }

    fn ideas_word(&self) -> String {
        let ideas = self.items.iter().filter(|item| item.number.is_some()).count();
        crate::text::count(i64::try_from(ideas).unwrap_or(i64::MAX), "idea", "ideas")
    }

    /// The list of those who want an item.
    fn voters(&self, item: &Item) -> String {
        format!("/ideas/{}/voters", item.number.unwrap_or_default())
    }

    fn people_word(&self, people: impl std::borrow::Borrow<i64>) -> String {
        crate::text::count(*people.borrow(), "person", "people")
    }

    fn state_word(&self, person: &Recipient) -> &'static str {
        match (person.kind, person.state) {
            (Kind::Withdrawn, State::Sent) => "corrected",
            (Kind::Withdrawn, State::Planned) => "correction waiting",
            (_, state) => state.word(),
        }
    }

    fn state_tone(&self, person: &Recipient) -> &'static str {
        match person.state {
            State::Sent => "success",
            State::Failed => "danger",
            State::Excluded => "warning",
            _ => "",
        }
    }

    fn target(&self) -> String {
        self.release.target_date.map(|date| self.release.target_precision.say(date)).unwrap_or_default()
    }

    fn initials(&self, name: &str) -> String {
        initials(name)
    }

    fn hue(&self, user: &UserId) -> u8 {
        crate::access::hue(*user)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Told {
    #[default]
    All,
    Sent,
    Waiting,
    Failed,
    Bounced,
    LeftOut,
}

impl Told {
    fn state(self) -> Option<State> {
        match self {
            Self::All | Self::Bounced => None,
            Self::Sent => Some(State::Sent),
            Self::Waiting => Some(State::Planned),
            Self::Failed => Some(State::Failed),
            Self::LeftOut => Some(State::Excluded),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Sent => "sent",
            Self::Waiting => "waiting",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
            Self::LeftOut => "left-out",
        }
    }
}

#[derive(Debug, Default, Deserialize)]
struct ShowQuery {
    #[serde(default)]
    told: Told,
    name: Option<String>,
    after: Option<UserId>,
}

async fn show(mut staff: Staff, Path(number): Path<i32>, Query(query): Query<ShowQuery>) -> Result<Reply> {
    let tx = &mut staff.tx;
    let release = store::find(tx, number).await?;
    let news = opened(tx, &mut staff.chrome, staff.id, Subject::Release(release.id), staff.now).await?;
    let audience = match release.stage {
        Stage::Shipped => None,
        _ => Some(preview::audience(tx, &release, staff.id).await?),
    };
    let after = query.name.as_deref().zip(query.after);
    let recipients = preview::recipients(tx, release.id, query.told.state(), query.told == Told::Bounced, after).await?;
    let next = recipients
        .last()
        .filter(|_| i64::try_from(recipients.len()).is_ok_and(|shown| shown == preview::PAGE))
        .map(|last| format!("?told={}&name={}&after={}", query.told.word(), crate::web::form::escape(&last.name), last.user_id));
    let items = items::list(tx, release.id).await?;
    let ideas: Vec<IdeaId> = items.iter().filter_map(|item| item.idea_id).collect();
    let demand = demand::together(tx, &ideas, None, staff.now).await?;
    let content = ShowPage {
        figures: DemandPanel::new(&demand, format!("{}/people", release.path()), staff.now, &staff.site.time_zone),
        each: demand::of_many(tx, &ideas, staff.now).await?,
        items,
        progress: preview::progress(tx, release.id).await?,
        release: &release,
        audience,
        bounced: preview::bounced(tx, release.id).await?,
        recipients,
        told: query.told,
        next,
        zone: &staff.site.time_zone,
        may_ship: staff.person.roles.releases(),
        now: staff.now,
    };
    let page = Page::new(staff.chrome, release.title(), &content)?;
    if let Some(news) = news {
        drop(staff.tx);
        news.note(&staff.app, staff.site.id).await;
    }
    page.desk().reply()
}
