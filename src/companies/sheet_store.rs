//! The statements about companies as a table: what is there, and changing many at once in as many statements as for one.

use std::collections::HashMap;

use futures_util::TryStreamExt;
use futures_util::stream::BoxStream;
use serde_json::json;

use super::sheet::{Change, Known, Sheet};
use super::{Company, Currency, domains, exchange};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result, constraint};
use crate::events;
use crate::ids::{CompanyId, UserId};

/// What is known of what a table is about.
pub(super) async fn known(tx: &mut TenantTx, sheet: &Sheet) -> Result<Known> {
    let companies = sqlx::query_as!(
        Company,
        r#"select c.id as "id!: CompanyId", c.name as "name!", c.plan as "plan!", c.monthly_revenue_minor as "monthly_revenue_minor!",
                  c.currency as "currency!", c.owner_id as "owner_id?: UserId", o.name as "owner?",
                  array(select d.domain from company_domains d where d.company_id = c.id order by d.domain) as "domains!",
                  0::bigint as "people!"
             from companies c left join users o on o.id = c.owner_id
            where lower(c.name) = any($1)"#,
        &sheet.names(),
    )
    .fetch_all(&mut **tx)
    .await?;
    let domains = sqlx::query!(
        r#"select domain, company_id as "company: CompanyId" from company_domains where domain = any($1)"#,
        &sheet.domains(),
    )
    .fetch_all(&mut **tx)
    .await?;
    let staff = sqlx::query!(
        r#"select id as "id: UserId", email as "email!", name from users
            where email is not null and blocked_at is null and roles && '{manager,releaser,admin,owner}'::role[]"#,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(Known {
        companies: companies.into_iter().map(|company| (company.name.to_lowercase(), company)).collect(),
        domains: domains.into_iter().map(|row| (row.domain, row.company)).collect(),
        staff: staff.into_iter().map(|row| (row.email, (row.id, row.name))).collect::<HashMap<_, _>>(),
        reporting: exchange::reporting(tx).await?.and_then(|code| Currency::parse(&code).ok()),
    })
}

/// Makes and changes companies as a table says, all of it or nothing, and records each with what it was before.
pub(super) async fn apply(tx: &mut TenantTx, changes: &[Change], by: UserId, now: Time) -> Result<()> {
    let ids: Vec<CompanyId> = changes.iter().map(|change| change.company.unwrap_or_else(CompanyId::new)).collect();
    write(tx, changes, &ids, now).await.map_err(|error| match constraint(&error) {
        Some("companies_name_key") => {
            Error::rejected("Somebody else has just made a company of one of these names. Please upload the file once more.")
        }
        _ => error.into(),
    })?;
    let told = changes.iter().zip(&ids).filter_map(|(change, id)| Some((id, change.domains.as_ref()?)));
    let (mut of, mut names) = (Vec::new(), Vec::new());
    let mut said = Vec::new();
    for (id, domains) in told {
        said.push(id.0);
        for domain in domains {
            of.push(id.0);
            names.push(domain.as_str().to_owned());
        }
    }
    sqlx::query!("delete from company_domains where company_id = any($1) and domain <> all($2)", &said, &names)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "insert into company_domains (domain, company_id) select * from unnest($1::text[], $2::uuid[])
         on conflict on constraint company_domains_pkey do nothing",
        &names,
        &of,
    )
    .execute(&mut **tx)
    .await?;
    domains::join_all(tx, &ids).await?;
    let record = changes.iter().zip(&ids).map(|(change, id)| {
        let differs: Vec<_> = change
            .differs
            .iter()
            .map(|(what, before, after)| json!({ "what": what, "before": before, "after": after }))
            .collect();
        let kind = if change.company.is_some() { "company.changed" } else { "company.created" };
        (kind, id.0, json!({ "name": change.draft.name, "by": "csv", "differs": differs }))
    });
    events::record_all(tx, Some(by), record.collect(), now).await
}

/// The companies themselves: in one statement those that are new, in another those that are not.
async fn write(tx: &mut TenantTx, changes: &[Change], ids: &[CompanyId], now: Time) -> sqlx::Result<()> {
    let is_new: Vec<bool> = changes.iter().map(|change| change.company.is_none()).collect();
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let names: Vec<String> = changes.iter().map(|change| change.draft.name.to_string()).collect();
    let plans: Vec<String> = changes.iter().map(|change| change.draft.plan.to_string()).collect();
    let amounts: Vec<i64> = changes.iter().map(|change| change.draft.monthly_revenue_minor).collect();
    let currencies: Vec<String> = changes.iter().map(|change| change.draft.currency.code().to_owned()).collect();
    let owners: Vec<Option<uuid::Uuid>> = changes.iter().map(|change| change.draft.owner.map(|owner| owner.0)).collect();
    sqlx::query!(
        "insert into companies (id, name, plan, monthly_revenue_minor, currency, owner_id, created_at)
         select r.id, r.name, r.plan, r.amount, r.currency, r.owner, $8
           from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::uuid[], $7::boolean[])
                r (id, name, plan, amount, currency, owner, is_new)
          where r.is_new",
        &ids,
        &names,
        &plans,
        &amounts,
        &currencies,
        &owners as &[Option<uuid::Uuid>],
        &is_new,
        now,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "update companies c
            set name = r.name, plan = r.plan, monthly_revenue_minor = r.amount, currency = r.currency, owner_id = r.owner
           from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::uuid[], $7::boolean[])
                r (id, name, plan, amount, currency, owner, is_new)
          where c.id = r.id and not r.is_new",
        &ids,
        &names,
        &plans,
        &amounts,
        &currencies,
        &owners as &[Option<uuid::Uuid>],
        &is_new,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Every company as a line of a table: see [`super::sheet::HEADS`]. Read as it is written, however many there are.
pub(super) fn lines(tx: &mut TenantTx) -> BoxStream<'_, sqlx::Result<[String; 6]>> {
    let rows = sqlx::query!(
        r#"select c.name, c.plan, c.monthly_revenue_minor as minor, c.currency, o.email as "owner?",
                  array_to_string(array(select d.domain from company_domains d where d.company_id = c.id order by d.domain), '; ') as "domains!"
             from companies c left join users o on o.id = c.owner_id
            order by lower(c.name)"#,
    )
    .fetch(&mut **tx);
    Box::pin(rows.map_ok(|row| {
        let revenue = super::Money::new(row.minor, row.currency.as_str()).plain();
        [row.name, row.domains, row.plan, revenue, row.currency, row.owner.unwrap_or_default()]
    }))
}
