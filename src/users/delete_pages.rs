//! Leaving for good.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use serde::Deserialize;

use super::delete;
use crate::access::Member;
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::cookies::{self, Name};
use crate::web::{Ask, Chrome, Form, Page, Reply};
use crate::words::{Message, filters, message};

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/profile/delete", get(show).post(leave))
}

#[derive(Template)]
#[template(path = "users/leave.html")]
struct LeavePage<'a> {
    site: &'a str,
    email: &'a str,
    typed: &'a str,
    error: Message,
}

async fn show(member: Member) -> Result<Reply> {
    page(member.chrome, &member.site.name, &member.person.email, "", Message::default())
}

fn page(chrome: Chrome, site: &str, email: &str, typed: &str, error: Message) -> Result<Reply> {
    let status = if error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Page::new(chrome, message("leave-title"), &LeavePage { site, email, typed, error })?.private().status(status).reply()
}

#[derive(Debug, Deserialize)]
struct Typed {
    email: String,
}

async fn leave(member: Member, ask: Ask, Form(form): Form<Typed>) -> Result<Reply> {
    let Member { mut tx, id, person, site, chrome, app, now, .. } = member;
    if form.email.trim().to_lowercase() != person.email {
        return page(chrome, &site.name, &person.email, &form.email, message("leave-not-yours"));
    }
    match delete::erase(&mut tx, id, id, now).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Rejected(why)) => return page(chrome, &site.name, &person.email, &form.email, why),
        Err(error) => return Err(error),
    }
    let mut reply = ask.go("/", message("leave-done"));
    let (name, value) = cookies::clear(Name::Session, &app.config);
    reply.headers_mut().append(name, value);
    Ok(reply)
}
