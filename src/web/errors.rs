//! How an error is shown: as a page of the workspace, with a way out and, where the fault is ours, a number to quote.

use std::sync::{Arc, OnceLock};

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::ask::{is_enhanced, is_local, see_other};
use super::cookies::{self, Name};
use super::page::{Chrome, Page};
use crate::app::App;
use crate::error::Error;
use crate::ids::RequestId;
use crate::words::{Language, Message, filters, message};

/// Where an asker leaves the chrome it found, for the case that an error page is needed.
#[derive(Clone, Debug, Default)]
pub struct ChromeSlot(pub Arc<OnceLock<Chrome>>);

/// An error on its way out, for the layers around the handler.
#[derive(Clone, Debug)]
pub struct Failed(pub Arc<Error>);

impl Error {
    /// What a machine is told.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Rejected(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Closed(_) => StatusCode::GONE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Error {
    /// Only the status and the error as data: [`render`] makes the page.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Failed(Arc::new(self)));
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    heading: &'a str,
    sentence: Message,
    /// Whether it is said in English on a page that is in another language: what only the team meets is in no catalogue.
    english: bool,
    reference: Option<String>,
    way_out: Option<(&'a str, &'a str)>,
}

/// Turns the error of a handler into a page. Sends a reader who is not signed in to the sign-in page.
pub async fn render(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let slot = ChromeSlot::default();
    request.extensions_mut().insert(slot.clone());
    let id = request.extensions().get::<RequestId>().copied();
    let enhanced = is_enhanced(request.headers());
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let uri = request.uri().clone();
    let headers = request.headers().clone();

    let response = next.run(request).await;
    let Some(Failed(error)) = response.extensions().get::<Failed>().cloned() else { return response };

    if let Error::SignIn = *error {
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let next = if reads { path.to_owned() } else { "/".to_owned() };
        let location = format!("/sign-in?next={}", super::form::escape(&next));
        if enhanced {
            let location = HeaderValue::try_from(location).unwrap_or(HeaderValue::from_static("/sign-in"));
            return ([("hx-redirect", location)], StatusCode::NO_CONTENT).into_response();
        }
        return see_other(&location);
    }
    match &*error {
        Error::Internal(cause) => tracing::error!(error = format!("{cause:#}"), "request failed"),
        Error::Unavailable(cause) => tracing::warn!(error = format!("{cause:#}"), "request refused for now"),
        _ => {}
    }
    let chrome = slot.0.get().cloned().unwrap_or_else(|| Chrome::bare(&app, uri.path(), &headers));
    page(&error, chrome, id, enhanced).unwrap_or_else(|_| error.status().into_response())
}

fn page(error: &Error, chrome: Chrome, id: Option<RequestId>, enhanced: bool) -> crate::error::Result<Response> {
    let home = Some(("/", if chrome.site.is_some() { "error-to-ideas" } else { "error-to-start" }));
    let (heading, sentence, way_out) = match error {
        Error::NotFound => ("error-missing", message("error-missing-text"), home),
        Error::SignIn => ("error-sign-in", message("error-sign-in-text"), Some(("/sign-in", "sign-in"))),
        Error::Forbidden(why) => ("error-forbidden", why.clone(), home),
        Error::Rejected(why) => ("error-rejected", why.clone(), None),
        Error::Closed(why) => ("error-closed", why.clone(), None),
        Error::TooMany { retry_after } => {
            let wait = match retry_after {
                0..=90 => message("error-wait-seconds").with("count", *retry_after),
                _ => message("error-wait-minutes").with("count", retry_after.div_ceil(60)),
            };
            ("error-wait", wait, home)
        }
        Error::Unavailable(_) => ("error-away", message("error-away-text"), None),
        Error::Internal(_) => ("error-broken", message("error-broken-text"), home),
    };
    let reference = matches!(error, Error::Internal(_) | Error::Unavailable(_)).then_some(id).flatten().map(|id| id.to_string());
    let english = sentence.is_verbatim() && chrome.language != Language::English;
    let mut response = Page::new(chrome, message(heading), &ErrorPage { heading, sentence, english, reference, way_out })?
        .private()
        .status(error.status())
        .reply()?;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match error {
        Error::TooMany { retry_after } => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
        }
        Error::Unavailable(_) => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        _ => {}
    }
    if enhanced {
        headers.insert("hx-retarget", HeaderValue::from_static("body"));
        headers.insert("hx-reswap", HeaderValue::from_static("innerHTML"));
    }
    Ok(response)
}

impl Chrome {
    /// The chrome of a page that belongs to no workspace.
    pub fn bare(app: &App, path: &str, headers: &axum::http::HeaderMap) -> Self {
        Self {
            site: None,
            user: None,
            path: path.to_owned(),
            origin: app.config.base_url.to_string(),
            flash: flash(headers, app),
            theme: "auto".to_owned(),
            language: super::page::asked(headers).unwrap_or_default(),
            indexed: true,
        }
    }
}

/// What the page before wanted this one to say.
pub fn flash(headers: &axum::http::HeaderMap, app: &App) -> Option<super::page::Flash> {
    let words = cookies::get(headers, Name::Flash, &app.config).and_then(|value| cookies::decode(&value))?;
    let mut parts = words.splitn(3, super::ask::BETWEEN);
    let (language, text, undo) = (parts.next().and_then(Language::of), parts.next()?, parts.next().unwrap_or_default());
    let undo = if is_local(undo) { undo.to_owned() } else { String::new() };
    Some(super::page::Flash { kind: "success", text: text.to_owned(), language: language?.tag(), undo })
}
