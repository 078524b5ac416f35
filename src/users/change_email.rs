//! Moving to another address: the old one is told, the new one is proved, and every other browser is signed out.

use serde_json::json;

use super::browser::Browser;
use super::sign_in::{self, Proof, Purpose, Wanted};
use super::{enter, sessions, store};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::events;
use crate::ids::UserId;
use crate::text::Email;
use crate::text::token::Token;

/// Has the old address told and the new one mailed. Whether somebody else has the new one is not said here: its owner is.
pub async fn begin(tx: &mut TenantTx, user: UserId, email: &Email, browser: &Token, now: Time) -> Result<()> {
    let wanted = Wanted {
        purpose: Purpose::ChangeEmail,
        email,
        user: Some(user),
        browser: Some(browser),
        next: "/profile",
        intent: None,
        language: None,
    };
    sign_in::begin(tx, &wanted, now).await?;
    Ok(())
}

/// What following the link came to.
#[derive(Debug)]
pub enum Moved {
    /// The person has the new address, and this browser this session.
    To(Token),
    /// The link was used a moment before, or its person is not welcome.
    Not,
    /// Somebody else here has that address.
    Taken,
}

/// Moves the person. The browser the link is followed in is the one that stays signed in.
pub async fn complete(tx: &mut TenantTx, proof: &Proof, browser: &Browser, now: Time) -> Result<Moved> {
    let (Some(id), Ok(email)) = (proof.user_id, Email::parse(&proof.email)) else { return Ok(Moved::Not) };
    if proof.purpose != Purpose::ChangeEmail || !sign_in::take(tx, proof, now).await? {
        return Ok(Moved::Not);
    }
    let user = store::find(tx, id).await?;
    if !user.is_welcome() {
        return Ok(Moved::Not);
    }
    if !store::set_email(tx, id, &email, now).await? {
        return Ok(Moved::Taken);
    }
    // What was mailed to the old address lets nobody in any more.
    sign_in::end_all(tx, id, user.email.as_deref().unwrap_or_default(), now).await?;
    let here = match &browser.session {
        Some(token) if sessions::owner(tx, token, now).await? == Some(id) => Some(token),
        _ => None,
    };
    sessions::revoke_all(tx, id, here).await?;
    let session = match here {
        Some(token) => token.clone(),
        None => enter::open(tx, id, browser, now).await?,
    };
    events::record(tx, "user.address_changed", Some(id), id.0, json!({}), now).await?;
    Ok(Moved::To(session))
}
