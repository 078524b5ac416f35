//! Taking back what only a workspace that moved house brings: releases, the ledger, the history.

use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::ImportId;

/// Deletes what nothing else is built upon, so that the ideas and people it hung on can go as well.
pub(super) async fn forget(tx: &mut TenantTx, import: ImportId) -> Result<()> {
    sqlx::query!(
        "delete from events e using import_acts a where a.import_id = $1 and a.kind = 'event' and a.act = 'made' and e.id = a.target_id",
        import.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from notices n using import_acts a where a.import_id = $1 and a.kind = 'notice' and a.act = 'made' and n.id = a.target_id",
        import.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from release_items i using import_acts a
          where a.import_id = $1 and a.kind = 'item' and a.act = 'made' and i.id = a.target_id",
        import.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from idea_revisions r using import_acts a
          where a.import_id = $1 and a.kind = 'revision' and a.act = 'made' and r.id = a.target_id",
        import.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from changelog_subscribers s using import_acts a
          where a.import_id = $1 and a.kind = 'subscriber' and a.act = 'made' and s.id = a.target_id",
        import.0,
    )
    .execute(&mut **tx)
    .await?;
    // What somebody has decided about since is theirs.
    sqlx::query!(
        "delete from held_posts h using import_acts a
          where a.import_id = $1 and a.kind = 'held' and a.act = 'made' and h.id = a.target_id and h.state <> 'approved'",
        import.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from views v using import_acts a
          where a.import_id = $1 and a.kind = 'view' and a.act = 'made' and v.id = a.target_id",
        import.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from distinct_pairs p using import_acts a
          where a.import_id = $1 and a.kind = 'distinct' and p.one_id = a.target_id and p.other_id = a.other_id",
        import.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from releases r using import_acts a
          where a.import_id = $1 and a.kind = 'release' and a.act = 'made' and r.id = a.target_id
            and not exists (select from release_items i where i.release_id = r.id)
            and not exists (select from notices n where n.release_id = r.id)",
        import.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from segments s using import_acts a
          where a.import_id = $1 and a.kind = 'segment' and a.act = 'made' and s.id = a.target_id",
        import.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from vote_refusals r using import_acts a
          where a.import_id = $1 and a.kind = 'refusal' and r.idea_id = a.target_id and r.user_id = a.other_id",
        import.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from import_sources s using import_acts a
          where a.import_id = $1 and a.act = 'made' and a.kind in ('event', 'held', 'item', 'release', 'revision', 'segment', 'subscriber', 'view')
            and s.kind = a.kind and s.target_id = a.target_id
            and not (s.kind = 'release' and exists (select from releases r where r.id = s.target_id))",
        import.0,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
