//! Pressing the vote button.

use askama::Template;
use axum::Router;
use axum::http::HeaderValue;
use axum::routing::post;
use serde::Deserialize;

use super::can_vote;
use super::votes::{self, Pressed};
use crate::access::Member;
use crate::app::App;
use crate::boards::Visibility;
use crate::error::{Error, Result};
use crate::limits::Act;
use crate::web::{Ask, Form, Path, Reply};
use crate::words::{filters, message};

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().route("/ideas/{number}/vote", post(vote))
}

/// The vote button of an idea, on its page and in lists.
#[derive(Template)]
#[template(path = "ideas/vote.html")]
pub(super) struct VoteButton<'a> {
    /// The idea that is meant, which need not be the one that is shown.
    pub(super) number: i32,
    /// What is wanted, as shown.
    pub(super) title: &'a str,
    /// How many want it, as shown.
    pub(super) votes: i32,
    /// Whether the reader is one of them.
    pub(super) voted: bool,
    /// Whether a vote still says something.
    pub(super) open: bool,
}

#[derive(Debug, Deserialize)]
struct Vote {
    voted: bool,
}

async fn vote(mut member: Member, Path(number): Path<i32>, ask: Ask, Form(form): Form<Vote>) -> Result<Reply> {
    member.limit(Act::Vote)?;
    let visible = Visibility::seen_by(Some(&member.person));
    let Pressed { meant, counted } = votes::press(&mut member.tx, number, &visible, member.id, form.voted, member.now).await?;
    let Some(counted) = counted else {
        return Err(Error::rejected(message("vote-over").with("title", &meant.root_title)));
    };
    member.tx.commit().await?;
    let open = can_vote(meant.root_category);
    let button = VoteButton { number, title: &meant.root_title, votes: counted.votes, voted: form.voted, open };
    // A form is no place to come back to: whoever votes instead of writing an idea is led to the one they voted for.
    let forms = ["/sign-in", "/ideas/new"];
    let is_form = |from: &str| forms.iter().any(|form| from.starts_with(form)) || from == "/ideas";
    let from = ask.from.as_deref().filter(|from| !is_form(from)).map_or_else(|| meant.path(), str::to_owned);
    let mut reply = ask.reply(&button, &format!("{from}#vote-{number}"))?;
    // On the idea's own page, what it says about following may be different now.
    reply.headers_mut().insert("hx-trigger", HeaderValue::from_static("voted"));
    Ok(reply)
}
