//! Submitting an idea: the form, the ideas much like it, and what becomes of it.
//!
//! With scripts, the ideas much like it appear under the title as one types, and what has been shown is not shown again. Without,
//! the form says that it should be looked at first, and comes back once with them.

use askama::Template;
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::routing::{get, post};
use serde::Deserialize;
use uuid::Uuid;

use super::moderation::stamp::{Carried, Fresh};
use super::moderation::{self, Kind};
use super::submit::{self, NewIdea};
use crate::access::{Member, Visit};
use crate::app::App;
use crate::boards::{self, Board, Category, Visibility};
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::similar::{self, Similar};
use crate::text::{Body, Title};
use crate::web::limits::{Act, Whom};
use crate::web::{Ask, Chrome, Errors, Form, Page, Query, Reply, ask};
use crate::words::{filters, message};

/// How many ideas are shown to somebody who is writing one.
const SIMILAR: i64 = 5;

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/ideas", post(submit)).route("/ideas/new", get(new)).route("/ideas/similar", get(similar))
}

/// The form, as it comes and as it is shown again.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Draft {
    board: String,
    title: String,
    body: String,
    submission: String,
    /// Said by a page without scripts: nothing could be shown while this was typed.
    look: String,
    /// Said by the page that has shown the ideas much like it.
    seen: String,
    #[serde(flatten)]
    carried: Carried,
}

impl Draft {
    /// Whether the ideas much like it are to be shown before it goes in.
    fn looks_first(&self) -> bool {
        !self.look.is_empty() && self.seen.is_empty()
    }

    /// Which form this is. One that does not say is one of its own.
    fn submission(&self) -> Uuid {
        Uuid::parse_str(&self.submission).unwrap_or_else(|_| Uuid::new_v4())
    }

    /// The form it is shown in.
    fn form(&self, key: &[u8], now: Time) -> Fresh {
        Fresh::again(self.submission(), &self.carried.shown, key, now)
    }
}

/// The ideas much like the one that is being written.
#[derive(Default, Template)]
#[template(path = "ideas/similar.html")]
struct SimilarIdeas {
    similar: Vec<Similar>,
}

impl SimilarIdeas {
    /// Whether any of them can be voted for, rather than being there or declined already.
    fn takes_votes(&self) -> bool {
        self.similar.iter().any(|one| super::can_vote(one.category))
    }
}

#[derive(Template)]
#[template(path = "ideas/new.html")]
struct New<'a> {
    draft: &'a Draft,
    boards: &'a [Board],
    errors: &'a Errors,
    similar: SimilarIdeas,
    fresh: Fresh,
    /// Whoever is not signed in signs in when it is sent, and can bring no picture before.
    signed_in: bool,
}

impl New<'_> {
    /// The choices of the board field.
    fn choices(&self) -> Vec<(&str, &str)> {
        self.boards.iter().map(|board| (board.slug.as_str(), board.name.as_str())).collect()
    }

    fn page(&self, chrome: Chrome, status: StatusCode) -> Result<Reply> {
        Page::new(chrome, message("idea-new"), self)?.describe(message("idea-new-about")).private().status(status).reply()
    }
}

/// `GET /ideas/new`: an empty form, or one that a link has begun to fill in.
async fn new(mut visit: Visit, Query(draft): Query<Draft>) -> Result<Reply> {
    let boards = boards::store::list(&mut visit.tx, &Visibility::seen_by(visit.person.as_ref())).await?;
    let errors = Errors::new();
    let page = New {
        draft: &draft,
        boards: &boards,
        errors: &errors,
        similar: SimilarIdeas::default(),
        fresh: draft.form(&visit.site.mail_key, visit.now),
        signed_in: visit.person.is_some(),
    };
    page.page(visit.chrome, StatusCode::OK)
}

/// `GET /ideas/similar`: the ideas much like what is being typed; often nothing.
async fn similar(visit: Visit, Query(draft): Query<Draft>) -> Result<Reply> {
    let app = visit.app.clone();
    // Where somebody asks too often, the words alone serve.
    let welcome = app.meaning.model().is_some() && app.limits.check(Act::Mean, Whom::Network(visit.network)).is_ok();
    let meant = async { if welcome { similar::meant(&app, &draft.title).await } else { None } };
    let (mut visit, meant) = visit.apart(meant).await?;
    let visible = Visibility::seen_by(visit.person.as_ref());
    let words = similar::Draft { title: &draft.title, text: &draft.body, meant: meant.as_deref() };
    let (reader, tx) = (visit.id(), &mut visit.tx);
    let similar = similar::for_words(&app, tx, words, &visible, reader, SIMILAR).await?;
    let mut reply = ask::html(StatusCode::OK, visit.chrome.language, &SimilarIdeas { similar })?;
    reply.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(reply)
}

/// `POST /ideas`: the idea is in, with its author's vote, and its author follows it. Or it waits to be read by the team.
async fn submit(mut member: Member, ask: Ask, Form(draft): Form<Draft>) -> Result<Reply> {
    let visible = Visibility::seen_by(Some(&member.person));
    let boards = boards::store::list(&mut member.tx, &visible).await?;
    let mut errors = Errors::new();
    let title = errors.take("title", Title::parse(&draft.title));
    let body = errors.take("body", Body::parse(&draft.body));
    let board = match boards.as_slice() {
        [only] if draft.board.is_empty() => Some(only),
        _ => boards.iter().find(|board| board.slug == draft.board),
    };
    if board.is_none() {
        errors.add("board", message("board-gone"));
    }
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let mut retry_after = None;
    if errors.is_empty()
        && let Err(refused) = member.limit(Act::Submit)
    {
        let Error::TooMany { retry_after: seconds } = refused else { return Err(refused) };
        status = StatusCode::TOO_MANY_REQUESTS;
        retry_after = Some(seconds);
        let minutes = seconds.div_ceil(60);
        errors.add("", message("ideas-too-many").with("count", minutes));
    }
    let fresh = draft.form(&member.site.mail_key, member.now);
    let (Some(title), Some(body), Some(board), true) = (title, body, board, errors.is_empty()) else {
        let page =
            New { draft: &draft, boards: &boards, errors: &errors, similar: SimilarIdeas::default(), fresh, signed_in: true };
        let mut reply = page.page(member.chrome, status)?;
        if let Some(seconds) = retry_after {
            reply.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        return Ok(reply);
    };
    if draft.looks_first() {
        let app = member.app.clone();
        let mut meant = None;
        if app.meaning.model().is_some() {
            (member, meant) = member.apart(similar::meant(&app, title.as_str())).await?;
        }
        let words = similar::Draft { title: title.as_str(), text: body.as_str(), meant: meant.as_deref() };
        let (reader, tx) = (Some(member.id), &mut member.tx);
        let similar = similar::for_words(&member.app, tx, words, &visible, reader, SIMILAR).await?;
        if !similar.is_empty() {
            let similar = SimilarIdeas { similar };
            let page = New { draft: &draft, boards: &boards, errors: &errors, similar, fresh, signed_in: true };
            return page.page(member.chrome, StatusCode::OK);
        }
    }
    let new = NewIdea {
        board: board.id,
        author: member.id,
        status: boards::store::status_in(&mut member.tx, Category::Open).await?.id,
        title,
        body,
        submission: fresh.submission,
        created_at: member.now,
    };
    if !member.is_staff()
        && let Some(held) = moderation::hold::idea(&mut member.tx, &new, &draft.carried, &member.site.mail_key).await?
    {
        member.tx.commit().await?;
        return Ok(ask.go(&held.path(&board.path()), held.thanks(Kind::Idea)));
    }
    let idea = submit::submit(&mut member.tx, &new).await?;
    if idea.fresh {
        member.tx.commit().await?;
    }
    Ok(ask.go(&super::path(idea.number), message("idea-thanks")))
}
