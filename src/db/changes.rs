//! Whether a workspace has changed since somebody last looked: what a page that was kept is held against.
//!
//! The schema writes down, inside each transaction that changes what public pages show, that it did
//! (`migrations/0052_changes.sql`). A look asks for what was written by transactions that had not ended at the look before: not
//! by time, which says nothing about when a transaction became visible. Nothing has to arrive for this to be right. That a
//! change is announced, by this server or by another ([`Db::listen`] on [`CHANNEL`]), only makes the next look come sooner.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use moka::future::Cache;
use tokio::sync::Notify;

use super::Db;
use crate::error::{Error, Result};
use crate::ids::TenantId;

/// Where servers tell each other which workspaces have changed.
pub const CHANNEL: &str = "shipboard_changes";

/// A look is good for this long. What was changed is seen within it, and within the time that a page takes: less than a second.
const GOOD_FOR: Duration = Duration::from_millis(800);

/// The same once a change was announced: a workspace where somebody votes all the time is still not looked at for every reader.
const GOOD_FOR_ONCE_ANNOUNCED: Duration = Duration::from_millis(100);

/// A look compares with one that is at most so old; after that anything may have changed.
const MEMORY: Duration = Duration::from_mins(1);

/// What all servers have surely seen: nobody compares with a look that is older. Twice as long as anybody remembers.
const SWEEP: Duration = Duration::from_mins(2);

/// How long a reader waits for the look of another. While the database is away a look takes until it is given up, and readers
/// would be held up one after the other.
const TURN: Duration = Duration::from_secs(1);

/// Changes of this long are announced together, so that a busy server does not announce each vote.
const GATHER: Duration = Duration::from_millis(50);

/// How long a server waits before it listens again.
const RETRY: Duration = Duration::from_secs(2);

/// Workspaces remembered at most.
const MOST: u64 = 100_000;

/// How a workspace stands, to be compared: as long as nothing changes it is the same, and afterwards it is never the same again.
pub type Edition = u64;

/// What this server knows of workspaces.
#[derive(Debug)]
pub struct Changes {
    known: Cache<TenantId, Arc<Known>>,
    /// The last edition that was given out.
    last: AtomicU64,
    /// What this server changed and has not announced.
    own: Mutex<HashSet<TenantId>>,
    announce: Notify,
    began: Instant,
}

/// What is known of one workspace.
#[derive(Debug, Default)]
struct Known {
    edition: AtomicU64,
    /// When it was looked at last, in microseconds since the beginning; 0 for never.
    looked_at: AtomicU64,
    /// Whether a change was announced since.
    announced: AtomicBool,
    /// What that look saw, as PostgreSQL says it. One look at a time.
    saw: tokio::sync::Mutex<Option<(String, Instant)>>,
}

impl Known {
    /// Waits for whoever looks at the moment, but not for ever.
    async fn turn(&self) -> Result<tokio::sync::MutexGuard<'_, Option<(String, Instant)>>> {
        let waited = tokio::time::timeout(TURN, self.saw.lock()).await;
        waited.map_err(|_| Error::Unavailable(anyhow::anyhow!("another look at the workspace takes too long")))
    }
}

impl Default for Changes {
    fn default() -> Self {
        let known = Cache::builder().max_capacity(MOST).time_to_idle(MEMORY * 2).build();
        // The beginning lies before every look.
        let began = Instant::now().checked_sub(Duration::from_secs(1)).unwrap_or_else(Instant::now);
        Self { known, last: AtomicU64::new(0), own: Mutex::default(), announce: Notify::new(), began }
    }
}

impl Changes {
    /// Looks again soon, since somebody says that the workspace has changed. Without one, at all of them.
    async fn announced(&self, tenant: Option<TenantId>) {
        match tenant {
            None => self.known.iter().for_each(|(_, known)| known.announced.store(true, SeqCst)),
            Some(tenant) => {
                if let Some(known) = self.known.get(&tenant).await {
                    known.announced.store(true, SeqCst);
                }
            }
        }
    }

    /// To be announced to the other servers. Called where a transaction that writes is committed, which no verb can forget.
    pub(super) async fn committed(&self, tenant: TenantId) {
        self.announced(Some(tenant)).await;
        self.own.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant);
        self.announce.notify_one();
    }

    fn micros(&self, moment: Instant) -> u64 {
        u64::try_from(moment.saturating_duration_since(self.began).as_micros()).unwrap_or(u64::MAX)
    }

    /// The edition, if somebody looked recently enough for who asks at `moment`.
    fn recent(&self, known: &Known, moment: Instant) -> Option<Edition> {
        let good_for = if known.announced.load(SeqCst) { GOOD_FOR_ONCE_ANNOUNCED } else { GOOD_FOR };
        // In this order: a look writes down the edition first.
        let looked_at = known.looked_at.load(SeqCst);
        let edition = known.edition.load(SeqCst);
        let oldest = self.micros(moment).saturating_sub(u64::try_from(good_for.as_micros()).unwrap_or(u64::MAX));
        (looked_at != 0 && looked_at >= oldest).then_some(edition)
    }

    /// How a workspace stands: as it stood at most a second before this is answered.
    pub(super) async fn edition(&self, db: &Db, tenant: TenantId) -> Result<Edition> {
        let asked = Instant::now();
        let known = self.known.get_with(tenant, async { Arc::default() }).await;
        if let Some(edition) = self.recent(&known, asked) {
            return Ok(edition);
        }
        let mut saw = known.turn().await?;
        // Meanwhile somebody else has looked.
        if let Some(edition) = self.recent(&known, asked) {
            return Ok(edition);
        }
        let began = Instant::now();
        // What is announced from now on may be too late for this look.
        known.announced.store(false, SeqCst);
        let before = saw.take().filter(|(_, at)| began.duration_since(*at) < MEMORY).map(|(snapshot, _)| snapshot);
        let look = async {
            let mut tx = db.global().await?;
            let look = sqlx::query!(
                r#"select pg_current_snapshot()::text as "snapshot!",
                      $2::text is null
                      or exists (select from changes c
                                  where c.tenant_id in ($1, '00000000-0000-0000-0000-000000000000')
                                    and c.xid >= pg_snapshot_xmin($2::text::pg_snapshot)
                                    and not pg_visible_in_snapshot(c.xid, $2::text::pg_snapshot)) as "changed!""#,
                tenant.0,
                before,
            )
            .fetch_one(&mut *tx)
            .await?;
            Ok::<_, Error>(look)
        };
        let look = look.await?;
        *saw = Some((look.snapshot, began));
        if look.changed {
            known.edition.store(self.last.fetch_add(1, SeqCst) + 1, SeqCst);
        }
        known.looked_at.store(self.micros(began), SeqCst);
        Ok(known.edition.load(SeqCst))
    }
}

/// Tells the other servers what changes here and hears what changes there, until it is dropped. While it cannot, readers see
/// changes a little later, and nothing else.
pub async fn exchange(db: Db) {
    tokio::join!(tell(&db), hear(&db), sweep_now_and_then(&db));
}

async fn tell(db: &Db) {
    loop {
        db.changes.announce.notified().await;
        tokio::time::sleep(GATHER).await;
        let changed: Vec<_> =
            std::mem::take(&mut *db.changes.own.lock().unwrap_or_else(PoisonError::into_inner)).into_iter().collect();
        // In a transaction of its own: PostgreSQL lets those that notify commit one after the other, and votes should not wait.
        let told = async {
            let mut tx = db.global().await?;
            sqlx::query!(
                r#"select pg_notify($1, tenant::text) as "done: ()" from unnest($2::uuid[]) tenant"#,
                CHANNEL,
                &changed as &[TenantId],
            )
            .fetch_all(&mut *tx)
            .await?;
            tx.commit().await
        };
        let told: Result<()> = told.await;
        if let Err(error) = told {
            tracing::debug!(%error, "changes were not announced; they are seen within a second");
        }
    }
}

async fn hear(db: &Db) {
    loop {
        match db.listen(CHANNEL).await {
            Ok(mut listener) => {
                while let Ok(Some(told)) = listener.try_recv().await {
                    db.changes.announced(told.payload().parse().ok().map(TenantId)).await;
                }
            }
            Err(error) => tracing::debug!(%error, "cannot hear of changes; they are seen within a second"),
        }
        tokio::time::sleep(RETRY).await;
    }
}

/// Takes away what nobody asks for any more, now and then.
async fn sweep_now_and_then(db: &Db) {
    let mut before: Option<String> = None;
    loop {
        match sweep(db, before.as_deref()).await {
            Ok(snapshot) => before = Some(snapshot),
            Err(error) => tracing::debug!(%error, "old changes were not swept out"),
        }
        tokio::time::sleep(SWEEP).await;
    }
}

/// Takes away the changes that everybody saw who looked after `before`, as an earlier call returned it. Returns how things
/// stand now, as PostgreSQL says it.
pub async fn sweep(db: &Db, before: Option<&str>) -> Result<String> {
    let mut tx = db.global().await?;
    let snapshot = sqlx::query_scalar!(
        r#"with gone as (
               delete from changes where $1::text is not null and pg_visible_in_snapshot(xid, $1::text::pg_snapshot))
           select pg_current_snapshot()::text as "snapshot!""#,
        before,
    )
    .fetch_one(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(snapshot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobody_waits_for_ever_for_the_look_of_another() {
        let known = Known::default();
        let looking = known.turn().await.unwrap();
        assert!(matches!(known.turn().await, Err(Error::Unavailable(_))));
        drop(looking);
        assert!(known.turn().await.is_ok());
    }
}
