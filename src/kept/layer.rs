//! The layer that answers with what is kept, and keeps what it has to ask for.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{Kept, Pages, is_for_everybody};
use crate::error::Error;

/// Answers with the page that is kept, or makes it: once, however many ask for it at the same moment.
pub(super) async fn answer(State(pages): State<Arc<Pages>>, mut request: Request, next: Next) -> Response {
    let Some(wanted) = pages.wanted(&request) else { return next.run(request).await };
    let Some(key) = pages.key(request.headers(), wanted).await else { return next.run(request).await };
    // Where the database cannot be asked, the page says so itself.
    let Ok(edition) = pages.app.db.edition(key.tenant).await else { return next.run(request).await };
    if let Some(kept) = pages.find(&key, edition).await {
        return kept.answer(request.headers());
    }
    let maker = pages.maker(&key).await;
    let making = maker.lock().await;
    // Whoever waited asks again: it may be there by now, or may have changed meanwhile. The edition is asked for before the
    // page is made, so what changes while it is made is taken for a change afterwards.
    let Ok(edition) = pages.app.db.edition(key.tenant).await else { return next.run(request).await };
    if let Some(kept) = pages.find(&key, edition).await {
        return kept.answer(request.headers());
    }
    let asked = request.headers().clone();
    request.headers_mut().remove(header::IF_NONE_MATCH);
    request.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static(key.coding));
    let response = next.run(request).await;
    if !is_for_everybody(&response) {
        return response;
    }
    let (parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(body) => {
            let kept = Arc::new(Kept::new(edition, parts.headers, body));
            pages.kept.insert(key, kept.clone()).await;
            drop(making);
            kept.answer(&asked)
        }
        Err(error) => {
            tracing::error!(%error, "a page could not be kept");
            Response::from_parts(parts, Body::from(Error::internal(error).to_string())).into_response()
        }
    }
}
