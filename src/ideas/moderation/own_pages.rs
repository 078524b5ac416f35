//! What somebody has sent and the team has not let appear: seen by them alone, changed and taken back while it waits.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;

use super::hold::{self, Own, Which};
use super::{Kind, State};
use crate::access::Member;
use crate::app::App;
use crate::clock::Time;
use crate::error::Result;
use crate::ids::HeldId;
use crate::notices::news::Subject;
use crate::notices::opened::opened;
use crate::text::{Body, CommentBody, Title};
use crate::web::{Ask, Errors, Form, Page, Path, Reply, see_other};
use crate::words::{Message, filters, message};

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/waiting", get(list))
        .route("/waiting/{id}", get(show).post(reword))
        .route("/waiting/{id}/withdraw", post(withdraw))
}

#[derive(Template)]
#[template(path = "ideas/moderation/list.html")]
struct ListPage<'a> {
    posts: &'a [Own],
    now: Time,
    zone: &'a str,
}

async fn list(mut member: Member) -> Result<Reply> {
    let posts = hold::own(&mut member.tx, member.id, Which::All).await?;
    let page = ListPage { posts: &posts, now: member.now, zone: &member.site.time_zone };
    Page::new(member.chrome, message("posts-title"), &page)?.private().reply()
}

#[derive(Template)]
#[template(path = "ideas/moderation/post.html")]
struct PostPage<'a> {
    post: &'a Own,
    title: &'a str,
    body: &'a str,
    errors: &'a Errors,
    now: Time,
    zone: &'a str,
}

impl PostPage<'_> {
    /// What the field of its text is called.
    fn label(&self) -> Message {
        message(if self.post.kind.has_title() { "idea-details" } else { "comment-word" })
    }

    fn waits(&self) -> bool {
        self.post.state == State::Waiting
    }
}

async fn show(mut member: Member, Path(id): Path<HeldId>) -> Result<Reply> {
    let post = hold::find(&mut member.tx, id, member.id).await?;
    if let Some(there) = post.became() {
        return Ok(see_other(&there));
    }
    let news = opened(&mut member.tx, &mut member.chrome, member.id, Subject::Post(id), member.now).await?;
    let (app, tenant) = (member.app.clone(), member.site.id);
    let page = page(member, &post, &Words { title: post.title.clone(), body: post.body.clone() }, &Errors::new())?;
    if let Some(news) = news {
        news.note(&app, tenant).await;
    }
    Ok(page)
}

fn page(member: Member, post: &Own, words: &Words, errors: &Errors) -> Result<Reply> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let zone = &member.site.time_zone;
    let page = PostPage { post, title: &words.title, body: &words.body, errors, now: member.now, zone };
    Page::new(member.chrome, message("post-yours").with("kind", post.kind.word()), &page)?.private().status(status).reply()
}

#[derive(Debug, Deserialize)]
struct Words {
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
}

impl Words {
    /// As they are kept, or what is wrong with them.
    fn parse(&self, kind: Kind, errors: &mut Errors) -> Option<(String, String)> {
        if kind.has_title() {
            let title = errors.take("title", Title::parse(&self.title));
            let body = errors.take("body", Body::parse(&self.body));
            Some((title?.to_string(), body?.to_string()))
        } else {
            Some((String::new(), errors.take("body", CommentBody::parse(&self.body))?.to_string()))
        }
    }
}

async fn reword(mut member: Member, ask: Ask, Path(id): Path<HeldId>, Form(words): Form<Words>) -> Result<Reply> {
    let post = hold::find(&mut member.tx, id, member.id).await?;
    let mut errors = Errors::new();
    let Some((title, body)) = words.parse(post.kind, &mut errors) else { return page(member, &post, &words, &errors) };
    hold::reword(&mut member.tx, &post, member.id, &title, &body, member.now).await?;
    member.tx.commit().await?;
    Ok(ask.go(&post.path(), message("post-saved")))
}

async fn withdraw(mut member: Member, ask: Ask, Path(id): Path<HeldId>) -> Result<Reply> {
    let post = hold::find(&mut member.tx, id, member.id).await?;
    hold::withdraw(&mut member.tx, &post, member.id, member.now).await?;
    member.tx.commit().await?;
    Ok(ask.go("/waiting", message("post-taken-back").with("kind", post.kind.word())))
}
