//! Deleting an idea after being told what goes with it, and bringing it back.

use askama::Template;
use axum::Router;
use axum::routing::{get, post};

use super::removal::{self, Stakes};
use super::show::{self, Meant, Shown};
use crate::access::{Manager, Member, Roles};
use crate::app::App;
use crate::boards::Visibility;
use crate::error::{Error, Result};
use crate::web::{Ask, Page, Path, Reply};
use crate::words::{Message, filters, message};

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().route("/ideas/{number}/delete", get(ask_first).post(delete)).route("/ideas/{number}/restore", post(restore))
}

#[derive(Template)]
#[template(path = "ideas/delete.html")]
struct DeletePage<'a> {
    idea: &'a Shown,
    lost: Vec<Message>,
    refusal: Option<Message>,
    manages: bool,
}

/// The idea, if it is the person's own or they triage.
async fn deletable(member: &mut Member, number: i32) -> Result<(Meant, Shown)> {
    let meant = show::meant(&mut member.tx, number, &Visibility::seen_by(Some(&member.person))).await?;
    let idea = show::read(&mut member.tx, meant.root, Some(member.id)).await?;
    if member.person.roles.manages() || idea.author_id == member.id {
        Ok((meant, idea))
    } else {
        Err(Error::forbidden(message("delete-not-yours")))
    }
}

/// What goes with an idea, in words.
fn lost(stakes: &Stakes) -> Vec<Message> {
    let mut lost = Vec::new();
    for (number, key) in [(stakes.votes, "votes"), (stakes.comments, "comments-number"), (stakes.combined, "ideas-combined")] {
        if number > 0 {
            lost.push(message(key).with("count", number));
        }
    }
    lost
}

async fn ask_first(mut member: Member, Path(number): Path<i32>) -> Result<Reply> {
    let (meant, idea) = deletable(&mut member, number).await?;
    let manages = member.person.roles.manages();
    let stakes = removal::stakes(&mut member.tx, meant.root).await?;
    let page = DeletePage { idea: &idea, lost: lost(&stakes), refusal: removal::refusal(&stakes, manages), manages };
    Page::new(member.chrome, message("idea-delete-number").with("number", idea.number.to_string()), &page)?.private().reply()
}

async fn delete(mut member: Member, Path(number): Path<i32>, ask: Ask) -> Result<Reply> {
    let (meant, idea) = deletable(&mut member, number).await?;
    let manages = member.person.roles.manages();
    removal::delete(&mut member.tx, meant.root, member.id, manages, member.now).await?;
    member.tx.commit().await?;
    Ok(if manages { ask.go(&idea.path(), "") } else { ask.go("/", message("idea-deleted").with("title", &idea.title)) })
}

async fn restore(mut manager: Manager, Path(number): Path<i32>, ask: Ask) -> Result<Reply> {
    let idea = removal::deleted(&mut manager.tx, number).await?;
    removal::restore(&mut manager.tx, idea.id, manager.id, manager.now).await?;
    manager.tx.commit().await?;
    Ok(ask.go(&super::path(number), message("idea-is-back")))
}
