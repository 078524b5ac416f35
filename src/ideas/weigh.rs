//! Orders and filters of ideas by demand: by companies, by what they pay, by who must have it, by who waits longest.
//!
//! Nothing of this is a column that would have to be kept right as people move between companies and companies change their
//! plans: it is read from the votes, in one statement, for the desk. What comes out is a ranking, which lists walk with
//! [`super::list::Sort::Ranked`], or use as a filter under any other order.

use std::collections::HashSet;

use sqlx::types::Uuid;

use super::assign::Assigned;
use super::list::{Filter, ids};
use super::search::{Hit, MOST};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{CompanyId, SegmentId};

/// By what ideas are ranked, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum By {
    /// Distinct people, and votes without names.
    #[default]
    People,
    /// Distinct companies.
    Companies,
    /// What those pay a month, in the reporting currency. What has no rate is not counted.
    Revenue,
    /// People who must have it.
    Must,
    /// People who began to ask in the last four weeks.
    Trend,
    /// For how long somebody has been asking.
    Waiting,
}

impl By {
    /// In the order in which pages offer them.
    pub const ALL: [By; 6] = [Self::People, Self::Companies, Self::Revenue, Self::Must, Self::Trend, Self::Waiting];

    /// As an address says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Companies => "companies",
            Self::Revenue => "revenue",
            Self::Must => "must",
            Self::Trend => "lately",
            Self::Waiting => "waiting",
        }
    }

    /// As pages say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::People => "People",
            Self::Companies => "Companies",
            Self::Revenue => "Revenue",
            Self::Must => "Must have",
            Self::Trend => "Lately",
            Self::Waiting => "Waiting longest",
        }
    }

    /// What an address means.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.word() == word)
    }
}

/// Which ideas, by who wants them. All that is said has to hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// By people of this segment: they alone count then, here and in the ranking.
    pub segment: Option<SegmentId>,
    /// By people of this company.
    pub company: Option<CompanyId>,
    /// By at least so many people.
    pub people: Option<i64>,
    /// By at least so many companies.
    pub companies: Option<i64>,
    /// By companies that pay at least so much a month together, in the smallest unit of the reporting currency.
    pub revenue: Option<i64>,
    /// By at least so many people who must have it.
    pub must: Option<i64>,
    /// By at least so many people who began to ask in the last four weeks.
    pub lately: Option<i64>,
    /// For at least so many days.
    pub waiting_days: Option<i32>,
}

impl Wanted {
    /// Whether anything is said.
    pub fn is_said(&self) -> bool {
        *self != Self::default()
    }
}

/// Narrows a filter to the ideas that are wanted so; what it found by words keeps its order.
pub async fn narrow(tx: &mut TenantTx, filter: &mut Filter, wanted: &Wanted, now: Time) -> Result<()> {
    if wanted.is_said() {
        let ranked = rank(tx, filter, wanted, By::People, now).await?;
        filter.hits = Some(match filter.hits.take() {
            Some(found) => {
                let left: HashSet<_> = ranked.iter().map(|hit| hit.id).collect();
                found.into_iter().filter(|hit| left.contains(&hit.id)).collect()
            }
            None => ranked,
        });
    }
    Ok(())
}

/// The ideas that a filter leaves and that are wanted so, in this order. Where nothing is said of the demand only the first
/// [`MOST`] of them.
pub async fn rank(tx: &mut TenantTx, filter: &Filter, wanted: &Wanted, by: By, now: Time) -> Result<Vec<Hit>> {
    let statuses = filter.status_ids();
    let found = filter.hits.as_deref().map(|hits| ids(hits.iter()));
    let hits = sqlx::query_as!(
        Hit,
        r#"with person as (
               select i.canonical_id as root_id, v.user_id, min(v.created_at) as asked_at, max(v.importance) as importance
                 from votes v join ideas i on i.id = v.idea_id
                where $6::uuid is null or v.user_id in (select s.user_id from segment_people($6, $7) s)
                group by i.canonical_id, v.user_id
           ), heads as (
               select root_id, count(*) as people, min(asked_at) as since,
                      count(*) filter (where importance = 'must') as must,
                      count(*) filter (where asked_at > $7 - interval '28 days') as lately
                 from person group by root_id
           ), paying as (
               select d.root_id, count(*) as companies, coalesce(sum(d.monthly_revenue_minor * r.factor), 0) as revenue,
                      bool_or(d.id = $8) as ours
                 from (select distinct p.root_id, c.id, c.currency, c.monthly_revenue_minor
                         from person p join users u on u.id = p.user_id join companies c on c.id = u.company_id) d
                 left join rates() r on r.currency = d.currency
                group by d.root_id
           ), imported as (
               select canonical_id as root_id, sum(imported_votes) as votes from ideas
                where $6::uuid is null and imported_votes > 0 group by canonical_id
           )
           select i.id, i.number,
                  case $5 when 'companies' then coalesce(c.companies, 0)
                          when 'revenue' then coalesce(c.revenue, 0)
                          when 'must' then coalesce(h.must, 0)
                          when 'lately' then coalesce(h.lately, 0)
                          when 'waiting' then coalesce(extract(epoch from $7 - h.since), 0)
                          else coalesce(h.people, 0) + coalesce(n.votes, 0) end::float8 as "rank!"
             from ideas i
             left join heads h on h.root_id = i.id
             left join paying c on c.root_id = i.id
             left join imported n on n.root_id = i.id
            where i.merged_into is null and i.deleted_at is null
              and i.board_id = any($1)
              and ($2::uuid[] is null or i.status_id = any($2))
              and ($3::uuid is null or exists (select from idea_tags f where f.idea_id = i.id and f.tag_id = $3))
              and ($4::uuid[] is null or i.id = any($4))
              and ($16::uuid is null or i.assignee_id = $16
                   or $16 = '00000000-0000-0000-0000-000000000000' and i.assignee_id is null)
              and ($6::uuid is null or h.people > 0)
              and ($8::uuid is null or c.ours)
              and ($9::bigint is null or coalesce(h.people, 0) + coalesce(n.votes, 0) >= $9)
              and ($10::bigint is null or c.companies >= $10)
              and ($11::bigint is null or c.revenue >= $11)
              and ($12::bigint is null or h.must >= $12)
              and ($13::bigint is null or h.lately >= $13)
              and ($14::integer is null or h.since <= $7 - make_interval(days => $14))
            order by 3 desc, 2 desc
            limit $15"#,
        &filter.board_ids(),
        statuses.as_deref() as Option<&[Uuid]>,
        filter.tag.map(|tag| tag.0),
        found.as_deref() as Option<&[Uuid]>,
        by.word(),
        wanted.segment.map(|segment| segment.0),
        now,
        wanted.company.map(|company| company.0),
        wanted.people,
        wanted.companies,
        wanted.revenue,
        wanted.must,
        wanted.lately,
        wanted.waiting_days,
        if wanted.is_said() { i64::MAX } else { MOST },
        filter.assigned.map(Assigned::id),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(hits)
}
