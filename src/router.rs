//! Every route of the product, in one column.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tower::ServiceExt;

use crate::access::sites::{Host, host};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::{assets, layers};
use crate::{mail, serve, tenants};

/// The whole product as one service.
pub fn router(app: &App) -> Router {
    let workspace = workspace();
    let base = base().with_state(app.clone());
    // The base domain has pages of its own; every other host is a workspace, or nothing.
    let routes = workspace.layer(from_fn_with_state((app.clone(), base), by_host)).merge(everywhere());
    layers::around(routes, app).with_state(app.clone())
}

/// What every host answers.
fn everywhere() -> Router<App> {
    Router::new()
        .merge(serve::health::router())
        .nest("/static", assets::router())
        .nest("/_mail", mail::inbox::router())
}

/// The base domain: the landing page, and founding a workspace.
fn base() -> Router<App> {
    tenants::base_router().fallback(nothing)
}

/// A workspace.
fn workspace() -> Router<App> {
    Router::new()
        .merge(tenants::router())
        .fallback(nothing)
}

async fn nothing() -> Error {
    Error::NotFound
}

async fn by_host(State((app, base)): State<(App, Router)>, request: Request, next: Next) -> Result<Response> {
    match host(request.headers(), &app.config.base_url, app.config.workspace.as_deref()) {
        Some(Host::Base) => base.oneshot(request).await.map_err(|never| match never {}),
        _ => Ok(next.run(request).await),
    }
}
