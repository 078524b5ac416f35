//! What browsers and search engines fetch of a workspace besides its pages: its colours, and what may be listed.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{RawQuery, Request, State};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use moka::future::Cache;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::access::AnySite;
use crate::app::App;
use crate::brand::{Brand, Color};
use crate::error::{Error, Result};
use crate::web::Reply;
use crate::web::assets::{Sheet, accepts};
use crate::web::headers::{LASTING, kept};

/// How hard a stylesheet is squeezed, of 11: a browser asks for it once, and for a page that only its colour tells from others'
/// it is to be hardly larger than the one that was squeezed when Shipboard was built.
const SQUEEZED: i32 = 9;

/// What is kept of stylesheets in all, in bytes: those of some hundred colours.
const KEPT: u64 = 2 << 20;

/// `/brand.css` and `/robots.txt`.
pub fn router() -> Router<App> {
    let squeezed = CompressionLayer::new().quality(CompressionLevel::Precise(SQUEEZED));
    let brand = get(brand).layer(squeezed).layer(from_fn_with_state(Sheets::new(), keep));
    Router::new().route("/brand.css", brand).route("/robots.txt", get(robots))
}

/// Stylesheets as they were sent, by what their address says and how they were squeezed. They never change.
#[derive(Clone)]
struct Sheets(Cache<(String, &'static str), (HeaderMap, Bytes)>);

impl Sheets {
    fn new() -> Self {
        let weigh = |_: &(String, &str), (_, sheet): &(HeaderMap, Bytes)| u32::try_from(sheet.len()).unwrap_or(u32::MAX);
        Self(Cache::builder().max_capacity(KEPT).weigher(weigh).build())
    }
}

/// Squeezes a stylesheet once, and not again for each first visit.
async fn keep(State(sheets): State<Sheets>, mut request: Request, next: Next) -> Response {
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    let coding = ["br", "gzip"].into_iter().find(|coding| accepts(request.headers(), coding)).unwrap_or("identity");
    let key = (request.uri().query().unwrap_or_default().to_owned(), coding);
    if let Some((headers, sheet)) = sheets.0.get(&key).await {
        return (headers, sheet).into_response();
    }
    request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static(coding));
    let (parts, body) = next.run(request).await.into_parts();
    let lasts = parts.status == StatusCode::OK && parts.headers.get(CACHE_CONTROL).is_some_and(|keep| keep == LASTING);
    if !lasts {
        return Response::from_parts(parts, body);
    }
    match to_bytes(body, usize::MAX).await {
        Ok(sheet) => {
            sheets.0.insert(key, (parts.headers.clone(), sheet.clone())).await;
            Response::from_parts(parts, Body::from(sheet))
        }
        Err(error) => Error::internal(error).into_response(),
    }
}

/// The address carries the colour and the build, so the answer never changes and needs no look at the workspace. A page that
/// another build has rendered gets what there is, and is not told to keep it.
async fn brand(RawQuery(query): RawQuery) -> Result<Reply> {
    let query = query.unwrap_or_default();
    let (color, build) = query.split_once('.').unwrap_or((&query, ""));
    let color = Color::parse(color).map_err(|_| Error::NotFound)?;
    let sheet = Sheet::named(build);
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, kept(sheet.is_some()))];
    let common = sheet.unwrap_or(Sheet::Whole).text();
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tower::ServiceExt;

    use super::*;

    async fn ask(routes: &Router, path: &str, accepted: &str) -> Response {
        let request = Request::get(path).header(ACCEPT_ENCODING, accepted).body(Body::empty()).unwrap();
        routes.clone().oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn a_stylesheet_is_squeezed_once_for_each_colour_and_way() {
        let made = Arc::new(AtomicUsize::new(0));
        let counted = made.clone();
        let sheet = async move |RawQuery(query): RawQuery| {
            counted.fetch_add(1, Ordering::Relaxed);
            let keep = kept(query.as_deref() != Some("older"));
            ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, keep)], "a{color:red}".repeat(100)).into_response()
        };
        let squeezed = get(sheet).layer(CompressionLayer::new()).layer(from_fn_with_state(Sheets::new(), keep));
        let routes = Router::new().route("/brand.css", squeezed);
        let mut bodies = Vec::new();
        for accepted in ["br", "gzip, deflate, br;q=0.9", "gzip", "br;q=0, gzip", "identity"] {
            let response = ask(&routes, "/brand.css?0a7cff.1", accepted).await;
            let coding = response.headers().get("content-encoding").map(|coding| coding.to_str().unwrap().to_owned());
            assert_eq!(response.headers()["vary"], "accept-encoding");
            bodies.push((coding, to_bytes(response.into_body(), usize::MAX).await.unwrap()));
        }
        assert_eq!(made.load(Ordering::Relaxed), 3, "once for each way");
        assert_eq!(
            bodies.iter().map(|(coding, _)| coding.as_deref()).collect::<Vec<_>>(),
            [Some("br"), Some("br"), Some("gzip"), Some("gzip"), None]
        );
        assert_eq!((&bodies[0], &bodies[2]), (&bodies[1], &bodies[3]));
        assert_eq!(bodies[4].1.len(), 1_200);
        for _ in 0..2 {
            ask(&routes, "/brand.css?older", "br").await;
        }
        assert_eq!(made.load(Ordering::Relaxed), 5, "what is not to be kept is not kept here either");
    }
}
