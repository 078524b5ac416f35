//! Coming in: what happens once an address or a password has been proved.

use serde_json::json;

use super::browser::Browser;
use super::intents::{self, Kept};
use super::sign_in::{self, Proof, Purpose};
use super::withheld::{self, Lifted};
use super::{User, sessions, store};
use crate::access::{Role, Roles, end_session};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::events;
use crate::ids::{IntentId, UserId};
use crate::tenants;
use crate::text::Email;
use crate::text::token::Token;

/// Somebody who has just come in.
#[derive(Debug)]
pub struct Entered {
    /// Who.
    pub user: User,
    /// For the cookie.
    pub session: Token,
    /// Whether they had never been here.
    pub is_new: bool,
    /// Whether this opened the workspace.
    pub opened: bool,
    /// Where to go.
    pub next: String,
    /// What is to be carried out in their name.
    pub kept: Option<Kept>,
}

/// By mail. `carry` is whether a link in another browser also carries out what was kept. None where the proof was used a
/// moment before, or its person is not welcome: nothing has changed then, and nothing more is told.
pub async fn by_proof(tx: &mut TenantTx, proof: &Proof, browser: &Browser, carry: bool, now: Time) -> Result<Option<Entered>> {
    if proof.purpose == Purpose::ChangeEmail || !sign_in::take(tx, proof, now).await? {
        return Ok(None);
    }
    let id = match (proof.user_id, Email::parse(&proof.email)) {
        (Some(id), _) => id,
        (None, Ok(email)) => store::ensure(tx, &email, now).await?,
        (None, Err(_)) => return Ok(None),
    };
    let user = store::find(tx, id).await?;
    if !user.is_welcome() || (proof.purpose == Purpose::Found && !user.roles.contains(&Role::Owner)) {
        return Ok(None);
    }
    let is_new = user.confirmed_at.is_none();
    if is_new {
        store::confirm(tx, id, now).await?;
        events::record(tx, "user.joined", Some(id), id.0, json!({}), now).await?;
    }
    // The mail arrived, whatever became of one before.
    withheld::lift(tx, id, Lifted::Arrived, now).await?;
    let opened = proof.purpose == Purpose::Found && tenants::store::activate(tx, now).await?;
    if opened {
        events::record(tx, "workspace.opened", Some(id), tx.tenant().0, json!({}), now).await?;
    }
    sign_in::end_others(tx, proof, now).await?;
    let kept = match proof.intent_id {
        Some(intent) => take(tx, intent, proof.asked_by(browser.asking.as_ref()), carry, now).await?,
        None => None,
    };
    let session = open(tx, id, browser, now).await?;
    let next = match proof.purpose {
        Purpose::Found => "/admin",
        Purpose::Invite if user.roles.staff() => "/admin",
        _ => &proof.next,
    };
    Ok(Some(Entered { session, is_new, opened, next: next.to_owned(), kept, user }))
}

/// By password, which has been checked.
pub async fn by_password(
    tx: &mut TenantTx,
    user: User,
    kept: Option<IntentId>,
    next: &str,
    browser: &Browser,
    now: Time,
) -> Result<Entered> {
    let kept = match kept {
        Some(intent) => take(tx, intent, true, true, now).await?,
        None => None,
    };
    let session = open(tx, user.id, browser, now).await?;
    Ok(Entered { session, is_new: false, opened: false, next: next.to_owned(), kept, user })
}

/// Takes a kept write for carrying it out: all of them in the browser they were written in, elsewhere only the harmless ones,
/// and only when asked to.
async fn take(tx: &mut TenantTx, intent: IntentId, here: bool, carry: bool, now: Time) -> Result<Option<Kept>> {
    match intents::store::find(tx, intent, now).await? {
        Some(kept) if here || (carry && kept.what().travels()) => intents::store::take(tx, intent, now).await,
        _ => Ok(None),
    }
}

/// Signs the browser in, and out of what it was signed in to before.
pub(super) async fn open(tx: &mut TenantTx, user: UserId, browser: &Browser, now: Time) -> Result<Token> {
    if let Some(before) = &browser.session {
        end_session(tx, &before.hash()).await?;
    }
    sessions::open(tx, user, &browser.agent, &browser.address.0.to_canonical().to_string(), now).await
}
