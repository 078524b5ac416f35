//! People: one an address. Whoever is here already stays as they are; whoever is new is unconfirmed until they sign in, so
//! that nothing is mailed to an address because somebody else's file has it.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Batch, Change, Changed, Fresh, Said, Sorted, own, text};
use crate::access::{Role, Roles};
use crate::clock::Time;
use crate::error::Result;
use crate::ids::UserId;
use crate::imports::record::{Kind, Person};
use crate::imports::{NOWHERE, fingerprint};
use crate::text::{Email, PersonName};
use crate::users::delete;
use crate::words::Language;

/// Why nothing is mailed to somebody who came without an address.
const WITHOUT: &str = "came without an address";

/// What somebody is called of whom nothing is known.
const SOMEBODY: &str = "Somebody";

/// Somebody, ready to be written.
struct Ready {
    id: Uuid,
    email: Option<String>,
    name: String,
    roles: Vec<Role>,
    company: Option<Uuid>,
    confirmed_at: Option<Time>,
    blocked_at: Option<Time>,
    deleted_at: Option<Time>,
    suppressed: Option<String>,
    created_at: Time,
}

pub(super) async fn apply(batch: &mut Batch<'_>, records: Vec<Said<Person>>) -> Result<()> {
    let mut fit = Vec::new();
    for (line, mut person) in records {
        person.name = text::short(&person.name, PersonName::MAX);
        match person.email.as_deref().map(str::trim).filter(|email| !email.is_empty()).map(Email::parse).transpose() {
            Ok(email) => {
                person.email = email.map(|email| email.as_str().to_owned());
                fit.push((line, person));
            }
            Err(words) => batch.refuse(Kind::Person, line, words),
        }
    }
    let Sorted { new, changed } = batch.sort(Kind::Person, fit, |person| &person.id).await?;
    let companies: BTreeSet<_> = new
        .iter()
        .map(|fresh| &fresh.record)
        .chain(changed.iter().map(|changed| &changed.record))
        .filter_map(|person| person.company.as_ref())
        .collect();
    super::companies::name(batch, companies).await?;
    batch.resolve(Kind::Company, new.iter().flat_map(|fresh| &fresh.record.looks_after).collect()).await?;
    insert(batch, new).await?;
    change(batch, changed).await
}

/// Where mail cannot go, for somebody without an address: the same for the same person of the same source.
fn stand_in(source: &str, id: &str) -> String {
    format!("{}{NOWHERE}", fingerprint(&[source, id]))
}

async fn insert(batch: &mut Batch<'_>, new: Vec<Fresh<Person>>) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    let source = batch.import.source.clone();
    let address = |person: &Person| match (&person.email, person.deleted_at) {
        (Some(email), _) => Some(email.clone()),
        (None, Some(_)) => None,
        (None, None) => Some(stand_in(&source, &person.id)),
    };
    let emails: Vec<String> = new.iter().filter_map(|fresh| address(&fresh.record)).collect();
    let own_ids: Vec<Uuid> = new.iter().filter_map(|fresh| own(&fresh.record.id)).collect();
    let here =
        sqlx::query!(r#"select id as "id: Uuid", email from users where email = any($1) or id = any($2)"#, &emails, &own_ids)
            .fetch_all(&mut **batch.tx)
            .await?;
    let ids: HashSet<Uuid> = here.iter().map(|row| row.id).collect();
    let mut by_email: HashMap<String, Uuid> = here.into_iter().filter_map(|row| Some((row.email?, row.id))).collect();
    let (mut ready, mut besides, mut links) = (Vec::new(), Vec::new(), Vec::new());
    let (trust, now) = (batch.import.options.trust, batch.now);
    let mut staff = 0;
    for Fresh { record, digest, .. } in new {
        let email = address(&record);
        let same = email
            .as_ref()
            .and_then(|email| by_email.get(email))
            .copied()
            .or_else(|| own(&record.id).filter(|id| ids.contains(id)));
        if let Some(id) = same {
            batch.found(Kind::Person, &record.id, id, &mut links, digest);
            continue;
        }
        let id = own(&record.id).unwrap_or_else(|| UserId::of(record.created_at.unwrap_or(now).timestamp()).0);
        batch.made(Kind::Person, &record.id, id, &mut links, digest);
        if let Some(email) = &email {
            by_email.insert(email.clone(), id);
        }
        staff += i32::from(!trust && record.roles.staff());
        // An owner is made by an owner, never by a file.
        let roles = record.roles.iter().copied().filter(|role| trust && *role != Role::Owner && *role != Role::Member);
        let guess = || record.email.as_deref().and_then(|email| Email::parse(email).ok()).map(|email| email.guess_name());
        let named = Some(record.name.clone()).filter(|name| !name.is_empty()).or_else(guess);
        let gone = email.is_none();
        besides.push(json!({
            "id": id, "theme": record.theme, "language": record.language.as_deref().and_then(Language::of).map(Language::tag), "company_by": record.company_by,
            "trusted_at": record.trusted_at.filter(|_| trust),
            "suppressed_at": record.suppressed_at.filter(|_| record.suppressed_reason.is_some()),
            "looks_after": record.looks_after.iter().filter_map(|company| batch.id(Kind::Company, company)).collect::<Vec<_>>(),
        }));
        ready.push(Ready {
            id,
            name: if gone { delete::NAME.to_owned() } else { named.unwrap_or_else(|| SOMEBODY.to_owned()) },
            roles: std::iter::once(Role::Member).chain(roles).collect(),
            company: record.company.as_ref().and_then(|company| batch.id(Kind::Company, company)),
            confirmed_at: record.confirmed_at.filter(|_| trust && record.email.is_some()),
            blocked_at: record.blocked_at,
            deleted_at: if gone { record.deleted_at } else { None },
            suppressed: if record.email.is_none() && !gone { Some(WITHOUT.to_owned()) } else { record.suppressed_reason.clone() },
            created_at: record.created_at.unwrap_or(now),
            email,
        });
    }
    if staff > 0 {
        batch
            .import
            .summary
            .note("Some people work at the place the file is from. They come as members; roles are given under People.");
    }
    if !batch.dry() {
        write(batch, &ready).await?;
        also(batch, besides).await?;
    }
    batch.link(Kind::Person, links).await
}

/// What only a file of Shipboard's own says: colours, how somebody came to their company, whose posts never wait, since
/// when mail is withheld, who looks after whom.
async fn also(batch: &mut Batch<'_>, besides: Vec<Value>) -> Result<()> {
    let besides = Value::Array(besides);
    sqlx::query!(
        "update users u
            set theme = case when p.theme in ('auto', 'light', 'dark') then p.theme else u.theme end,
                language = coalesce(p.language, u.language), company_by = coalesce(p.company_by, u.company_by), trusted_at = p.trusted_at,
                suppressed_at = case when u.suppressed_reason is not null then p.suppressed_at end
           from jsonb_to_recordset($1)
                as p (id uuid, theme text, language text, company_by company_source, trusted_at timestamptz, suppressed_at timestamptz)
          where u.id = p.id and u.deleted_at is null
            and (p.theme is not null or p.language is not null or p.company_by is not null or p.trusted_at is not null or p.suppressed_at is not null)",
        besides,
    )
    .execute(&mut **batch.tx)
    .await?;
    sqlx::query!(
        "update companies c set owner_id = p.id
           from jsonb_to_recordset($1) as p (id uuid, looks_after uuid[])
          where c.id = any (p.looks_after) and c.owner_id is null",
        besides,
    )
    .execute(&mut **batch.tx)
    .await?;
    Ok(())
}

async fn write(batch: &mut Batch<'_>, ready: &[Ready]) -> Result<()> {
    let of = |role: fn(&Ready) -> Option<Time>| ready.iter().map(role).collect::<Vec<Option<Time>>>();
    let ids: Vec<Uuid> = ready.iter().map(|person| person.id).collect();
    let emails: Vec<Option<String>> = ready.iter().map(|person| person.email.clone()).collect();
    let names: Vec<String> = ready.iter().map(|person| person.name.clone()).collect();
    // PostgreSQL has no arrays of arrays of different lengths.
    let roles: Vec<String> = ready
        .iter()
        .map(|person| format!("{{{}}}", person.roles.iter().map(|role| role.word()).collect::<Vec<_>>().join(",")))
        .collect();
    let companies: Vec<Option<Uuid>> = ready.iter().map(|person| person.company).collect();
    let suppressed: Vec<Option<String>> = ready.iter().map(|person| person.suppressed.clone()).collect();
    let created: Vec<Time> = ready.iter().map(|person| person.created_at).collect();
    sqlx::query!(
        "insert into users (id, email, name, roles, company_id, company_by, confirmed_at, blocked_at, deleted_at, suppressed_reason, created_at)
         select p.id, p.email, p.name, p.roles::role[], p.company, case when p.company is not null then 'import'::company_source end, p.confirmed_at, p.blocked_at, p.deleted_at, p.suppressed, p.created_at
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::timestamptz[], $7::timestamptz[],
                       $8::timestamptz[], $9::text[], $10::timestamptz[])
                as p (id, email, name, roles, company, confirmed_at, blocked_at, deleted_at, suppressed, created_at)",
        &ids,
        &emails as &[Option<String>],
        &names,
        &roles,
        &companies as &[Option<Uuid>],
        &of(|person| person.confirmed_at) as &[Option<Time>],
        &of(|person| person.blocked_at) as &[Option<Time>],
        &of(|person| person.deleted_at) as &[Option<Time>],
        &suppressed as &[Option<String>],
        &created as &[Time],
    )
    .execute(&mut **batch.tx)
    .await?;
    Ok(())
}

/// What the file says of somebody it brought before holds for as long as they have not come themselves.
async fn change(batch: &mut Batch<'_>, changed: Vec<Changed<Person>>) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = changed.iter().map(|changed| changed.id).collect();
    let here = sqlx::query!(
        r#"select id as "id: Uuid", name, company_id as "company_id: Uuid", (confirmed_at is null and deleted_at is null) as "ours!",
                  deleted_at is not null as "gone!"
             from users where id = any($1) order by id for no key update"#,
        &ids,
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    let here: HashMap<Uuid, _> = here.into_iter().map(|row| (row.id, row)).collect();
    let mut links = Vec::new();
    let (mut ids, mut names, mut companies) = (Vec::new(), Vec::new(), Vec::new());
    for changed in changed {
        let Some(row) = here.get(&changed.id) else { continue };
        let named = changed.record.name.clone();
        let name = if row.ours && !named.is_empty() { named } else { row.name.clone() };
        let told = changed.record.company.as_ref().filter(|_| !row.gone);
        let company = told.and_then(|company| batch.id(Kind::Company, company)).or(row.company_id);
        let mut change = Change::default();
        change.column("name", row.name.clone(), name.clone());
        change.column("company_id", row.company_id.map(|id| id.to_string()), company.map(|id| id.to_string()));
        batch.changed(Kind::Person, &changed.record.id, &changed, change, &mut links);
        ids.push(changed.id);
        names.push(name);
        companies.push(company);
    }
    if !batch.dry() {
        sqlx::query!(
            "update users u
            set name = n.name, company_id = n.company,
                company_by = case when n.company is distinct from u.company_id then 'import' else u.company_by end
               from unnest($1::uuid[], $2::text[], $3::uuid[]) as n (id, name, company)
              where u.id = n.id",
            &ids,
            &names,
            &companies as &[Option<Uuid>],
        )
        .execute(&mut **batch.tx)
        .await?;
    }
    batch.link(Kind::Person, links).await
}
