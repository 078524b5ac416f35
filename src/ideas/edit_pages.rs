//! Changing the words of an idea, and what they were before.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use serde::Deserialize;

use super::edit::{self, Revision};
use super::moderation::Kind;
use super::moderation::hold::{self, Change};
use super::show::{self, Shown};
use crate::access::{Member, Roles, Staff};
use crate::app::App;
use crate::boards::Visibility;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::text::{Body, Title};
use crate::web::{Ask, Errors, Form, Page, Path, Reply};
use crate::words::{Message, filters, message};

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().route("/ideas/{number}/edit", get(ask_for_edit).post(save)).route("/ideas/{number}/history", get(history))
}

#[derive(Template)]
#[template(path = "ideas/edit.html")]
struct EditPage<'a> {
    idea: &'a Shown,
    title: &'a str,
    body: &'a str,
    errors: &'a Errors,
}

/// The idea, if the person may change its words.
async fn editable(member: &mut Member, number: i32) -> Result<Shown> {
    let meant = show::meant(&mut member.tx, number, &Visibility::seen_by(Some(&member.person))).await?;
    let idea = show::read(&mut member.tx, meant.root, Some(member.id)).await?;
    let own = idea.author_id == member.id;
    if edit::may_edit(own, member.person.roles.manages(), idea.category) {
        Ok(idea)
    } else if own {
        Err(Error::forbidden(message("edit-taken-up")))
    } else {
        Err(Error::forbidden(message("edit-not-yours")))
    }
}

async fn ask_for_edit(mut member: Member, Path(number): Path<i32>) -> Result<Reply> {
    let idea = editable(&mut member, number).await?;
    let page = EditPage { idea: &idea, title: &idea.title, body: &idea.body, errors: &Errors::new() };
    Page::new(member.chrome, message("idea-edit-number").with("number", idea.number.to_string()), &page)?.private().reply()
}

#[derive(Debug, Deserialize)]
struct Words {
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
}

async fn save(mut member: Member, Path(number): Path<i32>, ask: Ask, Form(words): Form<Words>) -> Result<Reply> {
    let idea = editable(&mut member, number).await?;
    let mut errors = Errors::new();
    let title = errors.take("title", Title::parse(&words.title));
    let body = errors.take("body", Body::parse(&words.body));
    let (Some(title), Some(body)) = (title, body) else {
        let page = EditPage { idea: &idea, title: &words.title, body: &words.body, errors: &errors };
        let page = Page::new(member.chrome, message("idea-edit-number").with("number", idea.number.to_string()), &page)?;
        return page.private().status(StatusCode::UNPROCESSABLE_ENTITY).reply();
    };
    if !member.is_staff() {
        let before = format!("{}\n\n{}", idea.title, idea.body);
        let change = Change {
            author: member.id,
            idea: idea.id,
            comment: None,
            title: title.as_str(),
            body: body.as_str(),
            before: &before,
        };
        if let Some(held) = hold::change(&mut member.tx, &change, member.now).await? {
            member.tx.commit().await?;
            return Ok(ask.go(&held.path(&idea.path()), held.thanks(Kind::IdeaEdit)));
        }
    }
    let edited = edit::edit(&mut member.tx, idea.id, &title, &body, member.id, member.now).await?;
    member.tx.commit().await?;
    Ok(ask.go(&idea.path(), if edited { message("saved") } else { Message::default() }))
}

#[derive(Template)]
#[template(path = "ideas/history.html")]
struct HistoryPage<'a> {
    idea: &'a Shown,
    revisions: &'a [Revision],
    now: Time,
    zone: &'a str,
}

async fn history(mut staff: Staff, Path(number): Path<i32>) -> Result<Reply> {
    let meant = show::meant(&mut staff.tx, number, &Visibility::seen_by(Some(&staff.person))).await?;
    let idea = show::read(&mut staff.tx, meant.root, Some(staff.id)).await?;
    let revisions = edit::revisions(&mut staff.tx, idea.id).await?;
    let page = HistoryPage { idea: &idea, revisions: &revisions, now: staff.now, zone: &staff.site.time_zone };
    Page::new(staff.chrome, message("idea-versions-of").with("number", idea.number.to_string()), &page)?.private().reply()
}
