//! Pictures of ideas, of a board and of the workspace, for where somebody shares an address. They show what anybody may see,
//! whoever asks: what is shared is seen by others.

use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;

use super::{cards, show};
use crate::access::Visit;
use crate::app::App;
use crate::boards::{Visibility, store};
use crate::error::{Error, Result};
use crate::tenants::picture_pages::Wanted;
use crate::web::{Path, Reply};

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/picture.png", get(workspace))
        .route("/b/{slug}/picture.png", get(board))
        .route("/ideas/{number}/picture.png", get(idea))
}

async fn workspace(mut visit: Visit, wanted: Wanted) -> Result<Reply> {
    let boards = store::all(&mut visit.tx, &Visibility::seen_by(None)).await?;
    let card = cards::of_workspace(&visit.site, &boards).ok_or(Error::NotFound)?;
    wanted.card(visit, card).await
}

async fn board(mut visit: Visit, Path(slug): Path<String>, wanted: Wanted) -> Result<Reply> {
    let board = store::by_slug(&mut visit.tx, &slug, &Visibility::seen_by(None)).await?;
    let card = cards::of_board(&visit.site, &board).ok_or(Error::NotFound)?;
    wanted.card(visit, card).await
}

/// Where an idea was combined with another, what was shared is that other now.
async fn idea(mut visit: Visit, Path(number): Path<i32>, wanted: Wanted) -> Result<Reply> {
    let meant = show::meant(&mut visit.tx, number, &Visibility::seen_by(None)).await?;
    if meant.id != meant.root {
        let there = format!("{}/picture.png", super::path(meant.root_number));
        let headers = [
            (header::LOCATION, HeaderValue::try_from(there).map_err(Error::internal)?),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        ];
        return Ok((StatusCode::PERMANENT_REDIRECT, headers).into_response());
    }
    let idea = show::read(&mut visit.tx, meant.root, None).await?;
    let card = cards::of_idea(&visit.site, &idea).ok_or(Error::NotFound)?;
    wanted.card(visit, card).await
}
