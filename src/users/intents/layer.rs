//! The layer around a workspace's routes that keeps what a signed-out person posts, and posts it again when they have signed
//! in, through the same routes.

use std::net::SocketAddr;

use askama::Template;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderName, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use tower::ServiceExt;

use super::{Kept, store};
use crate::access::AnySite;
use crate::app::App;
use crate::error::{Error, Result};
use crate::ids::RequestId;
use crate::text::token::Token;
use crate::users::browser::Browser;
use crate::web::address::ClientAddress;
use crate::web::cookies::{self, Name};
use crate::web::errors::{ChromeSlot, Failed};
use crate::web::layers::MAX_BODY;
use crate::web::limits::{Act, Whom};
use crate::web::{Ask, Chrome, Page, form};
use crate::words::{Message, filters, message};

/// How browsers send the forms of our pages.
const FORM: &str = "application/x-www-form-urlencoded";

/// Left on the reply of a handler that has signed somebody in: what is to be carried out now.
#[derive(Clone, Debug)]
pub(in crate::users) struct Resume {
    /// What was kept.
    pub(in crate::users) kept: Kept,
    /// The session that has just been opened.
    pub(in crate::users) session: Token,
}

/// Keeps a form that was posted without a session, and carries it out after signing in. `routes` are the workspace's, without
/// this layer. What is seldom done is on the heap: every request would be as large otherwise.
pub async fn keep(State((app, routes)): State<(App, Router)>, request: Request, next: Next) -> Result<Response> {
    if request.uri().path().starts_with("/sign-in") {
        let frame = Frame::of(&request);
        let mut reply = next.run(request).await;
        return match reply.extensions_mut().remove::<Resume>() {
            Some(resume) => {
                let headers = reply.into_parts().0.headers;
                Box::pin(carry_out(&app, routes, frame, resume, &headers)).await
            }
            None => Ok(reply),
        };
    }
    if !may_be_kept(&request) {
        return Ok(next.run(request).await);
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_BODY).await.map_err(|_| Error::rejected(message("form-too-long")))?;
    let reply = next.run(Request::from_parts(parts.clone(), Body::from(body.clone()))).await;
    let needs_sign_in = reply.extensions().get::<Failed>().is_some_and(|Failed(error)| matches!(**error, Error::SignIn));
    if needs_sign_in { Box::pin(put_aside(&app, parts, &body)).await } else { Ok(reply) }
}

/// A posted form, but for what lies under `/profile/`: passwords, devices and the end of an account are not put aside.
fn may_be_kept(request: &Request) -> bool {
    let is_form = request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(FORM.as_bytes()));
    request.method() == Method::POST && is_form && !request.uri().path().starts_with("/profile/")
}

/// Keeps the form and shows the sign-in page.
async fn put_aside(app: &App, mut parts: Parts, body: &Bytes) -> Result<Response> {
    let site = AnySite::from_request_parts(&mut parts, app).await?;
    let Ok(address) = ClientAddress::from_request_parts(&mut parts, app).await;
    let ask = Ask::from_request_parts(&mut parts, app).await?;
    app.limits.check(Act::Keep, Whom::Network(address.network()))?;
    let Browser { asking, .. } = Browser::from_request_parts(&mut parts, app).await?;
    let asking = asking.unwrap_or_default();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let mut tx = site.tx().await?;
    let token = store::keep(&mut tx, &asking, path, FORM, body, site.now).await?;
    tx.commit().await?;
    let back = form::escape(ask.from.as_deref().unwrap_or("/"));
    let mut reply = ask.go(&format!("/sign-in?intent={}&next={back}", token.reveal()), "");
    let (name, value) = cookies::set(Name::SignIn, &asking.reveal(), Some(store::AGE), &app.config);
    reply.headers_mut().append(name, value);
    Ok(reply)
}

/// What a kept form is posted with again: what the browser says of itself, without what it says of the request.
struct Frame {
    headers: HeaderMap,
    extensions: Extensions,
    path: String,
}

impl Frame {
    const HEADERS: [HeaderName; 5] =
        [header::HOST, header::USER_AGENT, header::ACCEPT, header::ACCEPT_LANGUAGE, HeaderName::from_static("x-forwarded-for")];

    fn of(request: &Request) -> Self {
        let mut headers = HeaderMap::new();
        for name in Self::HEADERS {
            for value in request.headers().get_all(&name) {
                headers.append(name.clone(), value.clone());
            }
        }
        let mut extensions = Extensions::new();
        if let Some(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>() {
            extensions.insert(*peer);
        }
        if let Some(id) = request.extensions().get::<RequestId>() {
            extensions.insert(*id);
        }
        Self { headers, extensions, path: request.uri().path().to_owned() }
    }

    fn posting(self, app: &App, resume: &Resume, slot: ChromeSlot) -> Result<Request> {
        let (_, cookie) = cookies::set(Name::Session, &resume.session.reveal(), None, &app.config);
        let cookie = cookie.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default().to_vec();
        let mut request = Request::post(&resume.kept.path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, &resume.kept.content_type)
            .body(Body::from(resume.kept.body.clone()))
            .map_err(Error::internal)?;
        request.headers_mut().extend(self.headers);
        *request.extensions_mut() = self.extensions;
        request.extensions_mut().insert(slot);
        Ok(request)
    }
}

/// Posts what was kept, as the person who has just signed in. Its answer is what the browser gets, and with it the cookies of
/// signing in. What was refused by its own form is shown by that form; what failed is put back and shown.
async fn carry_out(app: &App, routes: Router, frame: Frame, resume: Resume, signed_in: &HeaderMap) -> Result<Response> {
    let (path, headers, slot) = (frame.path.clone(), frame.headers.clone(), ChromeSlot::default());
    let request = frame.posting(app, &resume, slot.clone())?;
    let (mut parts, body) = request.into_parts();
    let again = Request::from_parts(parts.clone(), body);
    let Ok(reply) = routes.oneshot(again).await;
    let failed = reply.extensions().get::<Failed>().cloned();
    let site = AnySite::from_request_parts(&mut parts, app).await?;
    let mut reply = match failed {
        None => {
            let mut tx = site.tx().await?;
            store::done(&mut tx, resume.kept.id, site.now).await?;
            tx.commit().await?;
            reply
        }
        Some(Failed(error)) => {
            let chrome = slot.0.get().cloned().unwrap_or_else(|| Chrome::bare(app, &path, &headers));
            put_back(&site, &resume.kept, &error, chrome).await?
        }
    };
    let mut all = HeaderMap::new();
    for cookies in [signed_in, reply.headers()] {
        for cookie in cookies.get_all(header::SET_COOKIE) {
            all.append(header::SET_COOKIE, cookie.clone());
        }
    }
    reply.headers_mut().remove(header::SET_COOKIE);
    reply.headers_mut().extend(all);
    Ok(reply)
}

#[derive(Template)]
#[template(path = "users/not_done.html")]
struct NotDone<'a> {
    noun: Message,
    why: Message,
    typed: Vec<String>,
    again: Option<&'a str>,
}

async fn put_back(site: &AnySite, kept: &Kept, error: &Error, chrome: Chrome) -> Result<Response> {
    let passing = matches!(error, Error::TooMany { .. } | Error::Unavailable(_) | Error::Internal(_));
    let why = match error {
        Error::Rejected(why) | Error::Forbidden(why) | Error::Closed(why) => why.clone(),
        Error::NotFound => message("kept-gone"),
        Error::TooMany { retry_after } => message("kept-too-many").with("count", retry_after.div_ceil(60)),
        Error::SignIn | Error::Unavailable(_) | Error::Internal(_) => message("kept-not-now"),
    };
    if let Error::Internal(cause) | Error::Unavailable(cause) = error {
        tracing::error!(error = format!("{cause:#}"), "a kept write failed");
    }
    let browser = Token::new();
    let mut tx = site.tx().await?;
    let token = store::put_back(&mut tx, kept.id, &browser).await?;
    tx.commit().await?;
    let again = token.reveal();
    let page = NotDone { noun: kept.what().noun(), why, typed: kept.typed(), again: passing.then_some(&again) };
    let mut reply = Page::new(chrome, message("kept-not-sent"), &page)?.private().status(error.status()).reply()?;
    let (name, value) = cookies::set(Name::SignIn, &browser.reveal(), Some(store::AGE), &site.app.config);
    reply.headers_mut().append(name, value);
    Ok(reply)
}
