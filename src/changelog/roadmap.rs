//! What is promised: ideas by how far they are, and releases to come with what goes into them.

use jiff::SignedDuration;

use super::store::{self, Item};
use crate::boards::{Category, Visibility};
use crate::clock::{Date, Time};
use crate::db::TenantTx;
use crate::error::Result;
use crate::ideas::can_vote;
use crate::ids::{ReleaseId, UserId};
use crate::releases::{Precision, Stage};

/// What was done longer ago than this is history, and stands in the changelog.
const RECENT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Ideas shown of one category; the rest is counted, and listed with the other ideas.
const CARDS: i64 = 40;

/// Ideas counted of one status: of more it is only said that there are more.
pub(super) const COUNTED: i64 = 1_000;

/// Ideas looked at of those lately done: the latest.
const LATEST: i64 = 200;

/// Releases shown: no team plans more in earnest.
const RELEASES: i64 = 24;

/// An idea on the roadmap.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) number: i32,
    pub(super) title: String,
    pub(super) votes: i32,
    pub(super) voted: bool,
    pub(super) category: Category,
    pub(super) status: String,
    pub(super) board: String,
    /// The release it is promised or shipped in.
    pub(super) release: Option<String>,
    /// How many there are in its category, this one included; more than [`COUNTED`] where there are too many to count.
    pub(super) of: i64,
}

impl Card {
    /// Whether one can still vote for it.
    pub(super) fn can_vote(&self) -> bool {
        can_vote(self.category)
    }
}

/// The ideas that are planned, being made, or lately done, most wanted first within each. What it costs depends on what is shown,
/// and not on how many ideas there are: those of a status come from an index that has them in this order, those lately done from
/// what has lately happened.
pub(super) async fn by_status(tx: &mut TenantTx, visible: &[Visibility], me: Option<UserId>, now: Time) -> Result<Vec<Card>> {
    let cards = sqlx::query_as!(
        Card,
        r#"with seen as materialized (
               select b.id, b.name from boards b where b.visibility = any($1) and b.archived_at is null
           ), kinds as materialized (
               select s.id, s.category, s.name,
                      case when s.category <> 'done' then (
                          select count(*)
                            from (select from ideas i
                                   where i.status_id = s.id and i.merged_into is null and i.deleted_at is null
                                     and i.board_id = any(array(select seen.id from seen))
                                   limit $6) counted) end as ideas
                 from statuses s
                where s.category in ('planned', 'active', 'done')
           ), lately as materialized (
               select f.idea_id
                 from ((select e.subject_id as idea_id, e.created_at as at
                          from events e
                         where e.kind = 'idea.status_changed' and e.data ->> 'to_category' = 'done' and e.created_at >= $3
                         order by e.created_at desc
                         limit $5)
                       union all
                       (select ri.idea_id, r.shipped_at
                          from releases r join release_items ri on ri.release_id = r.id
                         where r.stage = 'shipped' and r.shipped_at >= $3 and ri.idea_id is not null
                         order by r.shipped_at desc
                         limit $5)) f
                group by f.idea_id
                order by max(f.at) desc
                limit $5
           ), wanted as (
               select i.*, k.category, k.name as status, k.ideas
                 from kinds k
                cross join lateral (
                      select i.id, i.number, i.title, i.vote_count, i.board_id
                        from ideas i
                       where i.status_id = k.id and i.merged_into is null and i.deleted_at is null
                         and i.board_id = any(array(select seen.id from seen))
                       order by i.vote_count desc, i.number desc
                       limit $4) i
                where k.category <> 'done'
               union all
               select i.id, i.number, i.title, i.vote_count, i.board_id, k.category, k.name, null
                 from lately l
                 join ideas i on i.id = l.idea_id
                 join kinds k on k.id = i.status_id
                where k.category = 'done' and i.merged_into is null and i.deleted_at is null
                  and i.board_id = any(array(select seen.id from seen))
           ), ranked as (
               select w.*, row_number() over (partition by w.category order by w.vote_count desc, w.number desc) as rank,
                      case when w.category = 'done' then count(*) over (partition by w.category)
                           else (select sum(k.ideas) from kinds k where k.category = w.category)::bigint end as of
                 from wanted w
           ), cards as materialized (
               select r.*, seen.name as board from ranked r join seen on seen.id = r.board_id where r.rank <= $4
           ), mine as materialized (
               select t.canonical_id as root
                 from cards c join ideas t on t.canonical_id = c.id
                 join votes v on v.idea_id = t.id and v.user_id = $2
           ), promised as materialized (
               select distinct on (t.canonical_id) t.canonical_id as root, r.version
                 from cards c join ideas t on t.canonical_id = c.id
                 join release_items ri on ri.idea_id = t.id
                 join releases r on r.id = ri.release_id
                where r.stage in ('planned', 'shipped')
                order by t.canonical_id, (r.stage = 'shipped') = (c.category = 'done') desc, r.number desc
           )
           select c.number as "number!", c.title as "title!", c.vote_count as "votes!", c.category as "category!: Category",
                  c.status as "status!", c.board as "board!", c.of as "of!",
                  exists (select from mine where mine.root = c.id) as "voted!",
                  (select p.version from promised p where p.root = c.id) as release
             from cards c
            order by c.category, c.rank"#,
        visible as &[Visibility],
        me.map(|me| me.0),
        now + RECENT * -1,
        CARDS,
        LATEST,
        COUNTED + 1,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(cards)
}

/// What the workspace calls the statuses of the roadmap, in its own order.
pub(super) async fn names(tx: &mut TenantTx) -> Result<Vec<(Category, String)>> {
    let names = sqlx::query!(
        "select category, name from statuses where category in ('planned', 'active', 'done') order by position, name"
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(names.into_iter().map(|row| (row.category, row.name)).collect())
}

/// A release on the roadmap.
#[derive(Clone, Debug)]
pub(super) struct Milestone {
    pub(super) id: ReleaseId,
    pub(super) number: i32,
    pub(super) version: String,
    pub(super) name: String,
    pub(super) stage: Stage,
    pub(super) target_date: Option<Date>,
    pub(super) target_precision: Precision,
    pub(super) shipped_at: Option<Time>,
}

/// The releases to come, the nearest first, and then those that lately shipped, the latest first; and what is in them.
/// Drafts are the team's own.
pub(super) async fn by_release(
    tx: &mut TenantTx,
    visible: &[Visibility],
    me: Option<UserId>,
    now: Time,
) -> Result<(Vec<Milestone>, Vec<Item>)> {
    let milestones = sqlx::query_as!(
        Milestone,
        "select id, number, version, name, stage, target_date, target_precision, shipped_at
           from releases
          where stage = 'planned' or stage = 'shipped' and shipped_at >= $1
          order by stage, case when stage = 'planned' then target_date end, shipped_at desc, number
          limit $2",
        now + RECENT * -1,
        RELEASES,
    )
    .fetch_all(&mut **tx)
    .await?;
    let ids: Vec<ReleaseId> = milestones.iter().map(|milestone| milestone.id).collect();
    let items = store::items(tx, &ids, visible, me).await?;
    Ok((milestones, items))
}
