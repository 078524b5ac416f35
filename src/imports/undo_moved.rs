//! Taking back what only a workspace that moved house brings: releases, the ledger, the history.

use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::ImportId;

/// Deletes what an import has made of one kind, from a table whose rows are called `x`; perhaps only what fulfils something else.
macro_rules! delete {
    ($tx:ident, $import:ident, $table:literal, $kind:literal $(, $also:literal)?) => {
        sqlx::query!(
            "delete from " + $table + " x using import_acts a
              where a.import_id = $1 and a.act = 'made' and a.kind = '" + $kind + "' and x.id = a.target_id" $(+ $also)?,
            $import.0,
        )
        .execute(&mut **$tx)
        .await?
    };
}

/// The same of what is about a pair, which has no id of its own.
macro_rules! delete_pairs {
    ($tx:ident, $import:ident, $table:literal, $kind:literal, $one:literal, $other:literal) => {
        sqlx::query!(
            "delete from "
                + $table
                + " x using import_acts a
              where a.import_id = $1 and a.kind = '"
                + $kind
                + "' and x."
                + $one
                + " = a.target_id and x."
                + $other
                + " = a.other_id",
            $import.0,
        )
        .execute(&mut **$tx)
        .await?
    };
}

/// Deletes what nothing else is built upon, so that the ideas and people it hung on can go as well.
pub(super) async fn forget(tx: &mut TenantTx, import: ImportId) -> Result<()> {
    delete!(tx, import, "events", "event");
    delete!(tx, import, "notices", "notice");
    delete!(tx, import, "release_items", "item");
    delete!(tx, import, "idea_revisions", "revision");
    delete!(tx, import, "changelog_subscribers", "subscriber");
    // What somebody has decided about since is theirs.
    delete!(tx, import, "held_posts", "held", " and x.state <> 'approved'");
    delete!(tx, import, "views", "view");
    delete_pairs!(tx, import, "distinct_pairs", "distinct", "one_id", "other_id");
    delete!(
        tx,
        import,
        "releases",
        "release",
        " and not exists (select from release_items i where i.release_id = x.id)
          and not exists (select from notices n where n.release_id = x.id)"
    );
    delete!(tx, import, "segments", "segment");
    delete_pairs!(tx, import, "vote_refusals", "refusal", "idea_id", "user_id");
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
