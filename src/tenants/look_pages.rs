//! What browsers and search engines fetch of a workspace besides its pages: its colours, and what may be listed.

use axum::Router;
use axum::extract::RawQuery;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::access::AnySite;
use crate::app::App;
use crate::brand::{Brand, Color};
use crate::error::{Error, Result};
use crate::web::headers::kept;
use crate::web::{Reply, assets};

/// How hard a stylesheet is squeezed, of 11: a browser asks for it once, and for a page that only its colour tells from others'
/// it is to be hardly larger than the one that was squeezed when Shipboard was built.
const SQUEEZED: i32 = 9;

/// `/brand.css` and `/robots.txt`.
pub fn router() -> Router<App> {
    let squeezed = CompressionLayer::new().quality(CompressionLevel::Precise(SQUEEZED));
    Router::new().route("/brand.css", get(brand).layer(squeezed)).route("/robots.txt", get(robots))
}

/// The address carries the colour and the build, so the answer never changes and needs no look at the workspace. A page that
/// another build has rendered gets what there is, and is not told to keep it.
async fn brand(RawQuery(query): RawQuery) -> Result<Reply> {
    let query = query.unwrap_or_default();
    let (color, build) = query.split_once('.').unwrap_or((&query, ""));
    let color = Color::parse(color).map_err(|_| Error::NotFound)?;
    let (common, this_build) = assets::stylesheet();
    let keep = kept(build == this_build);
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, keep)];
    Ok((headers, format!("{common}\n{}", Brand::of(color).css())).into_response())
}

async fn robots(any: AnySite) -> Reply {
    let rules = if any.site.indexed {
        "User-agent: *\nDisallow: /admin\nDisallow: /profile\nDisallow: /sign-in\nDisallow: /unsubscribe\n"
    } else {
        "User-agent: *\nDisallow: /\n"
    };
    ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")], rules).into_response()
}
