//! The worker: takes what is due, prepares inside a transaction, sends outside of it, and writes down how it ended.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::stream;
use futures_util::{FutureExt, StreamExt};
use jiff::SignedDuration;
use sqlx::postgres::PgListener;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::{Desk, Handlers, Job, Outcome, Prepared, Refusal, State, recipient, store};
use crate::app::{App, Site};
use crate::error::{Error, Result};
use crate::mail::Failure;

/// Jobs taken at a time, and of them at most this many of one workspace.
const BATCH: i64 = 32;
const BATCH_OF_ONE_WORKSPACE: i64 = 16;

/// Jobs of a batch that are done at the same time. No more than the mail transport's connections.
const AT_ONCE: usize = 8;

/// Without a notification the list is looked at this often: for jobs that become due, and notifications that were lost.
const POLL: Duration = Duration::from_secs(2);

/// Waits between attempts. They add up to two days; then a job is given up.
const BACKOFF: [SignedDuration; 10] = [
    SignedDuration::from_secs(10),
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(15),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(4),
    SignedDuration::from_hours(8),
    SignedDuration::from_hours(14),
    SignedDuration::from_hours(18),
];

/// What staff read of a job that failed by a fault of ours.
const BROKEN: &str = "Shipboard could not do it; the log says why";

/// How soon a job looks again that waits for another.
const NOT_YET: SignedDuration = SignedDuration::from_secs(5);

/// How a job's workspace is found: `access` knows.
pub type FindSite = for<'a> fn(&'a App, crate::ids::TenantId) -> futures_util::future::BoxFuture<'a, Result<Option<Site>>>;

/// Does jobs until it is told to stop, and ends the ones it has begun.
pub async fn run(app: App, handlers: Handlers, find_site: FindSite, stop: CancellationToken) {
    let mut listener = None;
    while !stop.is_cancelled() {
        // Interest is registered before looking, so that nothing can slip in between.
        if listener.is_none() {
            listener = app.db.listen(store::CHANNEL).await.map_err(|error| tracing::warn!(%error, "cannot listen; polling")).ok();
        }
        match drain(&app, &handlers, find_site, &stop).await {
            Ok(0) | Err(_) => {}
            Ok(_) => continue,
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(POLL) => {}
            heard = hear(&mut listener) => if !heard { listener = None },
        }
    }
}

/// Waits for a notification. False where the connection is lost; never where there is none.
async fn hear(listener: &mut Option<PgListener>) -> bool {
    match listener {
        Some(listener) => matches!(listener.try_recv().await, Ok(Some(_))),
        None => std::future::pending().await,
    }
}

/// Does one batch. Returns how many jobs it had.
pub async fn drain(app: &App, handlers: &Handlers, find_site: FindSite, stop: &CancellationToken) -> Result<usize> {
    let claimed = async {
        let mut tx = app.db.global().await?;
        let jobs = store::claim(&mut tx, app.clock.now(), BATCH, BATCH_OF_ONE_WORKSPACE).await?;
        tx.commit().await?;
        Ok::<_, Error>(jobs)
    };
    let jobs = claimed.await.inspect_err(|error| tracing::warn!(%error, "cannot look at the outbox"))?;
    let count = jobs.len();
    stream::iter(jobs)
        .for_each_concurrent(AT_ONCE, |job| async move {
            // A job that was not begun when the server stops keeps its lease and is done by another server, or after the start.
            if stop.is_cancelled() {
                return;
            }
            let span = tracing::info_span!("job", outbox.id = %job.id, outbox.kind = job.kind, tenant.id = %job.tenant);
            let work = async {
                if let Err(error) = contained(perform(app, handlers, find_site, &job)).await {
                    tracing::error!(error = format!("{error:#}"), attempts = job.attempts, "job failed");
                    shelve(app, handlers, find_site, &job).await;
                }
            };
            work.instrument(span).await;
        })
        .await;
    Ok(count)
}

/// When the next job is due, where any waits.
pub async fn next_due(app: &App) -> Result<Option<crate::clock::Time>> {
    store::next_due(&mut app.db.global().await?).await
}

/// A handler that panics harms its own job and no other.
async fn contained(work: impl Future<Output = Result<()>>) -> Result<()> {
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
        Err(Error::internal(anyhow::anyhow!("panicked: {}", words.unwrap_or_default())))
    })
}

/// Puts a job back that failed by a fault of ours, as any other that did not leave, or it would be sent with every lease for
/// ever. Where its handler cannot even take that, it is left out.
async fn shelve(app: &App, handlers: &Handlers, find_site: FindSite, job: &Job) {
    let by_handler = async {
        match (handlers.of(&job.kind), find_site(app, job.tenant).await?) {
            (Some(handler), Some(site)) => later(app, &*handler, &site, job, BROKEN, false).await,
            _ => Err(Error::internal(anyhow::anyhow!("nobody can put it back"))),
        }
    };
    if contained(by_handler).await.is_ok() {
        return;
    }
    let without_handler = async {
        let mut tx = app.db.tenant(job.tenant).await?;
        if store::hold(&mut tx, job).await? {
            let now = app.clock.now();
            match wait(job) {
                Some(wait) => store::retry(&mut tx, job, BROKEN, now + wait).await?,
                None => store::finish(&mut tx, job, State::Failed, Some(BROKEN), None, now).await?,
            }
        }
        tx.commit().await
    };
    if let Err(error) = without_handler.await {
        tracing::warn!(error = format!("{error:#}"), "cannot put the job back; it comes back when its lease ends");
    }
}

async fn perform(app: &App, handlers: &Handlers, find_site: FindSite, job: &Job) -> Result<()> {
    let Some(handler) = handlers.of(&job.kind) else {
        return Err(Error::internal(anyhow::anyhow!("nobody does “{}”", job.kind)));
    };
    let Some(site) = find_site(app, job.tenant).await? else { return Ok(()) };
    let now = app.clock.now();

    let mut tx = app.db.tenant(job.tenant).await?;
    if !store::hold(&mut tx, job).await? {
        return Ok(());
    }
    let mail = match handler.prepare(Desk { app, site: &site, tx: &mut tx, job }).await {
        Ok(Prepared::Mail(mail)) => {
            tx.commit().await?;
            mail
        }
        Ok(Prepared::Done) => {
            store::finish(&mut tx, job, State::Done, None, None, now).await?;
            return tx.commit().await;
        }
        Ok(Prepared::Pointless(why)) => {
            store::finish(&mut tx, job, State::Dropped, Some(why), None, now).await?;
            return tx.commit().await;
        }
        Ok(Prepared::NotYet(why)) => {
            store::put_back(&mut tx, job, why, now + NOT_YET).await?;
            return tx.commit().await;
        }
        Err(error) => {
            drop(tx);
            tracing::error!(error = format!("{error:#}"), "could not prepare");
            return later(app, &*handler, &site, job, BROKEN, true).await;
        }
    };

    // No transaction is open while the network is spoken to.
    let sent = app.mail.send(&mail, &app.sender, &job.id.to_string(), now).await;
    match sent {
        Ok(Ok(())) => settle(app, &*handler, &site, job, &Outcome::Sent, Some(&recipient(&site, mail.to.as_str()))).await,
        Ok(Err(Failure::Later(words))) => later(app, &*handler, &site, job, &words, true).await,
        Ok(Err(Failure::Unknown(words))) => later(app, &*handler, &site, job, &words, false).await,
        Ok(Err(Failure::Refused(words))) => {
            settle(app, &*handler, &site, job, &Outcome::Refused(Refusal { to: mail.to, words }), None).await
        }
        Ok(Err(Failure::Never(words))) => settle(app, &*handler, &site, job, &Outcome::GivenUp(words), None).await,
        Err(error) => {
            let words = format!("the mail could not be put together: {error}");
            settle(app, &*handler, &site, job, &Outcome::GivenUp(words), None).await
        }
    }
}

/// Writes down how it ended. A worker that lost its lease meanwhile still notes what was sent, and leaves the rest to whoever
/// holds the job now. `recipient` is whom it was sent to, see [`recipient`].
async fn settle(
    app: &App,
    handler: &dyn super::Handler,
    site: &Site,
    job: &Job,
    outcome: &Outcome,
    recipient: Option<&str>,
) -> Result<()> {
    let mut tx = app.db.tenant(job.tenant).await?;
    let held = store::hold(&mut tx, job).await?;
    let (state, reason, word) = match outcome {
        Outcome::Sent => (State::Done, None, "done"),
        Outcome::Refused(_) | Outcome::GivenUp(_) if !held => return Ok(()),
        Outcome::Refused(Refusal { words, .. }) | Outcome::GivenUp(words) => (State::Failed, Some(words.as_str()), "failed"),
    };
    handler.settle(Desk { app, site, tx: &mut tx, job }, outcome).await?;
    store::finish(&mut tx, job, state, reason, recipient, app.clock.now()).await?;
    metrics::counter!("outbox_jobs_total", "kind" => job.kind.clone(), "state" => word).increment(1);
    tx.commit().await
}

async fn later(app: &App, handler: &dyn super::Handler, site: &Site, job: &Job, words: &str, certain: bool) -> Result<()> {
    let Some(wait) = wait(job) else {
        return settle(app, handler, site, job, &Outcome::GivenUp(words.to_owned()), None).await;
    };
    let mut tx = app.db.tenant(job.tenant).await?;
    if store::hold(&mut tx, job).await? {
        handler.postpone(Desk { app, site, tx: &mut tx, job }, certain).await?;
        store::retry(&mut tx, job, words, app.clock.now() + wait).await?;
    }
    tx.commit().await
}

/// How long until the job is tried again; none where it has been tried for long enough.
fn wait(job: &Job) -> Option<SignedDuration> {
    BACKOFF.get(usize::try_from(job.attempts - 1).unwrap_or(0)).copied()
}
