//! Which of ours is called what where it comes from.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use crate::db::TenantTx;
use crate::error::Result;
use crate::imports::acts::{Act, Deed, word};
use crate::imports::fingerprint;
use crate::imports::record::{Kind, SourceId};

/// What is known of a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// Which of ours it is.
    pub(super) target: Uuid,
    /// Of the record as it was read last.
    pub(super) digest: i64,
    /// Whether an import made it.
    pub(super) made: bool,
}

/// A name on its way in.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) source_id: String,
    pub(super) target: Uuid,
    pub(super) digest: i64,
    pub(super) made: bool,
}

/// How a name is kept: of people a hash, because it may be their address.
pub(super) fn kept(kind: Kind, source_id: &str) -> Cow<'_, str> {
    if kind != Kind::Person {
        return Cow::Borrowed(source_id);
    }
    Cow::Owned(fingerprint(&[source_id]))
}

/// What is known of these names.
pub(super) async fn known(
    tx: &mut TenantTx,
    source: &str,
    kind: Kind,
    source_ids: &BTreeSet<&SourceId>,
) -> Result<HashMap<String, Known>> {
    let names: HashMap<String, &SourceId> = source_ids.iter().map(|id| (kept(kind, id).into_owned(), *id)).collect();
    let wanted: Vec<String> = names.keys().cloned().collect();
    let rows = sqlx::query!(
        "select source_id, target_id, digest, made from import_sources where source = $1 and kind = $2 and source_id = any($3)",
        source,
        word(kind),
        &wanted,
    )
    .fetch_all(&mut **tx)
    .await?;
    let known = rows.into_iter().filter_map(|row| {
        let name = names.get(&row.source_id)?;
        Some(((*name).to_owned(), Known { target: row.target_id, digest: row.digest, made: row.made }))
    });
    Ok(known.collect())
}

/// Writes down which of ours is called what. Returns what there is to say of names that are new: changes are told by whoever
/// made them, with what was there before.
pub(super) async fn remember(tx: &mut TenantTx, source: &str, kind: Kind, links: &[Link]) -> Result<Vec<Act>> {
    let ids: Vec<String> = links.iter().map(|link| kept(kind, &link.source_id).into_owned()).collect();
    let targets: Vec<Uuid> = links.iter().map(|link| link.target).collect();
    let digests: Vec<i64> = links.iter().map(|link| link.digest).collect();
    let made: Vec<bool> = links.iter().map(|link| link.made).collect();
    let rows = sqlx::query!(
        r#"insert into import_sources (source, kind, source_id, target_id, digest, made)
           select $1, $2, l.id, l.target, l.digest, l.made
             from unnest($3::text[], $4::uuid[], $5::bigint[], $6::boolean[]) as l (id, target, digest, made)
               on conflict on constraint import_sources_pkey do update set digest = excluded.digest
           returning source_id, target_id, made, (xmax = 0) as "new!""#,
        source,
        word(kind),
        &ids,
        &targets,
        &digests,
        &made,
    )
    .fetch_all(&mut **tx)
    .await?;
    let acts = rows.into_iter().filter(|row| row.new).map(|row| Act {
        kind: word(kind),
        deed: if row.made { Deed::Made } else { Deed::Found },
        target: row.target_id,
        other: None,
        source_id: Some(row.source_id),
        change: None,
    });
    Ok(acts.collect())
}

/// Which of ours is called this, whatever it is.
pub(super) async fn anything(tx: &mut TenantTx, source: &str, source_ids: &BTreeSet<&SourceId>) -> Result<HashMap<String, Uuid>> {
    let both = |id: &&SourceId| [((*id).clone(), (*id).clone()), (kept(Kind::Person, id).into_owned(), (*id).clone())];
    let names: HashMap<String, SourceId> = source_ids.iter().flat_map(both).collect();
    let wanted: Vec<String> = names.keys().cloned().collect();
    let rows = sqlx::query!(
        "select source_id, target_id from import_sources where source = $1 and source_id = any($2)",
        source,
        &wanted
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((names.get(&row.source_id)?.clone(), row.target_id))).collect())
}
