//! How Markdown will read, before it is sent.

use axum::Router;
use axum::response::Html;
use axum::routing::post;

use super::form::Form;
use crate::app::App;
use crate::error::{Error, Result};
use crate::text::markdown;
use crate::words::message;

/// The longest text that a field takes, in characters.
const LONGEST: usize = 20_000;

/// `POST /preview`: the first field of the form, whatever it is called. Nothing is kept.
pub fn router() -> Router<App> {
    Router::new().route("/preview", post(preview))
}

async fn preview(Form(fields): Form<Vec<(String, String)>>) -> Result<Html<String>> {
    let text = fields.into_iter().next().map(|(_, text)| text).unwrap_or_default();
    if text.chars().count() > LONGEST {
        return Err(Error::rejected(message("preview-too-long").with("most", i64::try_from(LONGEST).unwrap_or(i64::MAX))));
    }
    Ok(Html(markdown::render(&text)))
}
