//! Signing in with a password.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use serde::Deserialize;

use super::browser::Browser;
use super::sign_in_pages::{Luggage, welcome};
use super::{enter, password, store, whoever_has};
use crate::access::AnySite;
use crate::app::{App, TenantState};
use crate::error::Result;
use crate::text::Email;
use crate::web::limits::{Act, Whom};
use crate::web::{Errors, Form, Page, Query, Reply};
use crate::words::{Message, filters, message};

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/sign-in/password", get(show).post(try_password))
}

#[derive(Template)]
#[template(path = "users/sign_in_password.html")]
struct PasswordPage<'a> {
    site: &'a str,
    kept: Option<Message>,
    email: &'a str,
    luggage: &'a Luggage,
    errors: Errors,
}

async fn show(site: AnySite, browser: Browser, Query(luggage): Query<Luggage>) -> Result<Reply> {
    page(&site, &browser, "", &luggage, Errors::new()).await
}

async fn page(site: &AnySite, browser: &Browser, email: &str, luggage: &Luggage, errors: Errors) -> Result<Reply> {
    let kept = luggage.kept(site, browser).await?.map(|kept| kept.what().noun());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PasswordPage { site: &site.site.name, kept, email, luggage, errors };
    Page::new(site.chrome.clone(), message("sign-in-password"), &page)?.private().status(status).reply()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Attempt {
    email: String,
    password: String,
    #[serde(flatten)]
    luggage: Luggage,
}

/// An unknown address, one without a password, and a wrong password get the same answer, after the same work.
async fn try_password(site: AnySite, browser: Browser, Form(attempt): Form<Attempt>) -> Result<Reply> {
    let mut errors = Errors::new();
    let Some(email) = errors.take("email", Email::parse(&attempt.email)) else {
        return page(&site, &browser, &attempt.email, &attempt.luggage, errors).await;
    };
    site.app.limits.check(Act::Guess, Whom::Network(browser.address.network()))?;
    site.app.limits.check(Act::Guess, whoever_has(email.as_str(), site.site.id))?;
    let open = site.site.state == TenantState::Active;
    let mut tx = site.tx().await?;
    let user = store::by_email(&mut tx, &email).await?.filter(|user| open && user.is_welcome() && user.confirmed_at.is_some());
    let hash = match &user {
        Some(user) => store::password_hash(&mut tx, user.id).await?,
        None => None,
    };
    // The connection is not held while hashing.
    drop(tx);
    let fits = password::verify(hash, attempt.password).await?;
    let Some(user) = user.filter(|_| fits) else {
        errors.add("password", message("password-wrong"));
        return page(&site, &browser, &attempt.email, &attempt.luggage, errors).await;
    };
    let kept = attempt.luggage.kept(&site, &browser).await?.map(|kept| kept.id);
    let mut tx = site.tx().await?;
    let entered = enter::by_password(&mut tx, user, kept, attempt.luggage.next(), &browser, site.now).await?;
    tx.commit().await?;
    Ok(welcome(&site.app, entered, site.chrome.language))
}
