//! A person's password, and the browsers that are signed in as them.

use axum::Router;
use axum::routing::post;
use serde::Deserialize;

use super::browser::Browser;
use super::profile_pages::{Refused, limit_guess, page};
use super::{password, sessions, store};
use crate::access::Member;
use crate::app::App;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::SessionId;
use crate::text::Password;
use crate::web::{Ask, Errors, Form, Path, Reply};
use crate::words::{Message, message};

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/profile/password", post(set_password))
        .route("/profile/password/remove", post(remove_password))
        .route("/profile/devices/others/end", post(end_others))
        .route("/profile/devices/{id}/end", post(end_one))
}

#[derive(Debug, Deserialize)]
struct NewPassword {
    #[serde(default)]
    current: String,
    password: String,
}

#[derive(Debug, Deserialize)]
struct CurrentPassword {
    current: String,
}

/// Whether the current password was typed, where there is one.
async fn knows_current(mut member: Member, typed: String) -> Result<(Member, bool)> {
    limit_guess(&member)?;
    match store::password_hash(&mut member.tx, member.id).await? {
        None => Ok((member, true)),
        kept => {
            let (member, knows) = member.apart(password::verify(kept, typed)).await?;
            Ok((member, knows?))
        }
    }
}

async fn refuse(member: Member, browser: &Browser, field: &'static str, why: impl Into<Message>) -> Result<Reply> {
    let mut errors = Errors::new();
    errors.add(field, why);
    page(member, browser, Refused { errors, ..Refused::default() }).await
}

/// Said where the current password was not typed.
const WRONG: &str = "profile-wrong-password";

async fn set_password(member: Member, browser: Browser, ask: Ask, Form(form): Form<NewPassword>) -> Result<Reply> {
    let wanted = match Password::parse(&form.password) {
        Ok(wanted) => wanted,
        Err(refusal) => return refuse(member, &browser, "password", refusal).await,
    };
    let (member, knows) = knows_current(member, form.current).await?;
    if !knows {
        return refuse(member, &browser, "current", message(WRONG)).await;
    }
    let (member, hash) = member.apart(password::hash(wanted)).await?;
    let hash = hash?;
    let Member { mut tx, id, now, .. } = member;
    store::set_password_hash(&mut tx, id, Some(&hash)).await?;
    sessions::revoke_all(&mut tx, id, browser.session.as_ref()).await?;
    events::record(&mut tx, "user.password_set", Some(id), id.0, serde_json::json!({}), now).await?;
    tx.commit().await?;
    Ok(ask.go("/profile", message("profile-password-set")))
}

async fn remove_password(member: Member, browser: Browser, ask: Ask, Form(form): Form<CurrentPassword>) -> Result<Reply> {
    let (member, knows) = knows_current(member, form.current).await?;
    if !knows {
        return refuse(member, &browser, "current", message(WRONG)).await;
    }
    let Member { mut tx, id, now, .. } = member;
    store::set_password_hash(&mut tx, id, None).await?;
    events::record(&mut tx, "user.password_removed", Some(id), id.0, serde_json::json!({}), now).await?;
    tx.commit().await?;
    Ok(ask.go("/profile", message("profile-password-gone")))
}

async fn end_one(mut member: Member, ask: Ask, Path(session): Path<SessionId>) -> Result<Reply> {
    if !sessions::revoke(&mut member.tx, member.id, session).await? {
        return Err(Error::NotFound);
    }
    member.tx.commit().await?;
    Ok(ask.go("/profile", message("profile-device-out")))
}

async fn end_others(mut member: Member, browser: Browser, ask: Ask) -> Result<Reply> {
    let ended = sessions::revoke_all(&mut member.tx, member.id, browser.session.as_ref()).await?;
    member.tx.commit().await?;
    Ok(ask.go("/profile", message(if ended == 0 { "profile-no-other" } else { "profile-others-out" })))
}
