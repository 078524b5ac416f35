//! Merging: an idea becomes a part of another, by a link. Nothing is copied and nothing is moved, so taking it out again
//! leaves what would be there had it never been merged, votes and comments included that came by its address meanwhile.
//!
//! `merged_into` is the parent that somebody chose, `canonical_id` the root of the whole tree, which carries the counters.
//! An idea that has parts takes them along, into another tree and out of it.

use std::collections::BTreeSet;

use serde_json::json;
use uuid::Uuid;

use crate::app::Site;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::{IdeaId, UserId};
use crate::notices;
use crate::similar;

/// How it stands after a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The root of the tree that the ideas are part of now.
    pub root: IdeaId,
    /// Its number.
    pub root_number: i32,
    /// What its page shows.
    pub votes: i32,
    /// How many ideas became a part just now; those that were one before are not among them.
    pub changed: usize,
}

/// How it stands after an idea was taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmerged {
    /// The number of the root it was part of; its own where it was part of nothing.
    pub root_number: i32,
    /// What its own page shows.
    pub votes: i32,
    /// Whether it was part of anything before.
    pub changed: bool,
}

/// Makes one idea, with everything merged into it, a part of another, without telling anybody: see [`combine`]. Refused, with
/// a sentence, where it would make a circle or the idea is part of something else already.
pub async fn merge(tx: &mut TenantTx, part: IdeaId, into: IdeaId, actor: impl Into<Option<UserId>>, now: Time) -> Result<Merged> {
    merge_all(tx, &[part], into, actor, now).await
}

/// Makes several ideas parts of another, all of them or none.
pub async fn merge_all(
    tx: &mut TenantTx,
    parts: &[IdeaId],
    into: IdeaId,
    actor: impl Into<Option<UserId>>,
    now: Time,
) -> Result<Merged> {
    let merging = hold(tx, parts, into).await?;
    merging.perform(tx, actor.into(), now).await
}

/// Somebody of the team makes ideas parts of another, all of them or none, and whoever asked for one of them is told, once.
pub async fn combine(tx: &mut TenantTx, site: &Site, parts: &[IdeaId], into: IdeaId, actor: UserId, now: Time) -> Result<Merged> {
    let merging = hold(tx, parts, into).await?;
    let new: Vec<IdeaId> = merging.parts.iter().map(|part| part.id).collect();
    if !new.is_empty() {
        notices::merged::plan(tx, site, &new, merging.into.root, actor, now).await?;
    }
    merging.perform(tx, Some(actor), now).await
}

/// Ideas that are about to become parts of another, with everything held that this changes.
#[derive(Debug)]
struct Merging {
    /// Those that are not parts of it yet.
    parts: Vec<Standing>,
    /// What they become parts of.
    into: Standing,
}

/// Where an idea stands among the trees.
#[derive(Clone, Debug)]
struct Standing {
    id: IdeaId,
    number: i32,
    parent: Option<IdeaId>,
    root: IdeaId,
    root_number: i32,
    deleted: bool,
}

/// Holds the trees of all these ideas, and says whether the merge can be.
async fn hold(tx: &mut TenantTx, parts: &[IdeaId], into: IdeaId) -> Result<Merging> {
    let ideas: Vec<Uuid> = parts.iter().chain([&into]).map(|idea| idea.0).collect();
    let held = hold_trees(tx, &ideas).await?;
    let standings = standings(tx, &ideas).await?;
    let find = |id: &IdeaId| standings.iter().find(|one| one.id == *id).cloned().ok_or(Error::NotFound);
    let into = find(&into)?;
    let mut merging = Vec::new();
    for part in parts {
        let part = find(part)?;
        if let Some(refusal) = refusal(&part, &into) {
            return Err(Error::rejected(refusal));
        }
        if part.root != into.root && merging.iter().all(|one: &Standing| one.id != part.id) {
            merging.push(part);
        }
    }
    // Whoever merged one of them while this waited has given it a root that is not held.
    if !held.contains(&into.root) || merging.iter().any(|part| !held.contains(&part.id)) {
        return Err(Error::rejected("Somebody else has just combined one of these ideas. Please look at them again."));
    }
    Ok(Merging { parts: merging, into })
}

/// Why an idea cannot become a part of another; none where it can, or is one already.
fn refusal(part: &Standing, into: &Standing) -> Option<String> {
    let (number, other) = (part.number, into.number);
    if let Some(gone) = [part, into].into_iter().find(|idea| idea.deleted) {
        Some(format!("#{} has been deleted. It has to be restored first.", gone.number))
    } else if part.id == into.id {
        Some(format!("#{number} cannot be combined with itself."))
    } else if into.root == part.id {
        Some(format!("#{other} is part of #{number}, so #{number} cannot become part of it. Take #{other} out of there first."))
    } else if part.parent.is_some() && part.root != into.root {
        Some(format!("#{number} is part of #{} already. Take it out of there first.", part.root_number))
    } else {
        None
    }
}

/// Locks every idea of the trees that these ideas stand in until the transaction ends, in the order in which everybody does.
/// Votes and comments are counted by the root, so they wait meanwhile.
async fn hold_trees(tx: &mut TenantTx, ideas: &[Uuid]) -> Result<BTreeSet<IdeaId>> {
    let held = sqlx::query_scalar!(
        "select i.id from ideas i
          where i.canonical_id in (select m.canonical_id from ideas m where m.id = any($1))
          order by i.id for no key update",
        ideas,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(held.into_iter().collect())
}

async fn standings(tx: &mut TenantTx, ideas: &[Uuid]) -> Result<Vec<Standing>> {
    let standings = sqlx::query_as!(
        Standing,
        r#"select m.id, m.number, m.merged_into as parent, r.id as root, r.number as root_number,
                  (m.deleted_at is not null or r.deleted_at is not null) as "deleted!"
             from ideas m join ideas r on r.id = m.canonical_id
            where m.id = any($1)"#,
        ideas,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(standings)
}

impl Merging {
    /// Does it.
    async fn perform(self, tx: &mut TenantTx, actor: Option<UserId>, now: Time) -> Result<Merged> {
        let Self { parts, into } = self;
        let ids: Vec<Uuid> = parts.iter().map(|part| part.id.0).collect();
        if !parts.is_empty() {
            sqlx::query!(
                "update ideas i
                    set canonical_id = $3, merged_into = case when i.id = any($1) then $2 else i.merged_into end,
                        vote_count = 0, heat = 0, comment_count = 0
                  where i.canonical_id = any($1)",
                &ids,
                into.id.0,
                into.root.0,
            )
            .execute(&mut **tx)
            .await?;
        }
        let before = votes(tx, into.root).await?;
        recount(tx, into.root).await?;
        let votes = votes(tx, into.root).await?;
        for part in &parts {
            let data = json!({ "into": into.number, "root": into.root_number });
            events::record(tx, "idea.merged", actor, part.id.0, data, now).await?;
            let data = json!({ "part": part.number, "votes_before": before, "votes": votes });
            events::record(tx, "idea.combined", actor, into.root.0, data, now).await?;
        }
        Ok(Merged { root: into.root, root_number: into.root_number, votes, changed: parts.len() })
    }
}

/// Takes several ideas out of what they are part of, one after the other, having held all of their trees before the first.
/// How each stands, in the same order.
pub async fn unmerge_all(
    tx: &mut TenantTx,
    parts: &[IdeaId],
    actor: impl Into<Option<UserId>>,
    now: Time,
) -> Result<Vec<Unmerged>> {
    let (ideas, actor): (Vec<Uuid>, Option<UserId>) = (parts.iter().map(|part| part.0).collect(), actor.into());
    hold_trees(tx, &ideas).await?;
    let mut unmerged = Vec::with_capacity(parts.len());
    for part in parts {
        unmerged.push(unmerge(tx, *part, actor, now).await?);
    }
    Ok(unmerged)
}

/// Takes an idea, with everything merged into it, out of the one it is part of. It stands for itself again, as if it had
/// never been merged. Saying it twice changes nothing.
pub async fn unmerge(tx: &mut TenantTx, part: IdeaId, actor: impl Into<Option<UserId>>, now: Time) -> Result<Unmerged> {
    let held = hold_trees(tx, &[part.0]).await?;
    let standing = standings(tx, &[part.0]).await?.pop().ok_or(Error::NotFound)?;
    let Standing { number, root, root_number, .. } = standing;
    if standing.parent.is_none() {
        return Ok(Unmerged { root_number, votes: votes(tx, part).await?, changed: false });
    }
    if standing.deleted {
        return Err(Error::rejected(format!("#{root_number} has been deleted. It has to be restored first.")));
    }
    if !held.contains(&root) {
        return Err(Error::rejected("Somebody else has just combined one of these ideas. Please look at them again."));
    }
    let before = votes(tx, root).await?;
    sqlx::query!(
        "with recursive own (id) as (
             select $1::uuid
             union
             select i.id from own join ideas i on i.merged_into = own.id
         )
         update ideas i
            set canonical_id = $1, merged_into = case when i.id = $1 then null else i.merged_into end
           from own
          where i.id = own.id",
        part.0,
    )
    .execute(&mut **tx)
    .await?;
    recount(tx, root).await?;
    recount(tx, part).await?;
    notices::merged::cancel(tx, part).await?;
    // Each says again what it says alone, and may be like another for that.
    for idea in [part, root] {
        similar::jobs::compare(tx, idea, now).await?;
    }
    let actor = actor.into();
    events::record(tx, "idea.unmerged", actor, part.0, json!({ "root": root_number }), now).await?;
    let data = json!({ "part": number, "votes_before": before, "votes": votes(tx, root).await? });
    events::record(tx, "idea.separated", actor, root.0, data, now).await?;
    Ok(Unmerged { root_number, votes: votes(tx, part).await?, changed: true })
}

/// Counts votes and comments of a root's tree again: after they were changed by other means than one by one, such as an
/// import.
pub async fn recount(tx: &mut TenantTx, root: IdeaId) -> Result<()> {
    sqlx::query!(r#"select recount_tree($1) as "done: ()""#, root.0).execute(&mut **tx).await?;
    Ok(())
}

/// The same for many roots at once.
pub async fn recount_all(tx: &mut TenantTx, roots: &[IdeaId]) -> Result<()> {
    let roots: Vec<Uuid> = roots.iter().map(|root| root.0).collect();
    sqlx::query!(r#"select recount_tree(root) as "done: ()" from unnest($1::uuid[]) root"#, &roots).fetch_all(&mut **tx).await?;
    Ok(())
}

async fn votes(tx: &mut TenantTx, idea: IdeaId) -> Result<i32> {
    Ok(sqlx::query_scalar!("select vote_count from ideas where id = $1", idea.0).fetch_one(&mut **tx).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An idea with this number, whose parent is `part_of`, if it has one.
    fn idea(number: i32, part_of: Option<&Standing>) -> Standing {
        let id = IdeaId::new();
        Standing {
            id,
            number,
            parent: part_of.map(|parent| parent.id),
            root: part_of.map_or(id, |parent| parent.root),
            root_number: part_of.map_or(number, |parent| parent.root_number),
            deleted: false,
        }
    }

    #[test]
    fn what_would_make_a_circle_or_tear_a_tree_is_refused_in_words() {
        let (root, other) = (idea(1, None), idea(2, None));
        let part = idea(3, Some(&root));
        let said = |part: &Standing, into: &Standing| refusal(part, into).unwrap_or_default();
        assert_eq!(said(&other, &root), "");
        assert_eq!(said(&other, &part), "", "a part may have parts");
        assert_eq!(said(&part, &root), "", "it is one already");
        assert_eq!(said(&root, &root), "#1 cannot be combined with itself.");
        assert!(said(&root, &part).starts_with("#3 is part of #1, so #1 cannot become part of it."));
        assert_eq!(said(&part, &other), "#3 is part of #1 already. Take it out of there first.");
        assert!(said(&Standing { deleted: true, ..other }, &root).starts_with("#2 has been deleted."));
    }
}
