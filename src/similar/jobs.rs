//! Comparing ideas with the others, a little after they were written: what the queue of likely duplicates is made from.

use futures_util::future::BoxFuture;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::find::{Search, asked};
use super::pairs;
use crate::app::App;
use crate::boards::Visibility;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::IdeaId;
use crate::outbox::{self, Desk, Entry, Handler, Handlers, Prepared};

/// Jobs that compare one idea, and all there are.
const COMPARE: &str = "similar.compare";
const COMPARE_ALL: &str = "similar.compare_all";

/// How long an idea's words are left to settle: whoever submits often mends them at once.
const SETTLES: SignedDuration = SignedDuration::from_secs(30);

/// Ideas compared in one transaction when all are: few enough that it ends within a second.
const AT_ONCE: i64 = 200;

/// How much alike two ideas have to be for somebody to be asked: more than for a suggestion, which costs a glance.
const LIKELY: f32 = 0.5;

/// Pairs noted of one idea at most.
const MOST: i64 = 5;

/// Who does these jobs.
pub fn register(handlers: Handlers) -> Handlers {
    super::meaning_jobs::register(handlers.with(COMPARE, Compare).with(COMPARE_ALL, CompareAll))
}

/// Has an idea compared with the others: for whoever has submitted it, changed its words or brought it back.
pub async fn compare(tx: &mut TenantTx, idea: IdeaId, now: Time) -> Result<()> {
    let due_at = now + SETTLES;
    let entry =
        Entry { kind: COMPARE, key: format!("{idea}:{}", due_at.rfc3339()), payload: &One { idea }, due_at, urgent: false };
    outbox::enqueue(tx, entry, now).await?;
    Ok(())
}

/// Has every idea compared with the others: for whoever has brought in or changed many.
pub async fn compare_all(tx: &mut TenantTx, now: Time) -> Result<()> {
    go_on(tx, &now.rfc3339(), 0, now, now + SETTLES).await
}

async fn go_on(tx: &mut TenantTx, run: &str, after: i32, now: Time, due_at: Time) -> Result<()> {
    let entry = Entry { kind: COMPARE_ALL, key: format!("{run} after {after}"), payload: &All { after }, due_at, urgent: false };
    outbox::enqueue(tx, entry, now).await?;
    Ok(())
}

#[derive(Debug, Deserialize, Serialize)]
struct One {
    idea: IdeaId,
}

struct Compare;

impl Handler for Compare {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let One { idea } = desk.job.payload()?;
            super::meaning_jobs::understand(desk.app, desk.tx, desk.app.clock.now()).await?;
            match compared(desk.app, desk.tx, idea, None, desk.app.clock.now()).await {
                Ok(()) => Ok(Prepared::Done),
                Err(Error::NotFound) => Ok(Prepared::Pointless("the idea was deleted")),
                Err(error) => Err(error),
            }
        })
    }
}

/// How far a run over all ideas has come.
#[derive(Debug, Deserialize, Serialize)]
struct All {
    after: i32,
}

struct CompareAll;

impl Handler for CompareAll {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let All { after } = desk.job.payload()?;
            let now = desk.app.clock.now();
            if after == 0 {
                super::meaning_jobs::understand(desk.app, desk.tx, now).await?;
            }
            let batch = sqlx::query!(
                r#"select id as "id: IdeaId", number from ideas
                    where number > $1 and merged_into is null and deleted_at is null order by number limit $2"#,
                after,
                AT_ONCE,
            )
            .fetch_all(&mut **desk.tx)
            .await?;
            for idea in &batch {
                compared(desk.app, desk.tx, idea.id, Some(idea.number), now).await?;
            }
            if let Some(last) = batch.last() {
                let run = desk.job.key.split(" after ").next().unwrap_or(&desk.job.key);
                go_on(desk.tx, run, last.number, now, now).await?;
            }
            Ok(Prepared::Done)
        })
    }
}

/// Compares an idea with all others, or with earlier ones, and notes what is likely to be the same.
async fn compared(app: &App, tx: &mut TenantTx, idea: IdeaId, before: Option<i32>, now: Time) -> Result<()> {
    let asked = asked(tx, idea).await?;
    let search = Search::of_idea(app, tx, idea, &asked).await?;
    let mut hits = search.telling(before);
    hits.retain(|hit| hit.score >= LIKELY && hit.id != idea);
    let like =
        if hits.is_empty() { Vec::new() } else { search.seen(tx, &hits, Some(idea), &Visibility::ALL, None, MOST).await? };
    pairs::note(tx, idea, before, &like, now).await
}
