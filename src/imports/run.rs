//! Working on an import until it ends: reading on one side, a transaction a batch on the other, never more than a few batches
//! in memory.

use std::fs::File;
use std::io::Seek;

use serde_json::json;
use tokio::sync::mpsc;

use super::apply::{self, Imagined, Terms};
use super::readers::{self, Fault, Item};
use super::record::Record;
use super::{Import, State, files, links, store, undo};
use crate::app::App;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::{ImportId, TenantId, UserId};
use crate::outbox::{self, Entry};
use crate::similar;
use crate::tenants::room;

/// Records that one transaction brings: enough that statements about all of them pay, few enough that nobody waits noticeably
/// for what it holds.
const BATCH: usize = 1_000;

/// Bytes of pictures that end a batch: several are in memory at once.
const WEIGHT: usize = 4 * 1024 * 1024;

/// Batches that are read ahead.
const AHEAD: usize = 2;

/// The job that works on an import, on whichever server.
pub(super) const WORK: &str = "import.work";

/// Begins something with an import: checking, taking in, or taking back.
pub async fn begin(tx: &mut TenantTx, id: ImportId, what: State, actor: Option<UserId>, now: Time) -> Result<()> {
    let import = store::hold(tx, id).await?;
    let from: &[State] = match what {
        State::Checking | State::Running => &[State::New, State::Checked, State::Failed],
        State::Undoing => &[State::Done, State::Failed],
        _ => &[],
    };
    let begun = import.started_at.is_some();
    let fits = match what {
        State::Checking => !begun,
        State::Undoing => begun,
        _ => true,
    };
    if !fits || !store::advance(tx, id, from, what, now).await? {
        return Err(Error::rejected(format!("This import is {} by now, so that cannot be done.", import.state.word())));
    }
    if what == State::Checking || what == State::Running && !begun {
        store::rewind(tx, id).await?;
    }
    let kind = match what {
        State::Running => Some("import.started"),
        State::Undoing => Some("import.undo_started"),
        _ => None,
    };
    if let Some(kind) = kind {
        let data = json!({ "file": import.file_name, "format": import.format, "source": import.source });
        events::record(tx, kind, actor, id.0, data, now).await?;
    }
    enqueue(tx, id, now).await
}

/// Has some server go on with it.
pub async fn enqueue(tx: &mut TenantTx, id: ImportId, now: Time) -> Result<()> {
    let key = format!("{id}:{}", now.timestamp().as_microsecond());
    outbox::enqueue(tx, Entry { kind: WORK, key, payload: &id, due_at: now, urgent: false }, now).await?;
    Ok(())
}

/// Takes an import for some time, if nobody else works on it.
pub async fn claim(tx: &mut TenantTx, id: ImportId, now: Time) -> Result<bool> {
    store::lease(tx, id, now).await
}

/// Works on an import that was claimed, until it ends, and tells how far it has come after every batch. A fault of ours is
/// written down as its end; one that passes is returned, and whoever claims it next goes on.
pub async fn work(app: &App, tenant: TenantId, id: ImportId, told: &mut (dyn FnMut(&Import) + Send)) -> Result<Import> {
    match perform(app, tenant, id, told).await {
        Ok(import) => Ok(import),
        Err(error @ (Error::Unavailable(_) | Error::NotFound)) => Err(error),
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), import.id = %id, "an import failed");
            let mut tx = app.db.tenant(tenant).await?;
            let words = match &error {
                Error::Rejected(words) => words.to_string(),
                _ => "Shipboard could not go on; the log says why. What is in stays in, and it can be tried again.".to_owned(),
            };
            store::fail(&mut tx, id, &words, app.clock.now()).await?;
            let import = store::find(&mut tx, id).await?;
            tx.commit().await?;
            Ok(import)
        }
    }
}

async fn perform(app: &App, tenant: TenantId, id: ImportId, told: &mut (dyn FnMut(&Import) + Send)) -> Result<Import> {
    let import = store::find(&mut app.db.tenant_read(tenant).await?, id).await?;
    match import.state {
        State::Checking | State::Running => {}
        State::Undoing => return undo::perform(app, tenant, id).await,
        _ => return Ok(import),
    }
    let dry = import.state == State::Checking;
    let file = files::fetch(app, tenant, id).await?;
    let mut import = import;
    if dry {
        let mut tx = app.db.tenant(tenant).await?;
        store::rewind(&mut tx, id).await?;
        import = store::find(&mut tx, id).await?;
        tx.commit().await?;
    } else if import.record_count.is_none() {
        import.record_count = Some(count(file.try_clone().map_err(Error::internal)?, &import).await?);
        let mut tx = app.db.tenant(tenant).await?;
        store::progress(&mut tx, &import, app.clock.now()).await?;
        tx.commit().await?;
    }
    let mut batches = read(file, &import, import.read_count);
    let mut imagined = dry.then(Imagined::default);
    while let Some(batch) = batches.recv().await {
        let batch = match batch {
            Ok(batch) => batch,
            Err(words) => return give_up(app, tenant, id, words).await,
        };
        let now = app.clock.now();
        let mut tx = app.db.tenant(tenant).await?;
        let mut current = store::hold(&mut tx, id).await?;
        // Whoever else has gone on with it goes on.
        if current.state != import.state || current.read_count != import.read_count {
            return Ok(current);
        }
        let actor = actor(&mut tx, &current).await?;
        let count = i64::try_from(batch.items.len()).unwrap_or(0);
        let terms = Terms { actor, now, complete: batch.complete, room: room::whole(&app.config) };
        apply::carry_out(&mut tx, &mut current, terms, imagined.as_mut(), batch.items).await?;
        current.read_count += count;
        store::progress(&mut tx, &current, now).await?;
        tx.commit().await?;
        import = current;
        told(&import);
    }
    end(app, tenant, id, imagined).await
}

/// The last transaction: what could not be done before everything was in.
async fn end(app: &App, tenant: TenantId, id: ImportId, imagined: Option<Imagined>) -> Result<Import> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let mut import = store::hold(&mut tx, id).await?;
    import.record_count = Some(import.read_count);
    if let Some(imagined) = imagined {
        if let Some(words) = imagined.foretell(room::whole(&app.config)) {
            import.summary.note(words);
        }
        store::progress(&mut tx, &import, now).await?;
        store::advance(&mut tx, id, &[State::Checking], State::Checked, now).await?;
    } else {
        links::tie(&mut tx, &mut import).await?;
        similar::jobs::compare_all(&mut tx, now).await?;
        store::progress(&mut tx, &import, now).await?;
        store::advance(&mut tx, id, &[State::Running], State::Done, now).await?;
        files::forget(&mut tx, id).await?;
        let data = json!({ "file": import.file_name, "summary": import.summary.kinds, "errors": import.error_count });
        events::record(&mut tx, "import.finished", import.created_by, id.0, data, now).await?;
    }
    let import = store::find(&mut tx, id).await?;
    tx.commit().await?;
    Ok(import)
}

async fn give_up(app: &App, tenant: TenantId, id: ImportId, words: String) -> Result<Import> {
    let mut tx = app.db.tenant(tenant).await?;
    let import = store::hold(&mut tx, id).await?;
    let words = if import.started_at.is_some() && import.read_count > 0 {
        format!("{words} What stands before that is in, and can be undone.")
    } else {
        words
    };
    store::fail(&mut tx, id, &words, app.clock.now()).await?;
    let import = store::find(&mut tx, id).await?;
    tx.commit().await?;
    Ok(import)
}

/// Whoever has done what the file names nobody for: who brought it, or the workspace's first owner.
async fn actor(tx: &mut TenantTx, import: &Import) -> Result<UserId> {
    if let Some(user) = import.created_by {
        return Ok(user);
    }
    store::first_owner(tx)
        .await?
        .ok_or_else(|| Error::rejected("The workspace has no owner yet, so nobody can stand behind an import."))
}

/// Records of one transaction.
struct Batch {
    items: Vec<Item>,
    /// Whether the file says that it lists everything.
    complete: bool,
}

/// Reads on a thread of its own, from the record after the first `skip`. What cannot be read at all comes as words.
fn read(mut file: File, import: &Import, skip: i64) -> mpsc::Receiver<Result<Batch, String>> {
    let (send, receive) = mpsc::channel(AHEAD);
    let (format, options) = (import.format.clone(), import.options.clone());
    let skip = usize::try_from(skip).unwrap_or(0);
    tokio::task::spawn_blocking(move || {
        let open = || {
            file.rewind().map_err(|error| error.to_string())?;
            let shape = readers::shape(&format).ok_or_else(|| format!("Nobody reads “{format}”."))?;
            (shape.open)(file, &options)
        };
        let reader = open();
        let reader = match reader {
            Ok(reader) => readers::once(reader),
            Err(words) => return drop(send.blocking_send(Err(words))),
        };
        let (mut items, mut weight, mut complete) = (Vec::with_capacity(BATCH), 0, false);
        for (place, item) in reader.enumerate() {
            complete |= matches!(item.record, Ok(Record::Shipboard(_)));
            let fault = match &item.record {
                Err(Fault::File(words)) => Some(words.clone()),
                _ => None,
            };
            if place >= skip && fault.is_none() {
                weight += item.weight();
                items.push(item);
            }
            if items.len() == BATCH || weight >= WEIGHT || fault.is_some() && !items.is_empty() {
                weight = 0;
                let batch = Batch { items: std::mem::replace(&mut items, Vec::with_capacity(BATCH)), complete };
                // Nobody listens any more: somebody else has gone on with it, or the server stops.
                if send.blocking_send(Ok(batch)).is_err() {
                    return;
                }
            }
            if let Some(words) = fault {
                return drop(send.blocking_send(Err(words)));
            }
        }
        if !items.is_empty() {
            drop(send.blocking_send(Ok(Batch { items, complete })));
        }
    });
    receive
}

/// How many records there are, for whoever watches.
async fn count(file: File, import: &Import) -> Result<i64> {
    let mut batches = read(file, import, 0);
    let mut count = 0;
    while let Some(Ok(batch)) = batches.recv().await {
        count += i64::try_from(batch.items.len()).unwrap_or(0);
    }
    Ok(count)
}
