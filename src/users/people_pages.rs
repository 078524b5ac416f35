//! The people of a workspace, for its admins.

use axum::Router;

use crate::app::App;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
}
