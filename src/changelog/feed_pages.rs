//! The changelog as a feed (Atom, RFC 4287): what anybody may read, for programs that ask again and again.

use askama::Template;
use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;

use super::store::{self, Span};
use super::{Entry, absolute};
use crate::access::Visit;
use crate::app::App;
use crate::boards::Visibility;
use crate::error::{Error, Result};
use crate::web::ask::Reply;
use crate::web::headers::{has, tag};
use crate::words::filters;

/// Entries in the feed.
const FEED: i64 = 20;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().route("/changelog.atom", get(feed))
}

#[derive(Template)]
#[template(path = "changelog/feed.xml")]
struct Feed<'a> {
    /// UUIDs stay the same when the workspace moves to another domain, as an id has to (RFC 4287, 4.2.6).
    id: String,
    site: &'a str,
    tagline: &'a str,
    origin: &'a str,
    language: &'a str,
    updated: String,
    stories: &'a [FeedEntry<'a>],
}

struct FeedEntry<'a> {
    entry: &'a Entry,
    html: String,
}

/// The HTML of one entry.
#[derive(Template)]
#[template(path = "changelog/feed_entry.html")]
struct FeedStory<'a> {
    entry: &'a Entry,
    notes: String,
    origin: &'a str,
}

async fn feed(mut visit: Visit, headers: HeaderMap) -> Result<Reply> {
    // The same for everybody: a feed reader is often somebody else's server.
    let visible = Visibility::seen_by(None);
    let entries = store::entries(&mut visit.tx, Span::Newest, FEED, &visible).await?;
    let changed = store::changed_at(&mut visit.tx).await?;
    // Many read what one server fetches: it is said in the language of the workspace.
    let language = visit.site.written();
    let origin = visit.site.origin(&visit.app.config);
    let story = |entry| {
        let story = FeedStory { entry, notes: absolute(&entry.notes_html, &origin), origin: &origin };
        Ok(FeedEntry { entry, html: story.render_with_values(&language).map_err(Error::internal)? })
    };
    let stories = entries.iter().map(story).collect::<Result<Vec<_>>>()?;
    let feed = Feed {
        id: visit.site.id.to_string(),
        site: &visit.site.name,
        tagline: &visit.site.tagline,
        origin: &origin,
        language: language.tag(),
        updated: changed.rfc3339(),
        stories: &stories,
    };
    let xml: String = feed.render_with_values(&language).map_err(Error::internal)?.chars().filter(|c| is_xml(*c)).collect();
    Ok(answer(xml, &headers))
}

/// The feed, or that it is still the one the reader has.
fn answer(xml: String, headers: &HeaderMap) -> Reply {
    // Weak, because the layers around compress it.
    let tag = format!("W/{}", tag(xml.as_bytes()));
    let body = if has(headers, &tag) { StatusCode::NOT_MODIFIED.into_response() } else { xml.into_response() };
    let own = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/atom+xml; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::ETAG, HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("*"))),
    ];
    (own, body).into_response()
}

/// Whether XML 1.0 can carry it (2.2): one stray character would make the whole feed unreadable.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_has_the_feed_is_not_sent_it_again() {
        let first = answer("<feed/>".to_owned(), &HeaderMap::new());
        assert_eq!(first.status(), StatusCode::OK);
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(answer("<feed/>".to_owned(), &headers).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(answer("<feed></feed>".to_owned(), &headers).status(), StatusCode::OK);
    }
}
