//! Telling people how the team decided about what they sent: one mail for what was decided in one act.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Kind, State, explanation, jobs};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{CommentId, HeldId, UserId};
use crate::outbox;
use crate::text::markdown::excerpt;
use crate::words::{Message, message};

/// How much of a text without a title stands for it.
const EXCERPT: usize = 120;

/// Whom a mail is for, and what it is about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct To {
    /// What was decided in one act.
    pub(super) decision: Uuid,
    /// One of those whom it concerns.
    pub(super) user: UserId,
}

/// Enqueues one mail for everybody whose posts were decided about in one act.
pub(super) async fn plan(tx: &mut TenantTx, decision: Uuid, due_at: Time, now: Time) -> Result<()> {
    sqlx::query!(
        "insert into outbox (kind, key, payload, due_at, created_at)
         select $1, $2::uuid || ':' || h.author_id, jsonb_build_object('decision', $2, 'user', h.author_id), $3::timestamptz, $4::timestamptz
           from (select distinct author_id from held_posts where decision = $2) h
         on conflict on constraint outbox_once_key do nothing",
        jobs::DECIDED,
        decision,
        due_at,
        now,
    )
    .execute(&mut **tx)
    .await?;
    if due_at <= now { outbox::wake(tx).await } else { Ok(()) }
}

/// A post that was decided about, as its author's mail names it.
#[derive(Debug)]
pub(super) struct Post {
    pub(super) id: HeldId,
    pub(super) kind: Kind,
    pub(super) state: State,
    title: String,
    body: String,
    number: Option<i32>,
    about: Option<String>,
    comment_id: Option<CommentId>,
    declined_as: Option<String>,
    note: String,
}

impl Post {
    /// What it is called: by its title, by how it begins, or by the idea that it is about.
    pub(super) fn name(&self) -> Message {
        match (&self.about, self.kind.has_title()) {
            _ if !self.title.is_empty() => self.title.as_str().into(),
            _ if !self.body.is_empty() => excerpt(&self.body, EXCERPT).into(),
            (Some(about), true) => about.as_str().into(),
            (Some(about), false) => message("post-comment-on").with("title", about),
            (None, _) => message("post-yours").with("kind", self.kind.word()),
        }
    }

    /// Where it can be read: by everybody once it appears, by its author otherwise.
    pub(super) fn path(&self) -> String {
        match (self.state, self.number, self.comment_id) {
            (State::Approved, Some(number), None) => crate::ideas::path(number),
            (State::Approved, Some(number), Some(comment)) => format!("{}#comment-{comment}", crate::ideas::path(number)),
            _ => super::path(self.id),
        }
    }

    /// Why it does not appear; empty where it does.
    pub(super) fn explanation(&self) -> Message {
        explanation(self.declined_as.as_deref().unwrap_or_default(), &self.note)
    }
}

/// What somebody is to be told: nothing where they may not or want not to be mailed about ideas, know it already, or cannot
/// see what it is about any more.
pub(super) async fn posts(tx: &mut TenantTx, to: &To) -> Result<Vec<Post>> {
    let posts = sqlx::query_as!(
        Post,
        r#"select h.id, h.kind, h.state, h.title, h.body, i.number as "number?", i.title as "about?", h.comment_id, h.declined_as, h.note
             from held_posts h
             join users u on u.id = h.author_id
             left join ideas i on i.id = h.idea_id
             join boards b on b.id = coalesce(i.board_id, h.board_id)
            where h.decision = $1 and h.author_id = $2 and h.told is distinct from h.state
              and i.deleted_at is null
              and (b.visibility <> 'staff' or u.roles && '{manager,releaser,admin,owner}'::role[])
              and u.deleted_at is null and u.blocked_at is null and u.confirmed_at is not null and u.suppressed_reason is null
              and not exists (select from opt_outs o where o.user_id = u.id and o.scope <> 'idea')
            order by h.id"#,
        to.decision,
        to.user.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(posts)
}

/// Writes down that somebody knows.
pub(super) async fn told(tx: &mut TenantTx, to: &To) -> Result<()> {
    sqlx::query!("update held_posts set told = state where decision = $1 and author_id = $2", to.decision, to.user.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
