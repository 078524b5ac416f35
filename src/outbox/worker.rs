//! The worker: takes what is due, prepares inside a transaction, sends outside of it, and writes down how it ended.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream;
use futures_util::{FutureExt, StreamExt};
use jiff::SignedDuration;
use sqlx::postgres::PgListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::{Desk, Errand, Handlers, Job, Outcome, Prepared, Refusal, State, recipient, store};
use crate::app::{App, Site};
use crate::error::{Error, Result};
use crate::mail::{Failure, Mail};
use crate::text::Email;

/// Jobs taken at a time, and of them at most this many of one workspace.
const BATCH: i64 = 32;
const BATCH_OF_ONE_WORKSPACE: i64 = 16;

/// Jobs that are done at the same time. More than there are connections to a mail server (`mail::smtp`), so that while those send
/// the next are prepared, and none of them waits.
const AT_ONCE: usize = 16;

/// How often a worker that is at a job says so: often enough that a lease never ends meanwhile.
const AT_IT: Duration = Duration::from_secs(30);

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

/// What staff read of a job that was not begun because the server stopped, or could not reach its data.
const STOPPED: &str = "the server stopped before it had begun";
const AWAY: &str = "Shipboard could not reach its data for a moment";

/// How long somebody waits who wants to write something down while the database is away.
const PAUSE: Duration = Duration::from_millis(500);

/// How soon a job looks again that waits for another.
const NOT_YET: SignedDuration = SignedDuration::from_secs(5);

/// How a job's workspace is found: `access` knows.
pub type FindSite = for<'a> fn(&'a App, crate::ids::TenantId) -> BoxFuture<'a, Result<Option<Site>>>;

/// Does jobs until it is told to stop, and ends the ones it has begun. One that takes long holds up no other: as soon as there
/// is a hand free, the next is begun.
pub async fn run(app: App, handlers: Handlers, find_site: FindSite, stop: CancellationToken) {
    let mut listener = None;
    let mut taken = VecDeque::new();
    let mut hands = JoinSet::new();
    while !stop.is_cancelled() {
        // Interest is registered before looking, so that nothing can slip in between.
        if listener.is_none() {
            listener = app.db.listen(store::CHANNEL).await.map_err(|error| tracing::warn!(%error, "cannot listen; polling")).ok();
        }
        if taken.is_empty() && hands.len() < AT_ONCE {
            taken.extend(take(&app).await.unwrap_or_default());
        }
        let nothing_due = taken.is_empty();
        while hands.len() < AT_ONCE
            && let Some(job) = taken.pop_front()
        {
            let (app, handlers) = (app.clone(), handlers.clone());
            hands.spawn(async move { work(&app, &handlers, find_site, &job).await });
        }
        tokio::select! {
            () = stop.cancelled() => {}
            Some(_) = hands.join_next() => {}
            () = tokio::time::sleep(POLL), if nothing_due => {}
            heard = hear(&mut listener), if nothing_due => if !heard { listener = None },
        }
    }
    // What was taken and not begun is for another server, or for after the start.
    for job in taken {
        if let Err(error) = give_back(&app, &job, STOPPED, SignedDuration::ZERO).await {
            tracing::warn!(error = format!("{error:#}"), "cannot give a job back; it comes back when its lease ends");
        }
    }
    while hands.join_next().await.is_some() {}
}

/// Waits for a notification. False where the connection is lost; never where there is none.
async fn hear(listener: &mut Option<PgListener>) -> bool {
    match listener {
        Some(listener) => matches!(listener.try_recv().await, Ok(Some(_))),
        None => std::future::pending().await,
    }
}

/// Takes a batch of what is due.
async fn take(app: &App) -> Result<Vec<Job>> {
    let taken = async {
        let mut tx = app.db.global().await?;
        let jobs = store::claim(&mut tx, app.clock.now(), BATCH, BATCH_OF_ONE_WORKSPACE).await?;
        tx.commit().await?;
        Ok::<_, Error>(jobs)
    };
    taken.await.inspect_err(|error| tracing::warn!(%error, "cannot look at the outbox"))
}

/// Does one batch to its end, for whoever needs to know when that is. Returns how many jobs it had.
pub async fn drain(app: &App, handlers: &Handlers, find_site: FindSite) -> Result<usize> {
    let jobs = take(app).await?;
    let count = jobs.len();
    stream::iter(jobs).for_each_concurrent(AT_ONCE, |job| async move { work(app, handlers, find_site, &job).await }).await;
    Ok(count)
}

/// Does one job, whatever comes of it.
async fn work(app: &App, handlers: &Handlers, find_site: FindSite, job: &Job) {
    let span = tracing::info_span!("job", outbox.id = %job.id, outbox.kind = job.kind, tenant.id = %job.tenant);
    let work = async {
        if let Err(error) = contained(Box::pin(perform(app, handlers, find_site, job))).await {
            tracing::error!(error = format!("{error:#}"), attempts = job.attempts, "job failed");
            shelve(app, handlers, find_site, job).await;
        }
    };
    work.instrument(span).await;
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
    let prepared = {
        let _desk = handlers.desk().await?;
        prepare(app, &*handler, find_site, job).await
    };
    let (site, leaving) = match prepared {
        Ok(Some(prepared)) => prepared,
        Ok(None) => return Ok(()),
        // The database is away, and that is not the job's fault.
        Err(error @ Error::Unavailable(_)) => {
            tracing::warn!(error = format!("{error:#}"), "could not prepare for now");
            return sooner_or_later(|| Box::pin(give_back(app, job, AWAY, NOT_YET))).await;
        }
        Err(error) => return Err(error),
    };

    // No transaction is open while the network is spoken to.
    let mail = match leaving {
        Leaving::Mail(mail) => mail,
        Leaving::Errand(errand) => return carry_out(app, &*handler, &site, job, errand).await,
    };
    let now = app.clock.now();
    let id = job.id.to_string();
    let sending = Box::pin(app.mail.send(&mail, &app.sender, &id, now));
    let sent = held(app, job, sending).await;
    // What the network said is known to nobody else: a database that is away just then is waited for.
    let (handler, site) = (&*handler, &site);
    let _desk = handlers.desk().await?;
    sooner_or_later(|| Box::pin(write_down(app, handler, site, job, &mail.to, &sent))).await
}

/// What there is to do with no transaction open.
enum Leaving {
    Mail(Box<Mail>),
    Errand(Errand),
}

/// Runs an errand, and writes down how it ended.
async fn carry_out(app: &App, handler: &dyn super::Handler, site: &Site, job: &Job, errand: Errand) -> Result<()> {
    match held(app, job, errand.0).await {
        Ok(Ok(())) => sooner_or_later(|| Box::pin(settle(app, handler, site, job, &Outcome::Sent, None))).await,
        Ok(Err(words)) => sooner_or_later(|| Box::pin(later(app, handler, site, job, &words, true))).await,
        Err(error @ Error::Unavailable(_)) => {
            tracing::warn!(error = format!("{error:#}"), "could not write down for now");
            sooner_or_later(|| Box::pin(give_back(app, job, AWAY, NOT_YET))).await
        }
        Err(error) => Err(error),
    }
}

/// Writes down what came of sending.
async fn write_down(
    app: &App,
    handler: &dyn super::Handler,
    site: &Site,
    job: &Job,
    to: &Email,
    sent: &Result<std::result::Result<(), Failure>>,
) -> Result<()> {
    match sent {
        Ok(Ok(())) => settle(app, handler, site, job, &Outcome::Sent, Some(&recipient(site, to.as_str()))).await,
        Ok(Err(Failure::Later(words))) => later(app, handler, site, job, words, true).await,
        Ok(Err(Failure::Unknown(words))) => later(app, handler, site, job, words, false).await,
        Ok(Err(Failure::Refused(words))) => {
            let refusal = Refusal { to: to.clone(), words: words.clone() };
            settle(app, handler, site, job, &Outcome::Refused(refusal), None).await
        }
        Ok(Err(Failure::Never(words))) => settle(app, handler, site, job, &Outcome::GivenUp(words.clone()), None).await,
        Err(error) => {
            let words = format!("the mail could not be put together: {error}");
            settle(app, handler, site, job, &Outcome::GivenUp(words), None).await
        }
    }
}

/// What there is to send, and for which workspace. None where the job has come to its end, or is somebody else's by now.
async fn prepare(app: &App, handler: &dyn super::Handler, find_site: FindSite, job: &Job) -> Result<Option<(Site, Leaving)>> {
    let Some(site) = find_site(app, job.tenant).await? else { return Ok(None) };
    let now = app.clock.now();
    let mut tx = app.db.tenant(job.tenant).await?;
    if !store::hold_on(&mut tx, job).await? {
        return Ok(None);
    }
    match handler.prepare(Desk { app, site: &site, tx: &mut tx, job }).await {
        Ok(Prepared::Mail(mail)) => {
            tx.commit().await?;
            return Ok(Some((site, Leaving::Mail(mail))));
        }
        Ok(Prepared::Errand(errand)) => {
            tx.commit().await?;
            return Ok(Some((site, Leaving::Errand(errand))));
        }
        Ok(Prepared::Done) => store::finish(&mut tx, job, State::Done, None, None, now).await?,
        Ok(Prepared::Pointless(why)) => store::finish(&mut tx, job, State::Dropped, Some(why), None, now).await?,
        Ok(Prepared::NotYet(why)) => store::put_back(&mut tx, job, why, now + NOT_YET).await?,
        Err(error @ Error::Unavailable(_)) => return Err(error),
        Err(error) => {
            drop(tx);
            tracing::error!(error = format!("{error:#}"), "could not prepare");
            later(app, handler, &site, job, BROKEN, true).await?;
            return Ok(None);
        }
    }
    tx.commit().await?;
    Ok(None)
}

/// Does something that may take long, and meanwhile says now and then that the job is not anybody else's.
async fn held<T>(app: &App, job: &Job, something: impl Future<Output = T>) -> T {
    let mut something = pin!(something);
    loop {
        tokio::select! {
            done = &mut something => return done,
            () = tokio::time::sleep(AT_IT) => {
                let said = async {
                    let mut tx = app.db.tenant(job.tenant).await?;
                    store::hold_on(&mut tx, job).await?;
                    tx.commit().await
                };
                if let Err(error) = said.await {
                    tracing::warn!(error = format!("{error:#}"), "cannot hold on to a job");
                }
            }
        }
    }
}

/// Puts a job back that was not begun, or could not be for want of a database, as if nobody had taken it.
async fn give_back(app: &App, job: &Job, why: &str, wait: SignedDuration) -> Result<()> {
    let mut tx = app.db.tenant(job.tenant).await?;
    if store::hold(&mut tx, job).await? {
        store::put_back(&mut tx, job, why, app.clock.now() + wait).await?;
    }
    tx.commit().await
}

/// Does something again and again until the database can be reached.
async fn sooner_or_later<'a>(something: impl Fn() -> BoxFuture<'a, Result<()>>) -> Result<()> {
    loop {
        match something().await {
            Err(Error::Unavailable(cause)) => {
                tracing::warn!(error = format!("{cause:#}"), "could not be written down yet");
                tokio::time::sleep(PAUSE).await;
            }
            ended => return ended,
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
