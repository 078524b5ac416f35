//! What a signed-in person wants to hear, and of which ideas.

use askama::Template;
use axum::Router;
use axum::routing::get;
use serde::Deserialize;

use super::opt_outs::{self, Followed, OptOuts, Scope};
use crate::access::Member;
use crate::app::App;
use crate::boards::Visibility;
use crate::error::{Error, Result};
use crate::web::ask::Reply;
use crate::web::{Ask, Form, Page};
use crate::words::{filters, message};

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/profile/mail", get(show).post(change))
}

#[derive(Template)]
#[template(path = "notices/preferences.html")]
struct PreferencesPage {
    email: String,
    out: OptOuts,
    ideas: Vec<Followed>,
}

async fn show(mut member: Member) -> Result<Reply> {
    let out = opt_outs::of(&mut member.tx, member.id).await?;
    let seen = Visibility::seen_by(Some(&member.person));
    let ideas = opt_outs::followed(&mut member.tx, member.id, &seen).await?;
    Page::new(member.chrome, message("mail-title"), &PreferencesPage { email: member.person.email, out, ideas })?
        .private()
        .reply()
}

#[derive(Debug, Deserialize)]
struct Change {
    scope: Scope,
    out: bool,
    /// The number of the idea, where the scope is one idea.
    idea: Option<i32>,
}

async fn change(mut member: Member, ask: Ask, Form(change): Form<Change>) -> Result<Reply> {
    let idea = match (change.scope, change.idea) {
        (Scope::Idea, Some(number)) => {
            let seen = Visibility::seen_by(Some(&member.person));
            let followed = opt_outs::followed(&mut member.tx, member.id, &seen).await?;
            Some(followed.into_iter().find(|idea| idea.number == number).ok_or(Error::NotFound)?.id)
        }
        (Scope::Idea, None) => return Err(Error::NotFound),
        _ => None,
    };
    opt_outs::set(&mut member.tx, member.id, change.scope, idea, change.out, member.now).await?;
    member.tx.commit().await?;
    Ok(ask.go("/profile/mail", message(if change.out { "mail-noted-off" } else { "mail-noted-on" })))
}
