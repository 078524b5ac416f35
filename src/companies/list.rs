//! Companies in a list, the people of one, and what they want.

use super::Money;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{CompanyId, UserId};
use crate::text::initials;

/// How many lines a page has.
pub const PAGE: usize = 50;

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Whoever pays most first.
    #[default]
    Revenue,
    /// Whoever has most people here first.
    People,
    /// Whoever came last first.
    Newest,
}

impl Order {
    /// In the order of the page.
    pub const ALL: [Order; 3] = [Self::Revenue, Self::People, Self::Newest];

    /// As an address says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Revenue => "revenue",
            Self::People => "people",
            Self::Newest => "newest",
        }
    }

    /// As the page says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Revenue => "Revenue",
            Self::People => "People",
            Self::Newest => "Newest",
        }
    }

    /// What an address means.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.word() == word).unwrap_or_default()
    }
}

/// Which of them. What is empty says nothing.
#[derive(Clone, Debug, Default)]
pub struct Which<'a> {
    /// With this in its name or one of its domains.
    pub words: &'a str,
    /// With this plan.
    pub plan: &'a str,
    /// Looked after by this one.
    pub owner: Option<UserId>,
}

/// A company in the list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which one.
    pub id: CompanyId,
    /// What it is called.
    pub name: String,
    /// What it has bought.
    pub plan: String,
    /// What it pays a month, in the smallest unit.
    pub minor: i64,
    /// Of this currency.
    pub currency: String,
    /// Who looks after it.
    pub owner: Option<String>,
    /// Whose addresses are its people's: the first.
    pub domain: Option<String>,
    /// How many work there.
    pub people: i64,
    /// How many ideas they want.
    pub ideas: i64,
    /// What the list is sorted by.
    pub key: i64,
}

impl Line {
    /// Its page.
    pub fn path(&self) -> String {
        super::path(self.id)
    }

    /// What it pays a month.
    pub fn money(&self) -> String {
        if self.minor == 0 { String::new() } else { Money::new(self.minor, self.currency.as_str()).to_string() }
    }
}

/// One page; one line more where there are more. `after` is the key and the id of the last line before.
pub async fn page(tx: &mut TenantTx, which: &Which<'_>, order: Order, after: Option<(i64, CompanyId)>) -> Result<Vec<Line>> {
    let lines = sqlx::query_as!(
        Line,
        r#"with found as (
               select c.*, o.name as owner,
                      (select count(*) from users u where u.company_id = c.id) as people,
                      case $1 when 'people' then (select count(*) from users u where u.company_id = c.id)
                              when 'newest' then (extract(epoch from c.created_at) * 1000000)::bigint
                              else coalesce(round(c.monthly_revenue_minor * r.factor), 0)::bigint end as key
                 from companies c
                 left join users o on o.id = c.owner_id
                 left join rates() r on r.currency = c.currency
                where ($2 = '' or position(lower($2) in lower(c.name)) > 0
                       or exists (select from company_domains d where d.company_id = c.id and position(lower($2) in d.domain) > 0))
                  and ($3 = '' or lower(c.plan) = lower($3))
                  and ($4::uuid is null or c.owner_id = $4)
           ), page as (
               select * from found
                where $5::bigint is null or (key, id) < ($5, $6)
                order by key desc, id desc
                limit $7
           )
           select p.id as "id!: CompanyId", p.name as "name!", p.plan as "plan!", p.monthly_revenue_minor as "minor!",
                  p.currency as "currency!", p.owner as "owner?", p.people as "people!", p.key as "key!",
                  (select min(d.domain) from company_domains d where d.company_id = p.id) as domain,
                  (select count(distinct i.canonical_id) from users u join votes v on v.user_id = u.id join ideas i on i.id = v.idea_id
                    where u.company_id = p.id) as "ideas!"
             from page p
            order by p.key desc, p.id desc"#,
        order.word(),
        which.words,
        which.plan,
        which.owner.map(|owner| owner.0),
        after.map(|(key, _)| key),
        after.map(|(_, id)| id.0),
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(lines)
}

/// How many there are on all pages together.
pub async fn count(tx: &mut TenantTx, which: &Which<'_>) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from companies c
            where ($1 = '' or position(lower($1) in lower(c.name)) > 0
                   or exists (select from company_domains d where d.company_id = c.id and position(lower($1) in d.domain) > 0))
              and ($2 = '' or lower(c.plan) = lower($2))
              and ($3::uuid is null or c.owner_id = $3)"#,
        which.words,
        which.plan,
        which.owner.map(|owner| owner.0),
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(count)
}

/// The plans there are, by name.
pub async fn plans(tx: &mut TenantTx) -> Result<Vec<String>> {
    let plans = sqlx::query_scalar!("select distinct plan from companies where plan <> '' order by plan limit 100")
        .fetch_all(&mut **tx)
        .await?;
    Ok(plans)
}

/// Somebody who works at a company.
#[derive(Clone, Debug)]
pub struct Employee {
    /// Who.
    pub id: UserId,
    /// What they are called.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// How they came to it, in words.
    pub how: String,
    /// How many votes they have cast.
    pub votes: i64,
    /// When they were first heard of.
    pub created_at: Time,
}

impl Employee {
    /// The letters of their avatar.
    pub fn initials(&self) -> String {
        initials(&self.name)
    }

    /// The colour of it.
    pub fn hue(&self) -> u8 {
        crate::access::hue(self.id)
    }
}

/// One page of the people of a company, who came last first; one more where there are more.
pub async fn people(tx: &mut TenantTx, company: CompanyId, after: Option<UserId>) -> Result<Vec<Employee>> {
    let people = sqlx::query_as!(
        Employee,
        r#"select u.id, u.name, u.email as "email!", u.created_at,
                  case u.company_by when 'domain' then 'by address' when 'import' then 'by import' else '' end as "how!",
                  (select count(*) from votes v where v.user_id = u.id) as "votes!"
             from users u
            where u.company_id = $1 and u.deleted_at is null and ($2::uuid is null or u.id < $2)
            order by u.id desc
            limit $3"#,
        company.0,
        after.map(|user| user.0),
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(people)
}

/// Somebody who may be meant by an address or a name.
pub async fn called(tx: &mut TenantTx, words: &str) -> Result<Vec<(UserId, String)>> {
    let people = sqlx::query!(
        r#"select id, email as "email!" from users
            where email is not null and (email = lower($1) or lower(name) = lower($1)) order by id limit 5"#,
        words,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(people.into_iter().map(|person| (person.id, person.email)).collect())
}

/// Something a company wants.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Its number.
    pub number: i32,
    /// What is wanted.
    pub title: String,
    /// Where it stands, in the workspace's words.
    pub status: String,
    /// And in ours: the category's word.
    pub category: String,
    /// How many of its people want it.
    pub people: i64,
    /// To how many of them it is a must.
    pub must: i64,
    /// Since when the first of them has asked.
    pub since: Time,
}

/// What the people of a company want, what most of them want first: the first of it.
pub async fn wishes(tx: &mut TenantTx, company: CompanyId) -> Result<Vec<Wish>> {
    const MOST: i64 = 20;
    let wishes = sqlx::query_as!(
        Wish,
        r#"select r.number, r.title, s.name as status, s.category::text as "category!", w.people as "people!", w.must as "must!",
                  w.since as "since!: Time"
             from (select i.canonical_id, count(distinct v.user_id) as people,
                          count(distinct v.user_id) filter (where v.importance = 'must') as must, min(v.created_at) as since
                     from users u join votes v on v.user_id = u.id join ideas i on i.id = v.idea_id
                    where u.company_id = $1
                    group by i.canonical_id) w
             join ideas r on r.id = w.canonical_id
             join statuses s on s.id = r.status_id
            where r.deleted_at is null
            order by s.category in ('done', 'declined'), w.people desc, w.since, r.number
            limit $2"#,
        company.0,
        MOST,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(wishes)
}
