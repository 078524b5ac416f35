//! Asking a model what ideas mean: a batch at a time, with no transaction open while it thinks. Where it does not answer, the job
//! comes back later, and everything else goes on by the words alone.

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};

use super::{jobs, meanings};
use crate::app::App;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::outbox::{self, Desk, Entry, Errand, Handler, Handlers, Prepared};

const UNDERSTAND: &str = "similar.understand";

/// Ideas that the model is asked about at once.
const BATCH: i64 = 64;

/// Who does this job.
pub(super) fn register(handlers: Handlers) -> Handlers {
    handlers.with(UNDERSTAND, Understand)
}

/// How many were asked about by this run so far.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Run {
    asked: usize,
}

/// Has the model asked about every idea that it does not know, where there is a model and such an idea.
pub(super) async fn understand(app: &App, tx: &mut TenantTx, now: Time) -> Result<()> {
    let Some(model) = app.meaning.model() else { return Ok(()) };
    if meanings::unknown(tx, model, 1).await?.is_empty() {
        return Ok(());
    }
    enqueue(tx, Run::default(), now).await
}

async fn enqueue(tx: &mut TenantTx, run: Run, now: Time) -> Result<()> {
    let key = format!("{} {}", now.rfc3339(), run.asked);
    outbox::enqueue(tx, Entry { kind: UNDERSTAND, key, payload: &run, due_at: now, urgent: false }, now).await?;
    Ok(())
}

/// The same in every workspace: a model that was set up just now knows nothing yet.
pub async fn understand_all(app: &App) -> Result<()> {
    if app.meaning.model().is_none() {
        return Ok(());
    }
    for tenant in meanings::workspaces(app).await? {
        let mut tx = app.db.tenant(tenant).await?;
        understand(app, &mut tx, app.clock.now()).await?;
        tx.commit().await?;
    }
    Ok(())
}

struct Understand;

impl Handler for Understand {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let Run { asked } = desk.job.payload()?;
            let Some(model) = desk.app.meaning.model() else { return Ok(Prepared::Pointless("no model is set up any more")) };
            let ideas = meanings::unknown(desk.tx, model, BATCH).await?;
            if ideas.is_empty() {
                return Ok(Prepared::Done);
            }
            let (app, tenant, model) = (desk.app.clone(), desk.job.tenant, model.to_owned());
            Ok(Prepared::Errand(Errand(Box::pin(async move {
                let titles: Vec<String> = ideas.iter().map(|idea| idea.title.clone()).collect();
                let vectors = match app.meaning.of_all(&titles).await {
                    Ok(vectors) => vectors,
                    Err(trouble) => return Ok(Err(trouble.to_string())),
                };
                let now = app.clock.now();
                let mut tx = app.db.tenant(tenant).await?;
                meanings::write(&mut tx, &model, &ideas, &vectors).await?;
                let more = !meanings::unknown(&mut tx, &model, 1).await?.is_empty();
                match (more, asked) {
                    (true, _) => enqueue(&mut tx, Run { asked: asked + ideas.len() }, now).await?,
                    // What is compared now is compared by what it means as well.
                    (false, 0) => {
                        for idea in &ideas {
                            jobs::compare(&mut tx, idea.id, now).await?;
                        }
                    }
                    (false, _) => jobs::compare_all(&mut tx, now).await?,
                }
                tx.commit().await?;
                Ok::<_, Error>(Ok(()))
            }))))
        })
    }
}
