//! A workspace's settings and colours.

use axum::Router;

use crate::app::App;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
}
