//! What surrounds every request: a number for the log, the doors that stay shut, and limits on size and time.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::csrf::CsrfLayer;
use tracing::Instrument;

use super::cookies::{self, Name};
use super::{again, errors};
use crate::app::App;
use crate::error::Error;
use crate::ids::RequestId;
use crate::words::message;

/// The longest form: an idea of the longest kind, percent-encoded from a script of three-byte letters, and then some.
pub(crate) const MAX_BODY: usize = 256 * 1024;

/// A page that takes longer than this is not coming.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Squeezed already.
const ZIPPED: NotForContentType = NotForContentType::const_new("application/zip");

/// A file may take longer to arrive: half a gigabyte over a slow line.
const TIMEOUT_OF_A_FILE: Duration = Duration::from_mins(30);

/// Everything comes from this host, nothing runs inline, nobody frames us (CSP level 3).
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

/// Puts the layers around the routes, outermost first. As one: for each layer that a router is given by itself, every request
/// copies to the heap all those that lie within it.
pub fn around(routes: Router<App>, app: &App) -> Router<App> {
    let layers = ServiceBuilder::new()
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(ZIPPED)))
        .layer(from_fn_with_state(app.clone(), doors))
        .layer(from_fn_with_state(app.clone(), errors::render))
        .layer(CatchPanicLayer::custom(|panic: Box<dyn std::any::Any + Send>| {
            let words = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
            Error::internal(anyhow::anyhow!("panicked: {}", words.unwrap_or_default())).into_response()
        }))
        .layer(from_fn(patience))
        .layer(from_fn(again::again))
        // Sec-Fetch-Site and Origin (as Go 1.25's CrossOriginProtection does): no tokens in forms.
        .layer(CsrfLayer::new().with_rejection_response(|_| Error::forbidden(message("form-foreign")).into_response()))
        .layer(DefaultBodyLimit::max(MAX_BODY));
    routes.layer(layers)
}

/// Numbers and counts every request; outermost.
pub fn counted(routes: Router<App>) -> Router<App> {
    routes.layer(from_fn(number))
}

/// Ends what takes too long.
async fn patience(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let brings_a_file = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
    let most = if brings_a_file { TIMEOUT_OF_A_FILE } else { TIMEOUT };
    let answer = tokio::time::timeout(most, next.run(request)).await;
    answer.unwrap_or_else(|late| Error::Unavailable(late.into()).into_response())
}

/// Gives the request a number that its log lines, its jobs and an error page share, and counts it.
async fn number(mut request: Request, next: Next) -> Response {
    let id = RequestId::new();
    request.extensions_mut().insert(id);
    let route = request.extensions().get::<MatchedPath>().map_or("none".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().clone();
    let span = tracing::info_span!("request", request.id = %id, %method, route);
    async {
        let started = Instant::now();
        let response = next.run(request).await;
        let elapsed = started.elapsed();
        let status = response.status().as_u16();
        tracing::debug!(status, elapsed_ms = elapsed.as_millis(), "answered");
        let labels = [("method", method.to_string()), ("route", route), ("status", status.to_string())];
        metrics::counter!("http_requests_total", &labels).increment(1);
        metrics::histogram!("http_request_duration_seconds", &labels[..2]).record(elapsed);
        response
    }
    .instrument(span)
    .await
}

/// The headers that keep a browser from doing what we did not mean.
async fn doors(State(app): State<App>, request: Request, next: Next) -> Response {
    let flashed = cookies::get(request.headers(), Name::Flash, &app.config).is_some();
    let signed_in = cookies::get(request.headers(), Name::Session, &app.config).is_some();
    let mut response = next.run(request).await;
    let shown = response.status() != StatusCode::SEE_OTHER && is_html(response.headers());
    let headers = response.headers_mut();
    if flashed && shown {
        let (name, value) = cookies::clear(Name::Flash, &app.config);
        headers.append(name, value);
    }
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    if signed_in {
        // What is private stands apart from whoever opened it. What anybody may read does not: a browser would start a process
        // anew for it, which is a quarter of the time to its first paint.
        set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    }
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    if app.config.base_url.secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

fn is_html(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}
