//! Static files: named by their content, compressed at build, served from the binary for ever.

use axum::Router;
use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::form::Path;
use super::headers::{LASTING, has, listed};
use crate::app::App;

/// One file of `static/` in the forms it is sent in.
struct Asset {
    /// What templates call it: `css/app.css`.
    name: &'static str,
    /// Where it is served, its content's hash in the name.
    url: &'static str,
    hash: &'static str,
    media_type: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.in"));

/// The address of a static file, for templates: `{{ crate::web::assets::url("css/app.css") }}`.
///
/// A name that does not exist is an address that answers 404; the tests hold every name the templates use.
pub(crate) fn url(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("/static/unknown", |asset| asset.url)
}

/// Whose page it is, which says how much of our CSS it takes: a first visitor is not to wait for the desk's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sheet {
    /// Anybody's.
    Visitor,
    /// The team's, wherever they are, so that a browser keeps one; and pages that belong to no workspace.
    Whole,
}

impl Sheet {
    fn asset(self) -> Option<&'static Asset> {
        let name = match self {
            Self::Visitor => "css/visitor.css",
            Self::Whole => "css/app.css",
        };
        ASSETS.iter().find(|asset| asset.name == name)
    }

    /// As it was built.
    pub(crate) fn text(self) -> &'static str {
        self.asset().and_then(|asset| std::str::from_utf8(asset.plain).ok()).unwrap_or_default()
    }

    /// The one of this build that has this name.
    pub(crate) fn named(build: &str) -> Option<Self> {
        [Self::Visitor, Self::Whole].into_iter().find(|sheet| sheet.asset().is_some_and(|asset| asset.hash == build))
    }

    /// Where a page finds it: all of it in one answer, in the workspace's own colour where it has one, so that nothing else
    /// stands between a page and its first paint.
    pub(crate) fn address(self, color: Option<&str>) -> String {
        let (url, hash) = self.asset().map_or(("/static/unknown", ""), |asset| (asset.url, asset.hash));
        match color {
            Some(color) => format!("/brand.css?{}.{hash}", color.trim_start_matches('#')),
            None => url.to_owned(),
        }
    }
}

pub(crate) fn router() -> Router<App> {
    Router::new().route("/static/{file}", get(serve))
}

/// What browsers ask for by themselves where no page names an icon: beside a feed, or a mail shown alone.
pub(crate) async fn favicon() -> Redirect {
    Redirect::permanent(url("favicon.svg"))
}

async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let asked = format!("/static/{file}");
    let Some(asset) = ASSETS.iter().find(|asset| asset.url == asked) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (encoding, bytes) = asset.form(&headers);
    let etag = match encoding {
        Some(encoding) => format!("\"{}-{encoding}\"", asset.hash),
        None => format!("\"{}\"", asset.hash),
    };
    let lasting = [(CACHE_CONTROL, LASTING), (VARY, "accept-encoding")];
    if has(&headers, &etag) {
        return (StatusCode::NOT_MODIFIED, lasting, [(ETAG, etag)]).into_response();
    }
    let mut response = (lasting, [(ETAG, etag)], [(CONTENT_TYPE, asset.media_type)], Body::from(bytes)).into_response();
    if let Some(encoding) = encoding {
        response.headers_mut().insert(CONTENT_ENCODING, axum::http::HeaderValue::from_static(encoding));
    }
    response
}

impl Asset {
    /// The smallest form the browser accepts.
    fn form(&self, headers: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
        match (self.brotli, self.gzip) {
            (Some(bytes), _) if accepts(headers, "br") => (Some("br"), bytes),
            (_, Some(bytes)) if accepts(headers, "gzip") => (Some("gzip"), bytes),
            _ => (None, self.plain),
        }
    }
}

/// Whether `encoding` is named and not refused with `q=0`.
pub(crate) fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    listed(headers, &ACCEPT_ENCODING).any(|offer| {
        let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
        let refused = weight.trim().strip_prefix("q=").and_then(|q| q.parse().ok()).is_some_and(|q: f32| q <= 0.0);
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path as File, PathBuf};

    use axum::body::to_bytes;
    use axum::http::header::IF_NONE_MATCH;
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn asking(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    async fn get_asset(name: &str, headers: HeaderMap) -> Response {
        serve(Path(url(name).trim_start_matches("/static/").to_owned()), headers).await
    }

    fn files(folder: &File) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
    }

    /// What stands between `before` and the next quote, wherever templates say `before`.
    fn said_in_templates(before: &str) -> BTreeSet<String> {
        let sources = files(File::new("templates")).into_iter().map(|path| fs::read_to_string(path).unwrap());
        let said = sources.flat_map(|source| {
            let found = source.split(before).skip(1).filter_map(|rest| rest.split('"').next());
            found.map(str::to_owned).collect::<Vec<_>>()
        });
        said.collect()
    }

    #[tokio::test]
    async fn a_browser_gets_the_smallest_form_it_accepts_and_keeps_it() {
        let response = get_asset("css/app.css", asking(ACCEPT_ENCODING, "gzip, deflate, br;q=0.9")).await;
        assert_eq!(response.headers()[CONTENT_ENCODING], "br");
        assert_eq!(response.headers()[CONTENT_TYPE], "text/css; charset=utf-8");
        assert_eq!(response.headers()[CACHE_CONTROL], "public, max-age=31536000, immutable");
        let refused = get_asset("css/app.css", asking(ACCEPT_ENCODING, "br;q=0, gzip")).await;
        assert_eq!(refused.headers()[CONTENT_ENCODING], "gzip");
        let plain = get_asset("css/app.css", HeaderMap::new()).await;
        assert!(!plain.headers().contains_key(CONTENT_ENCODING));
        let css = to_bytes(plain.into_body(), usize::MAX).await.unwrap();
        assert!(css.starts_with(b"@layer reset, tokens, base, components, utilities;"));
    }

    #[tokio::test]
    async fn a_known_file_is_not_sent_again_and_an_unknown_one_is_not_found() {
        let first = get_asset("js/app.js", HeaderMap::new()).await;
        let known = HeaderMap::from_iter([(IF_NONE_MATCH, first.headers()[ETAG].clone())]);
        assert_eq!(get_asset("js/app.js", known).await.status(), StatusCode::NOT_MODIFIED);
        let unknown = serve(Path("app-0000.css".to_owned()), HeaderMap::new()).await;
        assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn every_file_and_picture_a_template_names_exists() {
        for name in said_in_templates("assets::url(\"") {
            assert_ne!(url(&name), "/static/unknown", "no static file is called {name}");
        }
        let pictures: BTreeSet<&str> = crate::web::sprite::names().collect();
        for name in said_in_templates("icon(\"") {
            assert!(pictures.contains(name.as_str()), "no picture is called {name}");
        }
    }
}
