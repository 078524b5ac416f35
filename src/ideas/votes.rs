//! Votes: set or withdrawn, never toggled, and counted once per person over everything merged together.
//!
//! A vote stands on the idea its voter meant. What is shown is the count of the tree's root, and it is kept right in the
//! voter's own transaction: see `set_vote` in the schema, which holds the root while it counts.

use super::can_vote;
use super::show::Meant;
use crate::boards::{Category, Visibility};
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

/// What came of pressing the vote button.
#[derive(Clone, Debug)]
pub struct Pressed {
    /// The idea that was meant, and where it is shown.
    pub meant: Meant,
    /// How it stands; none where nothing was done, since a vote for it says nothing any more (see [`can_vote`]).
    pub counted: Option<Counted>,
}

/// Sets or withdraws a reader's vote for the idea with this number, if it exists for somebody who sees these boards: found and
/// counted in one statement, since it is what people do most. Otherwise as [`set`].
pub async fn press(
    tx: &mut TenantTx,
    number: i32,
    visible: &[Visibility],
    user: UserId,
    voted: bool,
    now: Time,
) -> Result<Pressed> {
    let closed: Vec<Category> = Category::ALL.into_iter().filter(|category| !can_vote(*category)).collect();
    // What is found is found before anything is done to it.
    let row = sqlx::query!(
        r#"with meant as materialized (
               select m.id, m.number, r.id as root, r.number as root_number, r.title as root_title, s.category,
                      $4 and s.category = any($6::status_category[]) as closed
                 from ideas m
                 join boards mb on mb.id = m.board_id
                 join ideas r on r.id = m.canonical_id
                 join boards rb on rb.id = r.board_id
                 join statuses s on s.id = r.status_id
                where m.number = $1 and m.deleted_at is null and r.deleted_at is null
                  and mb.visibility = any($2::visibility[]) and rb.visibility = any($2::visibility[]))
           select meant.id as "id: IdeaId", meant.number, meant.root as "root: IdeaId", meant.root_number, meant.root_title,
                  meant.category as "root_category: Category", meant.closed as "closed!",
                  counted.root as "counted: IdeaId", counted.changed, counted.total
             from meant
            cross join lateral set_vote(case when not meant.closed then meant.id end, $3, $4, null, null, $5) counted"#,
        number,
        visible as &[Visibility],
        user.0,
        voted,
        now,
        &closed as &[Category],
    )
    .fetch_one(&mut **tx)
    .await?;
    let meant = Meant {
        id: row.id,
        number: row.number,
        root: row.root,
        root_number: row.root_number,
        root_title: row.root_title,
        root_category: row.root_category,
    };
    let counted = if row.closed { None } else { Some(counted(row.counted, row.total, row.changed)?) };
    Ok(Pressed { meant, counted })
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
    counted(set.root, set.total, set.changed)
}

/// What `set_vote` says: nothing, where the idea or its root was deleted.
fn counted(root: Option<IdeaId>, total: Option<i32>, changed: Option<bool>) -> Result<Counted> {
    let (Some(root), Some(votes)) = (root, total) else { return Err(Error::NotFound) };
    Ok(Counted { root, votes, changed: changed == Some(true) })
}

/// Counts the votes of an idea's tree again and writes the sum to its root: after votes were changed by other means than
/// [`set`], such as an import or a merge.
pub async fn recount(tx: &mut TenantTx, idea: IdeaId) -> Result<()> {
    sqlx::query!(r#"select recount_votes(lock_root($1)) as "done: ()""#, idea.0).execute(&mut **tx).await?;
    Ok(())
}
