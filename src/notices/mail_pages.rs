//! Mail and jobs, as staff see them.

use axum::Router;

use crate::app::App;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
}
