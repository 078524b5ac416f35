//! Ideas at the desk: changing many at once.

use serde_json::json;

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::events;
use crate::ids::{IdeaId, TagId, UserId};

/// The ideas with these numbers that stand for themselves, in the order in which they are to be locked.
pub async fn numbered(tx: &mut TenantTx, numbers: &[i32]) -> Result<Vec<IdeaId>> {
    let ids = sqlx::query_scalar!(
        "select id from ideas where number = any($1) and merged_into is null and deleted_at is null order by id",
        numbers,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids)
}

/// Gives an idea one tag more, or takes it away. False where it was so already.
pub async fn set_tag(tx: &mut TenantTx, idea: IdeaId, tag: TagId, has: bool, actor: UserId, now: Time) -> Result<bool> {
    let changed = if has {
        sqlx::query!("insert into idea_tags (idea_id, tag_id) values ($1, $2) on conflict do nothing", idea.0, tag.0)
    } else {
        sqlx::query!("delete from idea_tags where idea_id = $1 and tag_id = $2", idea.0, tag.0)
    };
    let changed = changed.execute(&mut **tx).await?.rows_affected() > 0;
    if changed {
        let data = if has { json!({ "added": tag }) } else { json!({ "removed": tag }) };
        events::record(tx, "idea.tagged", Some(actor), idea.0, data, now).await?;
    }
    Ok(changed)
}
