//! The landing page, sign-up and first steps.

use axum::Router;

use crate::app::App;

/// On the base domain.
pub fn base_router() -> Router<App> {
    Router::new()
}

/// In a workspace.
pub fn router() -> Router<App> {
    Router::new()
}
