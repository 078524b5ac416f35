//! Saying how much one's vote matters, beside the vote.

use askama::Template;
use axum::Router;
use axum::routing::get;
use serde::Deserialize;

use super::importance::{self, Importance, Stance};
use super::show::{self, Meant};
use crate::access::Member;
use crate::app::App;
use crate::boards::Visibility;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::UserId;
use crate::limits::Act;
use crate::web::{Ask, Form, Path, Reply};
use crate::words::filters;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().route("/ideas/{number}/importance", get(refresh).post(say))
}

/// What the page asks whoever has voted.
#[derive(Template)]
#[template(path = "ideas/importance.html")]
pub(super) struct Matters {
    number: i32,
    signed_in: bool,
    stance: Stance,
}

impl Matters {
    /// Reads what `reader` has said of an idea.
    pub(super) async fn read(tx: &mut TenantTx, meant: &Meant, reader: Option<UserId>) -> Result<Self> {
        let stance = match reader {
            Some(reader) => importance::of(tx, meant.root, reader).await?,
            None => Stance::default(),
        };
        Ok(Self { number: meant.number, signed_in: reader.is_some(), stance })
    }

    /// The choices: what is chosen is taken back by choosing it again.
    fn choices(&self) -> impl Iterator<Item = (Importance, bool)> {
        let said = self.stance.importance;
        Importance::ALL.into_iter().map(move |one| (one, said == Some(one)))
    }
}

/// The part of the page, after a vote.
async fn refresh(mut member: Member, Path(number): Path<i32>, ask: Ask) -> Result<Reply> {
    let meant = show::meant(&mut member.tx, number, &Visibility::seen_by(Some(&member.person))).await?;
    let fragment = Matters::read(&mut member.tx, &meant, Some(member.id)).await?;
    ask.reply(&fragment, &format!("{}#importance", meant.path()))
}

/// How much it matters; empty takes that back.
#[derive(Debug, Deserialize)]
struct Said {
    #[serde(default)]
    importance: String,
}

async fn say(mut member: Member, Path(number): Path<i32>, ask: Ask, Form(form): Form<Said>) -> Result<Reply> {
    member.limit(Act::Vote)?;
    let meant = show::meant(&mut member.tx, number, &Visibility::seen_by(Some(&member.person))).await?;
    importance::set(&mut member.tx, meant.id, member.id, Importance::parse(&form.importance)).await?;
    let fragment = Matters::read(&mut member.tx, &meant, Some(member.id)).await?;
    member.tx.commit().await?;
    ask.reply(&fragment, &format!("{}#importance", meant.path()))
}
