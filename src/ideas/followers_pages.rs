//! Following an idea from its page.

use askama::Template;
use axum::Router;
use axum::routing::get;
use serde::Deserialize;

use super::followers::{self, Following, Reason};
use super::show::{self, Meant};
use crate::access::Member;
use crate::app::App;
use crate::boards::Visibility;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::UserId;
use crate::web::{Ask, Form, Path, Reply};
use crate::words::filters;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().route("/ideas/{number}/follow", get(refresh).post(follow))
}

/// What the page says about following.
#[derive(Template)]
#[template(path = "ideas/follow.html")]
pub(super) struct Follow {
    number: i32,
    signed_in: bool,
    following: Following,
}

impl Follow {
    /// Reads what `reader` hears of an idea.
    pub(super) async fn read(tx: &mut TenantTx, meant: &Meant, reader: Option<UserId>) -> Result<Self> {
        let following = match reader {
            Some(reader) => followers::of(tx, meant.root, reader).await?,
            None => Following::default(),
        };
        Ok(Self { number: meant.number, signed_in: reader.is_some(), following })
    }
}

/// The part of the page, after something else on it changed what one hears.
async fn refresh(mut member: Member, Path(number): Path<i32>, ask: Ask) -> Result<Reply> {
    let meant = show::meant(&mut member.tx, number, &Visibility::seen_by(Some(&member.person))).await?;
    let fragment = Follow::read(&mut member.tx, &meant, Some(member.id)).await?;
    ask.reply(&fragment, &format!("{}#following", meant.path()))
}

/// What somebody wants to hear. It is set, not toggled.
#[derive(Debug, Deserialize)]
struct Wish {
    following: bool,
    comments: Option<bool>,
}

async fn follow(mut member: Member, Path(number): Path<i32>, ask: Ask, Form(wish): Form<Wish>) -> Result<Reply> {
    let meant = show::meant(&mut member.tx, number, &Visibility::seen_by(Some(&member.person))).await?;
    if wish.following {
        followers::follow(&mut member.tx, meant.id, member.id, Reason::Asked, member.now).await?;
        if let Some(comments) = wish.comments {
            followers::want_comments(&mut member.tx, meant.root, member.id, comments).await?;
        }
    } else {
        followers::unfollow(&mut member.tx, meant.root, member.id, member.now).await?;
    }
    let fragment = Follow::read(&mut member.tx, &meant, Some(member.id)).await?;
    member.tx.commit().await?;
    ask.reply(&fragment, &format!("{}#following", meant.path()))
}
