//! The statements of the outbox.

use jiff::SignedDuration;
use serde::Serialize;
use sqlx::postgres::types::PgInterval;

use super::{Job, Report, State};
use crate::clock::Time;
use crate::db::{GlobalTx, TenantTx};
use crate::error::{Error, Result};
use crate::ids::OutboxId;

/// The channel that says "there is something due now".
pub(super) const CHANNEL: &str = "outbox";

/// How long a worker has a job to itself from when it takes it, and again whenever it says that it is at it ([`hold_on`]). A
/// crashed worker's jobs come back after this.
const LEASE: SignedDuration = SignedDuration::from_secs(90);

/// Something to do later.
#[derive(Debug)]
pub struct Entry<'a, T> {
    /// Which handler does it.
    pub kind: &'a str,
    /// What makes it the same job: enqueuing it twice is enqueuing it once.
    pub key: String,
    /// What the handler needs to know.
    pub payload: &'a T,
    /// Not before this.
    pub due_at: Time,
    /// Whether somebody waits in front of a screen for it.
    pub urgent: bool,
}

/// Writes the job down, unless it stands there already. Returns whether it is new.
pub async fn enqueue<T: Serialize>(tx: &mut TenantTx, entry: Entry<'_, T>, now: Time) -> Result<bool> {
    let payload = serde_json::to_value(entry.payload).map_err(Error::internal)?;
    let id = OutboxId::new();
    let new = sqlx::query!(
        "insert into outbox (id, kind, key, payload, priority, due_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint outbox_once_key do nothing",
        id.0,
        entry.kind,
        entry.key,
        payload,
        i16::from(!entry.urgent),
        entry.due_at,
        now,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected()
        == 1;
    if new && entry.due_at <= now {
        wake(tx).await?;
    }
    Ok(new)
}

/// Wakes the workers when this transaction commits. Once per batch: a notification takes a lock that all commits share.
pub async fn wake(tx: &mut TenantTx) -> Result<()> {
    sqlx::query!("select pg_notify($1, '')", CHANNEL).execute(&mut **tx).await?;
    Ok(())
}

/// Takes up to `most` due jobs, at most `each` of one workspace, so that one workspace's flood never starves another.
///
/// When a job is due the server says; how long it is somebody's, the database. Otherwise a server whose clock is ahead would
/// take away what the others are just doing. A lease that ends later than any could is from before the clock was set back.
pub(super) async fn claim(tx: &mut GlobalTx, now: Time, most: i64, each: i64) -> Result<Vec<Job>> {
    let jobs = sqlx::query_as!(
        Job,
        r#"with recursive busy as (
               -- The workspaces that have something waiting, by jumping along the index.
               (select tenant_id from outbox where state = 'waiting' order by tenant_id limit 1)
               union all
               select (select o.tenant_id from outbox o
                        where o.state = 'waiting' and o.tenant_id > busy.tenant_id
                        order by o.tenant_id limit 1)
                 from busy where busy.tenant_id is not null
           ), open as (
               select job.*
                 from busy
                 -- What a suspended workspace has to say waits until it is open again.
                 join tenants t on t.id = busy.tenant_id and t.state in ('pending', 'active')
                cross join lateral (
                     select o.tenant_id, o.id, o.priority, o.due_at from outbox o
                      where o.tenant_id = busy.tenant_id and o.state = 'waiting' and o.due_at <= $1
                        and (o.leased_until is null or o.leased_until not between clock_timestamp() and clock_timestamp() + $4::interval)
                      order by o.priority, o.due_at
                      limit $3
                      -- Rows another worker is taking right now are its own.
                        for update skip locked) job
           ), due as (
               select ranked.tenant_id, ranked.id
                 from (select open.*, row_number() over (partition by tenant_id order by priority, due_at) as turn from open) ranked
                -- In turns: the first of every workspace before the second of any.
                order by ranked.priority, ranked.turn, ranked.due_at
                limit $2
           )
           update outbox o
              set leased_until = clock_timestamp() + $4::interval, attempts = attempts + 1
             from due
            where o.tenant_id = due.tenant_id and o.id = due.id
        returning o.tenant_id as "tenant: _", o.id as "id: _", o.kind, o.key, o.payload, o.attempts"#,
        now,
        most,
        each,
        lease(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(jobs)
}

/// [`LEASE`], as PostgreSQL counts it.
fn lease() -> PgInterval {
    PgInterval { months: 0, days: 0, microseconds: i64::try_from(LEASE.as_micros()).unwrap_or(i64::MAX) }
}

/// When the next job is due, where any waits, whether or not a worker holds it.
pub(super) async fn next_due(tx: &mut GlobalTx) -> Result<Option<Time>> {
    let next = sqlx::query_scalar!(r#"select min(due_at) as "next: Time" from outbox where state = 'waiting'"#)
        .fetch_one(&mut **tx)
        .await?;
    Ok(next)
}

/// Holds on to a job that this worker still holds: it has it to itself for a whole lease from now, however long it waited for
/// its turn. False where the lease ran out and somebody else has taken or ended it.
pub(super) async fn hold_on(tx: &mut TenantTx, job: &Job) -> Result<bool> {
    let held = sqlx::query!(
        "update outbox set leased_until = clock_timestamp() + $3::interval where id = $1 and state = 'waiting' and attempts = $2",
        job.id.0,
        job.attempts,
        lease(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(held.rows_affected() == 1)
}

/// Locks a job that this worker still holds. None where its lease ran out and somebody else has taken or ended it.
pub(super) async fn hold(tx: &mut TenantTx, job: &Job) -> Result<bool> {
    let held = sqlx::query_scalar!(
        "select true from outbox where id = $1 and state = 'waiting' and attempts = $2 for update",
        job.id.0,
        job.attempts,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(held.is_some())
}

/// Takes the job off the list, in whichever way it ended. `recipient` is whom its mail went to, see [`super::recipient`].
pub(super) async fn finish(
    tx: &mut TenantTx,
    job: &Job,
    state: State,
    reason: Option<&str>,
    recipient: Option<&str>,
    now: Time,
) -> Result<()> {
    sqlx::query!(
        "update outbox set state = $2, reason = $3, finished_at = $4, recipient = coalesce($5, recipient), leased_until = null where id = $1",
        job.id.0,
        state as State,
        reason,
        now,
        recipient,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Puts the job back for later, with the reason.
pub(super) async fn retry(tx: &mut TenantTx, job: &Job, reason: &str, at: Time) -> Result<()> {
    sqlx::query!("update outbox set reason = $2, due_at = $3, leased_until = null where id = $1", job.id.0, reason, at)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Puts the job back as if it had not been tried: it waits for something else.
pub(super) async fn put_back(tx: &mut TenantTx, job: &Job, reason: &str, at: Time) -> Result<()> {
    sqlx::query!(
        "update outbox set reason = $2, due_at = $3, leased_until = null, attempts = attempts - 1 where id = $1",
        job.id.0,
        reason,
        at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Brings a waiting job forward, and wakes the workers. Returns whether it was still waiting.
pub async fn hasten(tx: &mut TenantTx, kind: &str, key: &str, now: Time) -> Result<bool> {
    let changed =
        sqlx::query!("update outbox set due_at = $3 where kind = $1 and key = $2 and state = 'waiting'", kind, key, now)
            .execute(&mut **tx)
            .await?
            .rows_affected();
    wake(tx).await?;
    Ok(changed > 0)
}

/// Drops everything that waits in the workspace, with the reason.
pub async fn abandon(tx: &mut TenantTx, reason: &str, now: Time) -> Result<()> {
    sqlx::query!(
        "update outbox set state = 'dropped', reason = $1, finished_at = $2, leased_until = null where state = 'waiting'",
        reason,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Brings forward whatever has failed before and waits for another attempt. Returns how many. What has not been tried yet
/// waits for a reason, and goes on waiting.
pub async fn hasten_all(tx: &mut TenantTx, now: Time) -> Result<u64> {
    let hastened = sqlx::query!(
        "update outbox set due_at = $1
          where state = 'waiting' and attempts > 0 and due_at > $1 and (leased_until is null or leased_until <= $1)",
        now,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    wake(tx).await?;
    Ok(hastened)
}

/// How many jobs of the workspace stand where.
pub async fn counts(tx: &mut TenantTx) -> Result<Vec<(State, i64)>> {
    let counts = sqlx::query!(r#"select state, count(*) as "count!" from outbox group by state"#).fetch_all(&mut **tx).await?;
    Ok(counts.into_iter().map(|row| (row.state, row.count)).collect())
}

/// One line of the list that staff see.
#[derive(Debug)]
pub struct Line {
    /// Which job.
    pub id: OutboxId,
    /// Which handler does it.
    pub kind: String,
    /// Where it stands.
    pub state: State,
    /// Why it waits or failed.
    pub reason: Option<String>,
    /// How often it was tried.
    pub attempts: i32,
    /// Not before this.
    pub due_at: Time,
    /// When it was written down.
    pub created_at: Time,
    /// When it ended.
    pub finished_at: Option<Time>,
    /// What was reported of its mail later, and in which words.
    pub report: Option<Report>,
    /// See `report`.
    pub report_words: Option<String>,
    /// When the last report came.
    pub reported_at: Option<Time>,
}

/// Which jobs are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// All.
    #[default]
    All,
    /// Those that stand so.
    In(State),
    /// Those whose mail came back after it had been taken.
    Bounced,
    /// One.
    One(OutboxId),
}

/// The latest jobs of the workspace, newest first.
pub async fn recent(tx: &mut TenantTx, which: Which, most: i64) -> Result<Vec<Line>> {
    let (state, one) = match which {
        Which::In(state) => (Some(state), None),
        Which::One(id) => (None, Some(id)),
        Which::All | Which::Bounced => (None, None),
    };
    let lines = sqlx::query_as!(
        Line,
        r#"select id, kind, state as "state: _", reason, attempts, due_at, created_at, finished_at, report as "report: _", report_words, reported_at
           from outbox
          where ($2::outbox_state is null or state = $2) and ($3::uuid is null or id = $3) and (not $4 or report = 'failed')
          order by created_at desc, id desc limit $1"#,
        most,
        state as Option<State>,
        one.map(|id| id.0),
        which == Which::Bounced,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(lines)
}

/// How many mails of the workspace came back after they had been taken.
pub async fn bounced(tx: &mut TenantTx) -> Result<i64> {
    let bounced = sqlx::query_scalar!(r#"select count(*) as "bounced!" from outbox where report = 'failed'"#);
    Ok(bounced.fetch_one(&mut **tx).await?)
}
