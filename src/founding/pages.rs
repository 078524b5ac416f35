//! The base domain: what Shipboard is, and founding a workspace.

use std::convert::Infallible;

use askama::Template;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde::Deserialize;

use super::address;
use super::found::{self, Found, Founding};
use crate::app::{App, TenantState};
use crate::brand::Color;
use crate::clock::Time;
use crate::drawing::{Card, Look};
use crate::error::{Error, Result};
use crate::mail::Transport;
use crate::tenants::picture_pages::Wanted;
use crate::tenants::store;
use crate::text::{Email, Name, Slug};
use crate::web::address::ClientAddress;
use crate::web::ask::html;
use crate::web::assets;
use crate::web::limits::{Act, Whom};
use crate::web::page::Preview;
use crate::web::{Ask, Chrome, Errors, Form, Page, Path, Query, Reply};
use crate::words::{Language, Message, filters, message};

/// The routes of the base domain.
pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(landing))
        .route("/picture.png", get(picture))
        .route("/robots.txt", get(robots))
        .route("/favicon.ico", get(assets::favicon))
        .route("/workspaces", post(create))
        .route("/workspaces/new", get(new))
        .route("/workspaces/address", get(check_address))
        .route("/workspaces/{slug}", get(waiting))
}

/// Anybody, where there is no workspace yet.
#[derive(Debug)]
struct Newcomer {
    app: App,
    chrome: Chrome,
    client: ClientAddress,
    now: Time,
}

impl FromRequestParts<App> for Newcomer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let client = ClientAddress::from_request_parts(parts, app).await?;
        let chrome = Chrome::bare(app, parts.uri.path(), &parts.headers);
        Ok(Self { app: app.clone(), chrome, client, now: app.clock.now() })
    }
}

#[derive(Template)]
#[template(path = "founding/landing.html")]
struct LandingPage;

async fn landing(newcomer: Newcomer) -> Result<Reply> {
    let preview = Preview::at("", &card(newcomer.chrome.language));
    Page::new(newcomer.chrome, message("landing-title"), &LandingPage)?
        .describe(message("landing-about"))
        .canonical("/")
        .preview(Some(preview))
        .reply()
}

/// What is shown of the landing page where somebody shares its address.
fn card(language: Language) -> Card {
    let look = Look { name: "Shipboard".to_owned(), color: Color::OWN, logo: None, language: language.tag().to_owned() };
    let title = language.say(message("landing-hero")).to_string();
    Card { look, kind: String::new(), title, stand_in: String::new(), facts: Vec::new() }
}

/// In the language of the page that named it, whoever asks: what shows a page elsewhere often says nothing of languages.
async fn picture(newcomer: Newcomer, wanted: Wanted) -> Result<Reply> {
    let named = wanted.among(Language::ALL.into_iter().map(card));
    wanted.own_card(&newcomer.app, named.unwrap_or_else(|| card(newcomer.chrome.language))).await
}

async fn robots() -> Reply {
    let rules = "User-agent: *\nDisallow: /workspaces\nDisallow: /_mail\n";
    ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")], rules).into_response()
}

/// The sign-up form as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    name: String,
    slug: String,
    email: String,
}

impl Typed {
    /// The address that is meant: as typed, or guessed from the name where nothing was typed.
    fn address(&self) -> String {
        if self.slug.trim().is_empty() {
            Slug::guess(&self.name).map(|slug| slug.to_string()).unwrap_or_default()
        } else {
            self.slug.clone()
        }
    }
}

#[derive(Template)]
#[template(path = "founding/new.html")]
struct NewPage {
    typed: Typed,
    errors: Errors,
    /// What follows the slug in an address: `.localhost:3000`.
    suffix: String,
}

impl NewPage {
    fn reply(typed: Typed, errors: Errors, newcomer: Newcomer) -> Result<Reply> {
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let suffix = suffix(&newcomer.app);
        Page::new(newcomer.chrome, message("found-title"), &Self { typed, errors, suffix })?
            .describe(message("found-about"))
            .status(status)
            .reply()
    }
}

/// Host and port that stand after every slug.
fn suffix(app: &App) -> String {
    let base = &app.config.base_url;
    base.port.map_or_else(|| format!(".{}", base.host), |port| format!(".{}:{port}", base.host))
}

async fn new(newcomer: Newcomer) -> Result<Reply> {
    NewPage::reply(Typed::default(), Errors::new(), newcomer)
}

async fn create(newcomer: Newcomer, ask: Ask, Form(typed): Form<Typed>) -> Result<Reply> {
    let mut errors = Errors::new();
    let name = errors.take("name", Name::parse(&typed.name));
    let slug = errors.take("slug", address::check(&typed.address()));
    let email = errors.take("email", Email::parse(&typed.email));
    let (Some(name), Some(slug), Some(email)) = (name, slug, email) else {
        return NewPage::reply(typed, errors, newcomer);
    };
    newcomer.app.limits.check(Act::SignUp, Whom::Network(newcomer.client.network()))?;
    let founding = Founding { name: &name, slug: &slug, founder: &email, language: Some(newcomer.chrome.language) };
    match found::pending(&newcomer.app, &founding, newcomer.now).await? {
        Found::Made | Found::Again => {
            newcomer.app.sites.invalidate_all();
            Ok(ask.go(&format!("/workspaces/{slug}"), message("found-mailed").with("email", email.as_str())))
        }
        Found::Taken => {
            let free = first_free(&newcomer, &slug).await?;
            errors.add("slug", taken(&slug, free.as_ref()));
            NewPage::reply(Typed { slug: slug.to_string(), ..typed }, errors, newcomer)
        }
    }
}

/// What is said of an address that somebody else has.
fn taken(slug: &Slug, free: Option<&Slug>) -> Message {
    match free {
        Some(free) => message("address-taken-free").with("slug", slug.as_str()).with("free", free.as_str()),
        None => message("address-taken").with("slug", slug.as_str()),
    }
}

/// The nearest address to this one that is free.
async fn first_free(newcomer: &Newcomer, slug: &Slug) -> Result<Option<Slug>> {
    let offers = address::alternatives(slug);
    let names: Vec<String> = offers.iter().map(ToString::to_string).collect();
    let taken = store::taken(&mut newcomer.app.db.global().await?, &names, newcomer.now).await?;
    Ok(offers.into_iter().find(|offer| !taken.iter().any(|taken| taken == offer.as_str())))
}

/// What is said of an address while it is being typed; nothing while there is nothing to say.
#[derive(Template)]
#[template(path = "founding/address.html")]
struct AddressFragment {
    /// `success`, `danger`, or empty.
    tone: &'static str,
    text: Message,
}

async fn check_address(newcomer: Newcomer, Query(typed): Query<Typed>) -> Result<Reply> {
    let address = typed.address();
    let (tone, text) = match address::check(&address) {
        _ if address.trim().is_empty() => ("", Message::default()),
        Err(refusal) => ("danger", refusal),
        Ok(slug) => {
            let names = [slug.to_string()];
            if store::taken(&mut newcomer.app.db.global().await?, &names, newcomer.now).await?.is_empty() {
                ("success", message("address-free").with("address", format!("{slug}{}", suffix(&newcomer.app))))
            } else {
                ("danger", taken(&slug, first_free(&newcomer, &slug).await?.as_ref()))
            }
        }
    };
    html(StatusCode::OK, newcomer.chrome.language, &AddressFragment { tone, text })
}

#[derive(Template)]
#[template(path = "founding/waiting.html")]
struct WaitingPage {
    name: String,
    address: String,
    is_open: bool,
    hours: i64,
    /// Whether the mail lies here, and this reader may see it.
    can_read_mail: bool,
}

async fn waiting(newcomer: Newcomer, Path(slug): Path<String>) -> Result<Reply> {
    let workspace = store::by_slug(&mut newcomer.app.db.global().await?, &slug).await?.ok_or(Error::NotFound)?;
    let is_open = match workspace.state {
        TenantState::Active => true,
        TenantState::Pending if !workspace.has_lapsed(newcomer.now) => false,
        _ => return Err(Error::NotFound),
    };
    let page = WaitingPage {
        address: workspace.origin(&newcomer.app.config),
        name: workspace.name,
        is_open,
        hours: store::PATIENCE.as_hours(),
        can_read_mail: matches!(newcomer.app.mail, Transport::Folder(_)) && newcomer.client.is_loopback(),
    };
    let title = message(if is_open { "found-open-title" } else { "found-open-link" });
    Page::new(newcomer.chrome, title, &page)?.private().reply()
}
