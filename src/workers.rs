//! Who does which job: the one list of handlers, and the loop that runs beside the server.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::access::find_site;
use crate::app::App;
use crate::outbox::{Handlers, worker};
use crate::{changelog, ideas, imports, notices, pictures, releases, similar, users};

/// How often what has gone stale is swept out of memory, and what nobody needed meanwhile is closed.
const SWEEP: Duration = Duration::from_mins(10);

/// Every kind of job and who does it.
pub fn handlers() -> Handlers {
    let registers = [
        users::jobs::register,
        notices::jobs::register,
        similar::jobs::register,
        ideas::reindex::register,
        ideas::moderation::jobs::register,
        releases::jobs::register,
        changelog::jobs::register,
        imports::jobs::register,
        pictures::jobs::register,
    ];
    registers.into_iter().fold(Handlers::default(), |handlers, register| register(handlers))
}

/// Does jobs until it is told to stop.
pub async fn run(app: App, stop: CancellationToken) {
    if let Err(error) = similar::meaning_jobs::understand_all(&app).await {
        tracing::warn!(error = format!("{error:#}"), "could not see what the embedding model has to be asked about");
    }
    let sweeping = async {
        loop {
            tokio::time::sleep(SWEEP).await;
            app.limits.forget_the_quiet();
            app.alike.forget_the_quiet().await;
            app.db.rest(SWEEP).await;
        }
    };
    tokio::select! {
        () = worker::run(app.clone(), handlers(), find_site, stop) => {}
        () = sweeping => {}
    }
}
