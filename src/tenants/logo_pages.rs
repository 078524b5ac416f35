//! The logo: uploaded and removed by an admin, and fetched by browsers.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, RawQuery};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde_json::json;

use super::logo::{self, LONGEST, Logo};
use super::pages;
use crate::access::{Admin, Visit};
use crate::app::App;
use crate::drawing::reading::in_turn;
use crate::error::{Error, Result};
use crate::events;
use crate::web::headers::kept;
use crate::web::{Ask, Reply};

/// What a form takes besides the file.
const FORM: usize = 16 * 1024;

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/admin/settings/logo/removal", post(remove)).route("/logo.png", get(fetch))
}

/// What takes files itself.
pub fn files() -> Router<App> {
    Router::new().route("/admin/settings/logo", post(upload).layer(DefaultBodyLimit::max(LONGEST + FORM)))
}

async fn upload(asker: Admin, ask: Ask, form: Multipart) -> Result<Reply> {
    let file = match file(form).await {
        Ok(file) => file,
        Err(words) => return pages::refuse_logo(asker, words).await,
    };
    // Drawing it takes a moment: away from those that serve, and with no connection held.
    let (mut asker, logo) = asker.apart(in_turn(move || Logo::read(&file))).await?;
    let logo = match logo? {
        Ok(logo) => logo,
        Err(words) => return pages::refuse_logo(asker, words).await,
    };
    logo::keep(&mut asker.tx, &logo, asker.now).await?;
    changed(asker, ask, Some(&logo.hash), "This is the logo now.").await
}

async fn remove(mut asker: Admin, ask: Ask) -> Result<Reply> {
    logo::remove(&mut asker.tx).await?;
    changed(asker, ask, None, "The logo is removed.").await
}

async fn changed(mut asker: Admin, ask: Ask, now: Option<&str>, words: &str) -> Result<Reply> {
    let data = json!({ "logo": now, "logo_before": asker.site.logo });
    events::record(&mut asker.tx, "workspace.changed", Some(asker.id), asker.site.id.0, data, asker.now).await?;
    asker.tx.commit().await?;
    asker.app.sites.invalidate_all();
    Ok(ask.go("/admin/settings#logo", words))
}

/// The file of the form.
async fn file(mut form: Multipart) -> Result<Vec<u8>, &'static str> {
    const BROKEN: &str = "The picture did not arrive whole. Please try again.";
    let words = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => "This is more than 2 MB.",
        _ => BROKEN,
    };
    while let Some(field) = form.next_field().await.map_err(words)? {
        if field.name() == Some("logo") {
            return Ok(field.bytes().await.map_err(words)?.to_vec());
        }
    }
    Err(BROKEN)
}

/// The address carries the picture's hash: where it is the one there is, the answer never changes.
async fn fetch(mut visit: Visit, RawQuery(query): RawQuery) -> Result<Reply> {
    let picture = logo::picture(&mut visit.tx).await?.ok_or(Error::NotFound)?;
    let keep = kept(query == visit.site.logo);
    Ok(([(CONTENT_TYPE, "image/png"), (CACHE_CONTROL, keep)], picture).into_response())
}
