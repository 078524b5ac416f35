//! Orders and filters of ideas by demand: by companies, by what they pay, by who must have it, by who waits longest.
//!
//! Nothing of this is a column that would have to be kept right as people move between companies and companies change their
//! plans: it is read from the votes, in one statement, for the desk. Of the votes only what is asked about is read: the number
//! of people stands with the idea. What comes out is a page of a ranking, which lists show with
//! [`super::list::Sort::Ranked`], or all that is wanted so, as a filter under any other order.

use std::collections::HashSet;

use super::filter::{Filter, left};
use super::list::{Cursor, From};
use super::search::Hit;
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
    /// By who looks after it, in the order of their names; what nobody does comes last.
    Assignee,
}

impl By {
    /// In the order in which pages offer them.
    pub const ALL: [By; 7] =
        [Self::People, Self::Companies, Self::Revenue, Self::Must, Self::Trend, Self::Waiting, Self::Assignee];

    /// As an address says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Companies => "companies",
            Self::Revenue => "revenue",
            Self::Must => "must",
            Self::Trend => "lately",
            Self::Waiting => "waiting",
            Self::Assignee => "assignee",
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
            Self::Assignee => "Looked after by",
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
        let ranked = rank(tx, filter, wanted, By::People, now, Window::ALL).await?;
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

/// What a page of a ranking is made of: the ideas that a filter leaves and that are wanted so, in this order, up to `most` and
/// one more in the direction of the page; from the top where the page before would be the first one.
pub async fn around(
    tx: &mut TenantTx,
    filter: &Filter,
    wanted: &Wanted,
    by: By,
    now: Time,
    (from, most): (From, usize),
) -> Result<Vec<Hit>> {
    let many = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    let at = |at: Option<Cursor>, up| Window { at, up, most: many };
    match from {
        From::Top => rank(tx, filter, wanted, by, now, at(None, false)).await,
        From::After(cursor) => rank(tx, filter, wanted, by, now, at(Some(cursor), false)).await,
        From::Before(cursor) => {
            let mut above = rank(tx, filter, wanted, by, now, at(Some(cursor), true)).await?;
            if above.len() <= most {
                return rank(tx, filter, wanted, by, now, at(None, false)).await;
            }
            above.reverse();
            Ok(above)
        }
    }
}

/// Which part of a ranking: so many from a place on, downwards or upwards.
struct Window {
    at: Option<Cursor>,
    up: bool,
    most: i64,
}

impl Window {
    /// All of it.
    const ALL: Self = Self { at: None, up: false, most: i64::MAX };
}

/// That part of the ranking; upwards the nearest comes first.
async fn rank(tx: &mut TenantTx, filter: &Filter, wanted: &Wanted, by: By, now: Time, part: Window) -> Result<Vec<Hit>> {
    let said = filter.said();
    let hits = left!(
        query_as!(Hit),
        said,
        // What a parameter does not ask for is not read: its condition alone is false before the first row.
        [r#"with among as materialized (
               select s.user_id from segment_people($7, $8) s where $7::uuid is not null
           ), part as materialized (
               select i.id, i.canonical_id as root_id from ideas i where i.merged_into is not null
           ), heads as (
               select d.root_id, count(*) as people
                 from (select distinct coalesce(p.root_id, v.idea_id) as root_id, v.user_id
                         from among a join votes v on v.user_id = a.user_id left join part p on p.id = v.idea_id) d
                group by d.root_id
           ), must as (
               select d.root_id, count(*) as people
                 from (select distinct coalesce(p.root_id, v.idea_id) as root_id, v.user_id
                         from votes v left join part p on p.id = v.idea_id
                        where ($6 = 'must' or $13::bigint is not null) and v.importance = 'must'
                          and ($7::uuid is null or v.user_id in (select a.user_id from among a))) d
                group by d.root_id
           ), before as (
               -- Who asked earlier for something else of the same tree.
               select t.root_id, v.user_id
                 from (select p.id, p.root_id from part p union select p.root_id, p.root_id from part p) t join votes v on v.idea_id = t.id
                where ($6 = 'lately' or $14::bigint is not null) and v.created_at <= $8 - interval '28 days'
           ), lately as (
               select d.root_id, count(*) as people
                 from (select coalesce(p.root_id, v.idea_id) as root_id, v.user_id
                         from votes v left join part p on p.id = v.idea_id
                        where ($6 = 'lately' or $14::bigint is not null) and v.created_at > $8 - interval '28 days'
                          and ($7::uuid is null or v.user_id in (select a.user_id from among a))
                       except
                       select b.root_id, b.user_id from before b) d
                group by d.root_id
           ), first as (
               select coalesce(p.root_id, v.idea_id) as root_id, min(v.created_at) as since
                 from votes v left join part p on p.id = v.idea_id
                where ($6 = 'waiting' or $15::integer is not null)
                  and ($7::uuid is null or v.user_id in (select a.user_id from among a))
                group by 1
           ), paying as (
               select d.root_id, count(*) as companies, coalesce(sum(c.monthly_revenue_minor * r.factor), 0) as revenue,
                      bool_or(c.id = $9) as ours
                 from (select distinct coalesce(p.root_id, v.idea_id) as root_id, u.company_id
                         from votes v join users u on u.id = v.user_id and u.company_id is not null left join part p on p.id = v.idea_id
                        where ($6 in ('companies', 'revenue') or $9::uuid is not null or $11::bigint is not null or $12::bigint is not null)
                          and ($7::uuid is null or v.user_id in (select a.user_id from among a))) d
                 join companies c on c.id = d.company_id
                 left join rates() r on r.currency = c.currency
                group by d.root_id
           ), team as (
               select u.id, row_number() over (order by lower(u.name), u.id) as place from users u
                where $6 = 'assignee' and u.id in (select i.assignee_id from ideas i where i.assignee_id is not null)
           ), ranking as (
               select i.id, i.number,
                      case $6 when 'companies' then coalesce(c.companies, 0)
                              when 'revenue' then coalesce(c.revenue, 0)
                              when 'must' then coalesce(m.people, 0)
                              when 'lately' then coalesce(l.people, 0)
                              -- The moment itself, because how long ago that is changes from page to page.
                              when 'waiting' then coalesce(-extract(epoch from f.since), -1e12)
                              when 'assignee' then coalesce(-w.place, -1e12)
                              else case when $7::uuid is null then i.vote_count else coalesce(h.people, 0) end end::float8 as rank
                 from ideas i
                 left join heads h on h.root_id = i.id
                 left join must m on m.root_id = i.id
                 left join lately l on l.root_id = i.id
                 left join first f on f.root_id = i.id
                 left join paying c on c.root_id = i.id
                 left join team w on w.id = i.assignee_id"#,
            r#"and ($7::uuid is null or h.people > 0)
                  and ($9::uuid is null or c.ours)
                  and ($10::bigint is null or case when $7::uuid is null then i.vote_count else coalesce(h.people, 0) end >= $10)
                  and ($11::bigint is null or c.companies >= $11)
                  and ($12::bigint is null or c.revenue >= $12)
                  and ($13::bigint is null or m.people >= $13)
                  and ($14::bigint is null or l.people >= $14)
                  and ($15::integer is null or f.since <= $8 - make_interval(days => $15))
           )
           select r.id as "id!: crate::ids::IdeaId", r.number as "number!", r.rank as "rank!" from ranking r
            where $17::float8 is null
               or case when $19 then (r.rank, r.number) > ($17, $18::integer) else (r.rank, r.number) < ($17, $18) end
            order by case when $19 then -r.rank else r.rank end desc, case when $19 then -r.number else r.number end desc
            limit $16"#],
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
        part.most,
        part.at.map(|at| at.key),
        part.at.map(|at| at.number),
        part.up,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(hits)
}
