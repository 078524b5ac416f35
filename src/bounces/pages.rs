//! `POST /_bounce`: where a mail server hands in its reports, for all workspaces at once.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use secrecy::ExposeSecret;

use super::{read, signature, take};
use crate::app::App;
use crate::error::{Error, Result};

/// The route. Without a shared secret there is none.
pub fn router() -> Router<App> {
    Router::new().route("/_bounce", post(hand_in).fallback(nothing))
}

/// It is no page.
async fn nothing() -> Error {
    Error::NotFound
}

/// Answers 200 where the report was understood, whatever came of it, so that a mail server does not report about its report; 401
/// to a wrong signature, 422 to what is no report, 503 where it is to be handed in again.
async fn hand_in(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Result<(StatusCode, String)> {
    let Some(secret) = &app.config.bounce_secret else { return Err(Error::NotFound) };
    let signed = headers.get(signature::HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if let Err(why) = signature::check(secret.expose_secret(), signed, &body, app.clock.now()) {
        return Ok((StatusCode::UNAUTHORIZED, format!("{why}\n")));
    }
    match read::read(&body) {
        Ok(notification) => {
            let done = take::take(&app, &notification).await?;
            tracing::info!(done = done.join(" "), "a mail server reported");
            Ok((StatusCode::OK, format!("{}\n", done.join("\n"))))
        }
        Err(why) => Ok((StatusCode::UNPROCESSABLE_ENTITY, format!("{why}\n"))),
    }
}
