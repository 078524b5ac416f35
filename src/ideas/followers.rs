//! Following an idea: who wants to hear of it, and why.
//!
//! A row among the followers is a reason to be told; an opt-out is a "no" that outlasts it. Who is told is whoever has the
//! one and not the other.

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{IdeaId, UserId};
use crate::words::{Message, message};

/// Why somebody follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, serde::Deserialize, serde::Serialize)]
#[sqlx(type_name = "follow_reason", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// They submitted it.
    Submitted,
    /// They voted.
    Voted,
    /// Staff voted on their behalf.
    VotedFor,
    /// They asked to.
    Asked,
    /// They commented.
    Commented,
}

impl Reason {
    /// As the idea's page says it to them.
    pub fn why(self) -> Message {
        message(match self {
            Self::Submitted => "follow-why-submitted",
            Self::Voted => "follow-why-voted",
            Self::VotedFor => "follow-why-voted-for",
            Self::Asked => "follow-why-asked",
            Self::Commented => "follow-why-commented",
        })
    }
}

/// What one person hears of one idea.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Following {
    /// Why, if they follow.
    pub reason: Option<Reason>,
    /// Whether comments come by mail as well as decisions.
    pub comments: bool,
    /// Whether they have said no to all mail about ideas.
    pub muted: bool,
}

/// Has somebody follow an idea. The first reason stands, and a "no" to this idea outweighs any, except where they ask to follow
/// themselves: that takes the no back, and makes them independent of their vote.
pub async fn follow(tx: &mut TenantTx, idea: IdeaId, user: UserId, reason: Reason, now: Time) -> Result<()> {
    if reason == Reason::Asked {
        sqlx::query!(
            "delete from opt_outs
              where user_id = $2 and idea_id in (
                    select t.idea_id from ideas i, tree_of(i.canonical_id) t where i.id = $1)",
            idea.0,
            user.0,
        )
        .execute(&mut **tx)
        .await?;
    }
    sqlx::query!(
        "insert into followers (idea_id, user_id, reason, created_at, asked_at)
         select $1, $2, $3, $4, case when $3 = 'asked'::follow_reason then $4::timestamptz end
          where not exists (select from opt_outs o join ideas i on o.idea_id in (i.id, i.canonical_id)
                             where i.id = $1 and o.user_id = $2)
         on conflict on constraint followers_pkey do update
            set reason = case when followers.reason in ('voted', 'voted_for') then excluded.reason else followers.reason end,
                asked_at = excluded.asked_at
          where excluded.reason = 'asked'",
        idea.0,
        user.0,
        reason as Reason,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends somebody's following of an idea and of everything merged with it. The "no" is kept, so that a later vote or comment
/// does not enrol them again.
pub async fn unfollow(tx: &mut TenantTx, idea: IdeaId, user: UserId, now: Time) -> Result<()> {
    sqlx::query!(
        "with tree as (
             select t.idea_id from ideas i, tree_of(i.canonical_id) t where i.id = $1
         ), ended as (
             delete from followers where user_id = $2 and idea_id in (select idea_id from tree) returning idea_id
         )
         insert into opt_outs (id, user_id, scope, idea_id, created_at)
         select gen_random_uuid(), $2, 'idea', ids.idea_id, $3
           from (select idea_id from ended union select $1) ids
         on conflict do nothing",
        idea.0,
        user.0,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whether comments come by mail, for somebody who follows.
pub async fn want_comments(tx: &mut TenantTx, idea: IdeaId, user: UserId, comments: bool) -> Result<()> {
    sqlx::query!(
        "update followers set comments = $3
          where user_id = $2 and idea_id in (
                select t.idea_id from ideas i, tree_of(i.canonical_id) t where i.id = $1)",
        idea.0,
        user.0,
        comments,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What somebody hears of an idea and of everything merged with it. Of several reasons the first in the order of
/// [`Reason`] is named.
pub async fn of(tx: &mut TenantTx, idea: IdeaId, user: UserId) -> Result<Following> {
    let following = sqlx::query_as!(
        Following,
        r#"select f.reason as "reason?: Reason", coalesce(f.comments, false) as "comments!",
                  exists (select from opt_outs o where o.user_id = $2 and o.scope <> 'idea') as "muted!"
             from (select 1) one
             left join lateral (
                  select min(f.reason) as reason, bool_or(f.comments) as comments
                    from ideas i, tree_of(i.canonical_id) t
                    join followers f on f.idea_id = t.idea_id and f.user_id = $2
                   where i.id = $1
                     and not exists (select from opt_outs o where o.user_id = $2 and o.idea_id = f.idea_id)
             ) f on true"#,
        idea.0,
        user.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(following)
}
