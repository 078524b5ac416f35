//! Demand: who wants an idea, or all that a release answers, beyond heads.
//!
//! Each person counts once, over an idea and everything merged into it, and once over all the ideas of a release; each company
//! once, however many of its people ask, with what it pays a month. Amounts of different currencies are told as one only by
//! rates that an admin has typed: see [`Revenue`].

use std::collections::HashMap;

use sqlx::types::Uuid;

use crate::clock::Time;
use crate::companies::{Money, Revenue};
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{IdeaId, SegmentId, UserId};

/// How many weeks the trend looks back.
pub const WEEKS: usize = 12;

/// Who wants something.
#[derive(Clone, Debug, Default)]
pub struct Demand {
    /// Distinct people.
    pub people: i64,
    /// Votes that came from another tool without names.
    pub imported: i64,
    /// Distinct companies.
    pub companies: i64,
    /// Of the people, those to whom it would be nice.
    pub nice: i64,
    /// Those to whom it is important.
    pub important: i64,
    /// Those who must have it.
    pub must: i64,
    /// What the companies pay a month, each counted once.
    pub revenue: Revenue,
    /// How many people began to ask in each of the last weeks.
    pub trend: Trend,
    /// Who asked first.
    pub first: Option<Asker>,
    /// Who has waited longest of those who are still here, for something that has been neither done nor declined.
    pub waiting: Option<Asker>,
}

impl Demand {
    /// People and votes without names together: what the vote button of an idea says.
    pub fn votes(&self) -> i64 {
        self.people + self.imported
    }

    /// What those who want it pay a month, or nothing: see [`Revenue::say`].
    pub fn money(&self) -> String {
        self.revenue.say()
    }
}

/// Somebody who asks.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Who.
    pub user_id: UserId,
    /// What they are called.
    pub name: String,
    /// Where they work.
    pub company: Option<String>,
    /// Since when.
    pub since: Time,
}

/// How many people began to ask in each week, the oldest first, the week that ends now last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trend(pub [i64; WEEKS]);

impl Default for Trend {
    fn default() -> Self {
        Self([0; WEEKS])
    }
}

/// One week of a picture of the trend, in its own units: see [`Trend::bars`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// From the left.
    pub x: usize,
    /// From the top.
    pub y: i64,
    /// Down to the ground.
    pub height: i64,
}

impl Trend {
    /// How high the picture is.
    pub const HEIGHT: i64 = 24;
    /// How wide a week is, with the gap after it.
    pub const STEP: usize = 6;

    /// The picture: a bar for each week. A week in which anybody asked is seen, and one without is a line on the ground.
    pub fn bars(&self) -> Vec<Bar> {
        let most = self.0.iter().copied().max().unwrap_or(0).max(1);
        let height = |people: i64| if people == 0 { 1 } else { (people * Self::HEIGHT / most).max(3) };
        let bar = |(week, people): (usize, &i64)| {
            let height = height(*people);
            Bar { x: week * Self::STEP, y: Self::HEIGHT - height, height }
        };
        self.0.iter().enumerate().map(bar).collect()
    }

    /// How wide the picture is.
    pub fn width(&self) -> usize {
        WEEKS * Self::STEP - 2
    }

    /// How many began to ask in the last four weeks.
    pub fn lately(&self) -> i64 {
        self.0[WEEKS - 4..].iter().sum()
    }

    /// How many in the four weeks before those.
    pub fn before(&self) -> i64 {
        self.0[WEEKS - 8..WEEKS - 4].iter().sum()
    }

    /// The picture in words.
    pub fn sentence(&self) -> String {
        let weeks: Vec<String> = self.0.iter().map(i64::to_string).collect();
        format!("New people a week over the last {WEEKS} weeks, the latest last: {}", weeks.join(", "))
    }
}

/// The demand for one idea (a root), with everything merged into it.
pub async fn of_idea(tx: &mut TenantTx, idea: IdeaId, now: Time) -> Result<Demand> {
    Ok(of_many(tx, &[idea], now).await?.remove(&idea).unwrap_or_default())
}

/// The demand for each of these ideas (roots). As many statements for forty as for one.
pub async fn of_many(tx: &mut TenantTx, ideas: &[IdeaId], now: Time) -> Result<HashMap<IdeaId, Demand>> {
    among(tx, ideas, None, now).await
}

/// The same, of the people of a segment only.
pub async fn among(
    tx: &mut TenantTx,
    ideas: &[IdeaId],
    segment: Option<SegmentId>,
    now: Time,
) -> Result<HashMap<IdeaId, Demand>> {
    let wanted: Vec<(Uuid, IdeaId)> = ideas.iter().map(|idea| (idea.0, *idea)).collect();
    let demand = of(tx, &wanted, segment, now).await?;
    Ok(demand.into_iter().map(|(subject, demand)| (IdeaId(subject), demand)).collect())
}

/// The demand for these ideas (roots) together: a person who asked for several counts once.
pub async fn together(tx: &mut TenantTx, ideas: &[IdeaId], segment: Option<SegmentId>, now: Time) -> Result<Demand> {
    let all = Uuid::nil();
    let wanted: Vec<(Uuid, IdeaId)> = ideas.iter().map(|idea| (all, *idea)).collect();
    Ok(of(tx, &wanted, segment, now).await?.remove(&all).unwrap_or_default())
}

/// The demand for each subject: an idea, or something that stands for several.
async fn of(
    tx: &mut TenantTx,
    wanted: &[(Uuid, IdeaId)],
    segment: Option<SegmentId>,
    now: Time,
) -> Result<HashMap<Uuid, Demand>> {
    let subjects: Vec<Uuid> = wanted.iter().map(|(subject, _)| *subject).collect();
    let roots: Vec<Uuid> = wanted.iter().map(|(_, root)| root.0).collect();
    let segment = segment.map(|segment| segment.0);
    let mut demand: HashMap<Uuid, Demand> = HashMap::new();
    let heads = sqlx::query!(
        r#"with wanted as (
               select subject, root_id from unnest($1::uuid[], $2::uuid[]) w (subject, root_id)
           ), person as (
               select w.subject, a.user_id, min(a.asked_at) as asked_at, max(a.importance) as importance
                 from wanted w join askers($2) a on a.root_id = w.root_id
                where $3::uuid is null or a.user_id in (select s.user_id from segment_people($3, $4) s)
                group by w.subject, a.user_id
           ), weekly as (
               select subject, least(greatest(floor(extract(epoch from $4 - asked_at) / 604800), 0), 1000)::integer as ago, count(*) as people
                 from person where asked_at > $4 - interval '84 days'
                group by subject, ago
           )
           select s.subject as "subject!", coalesce(p.people, 0) as "people!", coalesce(p.companies, 0) as "companies!",
                  coalesce(p.nice, 0) as "nice!", coalesce(p.important, 0) as "important!", coalesce(p.must, 0) as "must!",
                  case when $3::uuid is null then coalesce(i.imported, 0) else 0 end as "imported!",
                  coalesce(t.ago, '{}') as "ago!", coalesce(t.people, '{}') as "weekly!"
             from (select distinct subject from wanted) s
             left join (select p.subject, count(*) as people, count(distinct u.company_id) as companies,
                               count(*) filter (where p.importance = 'nice') as nice,
                               count(*) filter (where p.importance = 'important') as important,
                               count(*) filter (where p.importance = 'must') as must
                          from person p join users u on u.id = p.user_id
                         group by p.subject) p on p.subject = s.subject
             left join (select w.subject, sum(i.imported_votes)::bigint as imported
                          from wanted w join ideas i on i.canonical_id = w.root_id
                         group by w.subject) i on i.subject = s.subject
             left join (select subject, array_agg(ago) as ago, array_agg(people) as people
                          from weekly group by subject) t on t.subject = s.subject"#,
        &subjects,
        &roots,
        segment,
        now,
    )
    .fetch_all(&mut **tx)
    .await?;
    for row in heads {
        let mut trend = Trend::default();
        for (ago, people) in row.ago.into_iter().zip(row.weekly) {
            if let Some(week) = usize::try_from(ago).ok().and_then(|ago| WEEKS.checked_sub(ago + 1)) {
                trend.0[week] = people;
            }
        }
        let (people, imported, companies) = (row.people, row.imported, row.companies);
        let (nice, important, must) = (row.nice, row.important, row.must);
        let of = Demand { people, imported, companies, nice, important, must, trend, ..Demand::default() };
        demand.insert(row.subject, of);
    }
    pay(tx, &mut demand, (&subjects, &roots), segment, now).await?;
    name(tx, &mut demand, (&subjects, &roots), segment, now).await?;
    Ok(demand)
}

/// What the companies behind each subject pay, each once.
async fn pay(
    tx: &mut TenantTx,
    demand: &mut HashMap<Uuid, Demand>,
    (subjects, roots): (&[Uuid], &[Uuid]),
    segment: Option<Uuid>,
    now: Time,
) -> Result<()> {
    let sums = sqlx::query!(
        r#"select d.subject as "subject!", d.currency, sum(d.monthly_revenue_minor)::bigint as "minor!",
                  round(sum(d.monthly_revenue_minor * r.factor))::bigint as worth, reporting_currency() as reporting
             from (select distinct w.subject, c.id, c.currency, c.monthly_revenue_minor
                     from unnest($1::uuid[], $2::uuid[]) w (subject, root_id)
                     join askers($2) a on a.root_id = w.root_id
                     join users u on u.id = a.user_id
                     join companies c on c.id = u.company_id
                    where c.monthly_revenue_minor > 0
                      and ($3::uuid is null or a.user_id in (select s.user_id from segment_people($3, $4) s))) d
             left join rates() r on r.currency = d.currency
            group by d.subject, d.currency
            order by d.subject, round(sum(d.monthly_revenue_minor * r.factor)) desc nulls last, sum(d.monthly_revenue_minor) desc, d.currency"#,
        subjects,
        roots,
        segment,
        now,
    )
    .fetch_all(&mut **tx)
    .await?;
    for row in sums {
        let revenue = &mut demand.entry(row.subject).or_default().revenue;
        revenue.add(Money::new(row.minor, row.currency), row.worth, row.reporting.as_deref());
    }
    Ok(())
}

/// Who asked first for each subject, and who has waited longest.
async fn name(
    tx: &mut TenantTx,
    demand: &mut HashMap<Uuid, Demand>,
    (subjects, roots): (&[Uuid], &[Uuid]),
    segment: Option<Uuid>,
    now: Time,
) -> Result<()> {
    let askers = sqlx::query!(
        r#"with person as (
               select w.subject, a.user_id, a.asked_at, s.category not in ('done', 'declined') as open
                 from unnest($1::uuid[], $2::uuid[]) w (subject, root_id)
                 join askers($2) a on a.root_id = w.root_id
                 join ideas i on i.id = w.root_id
                 join statuses s on s.id = i.status_id
                where $3::uuid is null or a.user_id in (select s.user_id from segment_people($3, $4) s)
           ), told as (
               (select distinct on (subject) subject, user_id, asked_at, false as waits
                  from person order by subject, asked_at, user_id)
               union all
               (select distinct on (p.subject) p.subject, p.user_id, p.asked_at, true
                  from person p join users u on u.id = p.user_id
                 where p.open and u.deleted_at is null and u.blocked_at is null
                 order by p.subject, p.asked_at, p.user_id)
           )
           select t.subject as "subject!", t.waits as "waits!", t.user_id as "user_id!: UserId", t.asked_at as "since!: Time",
                  u.name as "name!", c.name as "company?"
             from told t join users u on u.id = t.user_id left join companies c on c.id = u.company_id"#,
        subjects,
        roots,
        segment,
        now,
    )
    .fetch_all(&mut **tx)
    .await?;
    for row in askers {
        let of = demand.entry(row.subject).or_default();
        let asker = Asker { user_id: row.user_id, name: row.name, company: row.company, since: row.since };
        *(if row.waits { &mut of.waiting } else { &mut of.first }) = Some(asker);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_is_a_picture_and_a_sentence() {
        let mut trend = Trend::default();
        assert!(trend.bars().iter().all(|bar| bar.height == 1 && bar.y == Trend::HEIGHT - 1), "nothing lies on the ground");
        trend.0 = [0, 0, 0, 0, 1, 0, 0, 2, 0, 100, 0, 5];
        let bars = trend.bars();
        assert_eq!((bars[9].y, bars[9].height), (0, Trend::HEIGHT));
        assert_eq!(bars[4].height, 3, "one person in a busy season is seen");
        assert_eq!((trend.lately(), trend.before()), (105, 3));
        assert!(trend.sentence().ends_with("0, 0, 0, 0, 1, 0, 0, 2, 0, 100, 0, 5"));
        assert_eq!(bars[11].x + Trend::STEP - 2, trend.width());
    }
}
