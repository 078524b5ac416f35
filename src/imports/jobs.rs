//! Working on imports in the background. The job is a claim ticket: it looks whether somebody works on the import, works on it
//! beside the worker if nobody does, and looks again. A server that crashes loses its claim within a minute.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use tokio::sync::Semaphore;
use tracing::Instrument;

use super::{run, store};
use crate::error::{Error, Result};
use crate::ids::ImportId;
use crate::outbox::{Desk, Handler, Handlers, Prepared};

/// Imports that one server works on at a time: each keeps a connection busy.
const AT_ONCE: usize = 2;

/// Who does these jobs.
pub fn register(handlers: Handlers) -> Handlers {
    handlers.with(store::FORGET, Forget).with(run::WORK, Work { places: Arc::new(Semaphore::new(AT_ONCE)) })
}

/// Lets go of a file that was brought and never taken in.
struct Forget;

impl Handler for Forget {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let gone = store::forget(desk.tx, desk.job.payload()?).await?;
            Ok(if gone { Prepared::Done } else { Prepared::Pointless("it was taken in, or taken away") })
        })
    }
}

struct Work {
    places: Arc<Semaphore>,
}

impl Handler for Work {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let id: ImportId = desk.job.payload()?;
            let import = match store::find(desk.tx, id).await {
                Ok(import) => import,
                Err(Error::NotFound) => return Ok(Prepared::Pointless("the import was discarded")),
                Err(error) => return Err(error),
            };
            if !import.state.under_way() {
                return Ok(Prepared::Done);
            }
            let Ok(place) = self.places.clone().try_acquire_owned() else {
                return Ok(Prepared::NotYet("other imports come first"));
            };
            if run::claim(desk.tx, id, desk.app.clock.now()).await? {
                let (app, tenant) = (desk.app.clone(), desk.job.tenant);
                let span = tracing::info_span!("import", import.id = %id);
                let work = async move {
                    if let Err(error) = run::work(&app, tenant, id, &mut |_| {}).await {
                        tracing::warn!(error = format!("{error:#}"), "an import stopped; it goes on when its claim has ended");
                    }
                    drop(place);
                };
                tokio::spawn(work.instrument(span));
            }
            Ok(Prepared::NotYet("it is under way"))
        })
    }
}
