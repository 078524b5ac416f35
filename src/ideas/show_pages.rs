//! One idea: its page, and the way to everything done there.

use askama::Template;
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use serde::Deserialize;

use super::comments_pages::Talk;
use super::demand::{self, Demand};
use super::followers_pages::Follow;
use super::history::{self, Step};
use super::importance_pages::Matters;
use super::removal::{self, Deleted};
use super::show::{self, Combined, Meant, PartOf, Shown};
use super::triage_pages::Triage;
use super::votes_pages::VoteButton;
use super::{
    can_vote, cards, comments_pages, edit, edit_pages, followers_pages, importance_pages, merge_pages, moderation, removal_pages,
    triage_pages, voted_for_pages, voters_pages, votes_pages,
};
use crate::access::{Person, Roles, Visit};
use crate::app::{App, Site};
use crate::boards::Visibility;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::notices::news::Subject;
use crate::notices::opened::opened;
use crate::text::markdown::excerpt;
use crate::web::page::Preview;
use crate::web::{Chrome, Page, Path, Query, Reply};
use crate::words::{Message, filters, message};

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/ideas/{number}", get(page))
        .merge(votes_pages::router())
        .merge(followers_pages::router())
        .merge(comments_pages::router())
        .merge(edit_pages::router())
        .merge(triage_pages::router())
        .merge(merge_pages::router())
        .merge(removal_pages::router())
        .merge(voters_pages::router())
        .merge(moderation::router())
        .merge(voted_for_pages::router())
        .merge(importance_pages::router())
}

/// Who reads an idea's page, and when.
pub(super) struct Reader<'a> {
    /// Who, if somebody is signed in.
    pub(super) person: Option<&'a Person>,
    /// When.
    pub(super) now: Time,
    /// Where.
    pub(super) site: &'a Site,
}

impl<'a> Reader<'a> {
    /// Somebody who is signed in.
    pub(super) fn of(person: &'a Person, site: &'a Site, now: Time) -> Self {
        Self { person: Some(person), now, site }
    }

    /// The boards they see.
    pub(super) fn sees(&self) -> Vec<Visibility> {
        Visibility::seen_by(self.person)
    }

    /// Whether they see notes and voters.
    pub(super) fn is_staff(&self) -> bool {
        self.person.is_some_and(|person| person.roles.staff())
    }

    /// Whether they triage.
    pub(super) fn manages(&self) -> bool {
        self.person.is_some_and(|person| person.roles.manages())
    }
}

#[derive(Template)]
#[template(path = "ideas/show.html")]
struct ShowPage<'a> {
    idea: &'a Shown,
    vote: VoteButton<'a>,
    from: Option<&'a Combined>,
    response_author: Option<String>,
    releases: Vec<PartOf>,
    combined: &'a [Combined],
    steps: Vec<Step>,
    follow: Follow,
    matters: Matters,
    /// Who wants it, for staff.
    demand: Option<Demand>,
    talk: Talk,
    triage: Option<String>,
    plans: Vec<(String, Message)>,
    is_staff: bool,
    manages: bool,
    may_edit: bool,
    may_delete: bool,
    now: Time,
    zone: &'a str,
}

/// What a form on the page held when it was refused.
#[derive(Default)]
pub(super) struct Typed {
    /// The comment.
    pub(super) comment: Option<comments_pages::Typed>,
    /// The answer of the team.
    pub(super) triage: Option<triage_pages::Typed>,
}

/// Reads and renders the page of an idea for one reader, with what they had typed.
pub(super) async fn render(tx: &mut TenantTx, chrome: Chrome, reader: &Reader<'_>, meant: &Meant, typed: Typed) -> Result<Page> {
    let visible = reader.sees();
    let (is_staff, manages) = (reader.is_staff(), reader.manages());
    let id = reader.person.map(|person| person.id);
    let idea = show::read(tx, meant.root, id).await?;
    let combined = show::combined(tx, meant.root, &visible).await?;
    let releases = show::releases(tx, meant.root, is_staff).await?;
    let events = crate::events::of(tx, meant.root.0).await?;
    let talk = Talk::read(tx, reader, meant, typed.comment).await?;
    let follow = Follow::read(tx, meant, id).await?;
    let matters = Matters::read(tx, meant, id).await?;
    let demand = if is_staff { Some(demand::of_idea(tx, meant.root, reader.now).await?) } else { None };
    let triage = if manages { Some(Triage::read(tx, &idea, typed.triage).await?.english()?) } else { None };
    let promised = releases.iter().any(PartOf::is_open);
    let plans = if is_staff && !promised { plans(tx, reader).await? } else { Vec::new() };
    let own = id == Some(idea.author_id);
    let may_delete = if manages { true } else { own && removal::stakes(tx, idea.id).await?.concern_nobody_else() };
    let page = ShowPage {
        vote: VoteButton {
            number: meant.number,
            title: &idea.title,
            votes: idea.votes,
            voted: idea.voted,
            open: can_vote(idea.category),
        },
        from: combined.iter().find(|one| one.number == meant.number),
        response_author: history::response_author(&events),
        releases,
        combined: &combined,
        steps: history::steps(&events, is_staff),
        follow,
        matters,
        demand,
        talk,
        triage,
        plans,
        is_staff,
        manages,
        may_edit: edit::may_edit(own, manages, idea.category),
        may_delete,
        now: reader.now,
        zone: &reader.site.time_zone,
        idea: &idea,
    };
    let about = if idea.body.trim().is_empty() {
        message("idea-about").with("title", &idea.title).with("count", idea.votes)
    } else {
        excerpt(&idea.body, 160).into()
    };
    let preview = cards::of_idea(reader.site, &idea).map(|card| Preview::at(&idea.path(), &card));
    Ok(Page::new(chrome, &idea.title, &page)?.describe(about).canonical(&idea.path()).preview(preview))
}

/// What staff can plan an idea for; only whoever ships may begin a release with it.
async fn plans(tx: &mut TenantTx, reader: &Reader<'_>) -> Result<Vec<(String, Message)>> {
    let open = show::open_releases(tx).await?;
    let mut plans: Vec<_> = open.into_iter().map(|(release, words)| (release, words.into())).collect();
    if reader.person.is_some_and(|person| person.roles.releases()) {
        plans.push(("new".to_owned(), message("idea-plan-new")));
    }
    Ok(plans)
}

#[derive(Debug, Default, Deserialize)]
struct From {
    from: Option<i32>,
}

#[derive(Template)]
#[template(path = "ideas/deleted.html")]
struct DeletedPage<'a> {
    idea: &'a Deleted,
    now: Time,
    zone: &'a str,
}

async fn page(mut visit: Visit, Path(number): Path<i32>, Query(query): Query<From>) -> Result<Reply> {
    let reader = Reader { person: visit.person.as_ref(), now: visit.now, site: &visit.site };
    let visible = reader.sees();
    let meant = match show::meant(&mut visit.tx, number, &visible).await {
        Ok(meant) => meant,
        Err(Error::NotFound) if reader.manages() => {
            let idea = removal::deleted(&mut visit.tx, number).await?;
            let page = DeletedPage { idea: &idea, now: reader.now, zone: &reader.site.time_zone };
            return Page::new(visit.chrome, &idea.title, &page)?.private().status(StatusCode::NOT_FOUND).reply();
        }
        Err(error) => return Err(error),
    };
    if meant.id != meant.root {
        let location = HeaderValue::try_from(meant.path()).map_err(Error::internal)?;
        // Permanent for readers and search engines, but not for a browser's memory: the idea may be taken out again.
        let fresh = HeaderValue::from_static("no-cache");
        let headers = [(header::LOCATION, location), (header::CACHE_CONTROL, fresh)];
        return Ok((StatusCode::PERMANENT_REDIRECT, headers).into_response());
    }
    // Whoever comes by way of an idea that was combined with this one means that one.
    let meant = match query.from {
        Some(from) => match show::meant(&mut visit.tx, from, &visible).await {
            Ok(other) if other.root == meant.root => other,
            Ok(_) | Err(Error::NotFound) => meant,
            Err(error) => return Err(error),
        },
        None => meant,
    };
    let news = match reader.person {
        Some(person) => opened(&mut visit.tx, &mut visit.chrome, person.id, Subject::Idea(meant.root), reader.now).await?,
        None => None,
    };
    let page = render(&mut visit.tx, visit.chrome, &reader, &meant, Typed::default()).await?;
    if let Some(news) = news {
        drop(visit.tx);
        news.note(&visit.app, visit.site.id).await;
    }
    page.reply()
}
