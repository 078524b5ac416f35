//! What is known about a person, as a file: for themselves, and for the admin whom they have asked.

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::person;
use crate::access::{Admin, Member};
use crate::app::App;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::UserId;
use crate::limits::Act;
use crate::web::{Path, Reply};

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/profile/data", get(own)).route("/admin/people/{id}/data", post(of_another))
}

async fn own(mut member: Member) -> Result<Reply> {
    member.limit(Act::Export)?;
    let known = person::known(&mut member.tx, member.id).await?;
    file("my-data.json", &known)
}

async fn of_another(mut admin: Admin, Path(id): Path<UserId>) -> Result<Reply> {
    admin.limit(Act::Export)?;
    let known = person::known(&mut admin.tx, id).await?;
    events::record(&mut admin.tx, "user.exported", Some(admin.id), id.0, json!({}), admin.now).await?;
    admin.tx.commit().await?;
    file(&format!("person-{id}.json"), &known)
}

fn file(name: &str, known: &Value) -> Result<Reply> {
    let text = serde_json::to_string_pretty(known).map_err(Error::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, text).into_response())
}
