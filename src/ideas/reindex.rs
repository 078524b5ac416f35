//! Search in another language: when a workspace changes its own, every idea is read again by the new one's word forms.

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::outbox::{self, Desk, Entry, Handler, Handlers, Prepared};
use crate::similar;
use crate::tenants::LANGUAGE_CHANGED;

/// Ideas read in one transaction: few enough that a vote on one of them does not wait noticeably.
const AT_ONCE: i64 = 500;

/// Who does this job.
pub fn register(handlers: Handlers) -> Handlers {
    handlers.with(LANGUAGE_CHANGED, Reindex)
}

/// How far it has come.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Payload {
    /// The number of the last idea that was read.
    #[serde(default)]
    after: i32,
}

struct Reindex;

impl Handler for Reindex {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let Payload { after } = desk.job.payload()?;
            let Some(last) = read(desk.tx, after).await? else {
                // What two ideas share depends on what counts as the same word.
                similar::jobs::compare_all(desk.tx, desk.app.clock.now()).await?;
                return Ok(Prepared::Done);
            };
            next(desk.tx, &desk.job.key, last, desk.app.clock.now()).await?;
            Ok(Prepared::Done)
        })
    }
}

/// Reads the ideas after a number in the workspace's language. Returns the last one's number; none where there were none.
async fn read(tx: &mut TenantTx, after: i32) -> Result<Option<i32>> {
    let last = sqlx::query_scalar!(
        r#"with batch as (
               select id from ideas where number > $1 order by number limit $2 for no key update
           ), read as (
               update ideas i
                  set search = setweight(to_tsvector(current_language(), unaccent(i.title)), 'A')
                               || setweight(to_tsvector(current_language(), unaccent(i.body)), 'B')
                 from batch
                where i.id = batch.id
            returning i.number
           )
           select max(number) as "last" from read"#,
        after,
        AT_ONCE,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(last)
}

/// Goes on after `last`, in a transaction of its own.
async fn next(tx: &mut TenantTx, key: &str, last: i32, now: Time) -> Result<()> {
    let run = key.split(':').next().unwrap_or(key);
    let entry = Entry {
        kind: LANGUAGE_CHANGED,
        key: format!("{run}:{last}"),
        payload: &Payload { after: last },
        due_at: now,
        urgent: false,
    };
    outbox::enqueue(tx, entry, now).await?;
    Ok(())
}
