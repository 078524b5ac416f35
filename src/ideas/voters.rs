//! The people behind a figure: everybody who asks for an idea, or for any of several, narrowed and in order, page by page.

use super::importance::Importance;
use crate::access::hue;
use crate::clock::Time;
use crate::companies::Money;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{CompanyId, IdeaId, SegmentId, UserId};
use crate::text::initials;
use jiff::SignedDuration;
use uuid::Uuid;

/// How many people one page lists.
pub const PAGE: usize = 100;

/// Which of them. All that is said has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// To whom it matters so much.
    pub importance: Option<Importance>,
    /// Who work for this company.
    pub company: Option<CompanyId>,
    /// Who work for any.
    pub employed: bool,
    /// Whose company pays something.
    pub paying: bool,
    /// Of this segment.
    pub segment: Option<SegmentId>,
    /// Who began to ask in so many last weeks.
    pub weeks: Option<i32>,
    /// For whom staff voted.
    pub voted_for: bool,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Whose company pays most comes first.
    #[default]
    Revenue,
    /// Who has asked longest comes first.
    Oldest,
}

/// Where a page ends: what its last person is sorted by (money in the reporting currency's smallest unit, or the moment in
/// microseconds), and who that is.
pub type After = (i64, UserId);

/// Somebody who asks.
#[derive(Clone, Debug)]
pub struct Voter {
    /// Who.
    pub user_id: UserId,
    /// What they are called.
    pub name: String,
    /// Where mail reaches them; none once they have been deleted.
    pub email: Option<String>,
    /// Whether they have proved that the address is theirs.
    pub confirmed: bool,
    /// Where they work.
    pub company_id: Option<CompanyId>,
    /// What that is called.
    pub company: Option<String>,
    /// What that company has bought.
    pub plan: Option<String>,
    /// What it pays a month, in the smallest unit.
    pub revenue: i64,
    /// In this currency.
    pub currency: Option<String>,
    /// What the list is sorted by: see [`After`].
    pub key: i64,
    /// How much it matters to them.
    pub importance: Option<Importance>,
    /// What they voted for, by number.
    pub numbers: Vec<i32>,
    /// Who of the staff voted for them, where they have not done so themselves.
    pub cast_by: Option<String>,
    /// Where they had asked.
    pub source_url: Option<String>,
    /// Since when they ask.
    pub asked_at: Time,
}

impl Voter {
    /// The letters of their avatar.
    pub fn initials(&self) -> String {
        initials(&self.name)
    }

    /// The colour of it.
    pub fn hue(&self) -> u8 {
        hue(self.user_id)
    }

    /// What their company pays a month, for people.
    pub fn money(&self) -> String {
        match self.currency.as_deref() {
            Some(currency) if self.revenue > 0 => Money::new(self.revenue, currency).to_string(),
            _ => String::new(),
        }
    }

    /// The page of their company.
    pub fn company_path(&self) -> String {
        self.company_id.map(crate::companies::path).unwrap_or_default()
    }

    /// What they voted for, without the idea that the page is about: `#12, #14`.
    pub fn others(&self, shown: i32) -> String {
        let others = self.numbers.iter().filter(|number| **number != shown).map(|number| format!("#{number}"));
        others.collect::<Vec<_>>().join(", ")
    }
}

/// One page of the people who ask for these ideas (roots); one more than a page where there are more.
pub async fn list(
    tx: &mut TenantTx,
    roots: &[IdeaId],
    who: &Who,
    order: Order,
    after: Option<After>,
    now: Time,
) -> Result<Vec<Voter>> {
    let voters = sqlx::query_as!(
        Voter,
        r#"with asker as (
               select v.user_id, min(v.created_at) as asked_at, max(v.importance) as importance,
                      array_agg(distinct i.number) as numbers, bool_and(v.cast_by is not null) as for_them,
                      (array_agg(v.cast_by order by v.created_at) filter (where v.cast_by is not null))[1] as cast_by,
                      (array_agg(v.source_url order by v.created_at) filter (where v.source_url is not null))[1] as source_url
                 from ideas i join votes v on v.idea_id = i.id
                where i.canonical_id = any($1)
                group by v.user_id
           ), found as (
               select a.*, u.name, u.email, u.confirmed_at is not null as confirmed, u.company_id,
                      case when $2 then -(extract(epoch from a.asked_at) * 1000000)::bigint
                           else coalesce(round(c.monthly_revenue_minor * r.factor), 0)::bigint end as rank,
                      c.name as company, c.plan, coalesce(c.monthly_revenue_minor, 0) as revenue, c.currency
                 from asker a
                 join users u on u.id = a.user_id
                 left join companies c on c.id = u.company_id
                 left join rates() r on r.currency = c.currency
                where ($3::importance is null or a.importance = $3)
                  and ($4::uuid is null or u.company_id = $4)
                  and (not $5 or u.company_id is not null)
                  and (not $6 or c.monthly_revenue_minor > 0)
                  and ($7::uuid is null or a.user_id in (select s.user_id from segment_people($7, $8) s))
                  and ($9::timestamptz is null or a.asked_at > $9)
                  and (not $10 or a.for_them)
           )
           select f.user_id as "user_id!: UserId", f.name as "name!", f.email, f.confirmed as "confirmed!",
                  f.company_id as "company_id?: CompanyId", f.company as "company?", f.plan as "plan?", f.revenue as "revenue!",
                  f.currency as "currency?", f.rank as "key!", f.importance as "importance?: Importance", f.numbers as "numbers!",
                  case when f.for_them then s.name end as "cast_by?", f.source_url, f.asked_at as "asked_at!: Time"
             from found f left join users s on s.id = f.cast_by
            where $11::bigint is null or (f.rank, f.user_id) < ($11, $12)
            order by f.rank desc, f.user_id desc
            limit $13"#,
        &roots.iter().map(|root| root.0).collect::<Vec<_>>(),
        order == Order::Oldest,
        who.importance as Option<Importance>,
        who.company.map(|company| company.0),
        who.employed,
        who.paying,
        who.segment.map(|segment| segment.0),
        now,
        who.weeks.map(|weeks| now + SignedDuration::from_hours(-7 * 24 * i64::from(weeks))) as Option<Time>,
        who.voted_for,
        after.map(|(key, _)| key),
        after.map(|(_, user)| user.0),
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(voters)
}

/// How many people there are of that kind, on all pages together.
pub async fn count(tx: &mut TenantTx, roots: &[IdeaId], who: &Who, now: Time) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
             from (select v.user_id, min(v.created_at) as asked_at, max(v.importance) as importance,
                          bool_and(v.cast_by is not null) as for_them
                     from ideas i join votes v on v.idea_id = i.id
                    where i.canonical_id = any($1)
                    group by v.user_id) a
             join users u on u.id = a.user_id
             left join companies c on c.id = u.company_id
            where ($2::importance is null or a.importance = $2)
              and ($3::uuid is null or u.company_id = $3)
              and (not $4 or u.company_id is not null)
              and (not $5 or c.monthly_revenue_minor > 0)
              and ($6::uuid is null or a.user_id in (select s.user_id from segment_people($6, $7) s))
              and ($8::timestamptz is null or a.asked_at > $8)
              and (not $9 or a.for_them)"#,
        &roots.iter().map(|root| root.0).collect::<Vec<Uuid>>(),
        who.importance as Option<Importance>,
        who.company.map(|company| company.0),
        who.employed,
        who.paying,
        who.segment.map(|segment| segment.0),
        now,
        who.weeks.map(|weeks| now + SignedDuration::from_hours(-7 * 24 * i64::from(weeks))) as Option<Time>,
        who.voted_for,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(count)
}
