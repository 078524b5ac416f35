//! Customer organisations: one a name. What they pay is the file's to say, again and again.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Batch, Change, Fresh, Said, Sorted, own, text};
use crate::clock::Time;
use crate::error::Result;
use crate::ids::CompanyId;
use crate::imports::record::{Company, Kind, SourceId};
use crate::text::Name;

pub(super) async fn apply(batch: &mut Batch<'_>, records: Vec<Said<Company>>) -> Result<()> {
    let mut fit = Vec::new();
    for (line, mut company) in records {
        company.name = text::short(&company.name, Name::MAX);
        company.currency = company.currency.trim().to_uppercase();
        let currency = company.currency.len() == 3 && company.currency.bytes().all(|byte| byte.is_ascii_uppercase());
        if company.name.is_empty() {
            batch.refuse(Kind::Company, line, "The company’s name is missing.");
        } else if !currency {
            batch.refuse(Kind::Company, line, format!("“{}” is not a currency such as EUR or USD.", company.currency));
        } else if company.monthly_revenue_minor < 0 {
            batch.refuse(Kind::Company, line, "A company cannot pay less than nothing.");
        } else {
            fit.push((line, company));
        }
    }
    let Sorted { new, changed } = batch.sort(Kind::Company, fit, |company| &company.id).await?;
    insert(batch, new).await?;
    change(batch, changed).await
}

async fn insert(batch: &mut Batch<'_>, new: Vec<Fresh<Company>>) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    let wanted: Vec<String> = new.iter().map(|fresh| fresh.record.name.to_lowercase()).collect();
    let own_ids: Vec<Uuid> = new.iter().filter_map(|fresh| own(&fresh.record.id)).collect();
    let here = sqlx::query!(
        r#"select id as "id: Uuid", lower(name) as "name!" from companies where lower(name) = any($1) or id = any($2)"#,
        &wanted,
        &own_ids,
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    let mut known: Vec<(Uuid, String)> = here.into_iter().map(|row| (row.id, row.name)).collect();
    let mut links = Vec::new();
    let (mut ids, mut names, mut domains, mut plans) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut revenues, mut currencies, mut created) = (Vec::new(), Vec::new(), Vec::new());
    for Fresh { record, digest, .. } in new {
        let lower = record.name.to_lowercase();
        if let Some((id, _)) = known.iter().find(|(id, name)| *name == lower || own(&record.id) == Some(*id)) {
            batch.found(Kind::Company, &record.id, *id, &mut links, digest);
            continue;
        }
        let id = own(&record.id).unwrap_or_else(|| CompanyId::of(batch.now.timestamp()).0);
        known.push((id, lower));
        batch.made(Kind::Company, &record.id, id, &mut links, digest);
        ids.push(id);
        names.push(record.name);
        let theirs = record.domains.iter().map(|domain| domain.trim().to_lowercase()).filter(|domain| domain.contains('.'));
        domains.extend(theirs.map(|domain| (id, domain)));
        plans.push(text::short(&record.plan, Name::MAX));
        revenues.push(record.monthly_revenue_minor);
        currencies.push(record.currency);
        created.push(record.created_at.unwrap_or(batch.now));
    }
    if !batch.dry() {
        sqlx::query!(
            "insert into companies (id, name, plan, monthly_revenue_minor, currency, created_at)
             select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::timestamptz[])",
            &ids,
            &names,
            &plans,
            &revenues,
            &currencies,
            &created as &[Time],
        )
        .execute(&mut **batch.tx)
        .await?;
        let (of, domains): (Vec<Uuid>, Vec<String>) = domains.into_iter().unzip();
        sqlx::query!(
            "insert into company_domains (domain, company_id) select d.domain, d.company from unnest($1::uuid[], $2::text[]) as d (company, domain)
              where d.domain like '_%._%' on conflict do nothing",
            &of,
            &domains,
        )
        .execute(&mut **batch.tx)
        .await?;
    }
    batch.link(Kind::Company, links).await
}

async fn change(batch: &mut Batch<'_>, changed: Vec<super::Changed<Company>>) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = changed.iter().map(|changed| changed.id).collect();
    let here = sqlx::query!(
        r#"select id as "id: Uuid", plan, monthly_revenue_minor, currency from companies where id = any($1) order by id for no key update"#,
        &ids,
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    let mut links = Vec::new();
    let (mut ids, mut plans, mut revenues, mut currencies) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for changed in changed {
        let Some(row) = here.iter().find(|row| row.id == changed.id) else { continue };
        let plan = text::short(&changed.record.plan, Name::MAX);
        let mut change = Change::default();
        change.column("plan", row.plan.clone(), plan.clone());
        change.column("monthly_revenue_minor", row.monthly_revenue_minor, changed.record.monthly_revenue_minor);
        change.column("currency", row.currency.clone(), changed.record.currency.clone());
        batch.changed(Kind::Company, &changed.record.id, &changed, change, &mut links);
        ids.push(changed.id);
        plans.push(plan);
        revenues.push(changed.record.monthly_revenue_minor);
        currencies.push(changed.record.currency);
    }
    if !batch.dry() {
        sqlx::query!(
            "update companies c set plan = n.plan, monthly_revenue_minor = n.revenue, currency = n.currency
               from unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[]) as n (id, plan, revenue, currency)
              where c.id = n.id",
            &ids,
            &plans,
            &revenues,
            &currencies,
        )
        .execute(&mut **batch.tx)
        .await?;
    }
    batch.link(Kind::Company, links).await
}

/// Has every company that people name: those the file described, those of the workspace, and new ones.
pub(super) async fn name(batch: &mut Batch<'_>, wanted: BTreeSet<&SourceId>) -> Result<()> {
    batch.resolve(Kind::Company, wanted.iter().copied().collect()).await?;
    let missing = wanted.into_iter().filter(|name| batch.id(Kind::Company, name).is_none());
    let missing = missing.map(|name| {
        let (plan, currency) = (String::new(), "USD".to_owned());
        let name = name.clone();
        let record =
            Company { id: name.clone(), name, domains: Vec::new(), plan, monthly_revenue_minor: 0, currency, created_at: None };
        Fresh { line: 0, record, digest: 0 }
    });
    let missing: Vec<Fresh<Company>> = missing.collect();
    insert(batch, missing).await
}
