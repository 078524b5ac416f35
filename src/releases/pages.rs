//! Releases, for those who plan them.

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;

use super::items::{self, Item};
use super::preview::{self, Audience, Progress, Recipient};
use super::store::{self, Draft, Listed};
use super::{Precision, Release, Stage, items_pages, path, people_pages, ship_pages};
use crate::access::{Releaser, Roles, Staff};
use crate::app::App;
use crate::clock::{Date, Time};
use crate::error::{Error, Result};
use crate::ideas::demand::{self, Demand};
use crate::ideas::demand_panel::DemandPanel;
use crate::ids::{IdeaId, UserId};
use crate::notices::{Kind, State};
use crate::text::{Body, Line, Version, initials};
use crate::web::ask::Reply;
use crate::web::{Ask, Errors, Form, Page, Path, Query};

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/releases", get(list).post(create))
        .route("/admin/releases/new", get(new))
        .route("/admin/releases/{number}", get(show))
        .route("/admin/releases/{number}/edit", get(edit).post(save))
        .route("/admin/releases/{number}/stage", post(stage))
        .route("/admin/releases/{number}/deletion", post(delete))
        .merge(items_pages::router())
        .merge(people_pages::router())
        .merge(ship_pages::router())
}

#[derive(Template)]
#[template(path = "releases/list.html")]
struct ListPage {
    releases: Vec<Listed>,
    may_plan: bool,
}

async fn list(mut staff: Staff) -> Result<Reply> {
    let releases = store::list(&mut staff.tx).await?;
    let may_plan = staff.person.roles.releases();
    Page::new(staff.chrome, "Releases", &ListPage { releases, may_plan })?.desk().reply()
}

/// What the form carries, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
struct ReleaseForm {
    #[serde(default)]
    version: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    notes: String,
    #[serde(default)]
    target_date: String,
    #[serde(default)]
    target_precision: Precision,
}

impl ReleaseForm {
    fn parse(&self) -> std::result::Result<Draft, Errors> {
        let mut errors = Errors::new();
        let version = errors.take("version", Version::parse(&self.version));
        let name = errors.take("name", Line::parse(&self.name));
        let notes = errors.take("notes", Body::parse(&self.notes));
        let date = if self.target_date.trim().is_empty() {
            Some(None)
        } else {
            let date = self.target_date.trim().parse().map(Date).map_err(|_| "This is not a date such as 2027-03-31.".to_owned());
            errors.take("target_date", date).map(Some)
        };
        match (version, name, notes, date) {
            (Some(version), Some(name), Some(notes), Some(target_date)) => {
                Ok(Draft { version, name, notes, target_date, target_precision: self.target_precision })
            }
            _ => Err(errors),
        }
    }
}

#[derive(Template)]
#[template(path = "releases/form.html")]
struct FormPage<'a> {
    /// The release that is edited; none for a new one.
    release: Option<&'a Release>,
    form: ReleaseForm,
    errors: Errors,
}

impl FormPage<'_> {
    fn action(&self) -> String {
        self.release.map_or("/admin/releases".to_owned(), |release| format!("{}/edit", release.path()))
    }

    fn precisions(&self) -> [(&'static str, &'static str, bool); 4] {
        let is = |precision| self.form.target_precision == precision;
        [
            ("day", "On that day", is(Precision::Day)),
            ("week", "In that week", is(Precision::Week)),
            ("month", "In that month", is(Precision::Month)),
            ("quarter", "In that quarter", is(Precision::Quarter)),
        ]
    }
}

async fn new(releaser: Releaser) -> Result<Reply> {
    let content = FormPage { release: None, form: ReleaseForm::default(), errors: Errors::new() };
    Page::new(releaser.chrome, "New release", &content)?.desk().reply()
}

async fn create(mut releaser: Releaser, ask: Ask, Form(form): Form<ReleaseForm>) -> Result<Reply> {
    let created = match form.parse() {
        Ok(draft) => store::create(&mut releaser.tx, &draft, Stage::Draft, releaser.id, releaser.now).await?,
        Err(errors) => Err(errors),
    };
    match created {
        Ok((_, number)) => {
            releaser.tx.commit().await?;
            Ok(ask.go(&path(number), "The release exists. Link the ideas it will answer."))
        }
        Err(errors) => {
            let content = FormPage { release: None, form, errors };
            Page::new(releaser.chrome, "New release", &content)?.desk().status(StatusCode::UNPROCESSABLE_ENTITY).reply()
        }
    }
}

async fn edit(mut releaser: Releaser, Path(number): Path<i32>) -> Result<Reply> {
    let release = store::find(&mut releaser.tx, number).await?;
    let form = ReleaseForm {
        version: release.version.clone(),
        name: release.name.clone(),
        notes: release.notes.clone(),
        target_date: release.target_date.map(|date| date.to_string()).unwrap_or_default(),
        target_precision: release.target_precision,
    };
    let content = FormPage { release: Some(&release), form, errors: Errors::new() };
    Page::new(releaser.chrome, format!("Edit {}", release.title()), &content)?.desk().reply()
}

async fn save(mut releaser: Releaser, Path(number): Path<i32>, ask: Ask, Form(form): Form<ReleaseForm>) -> Result<Reply> {
    let release = store::find(&mut releaser.tx, number).await?;
    let saved = match form.parse() {
        Ok(draft) => store::edit(&mut releaser.tx, release.id, &draft, releaser.id, releaser.now).await?,
        Err(errors) => Err(errors),
    };
    match saved {
        Ok(()) => {
            releaser.tx.commit().await?;
            Ok(ask.go(&release.path(), "Saved."))
        }
        Err(errors) => {
            let content = FormPage { release: Some(&release), form, errors };
            let title = format!("Edit {}", release.title());
            Page::new(releaser.chrome, title, &content)?.desk().status(StatusCode::UNPROCESSABLE_ENTITY).reply()
        }
    }
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
    Page::new(staff.chrome, release.title(), &content)?.desk().reply()
}

#[derive(Debug, Deserialize)]
struct StageForm {
    planned: bool,
}

/// Promises a draft, or takes the promise back.
async fn stage(mut releaser: Releaser, Path(number): Path<i32>, ask: Ask, Form(form): Form<StageForm>) -> Result<Reply> {
    let tx = &mut releaser.tx;
    let release = store::hold(tx, number).await?;
    let stage = if form.planned { Stage::Planned } else { Stage::Draft };
    if store::set_stage(tx, release.id, stage, releaser.id, releaser.now).await? {
        let release = Release { stage, ..release.clone() };
        if form.planned {
            items::promise_all(tx, &releaser.site, &release, releaser.id, releaser.now).await?;
        } else {
            items::unpromise_all(tx, &release, releaser.id, releaser.now).await?;
        }
    }
    releaser.tx.commit().await?;
    let said =
        if form.planned { "Planned. It stands on the roadmap." } else { "A draft again. Nobody outside the team sees it." };
    Ok(ask.go(&release.path(), said))
}

async fn delete(mut releaser: Releaser, Path(number): Path<i32>, ask: Ask) -> Result<Reply> {
    let release = store::hold(&mut releaser.tx, number).await?;
    items::unpromise_all(&mut releaser.tx, &release, releaser.id, releaser.now).await?;
    if !store::delete(&mut releaser.tx, release.id, releaser.id, releaser.now).await? {
        return Err(Error::rejected("People have been told of this release, so it stays. You can roll it back."));
    }
    releaser.tx.commit().await?;
    Ok(ask.go("/admin/releases", "The release is deleted. Its ideas are where they were."))
}
