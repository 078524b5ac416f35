//! The statements about what mail servers report of mail that they took.

use super::Report;
use crate::clock::Time;
use crate::db::{GlobalTx, TenantTx};
use crate::error::Result;
use crate::ids::{OutboxId, TenantId};

/// A mail that a report is about, held.
#[derive(Debug)]
pub struct Mailed {
    /// Whom it went to, see [`super::recipient`]. None where it has not been taken yet.
    pub recipient: Option<String>,
    /// What was reported before.
    pub report: Option<Report>,
}

/// The workspace that a job belongs to.
pub async fn workspace_of(tx: &mut GlobalTx, id: OutboxId) -> Result<Option<TenantId>> {
    let tenant = sqlx::query_scalar!(
        // By way of the workspaces, so that the key of the outbox can be used.
        r#"select o.tenant_id as "tenant: TenantId" from tenants t join outbox o on o.tenant_id = t.id and o.id = $1"#,
        id.0,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(tenant)
}

/// The mail of a job that is done, or is just being done. Held, so that of two reports at the same moment one comes second.
pub async fn mailed(tx: &mut TenantTx, id: OutboxId) -> Result<Option<Mailed>> {
    let mailed = sqlx::query_as!(
        Mailed,
        r#"select recipient, report as "report: _" from outbox where id = $1 and state in ('waiting', 'done') for update"#,
        id.0,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(mailed)
}

/// Writes down what was reported of a mail.
pub async fn report(tx: &mut TenantTx, id: OutboxId, report: Report, words: &str, now: Time) -> Result<()> {
    sqlx::query!(
        "update outbox set report = $2, report_words = $3, reported_at = $4 where id = $1",
        id.0,
        report as Report,
        Some(words).filter(|words| !words.is_empty()),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
