//! Trusting a person: what they write appears without being read by the team first.

use serde_json::json;

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::events;
use crate::ids::UserId;

/// Trusts somebody from now on, or not any more. False where it was so already.
pub async fn set(tx: &mut TenantTx, user: UserId, trusted: bool, actor: UserId, now: Time) -> Result<bool> {
    let changed = sqlx::query!(
        "update users set trusted_at = case when $2 then $3::timestamptz end
          where id = $1 and deleted_at is null and (trusted_at is not null) <> $2",
        user.0,
        trusted,
        now,
    )
    .execute(&mut **tx)
    .await?;
    let changed = changed.rows_affected() == 1;
    if changed {
        let kind = if trusted { "user.trusted" } else { "user.untrusted" };
        events::record(tx, kind, Some(actor), user.0, json!({}), now).await?;
    }
    Ok(changed)
}
