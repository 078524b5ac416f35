//! The statements about companies.

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{CompanyId, UserId};
use crate::text::Name;

/// A company on its way in.
#[derive(Clone, Debug)]
pub struct NewCompany<'a> {
    /// What it is called; unique in the workspace, whatever the case.
    pub name: &'a Name,
    /// Domain of its people's addresses.
    pub domain: Option<&'a str>,
    /// What it pays for.
    pub plan: &'a str,
    /// What it pays a month, in the smallest unit of the currency.
    pub monthly_revenue_minor: i64,
    /// ISO 4217.
    pub currency: &'a str,
}

/// Takes a company in.
pub async fn create(tx: &mut TenantTx, new: &NewCompany<'_>, now: Time) -> Result<CompanyId> {
    let id = CompanyId::new();
    sqlx::query!(
        "insert into companies (id, name, domain, plan, monthly_revenue_minor, currency, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
        id.0,
        new.name.as_str(),
        new.domain,
        new.plan,
        new.monthly_revenue_minor,
        new.currency,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Notes whom a person works for.
pub async fn employ(tx: &mut TenantTx, company: CompanyId, user: UserId) -> Result<()> {
    sqlx::query!("update users set company_id = $2 where id = $1", user.0, company.0).execute(&mut **tx).await?;
    Ok(())
}
