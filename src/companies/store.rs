//! The statements about companies.

use super::{Company, Currency, Source};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Result, constraint};
use crate::ids::{CompanyId, UserId};
use crate::text::{CompanyName, Plan};

/// A company as it is to be kept.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it is called; unique in the workspace, whatever the case.
    pub name: CompanyName,
    /// What it has bought.
    pub plan: Plan,
    /// What it pays a month, in the smallest unit of the currency.
    pub monthly_revenue_minor: i64,
    /// Which one.
    pub currency: Currency,
    /// Who of the staff looks after it.
    pub owner: Option<UserId>,
}

/// Takes a company in. None where there is one of that name.
pub async fn create(tx: &mut TenantTx, draft: &Draft, now: Time) -> Result<Option<CompanyId>> {
    let id = sqlx::query_scalar!(
        "insert into companies (id, name, plan, monthly_revenue_minor, currency, owner_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (tenant_id, lower(name)) do nothing
         returning id",
        CompanyId::new().0,
        draft.name.as_str(),
        draft.plan.as_str(),
        draft.monthly_revenue_minor,
        draft.currency.code(),
        draft.owner.map(|owner| owner.0),
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id)
}

/// The company of this name, whatever the case; a new one, of which nothing else is known, where there was none.
pub async fn find_or_create(tx: &mut TenantTx, name: &CompanyName, now: Time) -> Result<CompanyId> {
    if let Some(id) = called(tx, name.as_str()).await? {
        return Ok(id);
    }
    let made = sqlx::query_scalar!(
        "insert into companies (id, name, currency, created_at) values ($1, $2, coalesce(reporting_currency(), 'USD'), $3)
         on conflict (tenant_id, lower(name)) do nothing
         returning id",
        CompanyId::new().0,
        name.as_str(),
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    match made {
        Some(id) => Ok(id),
        // Somebody else was faster by a moment, and has committed.
        None => Ok(sqlx::query_scalar!("select id from companies where lower(name) = lower($1)", name.as_str())
            .fetch_one(&mut **tx)
            .await?),
    }
}

/// The company that is called so, whatever the case.
pub async fn called(tx: &mut TenantTx, name: &str) -> Result<Option<CompanyId>> {
    let id =
        sqlx::query_scalar!("select id from companies where lower(name) = lower($1)", name).fetch_optional(&mut **tx).await?;
    Ok(id)
}

/// Has somebody belong to a company, or to none. True where that was not so before.
pub async fn assign(tx: &mut TenantTx, user: UserId, company: Option<CompanyId>, source: Source) -> Result<bool> {
    let moved = sqlx::query_scalar!(
        r#"update users u set company_id = $2, company_by = $3
             from (select company_id from users where id = $1 for no key update) before
            where u.id = $1
        returning before.company_id is distinct from $2 as "moved!""#,
        user.0,
        company.map(|company| company.0),
        source as Source,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(moved.unwrap_or(false))
}

/// A company.
pub async fn find(tx: &mut TenantTx, id: CompanyId) -> Result<Company> {
    let company = sqlx::query_as!(
        Company,
        r#"select c.id as "id!: CompanyId", c.name as "name!", c.plan as "plan!", c.monthly_revenue_minor as "monthly_revenue_minor!",
                  c.currency as "currency!", c.owner_id as "owner_id?: UserId", o.name as "owner?",
                  array(select d.domain from company_domains d where d.company_id = c.id order by d.domain) as "domains!",
                  (select count(*) from users u where u.company_id = c.id) as "people!"
             from companies c left join users o on o.id = c.owner_id
            where c.id = $1"#,
        id.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(company)
}

/// Changes a company. False where another is called so; then nothing more can be done in this transaction.
pub async fn change(tx: &mut TenantTx, id: CompanyId, draft: &Draft) -> Result<bool> {
    let changed = sqlx::query!(
        "update companies set name = $2, plan = $3, monthly_revenue_minor = $4, currency = $5, owner_id = $6 where id = $1",
        id.0,
        draft.name.as_str(),
        draft.plan.as_str(),
        draft.monthly_revenue_minor,
        draft.currency.code(),
        draft.owner.map(|owner| owner.0),
    )
    .execute(&mut **tx)
    .await;
    match changed {
        Ok(_) => Ok(true),
        Err(error) if constraint(&error) == Some("companies_name_key") => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Deletes a company. Its people stay, and belong to none.
pub async fn delete(tx: &mut TenantTx, id: CompanyId) -> Result<()> {
    sqlx::query!("update users set company_id = null, company_by = null where company_id = $1", id.0).execute(&mut **tx).await?;
    sqlx::query!("delete from companies where id = $1", id.0).execute(&mut **tx).await?;
    Ok(())
}

/// Whether somebody belongs to a company.
pub async fn works_at(tx: &mut TenantTx, user: UserId, company: CompanyId) -> Result<bool> {
    let works = sqlx::query_scalar!(
        r#"select exists (select from users where id = $1 and company_id = $2) as "works!""#,
        user.0,
        company.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(works)
}

/// The company that somebody belongs to.
pub async fn employer(tx: &mut TenantTx, user: UserId) -> Result<Option<(CompanyId, String)>> {
    let employer = sqlx::query!(
        r#"select c.id as "id!: CompanyId", c.name as "name!" from users u join companies c on c.id = u.company_id where u.id = $1"#,
        user.0,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(employer.map(|company| (company.id, company.name)))
}

/// What a company is called; none where there is none.
pub async fn name(tx: &mut TenantTx, company: CompanyId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("select name from companies where id = $1", company.0).fetch_optional(&mut **tx).await?)
}

/// The names of companies, for choosing one: as many as a list can offer.
pub async fn names(tx: &mut TenantTx) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!("select name from companies order by lower(name) limit 500").fetch_all(&mut **tx).await?)
}

/// Those who can look after a company, by name.
pub async fn owners(tx: &mut TenantTx) -> Result<Vec<(UserId, String)>> {
    let staff = sqlx::query!(
        "select id, name from users
          where roles && '{manager,releaser,admin,owner}'::role[] and deleted_at is null and blocked_at is null
          order by lower(name), id",
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(staff.into_iter().map(|person| (person.id, person.name)).collect())
}
