//! The statements of events.

use serde_json::Value;
use uuid::Uuid;

use super::Event;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{EventId, UserId};

/// Writes down that `actor` did `kind` to `subject` (the bare id of whatever noun it is), and whether they worked here then.
pub async fn record(tx: &mut TenantTx, kind: &str, actor: Option<UserId>, subject: Uuid, data: Value, now: Time) -> Result<()> {
    sqlx::query!(
        "insert into events (id, kind, actor_id, subject_id, data, created_at, by_staff)
         values ($1, $2, $3::uuid, $4, $5, $6, $3 is null or exists (select from users u where u.id = $3 and u.roles <> '{member}'))",
        EventId::new().0,
        kind,
        actor.map(|actor| actor.0),
        subject,
        data,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes down several things that `actor` did at once, each of a kind, to a subject: one statement however many. Whether they
/// worked here then is kept as by [`record`].
pub async fn record_all(tx: &mut TenantTx, actor: Option<UserId>, events: Vec<(&str, Uuid, Value)>, now: Time) -> Result<()> {
    let ids: Vec<Uuid> = events.iter().map(|_| EventId::new().0).collect();
    let kinds: Vec<String> = events.iter().map(|(kind, ..)| (*kind).to_owned()).collect();
    let subjects: Vec<Uuid> = events.iter().map(|(_, subject, _)| *subject).collect();
    let data: Vec<Value> = events.into_iter().map(|(.., data)| data).collect();
    sqlx::query!(
        "insert into events (id, kind, actor_id, subject_id, data, created_at, by_staff)
         select e.id, e.kind, $1::uuid, e.subject, e.data, $2,
                $1 is null or exists (select from users u where u.id = $1 and u.roles <> '{member}')
           from unnest($3::uuid[], $4::text[], $5::uuid[], $6::jsonb[]) e (id, kind, subject, data)",
        actor.map(|actor| actor.0),
        now,
        &ids,
        &kinds,
        &subjects,
        &data,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What happened to one thing, oldest first.
pub async fn of(tx: &mut TenantTx, subject: Uuid) -> Result<Vec<Event>> {
    let events = sqlx::query_as!(
        Event,
        r#"select e.id, e.kind, e.actor_id, u.name as "actor?", e.data, e.created_at
             from events e left join users u on u.id = e.actor_id
            where e.subject_id = $1
            order by e.id"#,
        subject,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(events)
}
