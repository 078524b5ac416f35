//! Who does which job: the one list of handlers, and the loop that runs beside the server.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::access::find_site;
use crate::app::App;
use crate::outbox::{Handlers, worker};

/// How often what has gone stale is swept out of memory.
const SWEEP: Duration = Duration::from_mins(10);

/// Every kind of job and who does it.
pub fn handlers() -> Handlers {
    Handlers::default()
}

/// Does jobs until it is told to stop.
pub async fn run(app: App, stop: CancellationToken) {
    let sweeping = async {
        loop {
            tokio::time::sleep(SWEEP).await;
            app.limits.forget_the_quiet();
        }
    };
    tokio::select! {
        () = worker::run(app.clone(), handlers(), find_site, stop) => {}
        () = sweeping => {}
    }
}
