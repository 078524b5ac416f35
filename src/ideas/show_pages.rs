//! One idea: its page, and everything done there.

use axum::Router;

use crate::app::App;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
}
