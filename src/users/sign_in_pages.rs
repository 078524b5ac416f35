//! Signing in by mail, and signing out.

use askama::Template;
use axum::Router;
use axum::http::{StatusCode, header};
use axum::routing::{get, post};
use serde::Deserialize;

use super::browser::Browser;
use super::enter::{self, Entered};
use super::intents::{self, Kept, layer::Resume};
use super::sign_in::{self, Guess, Proof, Purpose, Standing, Wanted};
use super::{sessions, whoever_has};
use crate::access::{AnySite, Member, Visit, end_session};
use crate::app::{App, TenantState};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::mail::Transport;
use crate::text::Email;
use crate::text::token::Token;
use crate::web::ask::{flashed, is_local};
use crate::web::cookies::{self, Name};
use crate::web::limits::{Act, Whom};
use crate::web::{Ask, Chrome, Errors, Form, Page, Query, Reply, form, see_other};
use crate::words::{Language, Message, filters, message};

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/sign-in", get(show).post(ask_for_mail))
        .route("/sign-in/code", get(show_code).post(try_code))
        .route("/sign-in/again", post(ask_again))
        .route("/sign-in/kept", post(carry_out))
        .route("/sign-out", post(sign_out))
        .merge(super::link_pages::router())
        .merge(super::password_pages::router())
}

/// Where somebody wanted to go, and what they wrote, carried along from page to page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Luggage {
    /// A path of this workspace.
    pub(super) next: String,
    /// The token of a kept write.
    pub(super) intent: String,
}

impl Luggage {
    /// A path that leads to a page of this workspace, and not back to signing in.
    pub(super) fn next(&self) -> &str {
        if is_local(&self.next) && !self.next.starts_with("/sign-") { &self.next } else { "/" }
    }

    /// What this browser wrote: what its address names, or else what was interrupted while it was carried out.
    pub(super) async fn kept(&self, site: &AnySite, browser: &Browser) -> Result<Option<Kept>> {
        self.find(&mut site.tx().await?, browser, site.now).await
    }

    async fn find(&self, tx: &mut TenantTx, browser: &Browser, now: Time) -> Result<Option<Kept>> {
        match (&browser.asking, Token::parse(&self.intent)) {
            (Some(asking), Some(token)) => intents::store::by_token(tx, &token, asking, now).await,
            (Some(asking), None) => intents::store::interrupted(tx, asking, now).await,
            (None, _) => Ok(None),
        }
    }

    /// The same page of signing in, with all of it.
    pub(super) fn query(&self) -> String {
        format!("next={}&intent={}", form::escape(self.next()), form::escape(&self.intent))
    }
}

#[derive(Template)]
#[template(path = "users/sign_in.html")]
struct SignInPage<'a> {
    site: &'a str,
    /// Who is signed in already, where something is left to be carried out.
    person: Option<&'a str>,
    kept: Option<Message>,
    luggage: &'a Luggage,
    query: String,
    email: &'a str,
    errors: Errors,
}

async fn show(visit: Result<Visit>, site: AnySite, browser: Browser, Query(luggage): Query<Luggage>) -> Result<Reply> {
    let (person, chrome) = visit.map_or_else(|_| (None, site.chrome.clone()), |visit| (visit.person, visit.chrome));
    let kept = luggage.kept(&site, &browser).await?;
    if person.is_some() && kept.is_none() {
        return Ok(see_other(luggage.next()));
    }
    let person = person.as_ref().map(|person| person.name.as_str());
    let name = &site.site.name;
    let page = SignInPage {
        site: name,
        person,
        kept: kept.map(|kept| kept.what().noun()),
        query: luggage.query(),
        luggage: &luggage,
        email: "",
        errors: Errors::new(),
    };
    Page::new(chrome, message("sign-in"), &page)?.private().reply()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Address {
    email: String,
    #[serde(flatten)]
    luggage: Luggage,
}

/// Has a link and a code mailed. The answer is the same for every address: whether it is known is the mail's business.
async fn ask_for_mail(site: AnySite, browser: Browser, Form(address): Form<Address>) -> Result<Reply> {
    let luggage = &address.luggage;
    let kept = luggage.kept(&site, &browser).await?;
    let email = match Email::parse(&address.email) {
        Ok(email) => email,
        Err(refusal) => {
            let mut errors = Errors::new();
            errors.add("email", refusal);
            let page = SignInPage {
                site: &site.site.name,
                person: None,
                kept: kept.map(|kept| kept.what().noun()),
                luggage,
                query: luggage.query(),
                email: &address.email,
                errors,
            };
            return Page::new(site.chrome.clone(), message("sign-in"), &page)?
                .private()
                .status(StatusCode::UNPROCESSABLE_ENTITY)
                .reply();
        }
    };
    mail(&site, &browser, &email, luggage.next(), kept.map(|kept| kept.id)).await
}

/// The same mail again, for somebody who waits for it.
async fn ask_again(site: AnySite, browser: Browser) -> Result<Reply> {
    let last = match &browser.asking {
        Some(asking) => sign_in::latest(&mut site.tx().await?, asking).await?,
        None => None,
    };
    match last.map(|last| (Email::parse(&last.email), last)) {
        Some((Ok(email), last)) => mail(&site, &browser, &email, &last.next, last.intent_id).await,
        _ => Ok(see_other("/sign-in")),
    }
}

async fn mail(
    site: &AnySite,
    browser: &Browser,
    email: &Email,
    next: &str,
    intent: Option<crate::ids::IntentId>,
) -> Result<Reply> {
    site.app.limits.check(Act::SignIn, Whom::Network(browser.address.network()))?;
    site.app.limits.check(Act::SignIn, whoever_has(email.as_str(), site.site.id))?;
    // Until a workspace is open, signing in is how its founder opens it, and nobody else gets mail.
    let purpose = if site.site.state == TenantState::Pending { Purpose::Found } else { Purpose::SignIn };
    let asking = browser.asking.clone().unwrap_or_default();
    let mut tx = site.tx().await?;
    // Whoever has the address by then is who signs in; a founder is known already.
    let wanted =
        Wanted { purpose, email, user: None, browser: Some(&asking), next, intent, language: Some(site.chrome.language) };
    sign_in::begin(&mut tx, &wanted, site.now).await?;
    tx.commit().await?;
    let mut reply = see_other("/sign-in/code");
    let (name, value) = cookies::set(Name::SignIn, &asking.reveal(), Some(intents::store::AGE), &site.app.config);
    reply.headers_mut().append(name, value);
    Ok(reply)
}

#[derive(Template)]
#[template(path = "users/sign_in_code.html")]
struct CodePage<'a> {
    email: &'a str,
    /// Whether the mail still counts.
    open: bool,
    /// Where mail can be read, on a laptop without a mail server.
    folder: bool,
    error: Message,
}

fn code_page(site: &AnySite, browser: &Browser, proof: &Proof, error: Message) -> Result<Reply> {
    let page = CodePage {
        email: &proof.email,
        open: proof.standing(site.now) == Standing::Open && proof.guesses < sign_in::GUESSES,
        folder: matches!(site.app.mail, Transport::Folder(_)) && browser.address.is_loopback(),
        error,
    };
    let status = if page.error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Page::new(site.chrome.clone(), message("code-title"), &page)?.private().status(status).reply()
}

async fn show_code(site: AnySite, browser: Browser) -> Result<Reply> {
    let mut tx = site.tx().await?;
    let last = match &browser.asking {
        Some(asking) => sign_in::latest(&mut tx, asking).await?,
        None => None,
    };
    match last {
        Some(last) if last.standing(site.now) != Standing::Used => code_page(&site, &browser, &last, Message::default()),
        _ => Ok(see_other("/sign-in")),
    }
}

#[derive(Debug, Deserialize)]
struct Code {
    code: String,
}

async fn try_code(site: AnySite, browser: Browser, ask: Ask, Form(form): Form<Code>) -> Result<Reply> {
    let Some(asking) = &browser.asking else {
        return Ok(ask.go("/sign-in", message("code-begin-again")));
    };
    site.app.limits.check(Act::Guess, Whom::Network(browser.address.network()))?;
    let mut tx = site.tx().await?;
    let Some(last) = sign_in::latest(&mut tx, asking).await? else { return Ok(see_other("/sign-in")) };
    if form.code.chars().filter(char::is_ascii_digit).count() != 6 {
        return code_page(&site, &browser, &last, message("code-six"));
    }
    site.app.limits.check(Act::Guess, whoever_has(&last.email, site.site.id))?;
    let came_to = sign_in::guess(&mut tx, asking, &form.code, site.now).await?;
    let (last, error) = match came_to {
        Guess::Right(proof) => match enter::by_proof(&mut tx, &proof, &browser, true, site.now).await? {
            Some(entered) => {
                tx.commit().await?;
                return Ok(welcome(&site.app, entered, site.chrome.language));
            }
            None => (*proof, message("code-dead")),
        },
        Guess::Wrong { left } => (last, message("code-wrong").with("count", left)),
        Guess::Out => {
            let mut spent = last;
            spent.guesses = sign_in::GUESSES;
            (spent, message("code-used-up"))
        }
        Guess::Nothing => (last, message("code-over")),
    };
    // Guesses count, whatever else is undone.
    tx.commit().await?;
    code_page(&site, &browser, &last, error)
}

/// Carries out what somebody wrote before they signed in elsewhere.
async fn carry_out(member: Member, browser: Browser, Form(luggage): Form<Luggage>) -> Result<Reply> {
    let Member { mut tx, now, .. } = member;
    let kept = match luggage.find(&mut tx, &browser, now).await? {
        Some(kept) => intents::store::take(&mut tx, kept.id, now).await?,
        None => None,
    };
    tx.commit().await?;
    let mut reply = see_other("/");
    if let (Some(kept), Some(session)) = (kept, browser.session) {
        reply.extensions_mut().insert(Resume { kept, session });
    }
    Ok(reply)
}

async fn sign_out(site: AnySite, browser: Browser, ask: Ask) -> Result<Reply> {
    if let Some(session) = &browser.session {
        let mut tx = site.tx().await?;
        end_session(&mut tx, &session.hash()).await?;
        tx.commit().await?;
    }
    let mut reply = ask.go("/", message("signed-out"));
    let (name, value) = cookies::clear(Name::Session, &site.app.config);
    reply.headers_mut().append(name, value);
    Ok(reply)
}

/// What somebody gets who has come in: the cookie, and the page they wanted or what they wrote before.
pub(super) fn welcome(app: &App, entered: Entered, language: Language) -> Reply {
    let Entered { user, session, is_new, opened, next, kept } = entered;
    let mut reply = see_other(&next);
    let mut set = |(name, value)| reply.headers_mut().append(name, value);
    set(cookies::set(Name::Session, &session.reveal(), Some(sessions::AGE), &app.config));
    set(cookies::clear(Name::SignIn, &app.config));
    let words = match (opened, is_new) {
        (true, _) => message("workspace-open"),
        (false, true) => message("welcome").with("name", &user.name),
        (false, false) => Message::default(),
    };
    if opened {
        app.sites.invalidate_all();
    }
    match kept {
        Some(kept) => {
            reply.extensions_mut().insert(Resume { kept, session });
        }
        None if !words.is_empty() => {
            reply
                .headers_mut()
                .append(header::SET_COOKIE, flashed(language, &language.say(words).to_string(), "", &app.config).1);
        }
        None => {}
    }
    reply
}

/// What stands around a page, for somebody who may be signed in or not.
pub(super) fn chrome_of(visit: Result<Visit>, site: &AnySite) -> Chrome {
    visit.map_or_else(|_: Error| site.chrome.clone(), |visit| visit.chrome)
}
