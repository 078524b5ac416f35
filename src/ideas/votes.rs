//! Votes: set or withdrawn, never toggled, and counted once per person over everything merged together.
//!
//! A vote stands on the idea its voter meant. What is shown is the count of the tree's root, and it is kept right in the
//! voter's own transaction: see `set_vote` in the schema, which holds the root while it counts.

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::{IdeaId, UserId};

/// A vote that staff cast for somebody who asked elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct OnBehalf<'a> {
    /// Who of the staff.
    pub staff: UserId,
    /// Where the person asked: a ticket, a conversation.
    pub source_url: Option<&'a str>,
}

/// How it stands after a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The root of the tree that was voted in.
    pub root: IdeaId,
    /// What its page shows.
    pub votes: i32,
    /// Whether anything was different before.
    pub changed: bool,
}

/// Sets one person's vote for an idea, or withdraws it. Saying it twice changes nothing.
///
/// Voting follows the idea, unless the person said no to that; withdrawing ends a following that came from the vote alone. Where
/// a person withdraws what staff cast for them, that is remembered: `by` is who of the staff acts, and none is the person.
pub async fn set(
    tx: &mut TenantTx,
    idea: IdeaId,
    user: UserId,
    voted: bool,
    by: Option<OnBehalf<'_>>,
    now: Time,
) -> Result<Counted> {
    if !voted && by.is_none() {
        remember(tx, idea, user, now).await?;
    }
    let set = sqlx::query!(
        r#"select root as "root: IdeaId", changed, total from set_vote($1, $2, $3, $4, $5, $6)"#,
        idea.0,
        user.0,
        voted,
        by.map(|by| by.staff.0),
        by.and_then(|by| by.source_url),
        now,
    )
    .fetch_one(&mut **tx)
    .await?;
    match (set.root, set.total) {
        (Some(root), Some(total)) => Ok(Counted { root, votes: total, changed: set.changed == Some(true) }),
        _ => Err(Error::NotFound),
    }
}

/// Remembers that somebody takes back what staff cast for them, so that it is not cast again.
async fn remember(tx: &mut TenantTx, idea: IdeaId, user: UserId, now: Time) -> Result<()> {
    sqlx::query!(
        "insert into vote_refusals (idea_id, user_id, created_at)
         select distinct v.idea_id, v.user_id, $3::timestamptz
           from ideas i cross join lateral tree_of(i.canonical_id) t
           join votes v on v.idea_id = t.idea_id and v.user_id = $2 and v.cast_by is not null
          where i.id = $1
         on conflict on constraint vote_refusals_pkey do nothing",
        idea.0,
        user.0,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Counts the votes of an idea's tree again and writes the sum to its root: after votes were changed by other means than
/// [`set`], such as an import or a merge.
pub async fn recount(tx: &mut TenantTx, idea: IdeaId) -> Result<()> {
    sqlx::query!(r#"select recount_votes(lock_root($1)) as "done: ()""#, idea.0).execute(&mut **tx).await?;
    Ok(())
}
