//! Founding: a workspace, its furniture and its owner, all at once or not at all.

use serde_json::json;

use crate::access::Role;
use crate::app::{App, TenantState};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::{TenantId, UserId};
use crate::text::{Email, Name, PersonName, Slug};
use crate::users::sign_in::{self, Purpose, Wanted};
use crate::words::Language;
use crate::{boards, events, tenants, users};

/// What a founder asks for.
#[derive(Debug)]
pub struct Founding<'a> {
    /// What it is called.
    pub name: &'a Name,
    /// Where it will be.
    pub slug: &'a Slug,
    /// Whose it will be.
    pub founder: &'a Email,
    /// What the page was said in where it was asked for; none where no page was.
    pub language: Option<Language>,
}

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is made.
    Made,
    /// It was made before for the same founder, who has not opened the link yet and gets another.
    Again,
    /// Somebody else has the address.
    Taken,
}

/// Makes a workspace that opens when the link mailed to its founder is followed.
pub async fn pending(app: &App, asked: &Founding<'_>, now: Time) -> Result<Found> {
    let mut tx = app.db.tenant(TenantId::new()).await?;
    let Some(owner) = make(&mut tx, asked, TenantState::Pending, now).await? else {
        drop(tx);
        return again(app, asked, now).await;
    };
    invite(&mut tx, asked, owner, now).await?;
    tx.commit().await?;
    Ok(Found::Made)
}

/// Makes a workspace that is open at once. None where the address is taken.
pub async fn open(app: &App, asked: &Founding<'_>, now: Time) -> Result<Option<TenantId>> {
    let id = TenantId::new();
    let mut tx = app.db.tenant(id).await?;
    if make(&mut tx, asked, TenantState::Active, now).await?.is_none() {
        return Ok(None);
    }
    tx.commit().await?;
    Ok(Some(id))
}

/// The workspace, what a workspace begins with, and its owner. None where the address is taken.
async fn make(tx: &mut TenantTx, asked: &Founding<'_>, state: TenantState, now: Time) -> Result<Option<UserId>> {
    if !tenants::store::create(tx, asked.name, asked.slug, state, now).await? {
        return Ok(None);
    }
    boards::store::furnish(tx, now).await?;
    let called = PersonName::guess(asked.founder);
    let owner = users::store::create(tx, asked.founder, &called, &[Role::Member, Role::Owner], now)
        .await?
        .ok_or_else(|| Error::internal(anyhow::anyhow!("a new workspace has somebody in it already")))?;
    let tenant = tx.tenant().0;
    events::record(tx, "workspace.founded", Some(owner), tenant, json!({ "slug": asked.slug.as_str() }), now).await?;
    Ok(Some(owner))
}

/// Somebody asks for an address that is taken: perhaps the same founder, whose mail went astray or who clicked twice.
async fn again(app: &App, asked: &Founding<'_>, now: Time) -> Result<Found> {
    let holder = tenants::store::by_slug(&mut app.db.global().await?, asked.slug.as_str()).await?;
    let Some(holder) = holder.filter(|holder| holder.state == TenantState::Pending) else { return Ok(Found::Taken) };
    let mut tx = app.db.tenant(holder.id).await?;
    let Some(owner) = users::store::by_email(&mut tx, asked.founder).await? else { return Ok(Found::Taken) };
    invite(&mut tx, asked, owner.id, now).await?;
    tx.commit().await?;
    Ok(Found::Again)
}

/// Mails the link that opens the workspace. It is opened on another host than the form was, so no cookie ties the two.
async fn invite(tx: &mut TenantTx, asked: &Founding<'_>, owner: UserId, now: Time) -> Result<()> {
    let wanted = Wanted {
        purpose: Purpose::Found,
        email: asked.founder,
        user: Some(owner),
        browser: None,
        next: "/admin",
        intent: None,
        language: asked.language,
    };
    sign_in::begin(tx, &wanted, now).await?;
    Ok(())
}
