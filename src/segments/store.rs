//! The statements about segments. What their rules mean is said in the schema, by `people_like`, with nothing but parameters.

use super::{Rules, Segment};
use crate::access::Role;
use crate::clock::{Date, Time};
use crate::db::TenantTx;
use crate::error::{Result, constraint};
use crate::ids::{SegmentId, UserId};
use crate::text::Name;

/// People on one page of a segment.
pub const PAGE: usize = 100;

/// Every segment with how many people it has now, by name.
pub async fn all(tx: &mut TenantTx, now: Time) -> Result<Vec<Segment>> {
    let rows = sqlx::query!(
        r#"select s.id as "id: SegmentId", s.name, s.plans, s.revenue_from, s.revenue_to, s.currency, s.domains, s.roles as "roles: Vec<Role>",
                  s.voted_within, s.quiet_for, s.joined_before, s.joined_since, s.created_at,
                  (select count(*) from segment_people(s.id, $1)) as "people!"
             from segments s order by lower(s.name)"#,
        now,
    )
    .fetch_all(&mut **tx)
    .await?;
    let segment = |row| {
        let (id, name, rules, people, created_at) = row;
        Segment { id, name, rules, people, created_at }
    };
    let rules = rows.into_iter().map(|row| {
        let rules = Rules {
            plans: row.plans,
            revenue_from: row.revenue_from,
            revenue_to: row.revenue_to,
            currency: row.currency,
            domains: row.domains,
            roles: row.roles,
            voted_within: row.voted_within,
            quiet_for: row.quiet_for,
            joined_before: row.joined_before,
            joined_since: row.joined_since,
        };
        (row.id, row.name, rules, row.people, row.created_at)
    });
    Ok(rules.map(segment).collect())
}

/// A segment.
pub async fn find(tx: &mut TenantTx, id: SegmentId, now: Time) -> Result<Segment> {
    // A workspace has a handful of them.
    let all = all(tx, now).await?;
    all.into_iter().find(|segment| segment.id == id).ok_or(crate::error::Error::NotFound)
}

/// The segments there are to choose from, by name.
pub async fn names(tx: &mut TenantTx) -> Result<Vec<(SegmentId, String)>> {
    let rows =
        sqlx::query!(r#"select id as "id: SegmentId", name from segments order by lower(name)"#).fetch_all(&mut **tx).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Makes a segment. None where one is called so.
pub async fn create(tx: &mut TenantTx, name: &Name, rules: &Rules, by: UserId, now: Time) -> Result<Option<SegmentId>> {
    let id = sqlx::query_scalar!(
        r#"insert into segments (id, name, plans, revenue_from, revenue_to, currency, domains, roles, voted_within, quiet_for,
                                 joined_before, joined_since, created_by, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
           on conflict (tenant_id, lower(name)) do nothing
           returning id as "id: SegmentId""#,
        SegmentId::new().0,
        name.as_str(),
        &rules.plans,
        rules.revenue_from,
        rules.revenue_to,
        rules.currency,
        &rules.domains,
        &rules.roles as &[Role],
        rules.voted_within,
        rules.quiet_for,
        rules.joined_before as Option<Date>,
        rules.joined_since as Option<Date>,
        by.0,
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id)
}

/// Changes a segment. False where another is called so; then nothing more can be done in this transaction.
pub async fn change(tx: &mut TenantTx, id: SegmentId, name: &Name, rules: &Rules) -> Result<bool> {
    let changed = sqlx::query!(
        "update segments
            set name = $2, plans = $3, revenue_from = $4, revenue_to = $5, currency = $6, domains = $7, roles = $8,
                voted_within = $9, quiet_for = $10, joined_before = $11, joined_since = $12
          where id = $1",
        id.0,
        name.as_str(),
        &rules.plans,
        rules.revenue_from,
        rules.revenue_to,
        rules.currency,
        &rules.domains,
        &rules.roles as &[Role],
        rules.voted_within,
        rules.quiet_for,
        rules.joined_before as Option<Date>,
        rules.joined_since as Option<Date>,
    )
    .execute(&mut **tx)
    .await;
    match changed {
        Ok(_) => Ok(true),
        Err(error) if constraint(&error) == Some("segments_name_key") => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Deletes a segment. The people in it stay as they are.
pub async fn delete(tx: &mut TenantTx, id: SegmentId) -> Result<()> {
    sqlx::query!("delete from segments where id = $1", id.0).execute(&mut **tx).await?;
    Ok(())
}

/// How many people these rules describe now.
pub async fn count(tx: &mut TenantTx, rules: &Rules, now: Time) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from people_like($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"#,
        &rules.plans,
        rules.revenue_from,
        rules.revenue_to,
        rules.currency,
        &rules.domains,
        &rules.roles as &[Role],
        rules.voted_within,
        rules.quiet_for,
        rules.joined_before as Option<Date>,
        rules.joined_since as Option<Date>,
        now,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(count)
}

/// Somebody in a segment.
#[derive(Debug)]
pub struct Member {
    /// Who.
    pub id: UserId,
    /// What they are called.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// Where they work.
    pub company_id: Option<crate::ids::CompanyId>,
    /// What that is called.
    pub company: Option<String>,
    /// How many votes they have cast.
    pub votes: i64,
}

impl Member {
    /// The letters of their avatar.
    pub fn initials(&self) -> String {
        crate::text::initials(&self.name)
    }

    /// The colour of it.
    pub fn hue(&self) -> u8 {
        crate::access::hue(self.id)
    }

    /// The page of their company.
    pub fn company_path(&self) -> String {
        self.company_id.map(crate::companies::path).unwrap_or_default()
    }
}

/// One page of the people of a segment, who came last first; one more than a page where there are more.
pub async fn people(tx: &mut TenantTx, id: SegmentId, after: Option<UserId>, now: Time) -> Result<Vec<Member>> {
    let people = sqlx::query_as!(
        Member,
        r#"select u.id, u.name, u.email as "email!", u.company_id, c.name as "company?",
                  (select count(*) from votes v where v.user_id = u.id) as "votes!"
             from segment_people($1, $2) p join users u on u.id = p.user_id left join companies c on c.id = u.company_id
            where $3::uuid is null or u.id < $3
            order by u.id desc
            limit $4"#,
        id.0,
        now,
        after.map(|user| user.0),
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(people)
}

/// The plans that companies have, for whoever writes a rule.
pub async fn plans(tx: &mut TenantTx) -> Result<Vec<String>> {
    let plans = sqlx::query_scalar!("select distinct plan from companies where plan <> '' order by plan limit 50")
        .fetch_all(&mut **tx)
        .await?;
    Ok(plans)
}
