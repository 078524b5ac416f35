//! Inviting people by mail, with the roles they will have.

use serde_json::json;

use super::sign_in::{self, Purpose, Wanted};
use super::{role_words, roles, store};
use crate::access::Role;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::UserId;
use crate::text::Email;

/// What inviting one address came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invited {
    /// The mail is on its way.
    Mailed,
    /// They have been here already: their roles are changed on their own page.
    Here,
    /// They are blocked.
    Blocked,
}

/// Mails one address an invitation. Its person is made now, with the roles, and can use them once they have proved the address.
pub async fn invite(tx: &mut TenantTx, actor: UserId, email: &Email, wanted: &[Role], now: Time) -> Result<Invited> {
    let id = store::ensure(tx, email, now).await?;
    let user = store::find(tx, id).await?;
    if user.blocked_at.is_some() {
        return Ok(Invited::Blocked);
    }
    if user.confirmed_at.is_some() {
        return Ok(Invited::Here);
    }
    let cast = roles::lock(tx, actor, user.id).await?;
    let wanted = roles::normal(wanted);
    roles::may_give(&cast, &wanted).map_err(Error::Rejected)?;
    store::set_roles(tx, user.id, &wanted).await?;
    mail(tx, user.id, email, now).await?;
    events::record(tx, "user.invited", Some(actor), user.id.0, json!({ "roles": role_words(&wanted) }), now).await?;
    Ok(Invited::Mailed)
}

/// Mails the invitation once more; the earlier one stays good for its time.
pub async fn again(tx: &mut TenantTx, actor: UserId, id: UserId, now: Time) -> Result<()> {
    let user = store::find(tx, id).await?;
    let email = user.email.as_deref().filter(|_| user.is_welcome()).and_then(|email| Email::parse(email).ok());
    let Some(email) = email else { return Err(Error::NotFound) };
    if user.confirmed_at.is_some() {
        return Err(Error::rejected(format!("{} has joined already.", user.name)));
    }
    mail(tx, id, &email, now).await?;
    events::record(tx, "user.invited", Some(actor), id.0, json!({ "roles": role_words(&user.roles) }), now).await
}

async fn mail(tx: &mut TenantTx, user: UserId, email: &Email, now: Time) -> Result<()> {
    let wanted =
        Wanted { purpose: Purpose::Invite, email, user: Some(user), browser: None, next: "/", intent: None, language: None };
    sign_in::begin(tx, &wanted, now).await?;
    Ok(())
}
