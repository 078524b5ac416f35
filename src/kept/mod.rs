//! Pages that are the same for everybody who is signed out, kept as they were sent, and sent again until something changes.
//!
//! A page is kept for one workspace as it is called, coloured and spoken now, one address, one language and one way to compress
//! it. Whoever brings a cookie of ours, asks for a fragment, or searches, is answered anew. What is kept is held against the workspace's
//! edition ([`crate::db::Db::edition`]) each time, so that no reader sees it as it was more than a second ago; where the
//! database cannot be asked, nothing kept is shown.

mod layer;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::MatchedPath;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use axum::middleware::from_fn_with_state;
use moka::future::Cache;
use tokio::sync::Mutex;

use crate::access::sites;
use crate::app::{App, TenantState};
use crate::db::changes::Edition;
use crate::ids::TenantId;
use crate::web::assets::accepts;
use crate::web::cookies::{self, Name};
use crate::web::headers::{has, tag};
use crate::web::page::asked;
use crate::words::Language;

/// Nothing is kept longer: a page says how long ago things were.
const LONGEST: Duration = Duration::from_mins(1);

/// The longest address of a page that is kept.
const ADDRESS: usize = 256;

/// What a kept page takes besides its body, roughly.
const OVERHEAD: usize = 1_024;

/// Pages that are being made at the same time, at most.
const MAKING: u64 = 10_000;

/// Keeps the pages at these routes, as the router spells them.
pub fn around(routes: Router<App>, app: &App, shared: &'static [&'static str]) -> Router<App> {
    match app.config.page_cache {
        0 => routes,
        megabytes => routes.layer(from_fn_with_state(Arc::new(Pages::new(app, shared, megabytes)), layer::answer)),
    }
}

/// What is kept.
struct Pages {
    app: App,
    shared: &'static [&'static str],
    kept: Cache<Key, Arc<Kept>>,
    /// Held by whoever makes a page, while others wait for it.
    making: Cache<Key, Arc<Mutex<()>>>,
}

/// Which page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    tenant: TenantId,
    /// Tells the workspace's name, colour, language and all that a page may say of it from what they were before.
    site: u64,
    /// Path and query.
    address: String,
    coding: &'static str,
    /// What it is said in.
    language: Language,
}

/// A page as it was sent.
struct Kept {
    edition: Edition,
    headers: HeaderMap,
    tag: String,
    body: Bytes,
}

impl Pages {
    fn new(app: &App, shared: &'static [&'static str], megabytes: u32) -> Self {
        let weigh =
            |key: &Key, kept: &Arc<Kept>| u32::try_from(key.address.len() + kept.body.len() + OVERHEAD).unwrap_or(u32::MAX);
        let kept = Cache::builder().max_capacity(u64::from(megabytes) << 20).weigher(weigh).time_to_live(LONGEST).build();
        let making = Cache::builder().max_capacity(MAKING).time_to_idle(LONGEST).build();
        Self { app: app.clone(), shared, kept, making }
    }

    /// The address and the compression of the page that a request wants; none where it has to be answered anew.
    fn wanted(&self, request: &Request<Body>) -> Option<(String, &'static str)> {
        let headers = request.headers();
        let route = request.extensions().get::<MatchedPath>()?;
        let address = request.uri().path_and_query()?.as_str();
        let searches = request.uri().query().is_some_and(|query| query.split('&').any(|pair| pair.starts_with("q=")));
        let alike = request.method() == Method::GET
            && self.shared.contains(&route.as_str())
            && address.len() <= ADDRESS
            && !searches
            && !headers.contains_key(header::AUTHORIZATION)
            && !headers.contains_key("hx-request")
            && !self.is_known(headers);
        let coding = ["br", "gzip"].into_iter().find(|coding| accepts(headers, coding)).unwrap_or("identity");
        alike.then(|| (address.to_owned(), coding))
    }

    /// Which page that is, in the workspace at this host; none where that is not open.
    async fn key(&self, headers: &HeaderMap, (address, coding): (String, &'static str)) -> Option<Key> {
        let site = sites::at(&self.app, headers).await.ok()??;
        if site.state != TenantState::Active {
            return None;
        }
        let mut hasher = DefaultHasher::new();
        site.hash(&mut hasher);
        Some(Key { tenant: site.id, site: hasher.finish(), address, coding, language: site.spoken(asked(headers)) })
    }

    /// Whether the browser brings a cookie of ours: somebody who is signed in, or is about to be told something.
    fn is_known(&self, headers: &HeaderMap) -> bool {
        headers.contains_key(header::COOKIE)
            && Name::ALL.into_iter().any(|name| cookies::get(headers, name, &self.app.config).is_some())
    }

    /// The page, if it was made since the workspace last changed.
    async fn find(&self, key: &Key, edition: Edition) -> Option<Arc<Kept>> {
        self.kept.get(key).await.filter(|kept| kept.edition == edition)
    }

    /// Who may make this page now.
    async fn maker(&self, key: &Key) -> Arc<Mutex<()>> {
        self.making.get_with_by_ref(key, async { Arc::default() }).await
    }
}

impl Kept {
    /// A page that was just made. `body` is what [`is_for_everybody`] was asked about.
    fn new(edition: Edition, mut headers: HeaderMap, body: Bytes) -> Self {
        let own = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
        let tag = own.unwrap_or_else(|| tag(&body));
        if let Ok(value) = HeaderValue::try_from(&tag) {
            headers.insert(header::ETAG, value);
        }
        headers.remove(header::CONTENT_LENGTH);
        Self { edition, headers, tag, body }
    }

    /// The page, or that it is still the one the reader has (RFC 9110, 13.1.2 and 15.4.5).
    fn answer(&self, known: &HeaderMap) -> Response<Body> {
        let unchanged = has(known, &self.tag);
        let mut response = Response::new(if unchanged { Body::empty() } else { Body::from(self.body.clone()) });
        *response.headers_mut() = self.headers.clone();
        if unchanged {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(header::CONTENT_TYPE);
            response.headers_mut().remove(header::CONTENT_ENCODING);
        }
        response
    }
}

/// Whether a page says of itself that anybody may keep it: one that was found, sets no cookie, and is nobody's own.
fn is_for_everybody(response: &Response<Body>) -> bool {
    response.status() == StatusCode::OK
        && !response.headers().contains_key(header::SET_COOKIE)
        && response.headers().get(header::CACHE_CONTROL).is_some_and(|cache| cache == "no-cache")
}
