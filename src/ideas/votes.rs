//! Votes: set or withdrawn, never toggled, and counted once per person over everything merged together.
//!
//! A vote stands on the idea its voter meant. What is shown is the count of the tree's root, and it is kept right in the
//! voter's own transaction, which holds the root while it counts: see `set_vote` and `count_vote` in the schema.

use super::can_vote;
use super::show::{self, Meant};
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

/// Sets or withdraws a reader's vote for the idea with this number, if it exists for somebody who sees these boards. Otherwise
/// as [`set`].
///
/// It is what people do most: an idea that is shown by itself, while nobody else is at it, is found, held and counted in one
/// statement. `skip locked` leaves it to [`set`] to wait, which can let go of a root again that turns out to be none.
pub async fn press(
    tx: &mut TenantTx,
    number: i32,
    visible: &[Visibility],
    user: UserId,
    voted: bool,
    now: Time,
) -> Result<Pressed> {
    let over = |category: Category| voted && !can_vote(category);
    let closed: Vec<Category> = Category::ALL.into_iter().filter(|category| over(*category)).collect();
    let row = sqlx::query!(
        r#"with root as materialized (
               select i.id, i.number, i.title, s.category
                 from ideas i
                 join statuses s on s.id = i.status_id
                where i.number = $1 and i.canonical_id = i.id and i.deleted_at is null
                  and (select b.visibility from boards b where b.id = i.board_id) = any($2::visibility[])
                  for no key update of i skip locked)
           select root.id as "id: IdeaId", root.number, root.title, root.category as "category: Category",
                  counted.changed, counted.total
             from root
            cross join lateral count_vote(
                case when root.category <> all($6::status_category[]) then root.id end, root.id, $3, $4, null, null, $5) counted"#,
        number,
        visible as &[Visibility],
        user.0,
        voted,
        now,
        &closed as &[Category],
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else {
        let meant = show::meant(tx, number, visible).await?;
        let counted = if over(meant.root_category) { None } else { Some(set(tx, meant.id, user, voted, None, now).await?) };
        return Ok(Pressed { meant, counted });
    };
    let meant = Meant {
        id: row.id,
        number: row.number,
        root: row.id,
        root_number: row.number,
        root_title: row.title,
        root_category: row.category,
    };
    let counted = if over(meant.root_category) { None } else { Some(counted(Some(meant.root), row.total, row.changed)?) };
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
