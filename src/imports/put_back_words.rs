//! What an import changed of boards, statuses, tags and comments, as it was before, where nobody has changed it since.

use serde_json::{Map, Value};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::Import;
use super::put_back::changes;
use crate::db::TenantTx;
use crate::error::Result;
use crate::text::markdown;

/// Tables whose words go back as they are: the kind, the table, and what is set where `n.back` has it.
const WORDS: [(&str, &str, &str); 3] = [
    ("board", "boards", "description = coalesce(n.back->>'description', t.description)"),
    ("status", "statuses", "name = coalesce(n.back->>'name', t.name)"),
    ("tag", "tags", "color = coalesce(n.back->>'color', t.color)"),
];

/// Puts all of it back. Returns how many changes stay, because somebody has changed the same since.
pub(super) async fn all(tx: &mut TenantTx, import: &Import) -> Result<i64> {
    let mut overtaken = comments(tx, import).await?;
    for (kind, table, besides) in WORDS {
        let (ids, back, stay) = what(tx, import, kind, table).await?;
        overtaken += stay;
        // Names of tables cannot be parameters; all of these stand above. A name that something else has taken stays there.
        for set in ["name = coalesce(n.back->>'name', t.name)", besides] {
            sqlx::query(AssertSqlSafe(format!(
                "update {table} t set {set} from unnest($1::uuid[], $2::jsonb[]) as n (id, back)
                  where t.id = n.id
                    and not exists (select from {table} o where o.id <> t.id and lower(o.name) = lower(n.back->>'name'))"
            )))
            .bind(&ids)
            .bind(&back)
            .execute(&mut **tx)
            .await?;
        }
    }
    Ok(overtaken)
}

/// Of one kind: what goes back, and how many changes do not.
async fn what(tx: &mut TenantTx, import: &Import, kind: &str, table: &str) -> Result<(Vec<Uuid>, Vec<Value>, i64)> {
    let changes = changes(tx, import, kind).await?;
    let ids: Vec<Uuid> = changes.keys().copied().collect();
    let rows: Vec<(Uuid, Value)> = sqlx::query_as(AssertSqlSafe(format!(
        "select t.id, to_jsonb(t) from {table} t where t.id = any($1) order by t.id for no key update"
    )))
    .bind(&ids)
    .fetch_all(&mut **tx)
    .await?;
    let (mut ids, mut back, mut overtaken) = (Vec::new(), Vec::new(), 0);
    for (id, now) in rows {
        let (Some(changed), Value::Object(now)) = (changes.get(&id), now) else { continue };
        let now = moments(now);
        overtaken += i64::from(changed.overtaken(&now));
        let values = now.iter().filter_map(|(column, now)| Some((column.clone(), changed.back(column, now)?.clone())));
        back.push(Value::Object(values.collect()));
        ids.push(id);
    }
    Ok((ids, back, overtaken))
}

/// The same row with its moments as acts write them down.
fn moments(mut row: Map<String, Value>) -> Map<String, Value> {
    for column in ["edited_at", "deleted_at"] {
        let moment = row.get(column).and_then(Value::as_str).and_then(|text| text.parse::<jiff::Timestamp>().ok());
        if let Some(moment) = moment {
            row.insert(column.to_owned(), moment.to_string().into());
        }
    }
    row
}

async fn comments(tx: &mut TenantTx, import: &Import) -> Result<i64> {
    let (ids, back, overtaken) = what(tx, import, "comment", "comments").await?;
    let html: Vec<Option<String>> = back
        .iter()
        .map(|back| back["body"].as_str().map(|body| if body.is_empty() { String::new() } else { markdown::render(body) }))
        .collect();
    sqlx::query!(
        "update comments c
            set body = coalesce(n.back->>'body', c.body), body_html = coalesce(n.html, c.body_html),
                edited_at = case when n.back ? 'edited_at' then (n.back->>'edited_at')::timestamptz else c.edited_at end,
                deleted_at = case when n.back ? 'deleted_at' then (n.back->>'deleted_at')::timestamptz else c.deleted_at end
           from unnest($1::uuid[], $2::jsonb[], $3::text[]) as n (id, back, html)
          where c.id = n.id",
        &ids,
        &back,
        &html as &[Option<String>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(overtaken)
}
