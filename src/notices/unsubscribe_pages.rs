//! Leaving mail without signing in.

use axum::Router;

use crate::app::App;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
}
