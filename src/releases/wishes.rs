//! The wishes behind a release's lines: ideas as they are combined now, which need not be the ones that were linked.

use serde_json::json;

use super::Release;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::events;
use crate::ids::{IdeaId, ReleaseId, UserId};

/// Where an idea of a release was combined with another since it was linked, gives that other a line of its own: from now on
/// the release promises that one, whatever is taken out again later.
pub(super) async fn stand_in(tx: &mut TenantTx, release: &Release, actor: UserId, now: Time) -> Result<()> {
    let linked = sqlx::query_scalar!(
        r#"insert into release_items (id, release_id, idea_id, completes, position, created_at)
           select gen_random_uuid(), $1, line.root_id, line.completes, line.position, $2
             from (select distinct on (own.canonical_id) own.canonical_id as root_id, item.completes, item.position
                     from release_items item join ideas own on own.id = item.idea_id join ideas r on r.id = own.canonical_id
                    where item.release_id = $1 and own.merged_into is not null and r.deleted_at is null
                    order by own.canonical_id, item.position, item.id) line
            order by line.root_id
           on conflict on constraint release_items_idea_key do nothing
           returning idea_id as "idea!: IdeaId""#,
        release.id.0,
        now,
    )
    .fetch_all(&mut **tx)
    .await?;
    for idea in linked {
        events::record(tx, "idea.linked", Some(actor), idea.0, json!({ "release": release.version }), now).await?;
    }
    Ok(())
}

/// The ideas (roots) that a release meets fully.
pub(super) async fn completed(tx: &mut TenantTx, release: ReleaseId) -> Result<Vec<IdeaId>> {
    let ideas = sqlx::query_scalar!(
        r#"select line.root_id as "idea!: IdeaId"
             from (select distinct on (own.canonical_id) own.canonical_id as root_id, item.completes
                     from release_items item join ideas own on own.id = item.idea_id join ideas r on r.id = own.canonical_id
                    where item.release_id = $1 and r.deleted_at is null
                    order by own.canonical_id, item.idea_id = own.canonical_id desc, item.position, item.id) line
            where line.completes
            order by line.root_id"#,
        release.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ideas)
}

/// Holds the ideas of a release until the transaction ends, so that of releases with an idea in common one ships, announces or
/// is taken back after the other.
pub(super) async fn hold_ideas(tx: &mut TenantTx, release: ReleaseId) -> Result<()> {
    sqlx::query!(
        "select i.id from ideas i
          where i.id in (select ideas.id from release_items item join ideas own on own.id = item.idea_id
                           join ideas on ideas.id in (own.id, own.canonical_id)
                          where item.release_id = $1)
          order by i.id for no key update",
        release.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(())
}
