//! What an import changed, as it was before: column by column, where nobody has changed it since.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::apply::whole::{self, Whole};
use super::{Import, put_back_words};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::text::count;

/// What one thing was and what it became, over the whole import.
#[derive(Default)]
pub(super) struct Changed {
    before: Map<String, Value>,
    after: Map<String, Value>,
}

impl Changed {
    /// The value of a column to go back to, if it is what the import made of it.
    pub(super) fn back(&self, column: &str, now: &Value) -> Option<&Value> {
        self.before.get(column).filter(|_| self.after.get(column) == Some(now))
    }

    /// Whether somebody has changed since what the import changed.
    pub(super) fn overtaken(&self, now: &Map<String, Value>) -> bool {
        self.after.iter().any(|(column, after)| now.get(column).is_some_and(|now| now != after))
    }
}

/// Puts everything back. Returns what stays, in sentences.
pub(super) async fn all(tx: &mut TenantTx, import: &Import) -> Result<Vec<String>> {
    let changed = changes(tx, import, "idea").await?;
    let mut overtaken = ideas(tx, &changed).await?;
    let changed = changes(tx, import, "person").await?;
    overtaken += people(tx, &changed).await?;
    let changed = changes(tx, import, "company").await?;
    overtaken += companies(tx, &changed).await?;
    overtaken += put_back_words::all(tx, import).await?;
    let words = count(
        overtaken,
        "change stays, because somebody has changed the same",
        "changes stay, because somebody has changed the same",
    );
    Ok(if overtaken == 0 { Vec::new() } else { vec![format!("{words} since.")] })
}

/// What the import changed of one kind. Of several changes of one thing the first before and the last after count.
pub(super) async fn changes(tx: &mut TenantTx, import: &Import, kind: &str) -> Result<BTreeMap<Uuid, Changed>> {
    let rows = sqlx::query!(
        r#"select target_id as "id: Uuid", before as "before!", after as "after!" from import_acts
            where import_id = $1 and kind = $2 and act = 'changed' order by position"#,
        import.id.0,
        kind,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut changes: BTreeMap<Uuid, Changed> = BTreeMap::new();
    for row in rows {
        let changed = changes.entry(row.id).or_default();
        if let (Value::Object(before), Value::Object(after)) = (row.before, row.after) {
            for (column, value) in before.into_iter().filter(|(column, _)| column != "digest") {
                changed.before.entry(column).or_insert(value);
            }
            changed.after.extend(after);
        }
    }
    Ok(changes)
}

fn time(time: Option<Time>) -> Value {
    time.map(|time| time.timestamp().to_string()).into()
}

fn parse_time(value: &Value) -> Option<Time> {
    Time::try_from(value.as_str()?.to_owned()).ok()
}

fn parse_id(value: &Value) -> Option<Uuid> {
    value.as_str()?.parse().ok()
}

async fn ideas(tx: &mut TenantTx, changes: &BTreeMap<Uuid, Changed>) -> Result<i64> {
    let ids: Vec<Uuid> = changes.keys().copied().collect();
    let rows = sqlx::query!(
        r#"select id as "id: Uuid", title, body, board_id as "board_id: Uuid", status_id as "status_id: Uuid", author_id as "author_id: Uuid",
                  imported_votes, response, responded_at, created_at, deleted_at
             from ideas where id = any($1) order by id for no key update"#,
        &ids,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut overtaken = 0;
    let mut ideas = Vec::new();
    for row in rows {
        let Some(changed) = changes.get(&row.id) else { continue };
        let mut now = Map::new();
        now.insert("title".to_owned(), row.title.clone().into());
        now.insert("body".to_owned(), row.body.clone().into());
        now.insert("board_id".to_owned(), row.board_id.to_string().into());
        now.insert("status_id".to_owned(), row.status_id.to_string().into());
        now.insert("author_id".to_owned(), row.author_id.to_string().into());
        now.insert("imported_votes".to_owned(), row.imported_votes.into());
        now.insert("response".to_owned(), row.response.clone().into());
        now.insert("responded_at".to_owned(), time(row.responded_at));
        now.insert("created_at".to_owned(), time(Some(row.created_at)));
        now.insert("deleted_at".to_owned(), time(row.deleted_at));
        overtaken += i64::from(changed.overtaken(&now));
        let back = |column: &str| changed.back(column, &now[column]);
        let text = |column: &str, now: String| back(column).and_then(Value::as_str).map_or(now, str::to_owned);
        let id = |column: &str, now: Uuid| back(column).and_then(parse_id).unwrap_or(now);
        let number = back("imported_votes").and_then(Value::as_i64).and_then(|number| i32::try_from(number).ok());
        ideas.push(Whole {
            id: row.id,
            board: id("board_id", row.board_id),
            status: id("status_id", row.status_id),
            author: id("author_id", row.author_id),
            title: text("title", row.title),
            body: text("body", row.body),
            response: text("response", row.response),
            responded_at: back("responded_at").map_or(row.responded_at, parse_time),
            imported_votes: number.unwrap_or(row.imported_votes),
            created_at: back("created_at").and_then(parse_time).unwrap_or(row.created_at),
            deleted_at: back("deleted_at").map_or(row.deleted_at, parse_time),
        });
    }
    whole::write(tx, &ideas).await?;
    Ok(overtaken)
}

async fn people(tx: &mut TenantTx, changes: &BTreeMap<Uuid, Changed>) -> Result<i64> {
    let ids: Vec<Uuid> = changes.keys().copied().collect();
    let rows = sqlx::query!(
        r#"select id as "id: Uuid", name, company_id as "company_id: Uuid" from users
            where id = any($1) and deleted_at is null order by id for no key update"#,
        &ids,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut overtaken = 0;
    let (mut ids, mut names, mut companies) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let Some(changed) = changes.get(&row.id) else { continue };
        let mut now = Map::new();
        now.insert("name".to_owned(), row.name.clone().into());
        now.insert("company_id".to_owned(), row.company_id.map(|id| id.to_string()).into());
        overtaken += i64::from(changed.overtaken(&now));
        ids.push(row.id);
        names.push(changed.back("name", &now["name"]).and_then(Value::as_str).map_or(row.name, str::to_owned));
        companies.push(changed.back("company_id", &now["company_id"]).map_or(row.company_id, parse_id));
    }
    sqlx::query!(
        "update users u
            set name = n.name, company_id = n.company,
                company_by = case when n.company is distinct from u.company_id then null else u.company_by end
           from unnest($1::uuid[], $2::text[], $3::uuid[]) as n (id, name, company) where u.id = n.id",
        &ids,
        &names,
        &companies as &[Option<Uuid>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(overtaken)
}

async fn companies(tx: &mut TenantTx, changes: &BTreeMap<Uuid, Changed>) -> Result<i64> {
    let ids: Vec<Uuid> = changes.keys().copied().collect();
    let rows = sqlx::query!(
        r#"select id as "id: Uuid", plan, monthly_revenue_minor, currency from companies where id = any($1) order by id for no key update"#,
        &ids,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut overtaken = 0;
    let (mut ids, mut plans, mut revenues, mut currencies) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let Some(changed) = changes.get(&row.id) else { continue };
        let mut now = Map::new();
        now.insert("plan".to_owned(), row.plan.clone().into());
        now.insert("monthly_revenue_minor".to_owned(), row.monthly_revenue_minor.into());
        now.insert("currency".to_owned(), row.currency.clone().into());
        overtaken += i64::from(changed.overtaken(&now));
        let text =
            |column: &str, here: String| changed.back(column, &now[column]).and_then(Value::as_str).map_or(here, str::to_owned);
        ids.push(row.id);
        plans.push(text("plan", row.plan));
        currencies.push(text("currency", row.currency));
        let revenue = changed.back("monthly_revenue_minor", &now["monthly_revenue_minor"]).and_then(Value::as_i64);
        revenues.push(revenue.unwrap_or(row.monthly_revenue_minor));
    }
    sqlx::query!(
        "update companies c set plan = n.plan, monthly_revenue_minor = n.revenue, currency = n.currency
           from unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[]) as n (id, plan, revenue, currency) where c.id = n.id",
        &ids,
        &plans,
        &revenues,
        &currencies,
    )
    .execute(&mut **tx)
    .await?;
    Ok(overtaken)
}
