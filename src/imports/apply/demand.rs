//! What weighs demand: currencies, segments, and votes that somebody took back.

use std::collections::HashSet;

use serde_json::json;
use uuid::Uuid;

use super::past::{Rows, actor, idea};
use super::{Batch, Fresh, Said, Sorted, mint};
use crate::companies::Currency as Money;
use crate::error::Result;
use crate::imports::record::{Currency, Kind, Refusal, Segment};

/// Rates. What has been set here stays.
pub(super) async fn currencies(batch: &mut Batch<'_>, records: Vec<Said<Currency>>) -> Result<()> {
    batch.resolve(Kind::Person, records.iter().filter_map(|(_, currency)| currency.set_by.as_ref()).collect()).await?;
    let here = sqlx::query_scalar!("select code from currencies where reporting").fetch_optional(&mut **batch.tx).await?;
    let told = records.iter().find(|(_, currency)| currency.reporting).map(|(_, currency)| currency.code.clone());
    let reporting = here.clone().or(told).and_then(|code| Money::parse(&code).ok());
    let mut rows = Vec::new();
    for (line, record) in records {
        let by = actor(batch, record.set_by.as_ref());
        let rate = record.rate.parse::<f64>().ok().filter(|rate| *rate > 0.0 && rate.is_finite());
        match (Money::parse(&record.code), reporting, rate, by) {
            (Err(words), ..) | (.., Err(words)) => batch.refuse(Kind::Currency, line, words),
            (_, None, ..) => batch.refuse(Kind::Currency, line, "No currency is the one that sums are said in."),
            (_, _, None, _) => batch.refuse(Kind::Currency, line, format!("“{}” is not a rate.", record.rate)),
            (Ok(code), Some(reporting), Some(_), Ok(by)) => rows.push(json!({
                "code": code.code(), "reporting": record.reporting && here.as_deref().is_none_or(|here| here == code.code()),
                "rate": record.rate, "shift": i64::from(reporting.digits()) - i64::from(code.digits()), "set_by": by,
                "set_at": record.set_at,
            })),
        }
    }
    let all = i64::try_from(rows.len()).unwrap_or(0);
    let mut made = all;
    if !batch.dry() {
        let rows = sqlx::query!(
            "insert into currencies (code, reporting, rate, factor, set_by, set_at)
             select c.code, c.reporting, c.rate, trim_scale(c.rate * power(10::numeric, c.shift)), c.set_by, c.set_at
               from jsonb_to_recordset($1)
                    as c (code text, reporting boolean, rate numeric, shift numeric, set_by uuid, set_at timestamptz)
                 on conflict do nothing",
            serde_json::Value::Array(rows),
        )
        .execute(&mut **batch.tx)
        .await?;
        made = i64::try_from(rows.rows_affected()).unwrap_or(0);
    }
    batch.count(Kind::Currency, |tally| {
        tally.made += made;
        tally.found += all - made;
    });
    Ok(())
}

/// Kinds of people. One of the same name that is here already is taken for the same.
pub(super) async fn segments(batch: &mut Batch<'_>, records: Vec<Said<Segment>>) -> Result<()> {
    let Sorted { new, changed } = batch.sort(Kind::Segment, records, |segment| &segment.id).await?;
    batch.count(Kind::Segment, |tally| tally.unchanged += i64::try_from(changed.len()).unwrap_or(0));
    batch.resolve(Kind::Person, new.iter().filter_map(|fresh| fresh.record.created_by.as_ref()).collect()).await?;
    let mut rows = Rows::default();
    for Fresh { line, record, digest } in new {
        match actor(batch, record.created_by.as_ref()) {
            Err(words) => batch.refuse(Kind::Segment, line, words),
            Ok(by) => {
                let id = mint(&record.id, record.created_at);
                let row = json!({
                    "id": id, "name": record.name, "plans": record.plans, "revenue_from": record.revenue_from,
                    "revenue_to": record.revenue_to, "currency": record.currency, "domains": record.domains, "roles": record.roles,
                    "voted_within": record.voted_within, "quiet_for": record.quiet_for, "joined_before": record.joined_before,
                    "joined_since": record.joined_since, "created_by": by, "created_at": record.created_at,
                });
                rows.add(&record.id, id, digest, row);
            }
        }
    }
    let mut made = HashSet::new();
    if !batch.dry() {
        made = sqlx::query_scalar!(
            r#"insert into segments (id, name, plans, revenue_from, revenue_to, currency, domains, roles, voted_within, quiet_for,
                                     joined_before, joined_since, created_by, created_at)
               select * from jsonb_to_recordset($1)
                    as s (id uuid, name text, plans text[], revenue_from bigint, revenue_to bigint, currency text, domains text[],
                          roles role[], voted_within integer, quiet_for integer, joined_before date, joined_since date,
                          created_by uuid, created_at timestamptz)
                   on conflict do nothing
               returning id as "id: Uuid""#,
            rows.json(),
        )
        .fetch_all(&mut **batch.tx)
        .await?
        .into_iter()
        .collect();
    }
    rows.settle(batch, Kind::Segment, &made).await
}

/// Votes of staff that somebody took back.
pub(super) async fn refusals(batch: &mut Batch<'_>, records: Vec<Said<Refusal>>) -> Result<()> {
    batch.resolve(Kind::Idea, records.iter().map(|(_, refusal)| &refusal.idea).collect()).await?;
    batch.resolve(Kind::Person, records.iter().map(|(_, refusal)| &refusal.person).collect()).await?;
    let mut rows = Vec::new();
    for (line, record) in records {
        match (idea(batch, &record.idea), actor(batch, Some(&record.person))) {
            (Err(words), _) | (_, Err(words)) => batch.refuse(Kind::Refusal, line, words),
            (Ok(idea), Ok(person)) => rows.push(json!({ "idea_id": idea, "user_id": person, "created_at": record.created_at })),
        }
    }
    let all = i64::try_from(rows.len()).unwrap_or(0);
    if batch.dry() {
        batch.count(Kind::Refusal, |tally| tally.made += all);
        return Ok(());
    }
    let made = sqlx::query!(
        r#"insert into vote_refusals (idea_id, user_id, created_at)
           select * from jsonb_to_recordset($1) as r (idea_id uuid, user_id uuid, created_at timestamptz)
               on conflict on constraint vote_refusals_pkey do nothing
           returning idea_id as "idea: Uuid", user_id as "person: Uuid""#,
        serde_json::Value::Array(rows),
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    batch.made_pairs(Kind::Refusal, all, "refusal", made.into_iter().map(|row| (row.idea, row.person)).collect());
    Ok(())
}
