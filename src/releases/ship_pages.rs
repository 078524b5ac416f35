//! Shipping, taking it back, and rolling back: each with what will happen said before.

use askama::Template;
use axum::Router;
use axum::http::{HeaderName, header};
use axum::response::{Html, IntoResponse};
use axum::routing::{get, post};
use serde::Deserialize;

use super::preview::{self, Audience};
use super::ship::{self, Announcement};
use super::{Release, Stage, jobs, rollback, store};
use crate::access::{Releaser, Staff};
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::mail::Mail;
use crate::text::{Email, Line};
use crate::web::ask::Reply;
use crate::web::{Ask, Errors, Form, Page, Path};
use crate::words::filters;
use jiff::SignedDuration;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/releases/{number}/shipment", get(review).post(ship_it))
        .route("/admin/releases/{number}/shipment/removal", post(unship))
        .route("/admin/releases/{number}/shipment/mail", post(send_now))
        .route("/admin/releases/{number}/mail", get(mail))
        .route("/admin/releases/{number}/rollback", get(consider).post(roll_back))
}

#[derive(Template)]
#[template(path = "releases/ship.html")]
struct ReviewPage<'a> {
    release: &'a Release,
    audience: Audience,
    ideas: usize,
    settle_minutes: i32,
    leaves_at: String,
    minute: String,
    mail: Option<Mail>,
}

impl ReviewPage<'_> {
    fn heading(&self) -> String {
        format!("Ship {}", self.release.title())
    }

    fn left_out(&self) -> i64 {
        self.audience.left_out.iter().map(|(_, people)| people).sum()
    }
}

/// What will happen: how many people, how many ideas, who is left out and why, what the mail looks like, when it leaves.
async fn review(mut releaser: Releaser, Path(number): Path<i32>, ask: Ask) -> Result<Reply> {
    let release = store::find(&mut releaser.tx, number).await?;
    if release.stage == Stage::Shipped {
        return Ok(ask.go(&release.path(), ""));
    }
    let audience = preview::audience(&mut releaser.tx, &release, releaser.id).await?;
    let ideas = super::wishes::completed(&mut releaser.tx, release.id).await?.len();
    let mail = sample(&mut releaser.tx, &releaser.app, &releaser.site, &release, &releaser.person).await?;
    let leaves = releaser.now + SignedDuration::from_mins(i64::from(releaser.site.settle_minutes));
    let content = ReviewPage {
        release: &release,
        audience,
        ideas,
        settle_minutes: releaser.site.settle_minutes,
        leaves_at: leaves.minute(&releaser.site.time_zone),
        minute: leaves.time_of_day(&releaser.site.time_zone),
        mail,
    };
    Page::new(releaser.chrome, format!("Ship {}", release.title()), &content)?.desk().reply()
}

/// The mail as it would reach the person who looks, if they had asked for everything in it.
async fn sample(
    tx: &mut crate::db::TenantTx,
    app: &App,
    site: &crate::app::Site,
    release: &Release,
    person: &crate::access::Person,
) -> Result<Option<Mail>> {
    let taken = preview::sample(tx, release.id).await?;
    let Ok(email) = Email::parse(&person.email) else { return Ok(None) };
    if taken.is_empty() {
        return Ok(None);
    }
    let to = jobs::Reader { language: site.written(), user: person.id, email, name: &person.name };
    jobs::shipped(app, site, release, to, &taken).map(Some)
}

/// A mail carries its styles inline, and names the logo by the workspace's address; shown alone and in a sandbox, that is safe.
fn policy(origin: &str) -> String {
    format!("default-src 'none'; style-src 'unsafe-inline'; img-src 'self' {origin} data:; sandbox; frame-ancestors 'self'")
}

/// The HTML part of the mail, as it would leave, for the frame in the preview.
async fn mail(mut staff: Staff, Path(number): Path<i32>) -> Result<Reply> {
    let release = store::find(&mut staff.tx, number).await?;
    let mail = sample(&mut staff.tx, &staff.app, &staff.site, &release, &staff.person).await?.ok_or(Error::NotFound)?;
    let policy = policy(&staff.site.origin(&staff.app.config));
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_SECURITY_POLICY, &policy), (header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, Html(mail.html)).into_response())
}

#[derive(Debug, Deserialize)]
struct Shipment {
    announcement: Announcement,
}

async fn ship_it(mut releaser: Releaser, Path(number): Path<i32>, ask: Ask, Form(form): Form<Shipment>) -> Result<Reply> {
    let site = releaser.site.clone();
    let shipped = ship::ship(&mut releaser.tx, &site, number, form.announcement, releaser.id, releaser.now).await?;
    releaser.tx.commit().await?;
    let said = match (shipped, form.announcement) {
        (false, _) => "It has shipped already.",
        (true, Announcement::Silent) => "Shipped, without mail.",
        (true, Announcement::Now) => "Shipped. The mail is leaving.",
        (true, Announcement::Settle) => "Shipped. Until the mail leaves you can take it back, and nobody hears of it.",
    };
    Ok(ask.go(&super::path(number), said))
}

async fn unship(mut releaser: Releaser, Path(number): Path<i32>, ask: Ask) -> Result<Reply> {
    let site = releaser.site.clone();
    ship::unship(&mut releaser.tx, &site, number, releaser.id, releaser.now).await?;
    releaser.tx.commit().await?;
    Ok(ask.go(&super::path(number), "Taken back. Nobody was told."))
}

async fn send_now(mut releaser: Releaser, Path(number): Path<i32>, ask: Ask) -> Result<Reply> {
    let sending = ship::send_now(&mut releaser.tx, number, releaser.id, releaser.now).await?;
    releaser.tx.commit().await?;
    Ok(ask.go(&super::path(number), if sending { "The mail is leaving." } else { "There is no mail waiting." }))
}

#[derive(Template)]
#[template(path = "releases/rollback.html")]
struct RollbackPage<'a> {
    release: &'a Release,
    /// People who were told, or are being told right now.
    told: i64,
    leaves_at: String,
    note: String,
    errors: Errors,
}

impl RollbackPage<'_> {
    fn heading(&self) -> String {
        format!("Roll {} back", self.release.title())
    }
}

async fn consider(mut releaser: Releaser, Path(number): Path<i32>, ask: Ask) -> Result<Reply> {
    let release = store::find(&mut releaser.tx, number).await?;
    if release.stage != Stage::Shipped {
        return Ok(ask.go(&release.path(), ""));
    }
    rollback_page(releaser, &release, String::new(), Errors::new()).await
}

async fn rollback_page(mut releaser: Releaser, release: &Release, note: String, errors: Errors) -> Result<Reply> {
    let progress = preview::progress(&mut releaser.tx, release.id).await?;
    let told = progress
        .iter()
        .filter(|row| row.kind == crate::notices::Kind::Shipped)
        .filter(|row| matches!(row.state, crate::notices::State::Sent | crate::notices::State::Sending))
        .map(|row| row.people)
        .sum();
    let leaves: Time = releaser.now + SignedDuration::from_mins(i64::from(releaser.site.settle_minutes));
    let status = if errors.is_empty() { axum::http::StatusCode::OK } else { axum::http::StatusCode::UNPROCESSABLE_ENTITY };
    let content = RollbackPage { release, told, leaves_at: leaves.minute(&releaser.site.time_zone), note, errors };
    Page::new(releaser.chrome, format!("Roll back {}", release.title()), &content)?.desk().status(status).reply()
}

#[derive(Debug, Deserialize)]
struct Rollback {
    #[serde(default)]
    note: String,
}

async fn roll_back(mut releaser: Releaser, Path(number): Path<i32>, ask: Ask, Form(form): Form<Rollback>) -> Result<Reply> {
    let release = store::find(&mut releaser.tx, number).await?;
    let mut errors = Errors::new();
    if form.note.trim().is_empty() {
        errors.add("note", "Please say in one sentence why. Those who were told read it.");
    }
    let note = errors.take("note", Line::typed(&form.note));
    let Some(note) = note.filter(|_| errors.is_empty()) else {
        return rollback_page(releaser, &release, form.note, errors).await;
    };
    let site = releaser.site.clone();
    rollback::roll_back(&mut releaser.tx, &site, number, &note, releaser.id, releaser.now).await?;
    releaser.tx.commit().await?;
    Ok(ask.go(&release.path(), "Rolled back. Whoever was told gets one correction; nobody else hears of it."))
}
