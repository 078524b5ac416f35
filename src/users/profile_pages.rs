//! What a person looks after themselves: name, colours, address.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;

use super::browser::Browser;
use super::sessions::{self, Session, device};
use super::{User, change_email, intents, role, role_words, store};
use crate::access::Member;
use crate::app::App;
use crate::clock::Time;
use crate::error::Result;
use crate::text::{Email, PersonName};
use crate::web::cookies::{self, Name};
use crate::web::limits::{Act, Whom};
use crate::web::{Ask, Errors, Form, Page, Reply};
use crate::words::{Language, Message, filters, message};

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/profile", get(show).post(save))
        .route("/profile/email", post(change_address))
        .merge(super::security_pages::router())
        .merge(super::delete_pages::router())
}

/// What was typed into a form of the profile that was refused, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Refused {
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) errors: Errors,
}

#[derive(Template)]
#[template(path = "users/profile.html")]
struct ProfilePage<'a> {
    user: &'a User,
    email: &'a str,
    roles: Message,
    /// The fields as they are, or as they were typed.
    shown_name: &'a str,
    new_email: &'a str,
    themes: [(&'static str, Message); 3],
    languages: Vec<(&'static str, Message)>,
    sessions: Vec<Session>,
    /// How many posts of theirs wait to be read by the team, or were declined.
    held: i64,
    errors: Errors,
    now: Time,
    zone: &'a str,
}

/// The profile, perhaps with what is wrong with one of its forms.
pub(super) async fn page(member: Member, browser: &Browser, refused: Refused) -> Result<Reply> {
    let Member { mut tx, id, site, chrome, now, .. } = member;
    let user = store::find(&mut tx, id).await?;
    let held = store::held(&mut tx, id).await?;
    let sessions = sessions::list(&mut tx, id, browser.session.as_ref(), now).await?;
    let status = if refused.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = ProfilePage {
        email: user.email.as_deref().unwrap_or_default(),
        roles: chrome.language.list(role_words(&user.roles).into_iter().map(role)).into(),
        shown_name: refused.name.as_deref().unwrap_or(&user.name),
        new_email: refused.email.as_deref().unwrap_or_default(),
        themes: [("auto", message("profile-theme-auto")), ("light", message("theme-light")), ("dark", message("theme-dark"))],
        languages: std::iter::once(("", message("profile-language-auto")))
            .chain(Language::OFFERED.into_iter().map(|language| (language.tag(), language.own_name().into())))
            .collect(),
        sessions,
        held,
        errors: refused.errors,
        now,
        zone: &site.time_zone,
        user: &user,
    };
    Page::new(chrome, message("profile-title"), &page)?.private().status(status).reply()
}

async fn show(member: Member, browser: Browser) -> Result<Reply> {
    page(member, &browser, Refused::default()).await
}

#[derive(Debug, Deserialize)]
struct Look {
    name: String,
    theme: String,
    /// Empty leaves it to the workspace and the browser.
    #[serde(default)]
    language: String,
}

async fn save(mut member: Member, browser: Browser, mut ask: Ask, Form(look): Form<Look>) -> Result<Reply> {
    let mut errors = Errors::new();
    let name = errors.take("name", PersonName::parse(&look.name));
    if !matches!(look.theme.as_str(), "auto" | "light" | "dark") {
        errors.add("theme", message("profile-choose"));
    }
    let language = Language::chosen(&look.language);
    if language.is_none() && !look.language.is_empty() {
        errors.add("language", message("profile-choose"));
    }
    let (Some(name), true) = (name, errors.is_empty()) else {
        return page(member, &browser, Refused { name: Some(look.name), errors, ..Refused::default() }).await;
    };
    store::rename(&mut member.tx, member.id, &name).await?;
    store::set_look(&mut member.tx, member.id, &look.theme, language.map(Language::tag)).await?;
    member.tx.commit().await?;
    // What is said next is said in what they have just chosen.
    ask.language = language.unwrap_or(ask.language);
    Ok(ask.go("/profile", message("saved")))
}

#[derive(Debug, Deserialize)]
struct NewAddress {
    email: String,
}

async fn change_address(mut member: Member, browser: Browser, ask: Ask, Form(form): Form<NewAddress>) -> Result<Reply> {
    let mut errors = Errors::new();
    let email = errors.take("email", Email::parse(&form.email));
    if email.as_ref().is_some_and(|email| email.as_str() == member.person.email) {
        errors.add("email", message("profile-address-same"));
    }
    let (Some(email), true) = (email, errors.is_empty()) else {
        return page(member, &browser, Refused { email: Some(form.email), errors, ..Refused::default() }).await;
    };
    member.limit(Act::SignIn)?;
    member.app.limits.check(Act::SignIn, super::whoever_has(email.as_str(), member.site.id))?;
    let asking = browser.asking.unwrap_or_default();
    change_email::begin(&mut member.tx, member.id, &email, &asking, member.now).await?;
    member.tx.commit().await?;
    let mut reply = ask.go("/profile", message("profile-address-written").with("email", email.as_str()));
    let (name, value) = cookies::set(Name::SignIn, &asking.reveal(), Some(intents::store::AGE), &member.app.config);
    reply.headers_mut().append(name, value);
    Ok(reply)
}

impl Session {
    /// What the page calls it.
    fn device(&self) -> Message {
        device(&self.user_agent)
    }
}

/// Counts a guess at a person's password, wherever it comes from.
pub(super) fn limit_guess(member: &Member) -> Result<()> {
    member.app.limits.check(Act::Guess, Whom::Network(member.network))?;
    member.app.limits.check(Act::Guess, super::whoever_has(&member.person.email, member.site.id))
}
