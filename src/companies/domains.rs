//! Belonging to a company by the domain of one's address: for people whose address is confirmed, and whom nobody has placed.

use super::{Domain, Source};
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{CompanyId, UserId};

/// Gives a company exactly these domains. Those that belong to another company stay there, and are returned with its name. People
/// whose address is at a new one join; those who joined by one that is taken away stay.
pub async fn set(tx: &mut TenantTx, company: CompanyId, domains: &[Domain]) -> Result<Vec<(String, String)>> {
    let domains: Vec<String> = domains.iter().map(|domain| domain.as_str().to_owned()).collect();
    sqlx::query!("delete from company_domains where company_id = $1 and domain <> all($2)", company.0, &domains)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "insert into company_domains (domain, company_id) select unnest($2::text[]), $1
         on conflict on constraint company_domains_pkey do nothing",
        company.0,
        &domains,
    )
    .execute(&mut **tx)
    .await?;
    let taken = sqlx::query!(
        "select d.domain, c.name from company_domains d join companies c on c.id = d.company_id
          where d.domain = any($1) and d.company_id <> $2 order by d.domain",
        &domains,
        company.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    join_all(tx, &[company]).await?;
    Ok(taken.into_iter().map(|row| (row.domain, row.name)).collect())
}

/// Has everybody join these companies whose confirmed address is at one of their domains, and who belongs to none. Who was
/// placed by hand, even outside of every company, stays there.
pub async fn join_all(tx: &mut TenantTx, companies: &[CompanyId]) -> Result<u64> {
    let joined = sqlx::query!(
        "update users u set company_id = d.company_id, company_by = $2
           from company_domains d
          where d.company_id = any($1) and d.domain = substring(u.email from '[^@]*$') and u.confirmed_at is not null
            and u.company_id is null and u.company_by is distinct from 'hand'",
        &companies.iter().map(|company| company.0).collect::<Vec<_>>(),
        Source::Domain as Source,
    )
    .execute(&mut **tx)
    .await?;
    Ok(joined.rows_affected())
}

/// Places somebody by the domain of their address, if it is confirmed and nobody has placed them: after they have proved an
/// address, or moved to another.
pub async fn place(tx: &mut TenantTx, user: UserId) -> Result<()> {
    sqlx::query!(
        "update users u
            set company_id = d.company_id, company_by = case when d.company_id is not null then $2::company_source end
           from users self left join company_domains d on d.domain = substring(self.email from '[^@]*$')
          where u.id = $1 and self.id = u.id and u.confirmed_at is not null
            and (u.company_by = 'domain' or u.company_by is null and u.company_id is null)
            and u.company_id is distinct from d.company_id",
        user.0,
        Source::Domain as Source,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
