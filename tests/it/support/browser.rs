//! A browser without scripts: it keeps cookies, says where it comes from, and follows when told to.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Mutex;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use tower::ServiceExt;

use super::forms::{self, encode};
use super::page::Page;

/// Redirects followed before something is wrong.
const MOST_HOPS: usize = 5;

/// Somebody's browser, open at one host.
pub(crate) struct Browser {
    router: Router,
    /// Scheme and host of the pages it is at.
    origin: String,
    peer: IpAddr,
    /// Sent with every request: what a proxy or a script would add.
    extra: Vec<(&'static str, String)>,
    cookies: Mutex<BTreeMap<String, String>>,
    /// The last page shown, which the next request names as its referrer.
    last: Mutex<Option<String>>,
}

impl Browser {
    pub(super) fn new(router: Router, origin: String, peer: IpAddr) -> Self {
        Self { router, origin, peer, extra: Vec::new(), cookies: Mutex::default(), last: Mutex::default() }
    }

    /// The same person on another network.
    pub(crate) fn from(mut self, address: &str) -> Self {
        self.peer = address.parse().unwrap();
        self
    }

    /// Another browser like this one, with an empty jar.
    pub(crate) fn fork(&self) -> Self {
        Self::new(self.router.clone(), self.origin.clone(), self.peer)
    }

    /// In front of other routes.
    pub(crate) fn at(mut self, router: Router) -> Self {
        self.router = router;
        self
    }

    /// With this header on every request, instead of the browser's own; empty is without it.
    pub(crate) fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.extra.push((name, value.to_owned()));
        self
    }

    /// With scripts: requests are made by htmx, and want fragments.
    pub(crate) fn enhanced(self) -> Self {
        self.with_header("hx-request", "true")
    }

    /// Puts a cookie into the jar.
    pub(crate) fn keep(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// What the jar has under a name.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// Opens a path, or the full address of a page of this host: what a mailed link is.
    pub(crate) async fn get(&self, path: &str) -> Page {
        let page = self.ask(Method::GET, path, None).await;
        if page.is_html() {
            *self.last.lock().unwrap() = Some(self.path_of(path).to_owned());
        }
        page
    }

    /// Opens a path and goes where it leads, to a page that is there.
    pub(crate) async fn visit(&self, path: &str) -> Page {
        let page = self.get(path).await;
        self.follow(page).await.is(200)
    }

    /// Sends a form from a page of the same host.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.ask(Method::POST, path, Some(encode(fields).into())).await
    }

    /// Sends a form and goes where it leads, to a page that is there.
    pub(crate) async fn does(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.post(path, fields).await;
        self.follow(page).await.is(200)
    }

    /// Fills in a form that is on the page and sends it, with all that it says by itself: hidden fields, boxes that are
    /// ticked. `selector` finds the form, or the button in it that is pressed. A field that the form does not have cannot
    /// be filled in.
    pub(crate) async fn submit(&self, page: &Page, selector: &str, fields: &[(&str, &str)]) -> Page {
        let form = forms::fill(page, selector, fields);
        let action = if form.action.is_empty() { page.path.clone() } else { form.action };
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if form.posts {
            self.post(&action, &fields).await
        } else {
            let path = action.split('?').next().unwrap_or_default();
            self.get(&format!("{path}?{}", encode(&fields))).await
        }
    }

    /// Goes where a reply leads. A reply that leads nowhere is the page itself.
    pub(crate) async fn follow(&self, page: Page) -> Page {
        let mut page = page;
        for _ in 0..MOST_HOPS {
            match page.location() {
                Some(location) => page = self.get(location).await,
                None => return page,
            }
        }
        panic!("{MOST_HOPS} redirects in a row, the last to {:?}", page.location());
    }

    /// One request, as a browser makes it.
    pub(crate) async fn ask(&self, method: Method, path: &str, form: Option<Body>) -> Page {
        let path = self.path_of(path).to_owned();
        let (_, host) = self.origin.split_once("://").unwrap();
        let mut request = Request::builder()
            .method(&method)
            .uri(&path)
            .header(header::HOST, host)
            .header(header::ACCEPT, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
            .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0")
            .header("sec-fetch-site", if method == Method::GET { "none" } else { "same-origin" });
        if method != Method::GET {
            request = request.header(header::ORIGIN, &self.origin);
        }
        if let Some(last) = &*self.last.lock().unwrap() {
            request = request.header(header::REFERER, format!("{}{last}", self.origin));
        }
        if form.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let cookies = self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let mut request = request.body(form.unwrap_or_else(Body::empty)).unwrap();
        for (name, value) in &self.extra {
            request.headers_mut().remove(*name);
            if !value.is_empty() {
                request.headers_mut().insert(*name, value.parse().unwrap());
            }
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(self.peer, 40_000)));

        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.set_cookie(cookie.to_str().unwrap());
        }
        Page { method, path, status: parts.status, headers: parts.headers, body }
    }

    fn set_cookie(&self, cookie: &str) {
        let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
        let (name, value) = pair.split_once('=').unwrap();
        let mut jar = self.cookies.lock().unwrap();
        if attributes.contains("Max-Age=0") {
            jar.remove(name);
        } else {
            jar.insert(name.to_owned(), value.to_owned());
        }
    }

    /// The path of an address, which has to be of this host.
    fn path_of<'a>(&self, address: &'a str) -> &'a str {
        match address.strip_prefix(&self.origin) {
            Some("") => "/",
            Some(path) => path,
            None if address.starts_with('/') => address,
            None => panic!("{address} is no page of {}", self.origin),
        }
    }
}
