//! Deleting an idea, and bringing it back. Nothing of it is lost: it stops being there for everybody.

use serde_json::json;

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::{IdeaId, UserId};
use crate::similar;
use crate::words::{Message, message};

/// What would go with an idea.
#[derive(Clone, Debug)]
pub struct Stakes {
    /// Votes, those of everything combined with it included.
    pub votes: i64,
    /// Those of other people than its author, counts without names included.
    pub votes_of_others: i64,
    /// Comments that everybody sees.
    pub comments: i64,
    /// Those of other people than its author.
    pub comments_of_others: i64,
    /// Ideas combined with it.
    pub combined: i64,
    /// The version of a release that has not shipped and promises it.
    pub promised_in: Option<String>,
}

impl Stakes {
    /// Whether its author may delete it: as long as it is theirs alone.
    pub fn concern_nobody_else(&self) -> bool {
        self.votes_of_others == 0 && self.comments_of_others == 0 && self.combined == 0 && self.promised_in.is_none()
    }
}

/// Why an idea cannot be deleted now by its author, or by whoever triages; none where it can.
pub fn refusal(stakes: &Stakes, manages: bool) -> Option<Message> {
    if let Some(version) = &stakes.promised_in {
        Some(message("idea-promised").with("version", version))
    } else if !manages && !stakes.concern_nobody_else() {
        Some(message("idea-not-alone"))
    } else {
        None
    }
}

/// What would go with an idea.
pub async fn stakes(tx: &mut TenantTx, idea: IdeaId) -> Result<Stakes> {
    let stakes = sqlx::query_as!(
        Stakes,
        r#"select i.vote_count::bigint as "votes!",
                  (select count(distinct v.user_id) from tree_of(i.id) t join votes v on v.idea_id = t.idea_id
                    where v.user_id <> i.author_id)
                      + (select sum(t.imported) from tree_of(i.id) t) as "votes_of_others!",
                  (select count(*) from tree_of(i.id) t join comments c on c.idea_id = t.idea_id
                    where c.deleted_at is null and not c.staff_only) as "comments!",
                  (select count(*) from tree_of(i.id) t join comments c on c.idea_id = t.idea_id
                    where c.deleted_at is null and not c.staff_only and c.author_id <> i.author_id) as "comments_of_others!",
                  (select count(*) from tree_of(i.id) t where t.idea_id <> i.id) as "combined!",
                  (select min(r.version) from tree_of(i.id) t
                     join release_items ri on ri.idea_id = t.idea_id
                     join releases r on r.id = ri.release_id
                    where r.stage in ('draft', 'planned')) as promised_in
             from ideas i
            where i.id = $1 and i.deleted_at is null"#,
        idea.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(stakes)
}

/// Deletes an idea. Its author may do so while it concerns nobody else; whoever triages, while no release promises it.
pub async fn delete(tx: &mut TenantTx, idea: IdeaId, actor: UserId, manages: bool, now: Time) -> Result<()> {
    // Whoever votes or comments at this moment does so before, and is counted, or after, and finds nothing.
    sqlx::query!(r#"select lock_root($1) as "root: IdeaId""#, idea.0).fetch_one(&mut **tx).await?;
    let stakes = stakes(tx, idea).await?;
    if let Some(refusal) = refusal(&stakes, manages) {
        return Err(Error::rejected(refusal));
    }
    sqlx::query!("update ideas set deleted_at = $2 where id = $1 and deleted_at is null", idea.0, now).execute(&mut **tx).await?;
    events::record(tx, "idea.deleted", Some(actor), idea.0, json!({}), now).await
}

/// An idea that was deleted, for whoever may bring it back.
#[derive(Clone, Debug)]
pub struct Deleted {
    /// Which one.
    pub id: IdeaId,
    /// What people called it by.
    pub number: i32,
    /// What was wanted.
    pub title: String,
    /// When it was deleted.
    pub deleted_at: Time,
}

/// The deleted idea with this number.
pub async fn deleted(tx: &mut TenantTx, number: i32) -> Result<Deleted> {
    let deleted = sqlx::query_as!(
        Deleted,
        r#"select id, number, title, deleted_at as "deleted_at!" from ideas where number = $1 and deleted_at is not null"#,
        number,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(deleted)
}

/// Brings a deleted idea back as it was.
pub async fn restore(tx: &mut TenantTx, idea: IdeaId, actor: UserId, now: Time) -> Result<()> {
    let restored = sqlx::query!("update ideas set deleted_at = null where id = $1 and deleted_at is not null", idea.0)
        .execute(&mut **tx)
        .await?;
    if restored.rows_affected() == 1 {
        events::record(tx, "idea.restored", Some(actor), idea.0, json!({}), now).await?;
        similar::jobs::compare(tx, idea, now).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_author_may_delete_what_is_theirs_alone_and_nobody_what_is_promised() {
        let alone = Stakes { votes: 1, votes_of_others: 0, comments: 2, comments_of_others: 0, combined: 0, promised_in: None };
        assert_eq!(refusal(&alone, false), None);
        let shared = Stakes { votes_of_others: 1, ..alone.clone() };
        assert!(refusal(&shared, false).is_some() && refusal(&shared, true).is_none());
        let promised = Stakes { promised_in: Some("2.4".to_owned()), ..alone };
        assert!(refusal(&promised, true).is_some_and(|why| why.english().contains("2.4")));
    }
}
