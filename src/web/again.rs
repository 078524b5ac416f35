//! Once more: a form whose transaction was in another one's way in the database is carried out again, by itself.
//!
//! PostgreSQL ends one of two transactions that wait for each other. Nothing of it has happened then, so whoever sent it need
//! not be asked to send it again.

use std::time::Duration;

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rand::RngExt;

use super::errors::Failed;
use super::layers::MAX_BODY;
use crate::error::Error;
use crate::words::message;

/// How often at most, after the first time.
const TIMES: u64 = 4;

/// Carries a form out again while another transaction is in its way. What is read changes nothing, and files are not kept for it.
pub(super) async fn again(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // What does not say how long it is, is a file.
    let is_short = request.body().size_hint().upper().is_some_and(|length| length <= MAX_BODY as u64);
    if reads || !is_short {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return Error::rejected(message("form-lost")).into_response();
    };
    let mut time = 0;
    loop {
        time += 1;
        let request = Request::from_parts(parts.clone(), Body::from(body.clone()));
        let response = next.clone().run(request).await;
        let lost = response.extensions().get::<Failed>().is_some_and(|Failed(error)| error.lost_a_race());
        if !lost || time > TIMES {
            return response;
        }
        tracing::debug!(time, "another transaction was in the way; once more");
        let pause = rand::rng().random_range(1..=10 * time);
        tokio::time::sleep(Duration::from_millis(pause)).await;
    }
}
