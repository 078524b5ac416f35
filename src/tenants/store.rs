//! The statements about workspaces. Their table stands outside of every scope, so each names the one it means.

use jiff::SignedDuration;

use super::Settings;
use super::domain::Domain;
use crate::app::{TenantState, origin};
use crate::clock::Time;
use crate::config::Config;
use crate::db::{GlobalTx, TenantTx};
use crate::error::{Result, constraint};
use crate::ids::TenantId;
use crate::text::token::Token;
use crate::text::{Name, Slug};
use crate::words::Language;

/// How long an address is kept for a founder who has not opened the mailed link.
pub const PATIENCE: SignedDuration = SignedDuration::from_hours(24);

/// Makes the workspace of this scope, unless its address is taken: then false. An address that was kept too long for
/// somebody who never came is free.
///
/// Of two who ask for one address at the same moment the second waits here until the first has committed.
pub async fn create(tx: &mut TenantTx, name: &Name, slug: &Slug, state: TenantState, now: Time) -> Result<bool> {
    sqlx::query!(
        "delete from tenants where slug = $1 and state = 'pending' and created_at < $2",
        slug.as_str(),
        now + PATIENCE * -1
    )
    .execute(&mut **tx)
    .await?;
    let mail_key = Token::new();
    let made = sqlx::query!(
        "insert into tenants (id, slug, name, state, mail_key, created_at, activated_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint tenants_slug_key do nothing",
        tx.tenant().0,
        slug.as_str(),
        name.as_str(),
        state as TenantState,
        mail_key.bytes(),
        now,
        (state == TenantState::Active).then_some(now) as Option<Time>,
    )
    .execute(&mut **tx)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Opens the workspace of this scope, if it was waiting for its founder. False where it was not.
pub async fn activate(tx: &mut TenantTx, now: Time) -> Result<bool> {
    let opened = sqlx::query!(
        "update tenants set state = 'active', activated_at = $2 where id = $1 and state = 'pending'",
        tx.tenant().0,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(opened.rows_affected() == 1)
}

/// A workspace, as its operator and the sign-up page know it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Which one.
    pub id: TenantId,
    /// Its address on the base domain.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// A domain of its own.
    pub custom_domain: Option<String>,
    /// Whether it is open.
    pub state: TenantState,
    /// When it was asked for.
    pub created_at: Time,
}

impl Standing {
    /// Where people find it.
    pub fn origin(&self, config: &Config) -> String {
        origin(&self.slug, self.custom_domain.as_deref(), config)
    }

    /// Whether it has waited too long for its founder, so that somebody else may have the address.
    pub fn has_lapsed(&self, now: Time) -> bool {
        self.state == TenantState::Pending && self.created_at < now + PATIENCE * -1
    }
}

/// The workspace with this address, in whatever state.
pub async fn by_slug(tx: &mut GlobalTx, slug: &str) -> Result<Option<Standing>> {
    let standing =
        sqlx::query_as!(Standing, "select id, slug, name, custom_domain, state, created_at from tenants where slug = $1", slug)
            .fetch_optional(&mut **tx)
            .await?;
    Ok(standing)
}

/// Every workspace, by address.
pub async fn all(tx: &mut GlobalTx) -> Result<Vec<Standing>> {
    let all = sqlx::query_as!(Standing, "select id, slug, name, custom_domain, state, created_at from tenants order by slug")
        .fetch_all(&mut **tx)
        .await?;
    Ok(all)
}

/// Of these addresses, those that are taken.
pub async fn taken(tx: &mut GlobalTx, slugs: &[String], now: Time) -> Result<Vec<String>> {
    let taken = sqlx::query_scalar!(
        "select slug from tenants where slug = any($1) and not (state = 'pending' and created_at < $2)",
        slugs,
        now + PATIENCE * -1,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(taken)
}

/// The settings as they are kept, for the form that changes them.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What it is called.
    pub name: String,
    /// What it says about itself.
    pub tagline: String,
    /// `#rrggbb`.
    pub brand_color: Option<String>,
    /// BCP 47.
    pub language: String,
    /// What its pages and mail are said in, where that is not for the browser to say.
    pub page_language: Option<String>,
    /// IANA name.
    pub time_zone: String,
    /// Minutes between a ship and its mail.
    pub settle_minutes: i32,
    /// Whether search engines may list it.
    pub indexed: bool,
    /// A domain of its own.
    pub custom_domain: Option<String>,
}

/// The settings of the workspace in scope.
pub async fn settings(tx: &mut TenantTx) -> Result<Kept> {
    let kept = sqlx::query_as!(
        Kept,
        "select name, tagline, brand_color, language, page_language, time_zone, settle_minutes, indexed, custom_domain
           from tenants where id = $1",
        tx.tenant().0,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(kept)
}

/// Changes the settings of the workspace in scope. False where another workspace has the domain; then nothing more can be
/// done in this transaction.
pub async fn change(tx: &mut TenantTx, settings: &Settings) -> Result<bool> {
    let changed = sqlx::query!(
        "update tenants
            set name = $2, tagline = $3, brand_color = $4, language = $5, time_zone = $6, settle_minutes = $7, indexed = $8,
                custom_domain = $9, page_language = $10
          where id = $1",
        tx.tenant().0,
        settings.name.as_str(),
        settings.tagline.as_str(),
        settings.brand.map(|color| color.to_string()),
        settings.language,
        settings.time_zone,
        settings.settle_minutes,
        settings.indexed,
        settings.domain.as_ref().map(Domain::as_str),
        settings.page_language.map(Language::tag),
    )
    .execute(&mut **tx)
    .await;
    match changed {
        Ok(_) => Ok(true),
        Err(error) if constraint(&error) == Some("tenants_custom_domain_key") => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Takes the workspace in scope from one of these states to another. False where it was in none of them.
pub async fn set_state(tx: &mut TenantTx, from: &[TenantState], to: TenantState) -> Result<bool> {
    let changed = sqlx::query!(
        "update tenants set state = $3 where id = $1 and state = any($2)",
        tx.tenant().0,
        from as &[TenantState],
        to as TenantState,
    )
    .execute(&mut **tx)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Gives a workspace its line, its colour (`#rrggbb`) and its language: for one that is made ready rather than set up by hand.
pub async fn dress(tx: &mut TenantTx, tagline: &str, brand_color: &str, language: &str) -> Result<()> {
    sqlx::query!(
        "update tenants set tagline = $2, brand_color = $3, language = $4 where id = $1",
        tx.tenant().0,
        tagline,
        brand_color,
        language,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
