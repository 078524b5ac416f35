//! Ideas at the desk, named by their numbers.

use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::IdeaId;

/// The ideas with these numbers that stand for themselves, with those, in the order in which they are to be locked.
pub async fn numbered(tx: &mut TenantTx, numbers: &[i32]) -> Result<Vec<(IdeaId, i32)>> {
    let ideas = sqlx::query!(
        "select id, number from ideas where number = any($1) and merged_into is null and deleted_at is null order by id",
        numbers,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ideas.into_iter().map(|idea| (idea.id, idea.number)).collect())
}
