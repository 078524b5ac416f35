//! Whether the server lives, and whether it can work.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;

use crate::app::App;

/// `/health/live` and `/health/ready`, for whoever restarts or routes to servers.
pub fn router() -> Router<App> {
    Router::new().route("/health/live", get(async || "alive\n")).route("/health/ready", get(ready))
}

async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    if app.db.answers().await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
    }
}
