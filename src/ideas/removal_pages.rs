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
use crate::text::count;
use crate::web::{Ask, Page, Path, Reply};

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().route("/ideas/{number}/delete", get(ask_first).post(delete)).route("/ideas/{number}/restore", post(restore))
}

#[derive(Template)]
#[template(path = "ideas/delete.html")]
struct DeletePage<'a> {
    idea: &'a Shown,
    lost: Vec<String>,
    refusal: Option<String>,
    manages: bool,
}

/// The idea, if it is the person's own or they triage.
async fn deletable(member: &mut Member, number: i32) -> Result<(Meant, Shown)> {
    let meant = show::meant(&mut member.tx, number, &Visibility::seen_by(Some(&member.person))).await?;
    let idea = show::read(&mut member.tx, meant.root, Some(member.id)).await?;
    if member.person.roles.manages() || idea.author_id == member.id {
        Ok((meant, idea))
    } else {
        Err(Error::forbidden("Only whoever asked for this, or the team, can delete it."))
    }
}

/// What goes with an idea, in words.
fn lost(stakes: &Stakes) -> Vec<String> {
    let mut lost = Vec::new();
    for (number, one, many) in [
        (stakes.votes, "vote", "votes"),
        (stakes.comments, "comment", "comments"),
        (stakes.combined, "idea combined with it", "ideas combined with it"),
    ] {
        if number > 0 {
            lost.push(count(number, one, many));
        }
    }
    lost
}

async fn ask_first(mut member: Member, Path(number): Path<i32>) -> Result<Reply> {
    let (meant, idea) = deletable(&mut member, number).await?;
    let manages = member.person.roles.manages();
    let stakes = removal::stakes(&mut member.tx, meant.root).await?;
    let page = DeletePage { idea: &idea, lost: lost(&stakes), refusal: removal::refusal(&stakes, manages), manages };
    Page::new(member.chrome, format!("Delete #{}", idea.number), &page)?.private().reply()
}

async fn delete(mut member: Member, Path(number): Path<i32>, ask: Ask) -> Result<Reply> {
    let (meant, idea) = deletable(&mut member, number).await?;
    let manages = member.person.roles.manages();
    removal::delete(&mut member.tx, meant.root, member.id, manages, member.now).await?;
    member.tx.commit().await?;
    Ok(if manages { ask.go(&idea.path(), "") } else { ask.go("/", &format!("“{}” is deleted.", idea.title)) })
}

async fn restore(mut manager: Manager, Path(number): Path<i32>, ask: Ask) -> Result<Reply> {
    let idea = removal::deleted(&mut manager.tx, number).await?;
    removal::restore(&mut manager.tx, idea.id, manager.id, manager.now).await?;
    manager.tx.commit().await?;
    Ok(ask.go(&super::path(number), "The idea is back, as it was."))
}
