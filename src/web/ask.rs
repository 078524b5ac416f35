//! How a reply is wanted: as a page after a redirect, or as the fragment of it that changed.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::cookies::{self, Name};
use super::errors::ChromeSlot;
use super::page::asked;
use crate::app::App;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::words::{Language, Message};

/// What stands in the flash cookie between the language of what is said, what that is, and the path that takes it back.
pub(super) const BETWEEN: char = '\u{1f}';

/// The longest text that a cookie carries over, in bytes: browsers keep 4096 (RFC 6265, 6.1), and it is encoded.
const MOST_SAID: usize = 2_000;

/// What a handler answers with.
pub type Reply = Response;

/// What the browser asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Whether htmx asked, and wants the fragment.
    pub enhanced: bool,
    /// What the page said the browser came from, if it was one of ours: a path.
    pub from: Option<String>,
    /// What is said to whoever asks: of the asker before it in the handler's signature, or else of the browser.
    pub language: Language,
    app: App,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

/// Whether htmx sent this request and wants a fragment. Going back to a page it no longer has, it wants the whole of it.
pub fn is_enhanced(headers: &HeaderMap) -> bool {
    let whole = ["hx-boosted", "hx-history-restore-request"];
    headers.contains_key("hx-request") && !whole.iter().any(|name| headers.contains_key(*name))
}

impl FromRequestParts<App> for Ask {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let referer = parts.headers.get(header::REFERER).and_then(|referer| referer.to_str().ok());
        let from = referer.zip(host).and_then(|(referer, host)| {
            let (_, rest) = referer.split_once("://")?;
            rest.strip_prefix(host).filter(|path| is_local(path)).map(str::to_owned)
        });
        let chrome = parts.extensions.get::<ChromeSlot>().and_then(|slot| slot.0.get());
        let language = chrome.map_or_else(|| asked(&parts.headers).unwrap_or_default(), |chrome| chrome.language);
        Ok(Self { enhanced: is_enhanced(&parts.headers), from, language, app: app.clone() })
    }
}

impl Ask {
    /// The fragment for an enhanced request; a redirect to the page it is part of for everybody else.
    pub fn reply(&self, fragment: &impl Template, location: &str) -> Result<Reply> {
        if self.enhanced { html(StatusCode::OK, self.language, fragment) } else { Ok(see_other(location)) }
    }

    /// Goes to a page that begins by saying `text`, whichever way the request was made.
    pub fn go(&self, location: &str, text: impl Into<Message>) -> Reply {
        self.go_with_undo(location, text, "")
    }

    fn say(&self, location: &str, language: Language, text: &str, undo: &str) -> Reply {
        let mut reply = if self.enhanced {
            let location = HeaderValue::try_from(location).unwrap_or(HeaderValue::from_static("/"));
            ([("hx-redirect", location)], StatusCode::NO_CONTENT).into_response()
        } else {
            see_other(location)
        };
        if !text.is_empty() {
            let (name, value) = flashed(language, text, undo, &self.app.config);
            reply.headers_mut().append(name, value);
        }
        reply
    }

    /// The same, with a button that takes back what was done: it sends a form to `undo`, a path of this host. Empty is without.
    pub fn go_with_undo(&self, location: &str, text: impl Into<Message>, undo: &str) -> Reply {
        let text = text.into();
        // What is in no catalogue is for the team, whose words are English.
        let language = if text.is_verbatim() { Language::English } else { self.language };
        let text = language.say(text).to_string();
        self.say(location, language, &text[..text.floor_char_boundary(MOST_SAID)], undo)
    }

    /// Back to where the form stood, or to `otherwise`.
    pub fn back(&self, otherwise: &str, text: impl Into<Message>) -> Reply {
        self.go(self.from.as_deref().unwrap_or(otherwise), text)
    }
}

/// The cookie that has the next page begin by saying `text`, with a button that takes it back where `undo` is a path.
pub fn flashed(language: Language, text: &str, undo: &str, config: &Config) -> (HeaderName, HeaderValue) {
    let words = format!("{}{BETWEEN}{text}{BETWEEN}{undo}", language.tag());
    cookies::set(Name::Flash, &cookies::encode(&words), None, config)
}

/// 303: what was posted has been done, and here is the page that shows it.
pub fn see_other(location: &str) -> Reply {
    let location = HeaderValue::try_from(location).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// A fragment without chrome.
pub fn html(status: StatusCode, language: Language, template: &impl Template) -> Result<Reply> {
    Ok((status, Html(template.render_with_values(&language).map_err(Error::internal)?)).into_response())
}

/// Whether a path leads to a page of the same host and nowhere else (not `//elsewhere.example`).
pub fn is_local(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\n', '\r'])
}
