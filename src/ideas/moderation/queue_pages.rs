//! The team's queue: what waits to be read, decided one by one or many at once, and what was declined.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;

use super::decide::{self, AT_ONCE, Act, Decided};
use super::queue::{self, PAGE, Queued};
use super::{Decline, State};
use crate::access::{Manager, Roles, Staff};
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::ids::HeldId;
use crate::notices::news::Subject;
use crate::notices::opened::opened;
use crate::text::{Sentence, count};
use crate::web::{Ask, Chrome, Form, Page, Path, Query, Reply};

/// The queue's address.
const HERE: &str = "/admin/moderation";

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/moderation", get(show))
        .route("/admin/moderation/bulk", post(bulk))
        .route("/admin/moderation/{id}", post(one))
        .route("/admin/moderation/{id}/undo", post(undo))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    show: String,
    after: Option<HeldId>,
}

impl Asked {
    fn state(&self) -> State {
        if self.show == "declined" { State::Declined } else { State::Waiting }
    }
}

/// What is to be done, as a form says it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Decision {
    post: Vec<HeldId>,
    act: String,
    reason: String,
    note: String,
}

impl Decision {
    fn act(&self) -> Result<Act, Sentence> {
        match self.act.as_str() {
            "approve" => Ok(Act::Approve),
            "trust" => Ok(Act::Trust),
            "decline" => Act::reason(&self.reason, &self.note).map(|(reason, note)| Act::Decline(reason, note)),
            "block" => Act::reason(&self.reason, &self.note).map(|(reason, note)| Act::Block(reason, note)),
            _ => Err("Please choose what is to be done.".to_owned()),
        }
    }
}

/// A form that was refused: which post's, or that of all that are selected; what it held; what is wrong.
#[derive(Clone, Debug, Default)]
struct Refused {
    of: Option<HeldId>,
    form: Decision,
    error: String,
}

#[derive(Template)]
#[template(path = "ideas/moderation/queue.html")]
struct QueuePage<'a> {
    posts: &'a [Queued],
    declined: bool,
    waiting_count: i64,
    declined_count: i64,
    next: String,
    manages: bool,
    administers: bool,
    refused: Refused,
    now: Time,
    zone: &'a str,
}

impl QueuePage<'_> {
    /// What was typed in a post's form, or (with none) in that of all that are selected.
    fn typed(&self, of: Option<&Queued>) -> Decision {
        if self.refused.error.is_empty() || self.refused.of != of.map(|post| post.id) {
            Decision::default()
        } else {
            self.refused.form.clone()
        }
    }

    /// What is wrong with it.
    fn error(&self, of: Option<&Queued>) -> &str {
        if self.refused.of == of.map(|post| post.id) { &self.refused.error } else { "" }
    }

    /// Whether a post was selected.
    fn selected(&self, post: &Queued) -> bool {
        self.refused.of.is_none() && self.refused.form.post.contains(&post.id)
    }

    /// The reasons to decline for, as a form offers them.
    #[expect(clippy::unused_self, reason = "templates call methods of what they show")]
    fn reasons(&self) -> Vec<(&'static str, &'static str)> {
        let reasons = Decline::ALL.map(|reason| (reason.word(), reason.label()));
        std::iter::once(("", "Why…")).chain(reasons).collect()
    }
}

/// Who looks, for the page.
struct Looks<'a> {
    manages: bool,
    administers: bool,
    now: Time,
    zone: &'a str,
}

async fn page(tx: &mut crate::db::TenantTx, chrome: Chrome, looks: Looks<'_>, asked: &Asked, refused: Refused) -> Result<Reply> {
    let state = asked.state();
    let (waiting_count, declined_count) = queue::counts(tx).await?;
    let mut posts = queue::page(tx, state, asked.after).await?;
    let more = posts.len() > PAGE;
    posts.truncate(PAGE);
    let shown = if state == State::Declined { "show=declined&" } else { "" };
    let next = posts.last().filter(|_| more).map_or_else(String::new, |last| format!("{HERE}?{shown}after={}", last.id));
    let status = if refused.error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let Looks { manages, administers, now, zone } = looks;
    let declined = state == State::Declined;
    let page =
        QueuePage { posts: &posts, declined, waiting_count, declined_count, next, manages, administers, refused, now, zone };
    Page::new(chrome, "Moderation", &page)?.desk().status(status).reply()
}

/// `GET /admin/moderation`: what waits, or what was declined.
async fn show(mut staff: Staff, Query(asked): Query<Asked>) -> Result<Reply> {
    let roles = &staff.person.roles;
    let (manages, administers) = (roles.manages(), roles.administers());
    let looks = Looks { manages, administers, now: staff.now, zone: &staff.site.time_zone };
    let news = match asked.state() {
        State::Waiting => opened(&mut staff.tx, &mut staff.chrome, staff.id, Subject::Queue, staff.now).await?,
        _ => None,
    };
    let page = page(&mut staff.tx, staff.chrome, looks, &asked, Refused::default()).await?;
    if let Some(news) = news {
        drop(staff.tx);
        news.note(&staff.app, staff.site.id).await;
    }
    Ok(page)
}

/// `POST /admin/moderation/{id}`: decides about one post.
async fn one(manager: Manager, ask: Ask, Path(id): Path<HeldId>, Form(form): Form<Decision>) -> Result<Reply> {
    decide(manager, &ask, Some(id), form).await
}

/// `POST /admin/moderation/bulk`: decides about all that are selected.
async fn bulk(manager: Manager, ask: Ask, Form(form): Form<Decision>) -> Result<Reply> {
    decide(manager, &ask, None, form).await
}

async fn decide(mut manager: Manager, ask: &Ask, of: Option<HeldId>, form: Decision) -> Result<Reply> {
    let posts = of.map_or_else(|| form.post.clone(), |id| vec![id]);
    let act = form.act().and_then(|act| match act {
        _ if posts.is_empty() => Err("Please select the posts first. Nothing has been decided.".to_owned()),
        _ if posts.len() > AT_ONCE => Err(format!("That is more than {AT_ONCE} posts at once. Please select fewer.")),
        Act::Block(..) if !manager.person.roles.administers() => {
            Err("Only an admin can block people. You can decline it, and tell one.".to_owned())
        }
        act => Ok(act),
    });
    let staff = decide::Staff { id: manager.id, now: manager.now };
    let done = match act {
        Ok(act) => decide::decide(&mut manager.tx, &manager.site, &posts, &act, staff).await.map(|decided| (act, decided)),
        Err(error) => Err(Error::rejected(error)),
    };
    match done {
        Ok((act, decided)) => {
            manager.tx.commit().await?;
            Ok(ask.go(HERE, said(&act, &decided)))
        }
        Err(Error::Rejected(error)) => {
            let Manager { app, tx, site, person, chrome, now, .. } = manager;
            // What was begun is undone; the page is read anew.
            drop(tx);
            let mut tx = app.db.tenant_read(site.id).await?;
            let roles = &person.roles;
            let looks = Looks { manages: true, administers: roles.administers(), now, zone: &site.time_zone };
            page(&mut tx, chrome, looks, &Asked::default(), Refused { of, form, error: error.english() }).await
        }
        Err(error) => Err(error),
    }
}

/// What was done, and what was not, in sentences.
fn said(act: &Act, decided: &Decided) -> String {
    let posts = count(decided.done, "post", "posts");
    let done = match act {
        _ if decided.done == 0 => String::new(),
        Act::Approve => format!("Approved {posts}."),
        Act::Trust => format!("Approved {posts}. What their author writes appears at once from now on."),
        Act::Decline(..) => format!("Declined {posts}."),
        Act::Block(..) => format!("Declined {posts}, and blocked their author."),
    };
    std::iter::once(&done).chain(&decided.left).filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// `POST /admin/moderation/{id}/undo`: what was declined waits again.
async fn undo(mut manager: Manager, ask: Ask, Path(id): Path<HeldId>) -> Result<Reply> {
    let staff = decide::Staff { id: manager.id, now: manager.now };
    decide::undo(&mut manager.tx, id, staff).await?;
    manager.tx.commit().await?;
    Ok(ask.go(HERE, "It waits again."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_and_what_was_not_is_said() {
        let both = Decided { done: 2, left: vec!["“X” has been approved by Max already.".to_owned()] };
        assert_eq!(said(&Act::Approve, &both), "Approved 2 posts. “X” has been approved by Max already.");
        let none = Decided { done: 0, ..both };
        assert_eq!(said(&Act::Trust, &none), "“X” has been approved by Max already.");
    }
}
