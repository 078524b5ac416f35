//! What ideas mean, as a model elsewhere has said it: stored beside them, and brought into memory by whoever asks.

use std::sync::Arc;

use crate::app::App;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::IdeaId;
use crate::meaning::memory::MOST_OF_ONE;
use crate::meaning::{Known, Vector};

/// The shortest vector that there is room for: shorter ones are of no use.
const SHORTEST: usize = 64;

/// What is known in the workspace, with all that was committed before now; none where there is no model. Like the words of ideas
/// (`keep`), what was written since is told by the numbers of transactions.
pub(super) async fn known(app: &App, tx: &mut TenantTx) -> Result<Option<Arc<Known>>> {
    let Some(model) = app.meaning.model() else { return Ok(None) };
    let tenant = tx.tenant();
    let kept = app.meanings.get(tenant).await.filter(|kept| kept.model == model);
    let rows = sqlx::query!(
        r#"select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as "since!", idea_id as "idea: IdeaId", vector
             from idea_meanings
            where model = $1 and written_in >= $2 and written_in < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
              and written_in is distinct from pg_current_xact_id_if_assigned()::text::bigint
            order by idea_id desc
            limit $3"#,
        model,
        kept.as_ref().map_or(0, |kept| kept.since),
        i64::try_from(MOST_OF_ONE / SHORTEST).unwrap_or(i64::MAX),
    )
    .fetch_all(&mut **tx)
    .await?;
    let Some(first) = rows.first() else { return Ok(kept) };
    let mut known = kept.map_or_else(|| Known::by(model), Arc::unwrap_or_clone);
    known.since = first.since;
    for row in &rows {
        known.learn(row.idea, &Vector::stored(&row.vector));
    }
    let known = Arc::new(known);
    app.meanings.keep(tenant, known.clone()).await;
    Ok(Some(known))
}

/// An idea whose words have changed since the model was asked about it, or that it was never asked about.
pub(super) struct Unknown {
    pub(super) id: IdeaId,
    pub(super) title: String,
    pub(super) worded_in: i64,
}

/// The latest ideas that this model has to be asked about.
pub(super) async fn unknown(tx: &mut TenantTx, model: &str, most: i64) -> Result<Vec<Unknown>> {
    let unknown = sqlx::query_as!(
        Unknown,
        r#"select i.id as "id: IdeaId", i.title, i.worded_in
             from ideas i
             left join idea_meanings m on m.idea_id = i.id and m.model = $1 and m.worded_in = i.worded_in
            where i.deleted_at is null and m.idea_id is null
            order by i.number desc
            limit $2"#,
        model,
        most,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(unknown)
}

/// Writes down what ideas mean, in place of what they meant before.
pub(super) async fn write(tx: &mut TenantTx, model: &str, ideas: &[Unknown], vectors: &[Vector]) -> Result<()> {
    let ids: Vec<_> = ideas.iter().map(|idea| idea.id.0).collect();
    let worded: Vec<_> = ideas.iter().map(|idea| idea.worded_in).collect();
    let vectors: Vec<_> = vectors.iter().map(Vector::bytes).collect();
    sqlx::query!(
        "insert into idea_meanings (idea_id, model, worded_in, vector, written_in)
         select i.id, $1, n.worded_in, n.vector, pg_current_xact_id()::text::bigint
           from unnest($2::uuid[], $3::bigint[], $4::bytea[]) as n (id, worded_in, vector)
           join ideas i on i.id = n.id
             on conflict on constraint idea_meanings_pkey
             do update set model = excluded.model, worded_in = excluded.worded_in, vector = excluded.vector,
                           written_in = excluded.written_in",
        model,
        &ids,
        &worded,
        &vectors,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The workspaces that are open.
pub(super) async fn workspaces(app: &App) -> Result<Vec<crate::ids::TenantId>> {
    let mut tx = app.db.global().await?;
    let open = sqlx::query_scalar!(r#"select id as "id: crate::ids::TenantId" from tenants where state = 'active'"#)
        .fetch_all(&mut *tx)
        .await?;
    Ok(open)
}
