//! Every route of the product, in one column.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tower::{ServiceBuilder, ServiceExt};

use crate::access::Visit;
use crate::access::sites::{Host, host};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::{assets, health, inbox, layers, preview};
use crate::{
    boards, bounces, changelog, companies, desk, exports, founding, gallery, ideas, imports, kept, notices, pictures, releases,
    segments, similar, tenants, users,
};

/// The whole product as one service.
pub fn router(app: &App) -> Router {
    // What a signed-out person posts is kept by the outer layer, and posted again through the same routes.
    let routes = texts().merge(files()).with_state(app.clone());
    let kept_aside = from_fn_with_state((app.clone(), routes), users::intents::keep);
    let pictured = from_fn_with_state(app.clone(), pictures::bring::carry);
    let around_texts = ServiceBuilder::new().layer(pictured).layer(kept_aside.clone());
    let workspace = texts().layer(around_texts).merge(files().layer(kept_aside));
    let base = base().with_state(app.clone());
    // The base domain has pages of its own; every other host is a workspace, or nothing.
    let routes = workspace.layer(from_fn_with_state((app.clone(), base), by_host)).merge(everywhere());
    layers::counted(kept::around(layers::around(routes, app), app, &SHARED)).with_state(app.clone())
}

/// The pages that are the same for everybody who is signed out.
const SHARED: [&str; 7] =
    ["/", "/b/{slug}", "/ideas/{number}", "/roadmap", "/changelog", "/changelog/{number}", "/changelog.atom"];

/// What every host answers.
fn everywhere() -> Router<App> {
    Router::new().merge(health::router()).merge(assets::router()).merge(bounces::router()).nest("/_mail", inbox::router())
}

/// The base domain: the landing page, and founding a workspace.
fn base() -> Router<App> {
    founding::pages::router().fallback(nothing).method_not_allowed_fallback(nothing)
}

/// What takes files itself.
fn files() -> Router<App> {
    Router::new()
        .merge(pictures::pages::files())
        .merge(companies::sheet_pages::files())
        .merge(imports::pages::files())
        .merge(tenants::logo_pages::files())
        .method_not_allowed_fallback(nothing_here)
}

/// The rest of a workspace. A file that comes with a form is a picture for one of its texts here.
fn texts() -> Router<App> {
    Router::new()
        // What people ask for.
        .merge(ideas::list_pages::router())
        .merge(ideas::submit_pages::router())
        .merge(ideas::show_pages::router())
        .merge(ideas::picture_pages::router())
        .merge(similar::router())
        .merge(pictures::router())
        // What is promised, and what came of it.
        .merge(changelog::roadmap_pages::router())
        .merge(changelog::pages::router())
        .merge(releases::pages::router())
        // People.
        .merge(users::sign_in_pages::router())
        .merge(users::profile_pages::router())
        .merge(users::people_pages::router())
        .merge(companies::pages::router())
        .merge(segments::pages::router())
        .merge(notices::unsubscribe_pages::router())
        .merge(notices::preference_pages::router())
        .merge(notices::news_pages::router())
        // The team.
        .merge(desk::inbox_pages::router())
        .merge(desk::table_pages::router())
        .merge(desk::audit_pages::router())
        .merge(preview::router())
        // The workspace.
        .merge(founding::steps_pages::router())
        .merge(boards::pages::router())
        .merge(tenants::pages::router())
        .merge(tenants::look_pages::router())
        .merge(tenants::logo_pages::router())
        .merge(tenants::picture_pages::router())
        .merge(notices::mail_pages::router())
        .merge(exports::pages::router())
        .merge(imports::pages::router())
        // Whoever builds it.
        .merge(gallery::router())
        .fallback(nothing_here)
        // An address that only takes forms is no page: somebody has reloaded it, or kept it.
        .method_not_allowed_fallback(nothing_here)
}

async fn nothing() -> Error {
    Error::NotFound
}

/// Said as a page of the workspace, to whoever is signed in there.
async fn nothing_here(_visit: Visit) -> Error {
    Error::NotFound
}

async fn by_host(State((app, base)): State<(App, Router)>, request: Request, next: Next) -> Result<Response> {
    match host(request.headers(), &app.config.base_url, app.config.workspace.as_deref()) {
        Some(Host::Base) => base.oneshot(request).await.map_err(|never| match never {}),
        _ => Ok(next.run(request).await),
    }
}
