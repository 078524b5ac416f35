//! A workspace's settings, and closing it.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::domain::Domain;
use super::room::{self, Room};
use super::{LANGUAGE_CHANGED, LANGUAGES, LONGEST_SETTLE, Settings, language, settle_minutes, store, time_zone};
use crate::access::{Admin, Role, Roles};
use crate::app::{App, TenantState};
use crate::brand::{Brand, Color};
use crate::clock::Time;
use crate::config::BaseUrl;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::outbox::{self, Entry};
use crate::text::{Line, Name};
use crate::web::ask::html;
use crate::web::page::LogoChrome;
use crate::web::{Ask, Errors, Form, Page, Query, Reply};
use crate::words::{Language, filters};

/// `/admin/settings`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/settings", get(show).post(save))
        .route("/admin/settings/color", get(color))
        .route("/admin/settings/close", post(close))
}

/// The settings as they were typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    name: String,
    tagline: String,
    brand_color: String,
    language: String,
    page_language: String,
    time_zone: String,
    settle_minutes: String,
    indexed: bool,
    custom_domain: String,
}

impl From<store::Kept> for Typed {
    fn from(kept: store::Kept) -> Self {
        Self {
            name: kept.name,
            tagline: kept.tagline,
            brand_color: kept.brand_color.unwrap_or_default(),
            language: kept.language,
            page_language: kept.page_language.unwrap_or_default(),
            time_zone: kept.time_zone,
            settle_minutes: kept.settle_minutes.to_string(),
            indexed: kept.indexed,
            custom_domain: kept.custom_domain.unwrap_or_default(),
        }
    }
}

impl Typed {
    /// Everything that is wrong at once, or the settings.
    fn parse(&self, base: &BaseUrl) -> Result<Settings, Errors> {
        let mut errors = Errors::new();
        let name = errors.take("name", Name::parse(&self.name));
        let tagline = errors.take("tagline", Line::typed(&self.tagline));
        let brand = errors.take("brand_color", optional(&self.brand_color, Color::parse));
        let language = errors.take("language", language(&self.language));
        let page_language = errors.take("page_language", optional(&self.page_language, spoken));
        let time_zone = errors.take("time_zone", time_zone(&self.time_zone));
        let settle_minutes = errors.take("settle_minutes", settle_minutes(&self.settle_minutes));
        let domain = errors.take("custom_domain", optional(&self.custom_domain, |text| Domain::parse(text, base)));
        let indexed = self.indexed;
        let wanted = || {
            Some(Settings {
                name: name?,
                tagline: tagline?,
                brand: brand?,
                language: language?,
                page_language: page_language?,
                time_zone: time_zone?,
                settle_minutes: settle_minutes?,
                indexed,
                domain: domain?,
            })
        };
        wanted().ok_or(errors)
    }
}

/// Takes the language of pages and mail.
fn spoken(tag: &str) -> Result<Language, &'static str> {
    Language::chosen(tag).ok_or("Please choose a language from the list.")
}

/// A field that may be left empty.
fn optional<T, E>(text: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Result<Option<T>, E> {
    if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) }
}

#[derive(Template)]
#[template(path = "tenants/settings.html")]
struct SettingsPage {
    typed: Typed,
    errors: Errors,
    brand: Option<Brand>,
    languages: Vec<(&'static str, String)>,
    page_languages: Vec<(&'static str, &'static str)>,
    zones: Vec<String>,
    longest_settle: i32,
    /// Host and port of the workspace on the base domain.
    address: String,
    slug: String,
    /// Whether the one who looks may close the workspace.
    is_owner: bool,
    /// What was typed to close it, and what was wrong with that.
    close: String,
    logo: Option<LogoChrome>,
    /// What is left for pictures.
    room: Room,
}

impl SettingsPage {
    fn new(asker: &Admin, room: Room, typed: Typed, errors: Errors) -> Self {
        let base = &asker.app.config.base_url;
        let words = |known| if known { "" } else { " (search without word forms)" };
        Self {
            brand: Color::parse(&typed.brand_color).ok().map(Brand::of),
            languages: LANGUAGES.iter().map(|(code, name, known)| (*code, format!("{name}{}", words(*known)))).collect(),
            page_languages: std::iter::once(("", "As people write here"))
                .chain(Language::OFFERED.into_iter().map(|language| (language.tag(), language.own_name())))
                .collect(),
            zones: jiff::tz::db().available().map(|name| name.to_string()).filter(|name| is_current(name)).collect(),
            longest_settle: LONGEST_SETTLE,
            address: base.origin(&base.workspace_host(&asker.site.slug)),
            slug: asker.site.slug.clone(),
            is_owner: asker.person.roles.any(&[Role::Owner]),
            close: String::new(),
            logo: asker.chrome.site.as_ref().and_then(|site| site.logo.clone()),
            room,
            typed,
            errors,
        }
    }

    fn reply(self, asker: Admin) -> Result<Reply> {
        let status = if self.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        Page::new(asker.chrome, "Settings", &self)?.desk().status(status).reply()
    }
}

/// Names that people use today, for the list to choose from: continents and cities, and UTC.
fn is_current(zone: &str) -> bool {
    zone == "UTC"
        || ["Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"]
            .iter()
            .any(|continent| zone.starts_with(continent))
}

async fn show(mut asker: Admin) -> Result<Reply> {
    let room = room::of(&mut asker.tx, room::whole(&asker.app.config)).await?;
    let typed = store::settings(&mut asker.tx).await?.into();
    SettingsPage::new(&asker, room, typed, Errors::new()).reply(asker)
}

/// The settings as they are, with what is wrong about a picture that was to be the logo.
pub(super) async fn refuse_logo(mut asker: Admin, words: &'static str) -> Result<Reply> {
    let room = room::of(&mut asker.tx, room::whole(&asker.app.config)).await?;
    let typed = store::settings(&mut asker.tx).await?.into();
    SettingsPage::new(&asker, room, typed, Errors::from(("logo", words))).reply(asker)
}

async fn save(mut asker: Admin, ask: Ask, Form(typed): Form<Typed>) -> Result<Reply> {
    let room = room::of(&mut asker.tx, room::whole(&asker.app.config)).await?;
    let settings = match typed.parse(&asker.app.config.base_url) {
        Ok(settings) => settings,
        Err(errors) => return SettingsPage::new(&asker, room, typed, errors).reply(asker),
    };
    let before = store::settings(&mut asker.tx).await?;
    if !store::change(&mut asker.tx, &settings).await? {
        let taken = Errors::from(("custom_domain", "Another workspace on this server has this domain already."));
        return SettingsPage::new(&asker, room, typed, taken).reply(asker);
    }
    let data = difference(&before, &settings);
    events::record(&mut asker.tx, "workspace.changed", Some(asker.id), asker.site.id.0, data, asker.now).await?;
    if before.language != settings.language {
        read_again(&mut asker.tx, asker.now).await?;
    }
    asker.tx.commit().await?;
    asker.app.sites.invalidate_all();
    let corrected = settings.brand.is_some_and(|color| !Brand::of(color).corrections().is_empty());
    Ok(ask.go(
        "/admin/settings",
        if corrected { "Saved. Your colour was put right where it could not be seen; see below." } else { "Saved." },
    ))
}

/// Has whatever is searched read again in the new language.
async fn read_again(tx: &mut TenantTx, now: Time) -> Result<()> {
    let entry = Entry {
        kind: LANGUAGE_CHANGED,
        key: now.timestamp().as_microsecond().to_string(),
        payload: &json!({}),
        due_at: now,
        urgent: false,
    };
    outbox::enqueue(tx, entry, now).await?;
    Ok(())
}

/// What an event keeps of the settings: those that are different, and what they were.
fn difference(before: &store::Kept, now: &Settings) -> serde_json::Value {
    let pairs = [
        ("name", json!(before.name), json!(now.name.as_str())),
        ("tagline", json!(before.tagline), json!(now.tagline.as_str())),
        ("brand_color", json!(before.brand_color), json!(now.brand.map(|color| color.to_string()))),
        ("language", json!(before.language), json!(now.language)),
        ("page_language", json!(before.page_language), json!(now.page_language.map(Language::tag))),
        ("time_zone", json!(before.time_zone), json!(now.time_zone)),
        ("settle_minutes", json!(before.settle_minutes), json!(now.settle_minutes)),
        ("indexed", json!(before.indexed), json!(now.indexed)),
        ("custom_domain", json!(before.custom_domain), json!(now.domain.as_ref().map(Domain::as_str))),
    ];
    let mut data = json!({});
    for (key, before, now) in pairs.into_iter().filter(|(_, before, now)| before != now) {
        data[format!("{key}_before")] = before;
        data[key] = now;
    }
    data
}

/// What the design makes of a colour: part of the page, and what the field shows while one types.
#[derive(Template)]
#[template(path = "tenants/swatches.html")]
struct Swatches {
    brand: Option<Brand>,
}

async fn color(admin: Admin, Query(typed): Query<Typed>) -> Result<Reply> {
    html(StatusCode::OK, admin.chrome.language, &Swatches { brand: Color::parse(&typed.brand_color).ok().map(Brand::of) })
}

/// What was typed to close the workspace.
#[derive(Debug, Deserialize)]
struct Close {
    #[serde(default)]
    address: String,
}

async fn close(mut asker: Admin, ask: Ask, Form(form): Form<Close>) -> Result<Reply> {
    if !asker.person.roles.any(&[Role::Owner]) {
        return Err(Error::forbidden("Only an owner can close the workspace."));
    }
    if form.address.trim().to_lowercase() != asker.site.slug {
        let room = room::of(&mut asker.tx, room::whole(&asker.app.config)).await?;
        let typed = store::settings(&mut asker.tx).await?.into();
        let mut errors = Errors::new();
        errors.add("address", format!("This has to be “{}”. Nothing was closed.", asker.site.slug));
        let page = SettingsPage { close: form.address, ..SettingsPage::new(&asker, room, typed, errors) };
        return page.reply(asker);
    }
    store::set_state(&mut asker.tx, &[TenantState::Active], TenantState::Deleted).await?;
    outbox::store::abandon(&mut asker.tx, "the workspace was closed", asker.now).await?;
    let tenant = asker.site.id.0;
    events::record(&mut asker.tx, "workspace.closed", Some(asker.id), tenant, json!({}), asker.now).await?;
    asker.tx.commit().await?;
    asker.app.sites.invalidate_all();
    Ok(ask.go("/", ""))
}
