//! How Markdown will read, before it is sent.

use axum::Router;
use axum::response::Html;
use axum::routing::post;

use super::form::Form;
use crate::app::App;
use crate::error::{Error, Result};
use crate::text::{Body, markdown};

/// `POST /preview`: the first field of the form, whatever it is called. Nothing is kept.
pub fn router() -> Router<App> {
    Router::new().route("/preview", post(preview))
}

async fn preview(Form(fields): Form<Vec<(String, String)>>) -> Result<Html<String>> {
    let text = fields.into_iter().next().map(|(_, text)| text).unwrap_or_default();
    let text = Body::parse(&text).map_err(Error::rejected)?;
    Ok(Html(markdown::render(text.as_str())))
}
