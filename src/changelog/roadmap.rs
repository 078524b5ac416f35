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
    /// How many there are in its category, this one included.
    pub(super) of: i64,
}

impl Card {
    /// Whether one can still vote for it.
    pub(super) fn can_vote(&self) -> bool {
        can_vote(self.category)
    }
}

/// The ideas that are planned, being made, or lately done, most wanted first within each.
pub(super) async fn by_status(tx: &mut TenantTx, visible: &[Visibility], me: Option<UserId>, now: Time) -> Result<Vec<Card>> {
    let cards = sqlx::query_as!(
        Card,
        r#"with promised as (
               select i.id, i.number, i.title, i.vote_count, s.category, s.name as status, b.name as board
                 from statuses s
                 join ideas i on i.status_id = s.id
                 join boards b on b.id = i.board_id
                where i.merged_into is null and i.deleted_at is null
                  and b.visibility = any($1) and b.archived_at is null
                  and (s.category in ('planned', 'active')
                       or s.category = 'done'
                          and (exists (select from events e
                                        where e.subject_id = i.id and e.kind = 'idea.status_changed'
                                          and e.data ->> 'to_category' = 'done' and e.created_at >= $3)
                               or exists (select from release_items ri join releases r on r.id = ri.release_id
                                           where ri.idea_id = i.id and r.stage = 'shipped' and r.shipped_at >= $3)))
           ), ranked as (
               select promised.*,
                      row_number() over (partition by category order by vote_count desc, number desc) as rank,
                      count(*) over (partition by category) as of
                 from promised
           )
           select p.number as "number!", p.title as "title!", p.vote_count as "votes!", p.category as "category!",
                  p.status as "status!", p.board as "board!", p.of as "of!",
                  exists (select from ideas t join votes v on v.idea_id = t.id
                           where t.canonical_id = p.id and v.user_id = $2) as "voted!",
                  (select r.version from release_items ri join releases r on r.id = ri.release_id
                    where ri.idea_id in (select t.idea_id from tree_of(p.id) t) and r.stage in ('planned', 'shipped')
                    order by r.stage, r.number desc limit 1) as release
             from ranked p
            where p.rank <= $4
            order by p.category, p.rank"#,
        visible as &[Visibility],
        me.map(|me| me.0),
        now + RECENT * -1,
        CARDS,
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
