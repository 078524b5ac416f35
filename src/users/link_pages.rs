//! The links in mail that prove an address.
//!
//! Programs that look for bad links in mail open every one of them, so opening a link proves nothing. It completes by itself
//! only in the browser that asked; anywhere else it shows a page with a button, and the button completes.

use askama::Template;
use axum::Router;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::routing::get;
use serde::Deserialize;

use super::browser::Browser;
use super::change_email::{self, Moved};
use super::intents;
use super::sign_in::{self, Proof, Purpose, Standing};
use super::sign_in_pages::{chrome_of, welcome};
use super::{enter, sessions, store};
use crate::access::{AnySite, Visit};
use crate::app::App;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::UserId;
use crate::text::Email;
use crate::text::token::Token;
use crate::web::cookies::{self, Name};
use crate::web::{Ask, Chrome, Form, Page, Path, Reply, see_other};
use crate::words::{Message, filters, message};

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/sign-in/link/{token}", get(open).post(complete))
}

#[derive(Template)]
#[template(path = "users/link.html")]
struct LinkPage<'a> {
    site: &'a str,
    token: &'a str,
    email: &'a str,
    purpose: Purpose,
    /// What would be carried out, what was typed for it, and the button that does it.
    kept: Option<(Message, Vec<String>, Message)>,
    /// Whether something stays behind in the browser it was written in.
    left_behind: bool,
}

async fn open(
    visit: Result<Visit>,
    site: AnySite,
    browser: Browser,
    ask: Ask,
    method: Method,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Reply> {
    let chrome = chrome_of(visit, &site);
    let mut tx = site.tx().await?;
    let Some(proof) = find(&mut tx, &token).await? else { return dead(&site, chrome, None) };
    let signed_in = signed_in(&mut tx, &proof, &browser, &site).await?;
    if proof.standing(site.now) != Standing::Open {
        // Somebody who opens their mail again is where they wanted to be.
        return if signed_in.is_some() && proof.standing(site.now) == Standing::Used {
            Ok(see_other(&proof.next))
        } else {
            dead(&site, chrome, Some(&proof))
        };
    }
    let looks_ahead = headers.get("sec-purpose").is_some_and(|purpose| purpose.as_bytes().starts_with(b"prefetch"));
    let asked = proof.asked_by(browser.asking.as_ref()) && (proof.purpose != Purpose::ChangeEmail || signed_in.is_some());
    if asked && method == Method::GET && !looks_ahead {
        return finish(&site, chrome, tx, &proof, &browser, &ask, true).await;
    }
    let kept = match proof.intent_id {
        Some(intent) => intents::store::find(&mut tx, intent, site.now).await?,
        None => None,
    };
    let (kept, left_behind) = match kept {
        Some(kept) if kept.what().travels() => (Some((kept.what().noun(), kept.typed(), kept.what().button())), false),
        other => (None, other.is_some()),
    };
    let page = LinkPage { site: &site.site.name, token: &token, email: &proof.email, purpose: proof.purpose, kept, left_behind };
    Page::new(chrome, message(title(proof.purpose)), &page)?.private().reply()
}

#[derive(Debug, Deserialize)]
#[serde(default)]
struct Choice {
    carry: bool,
}

impl Default for Choice {
    fn default() -> Self {
        Self { carry: true }
    }
}

async fn complete(
    visit: Result<Visit>,
    site: AnySite,
    browser: Browser,
    ask: Ask,
    Path(token): Path<String>,
    Form(choice): Form<Choice>,
) -> Result<Reply> {
    let chrome = chrome_of(visit, &site);
    let mut tx = site.tx().await?;
    match find(&mut tx, &token).await? {
        Some(proof) if proof.standing(site.now) == Standing::Open => {
            finish(&site, chrome, tx, &proof, &browser, &ask, choice.carry).await
        }
        other => dead(&site, chrome, other.as_ref()),
    }
}

async fn find(tx: &mut TenantTx, token: &str) -> Result<Option<Proof>> {
    match Token::parse(token) {
        Some(token) => sign_in::by_link(tx, &token).await,
        None => Ok(None),
    }
}

/// Whether this browser is signed in as the person the proof is about.
async fn signed_in(tx: &mut TenantTx, proof: &Proof, browser: &Browser, site: &AnySite) -> Result<Option<UserId>> {
    let Some(session) = &browser.session else { return Ok(None) };
    let whose = match (proof.user_id, Email::parse(&proof.email)) {
        (Some(id), _) => Some(id),
        (None, Ok(email)) => store::by_email(tx, &email).await?.map(|user| user.id),
        (None, Err(_)) => None,
    };
    Ok(sessions::owner(tx, session, site.now).await?.filter(|here| Some(*here) == whose))
}

async fn finish(
    site: &AnySite,
    chrome: Chrome,
    mut tx: TenantTx,
    proof: &Proof,
    browser: &Browser,
    ask: &Ask,
    carry: bool,
) -> Result<Reply> {
    if proof.purpose != Purpose::ChangeEmail {
        return match enter::by_proof(&mut tx, proof, browser, carry, site.now).await? {
            Some(entered) => {
                tx.commit().await?;
                Ok(welcome(&site.app, entered, chrome.language))
            }
            None => dead(site, chrome, Some(proof)),
        };
    }
    match change_email::complete(&mut tx, proof, browser, site.now).await? {
        Moved::To(session) => {
            tx.commit().await?;
            let mut reply = ask.go("/profile", message("address-moved").with("email", &proof.email));
            let (name, value) = cookies::set(Name::Session, &session.reveal(), Some(sessions::AGE), &site.app.config);
            reply.headers_mut().append(name, value);
            Ok(reply)
        }
        Moved::Not | Moved::Taken => dead(site, chrome, Some(proof)),
    }
}

#[derive(Template)]
#[template(path = "users/link_dead.html")]
struct DeadPage<'a> {
    heading: &'static str,
    sentence: &'static str,
    /// Who was mailed, where a new mail would help them.
    email: Option<&'a str>,
    next: &'a str,
    profile: bool,
}

/// Says what became of a link, and how to get a new one. A link of another workspace is unknown here.
fn dead(site: &AnySite, chrome: Chrome, proof: Option<&Proof>) -> Result<Reply> {
    let moving = proof.is_some_and(|proof| proof.purpose == Purpose::ChangeEmail);
    let (status, heading, sentence) = match proof.map(|proof| proof.standing(site.now)) {
        None => (StatusCode::NOT_FOUND, "dead-unknown", "dead-unknown-text"),
        Some(Standing::Expired) => (StatusCode::GONE, "dead-expired", "dead-expired-text"),
        Some(Standing::Used) => (StatusCode::GONE, "dead-used", "dead-used-text"),
        Some(Standing::Open) if moving => (StatusCode::GONE, "dead-taken", "dead-taken-text"),
        Some(Standing::Open) => (StatusCode::GONE, "dead-withdrawn", "dead-withdrawn-text"),
    };
    let email = proof.filter(|_| !moving).map(|proof| proof.email.as_str());
    let next = proof.map_or("/", |proof| &proof.next);
    let page = DeadPage { heading, sentence, email, next, profile: moving };
    Page::new(chrome, message(heading), &page)?.private().status(status).reply()
}

fn title(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::SignIn => "sign-in",
        Purpose::Found => "link-title-found",
        Purpose::Invite => "link-title-invited",
        Purpose::ChangeEmail => "link-title-address",
    }
}
