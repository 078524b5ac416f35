//! The language that a mail is said in.

use crate::app::Site;
use crate::db::TenantTx;
use crate::error::Result;
use crate::text::Email;
use crate::words::Language;

/// What a mail to an address is said in: as its person has chosen, else as the workspace has.
pub async fn of(tx: &mut TenantTx, site: &Site, to: &Email) -> Result<Language> {
    asked(tx, site, to, None).await
}

/// The same for a mail that somebody asked for on a page: where its person has chosen nothing, it is said as that page was.
pub async fn asked(tx: &mut TenantTx, site: &Site, to: &Email, asked: Option<Language>) -> Result<Language> {
    let chosen =
        sqlx::query_scalar!("select language from users where email = $1", to.as_str()).fetch_optional(&mut **tx).await?;
    Ok(chosen.flatten().as_deref().and_then(Language::chosen).or(asked).unwrap_or_else(|| site.written()))
}
