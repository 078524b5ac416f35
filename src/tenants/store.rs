//! The statements about workspaces.

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;

/// Opens the workspace of this transaction, where it was waiting for its founder. Returns whether it was.
pub async fn activate(tx: &mut TenantTx, now: Time) -> Result<bool> {
    let tenant = tx.tenant();
    let opened = sqlx::query!(
        "update tenants set state = 'active', activated_at = $2 where id = $1 and state = 'pending'",
        tenant.0,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(opened.rows_affected() == 1)
}
