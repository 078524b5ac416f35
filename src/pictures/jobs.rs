//! Sweeping out pictures that no text mentions: brought for a text that was never sent, or taken out of the one that was.

use futures_util::future::BoxFuture;
use jiff::SignedDuration;

use super::store;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::outbox::{self, Desk, Entry, Handler, Handlers, Prepared};

/// The job. There is one a day in a workspace that has pictures.
const SWEEP: &str = "pictures.sweep";

/// How long a picture waits for its text.
const WAITS: SignedDuration = SignedDuration::from_hours(24);

/// Who does this job.
pub fn register(handlers: Handlers) -> Handlers {
    handlers.with(SWEEP, Sweep)
}

/// Has the workspace swept when what was brought by now has waited long enough.
pub async fn sweep_later(tx: &mut TenantTx, now: Time) -> Result<()> {
    // One for all that is brought on a day, which has waited for at least as long by then.
    let due_at = now + WAITS * 2;
    let day = due_at.timestamp().strftime("%Y-%m-%d").to_string();
    outbox::enqueue(tx, Entry { kind: SWEEP, key: day, payload: &(), due_at, urgent: false }, now).await?;
    Ok(())
}

struct Sweep;

impl Handler for Sweep {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let now = desk.app.clock.now();
            if store::sweep(desk.tx, now + WAITS * -1).await? > 0 {
                // A text that mentions one may be changed on any day.
                sweep_later(desk.tx, now).await?;
            }
            Ok(Prepared::Done)
        })
    }
}
