//! `/_ui`: every part that pages are made of, in every state, in light and in dark. Only in a build for development.

use askama::Template;
use axum::Router;
use axum::routing::get;

use crate::access::Visit;
use crate::app::App;
use crate::clock::Time;
use crate::error::Result;
use crate::ideas::demand::Trend;
use crate::web::{Page, Reply};
use crate::words::filters;

/// The page; nothing where this is not a build for development.
pub fn router() -> Router<App> {
    if cfg!(debug_assertions) { Router::new().route("/_ui", get(page)) } else { Router::new() }
}

#[derive(Template)]
#[template(path = "ui/gallery.html")]
struct GalleryPage {
    now: Time,
    then: Time,
    weeks: Trend,
}

async fn page(visit: Visit) -> Result<Reply> {
    let then = visit.now + jiff::SignedDuration::from_hours(-75);
    let page = GalleryPage { now: visit.now, then, weeks: Trend([0, 1, 0, 2, 3, 2, 5, 4, 8, 6, 9, 12]) };
    Page::new(visit.chrome, "Parts", &page)?.private().reply()
}
