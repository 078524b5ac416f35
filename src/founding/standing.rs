//! How a workspace stands: the figures at the head of the desk.

use jiff::SignedDuration;

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;

/// Of each noun, how many.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) ideas: i64,
    pub(super) undecided: i64,
    pub(super) votes: i64,
    pub(super) votes_this_week: i64,
    pub(super) people: i64,
    pub(super) staff: i64,
    /// Others of the team, and people who are invited.
    pub(super) colleagues: i64,
    pub(super) releases: i64,
    pub(super) shipped: i64,
    pub(super) failed_jobs: i64,
}

impl Standing {
    /// Whether every first step has been taken.
    pub(super) fn is_under_way(&self) -> bool {
        self.ideas > 0 && self.colleagues > 0 && self.releases > 0 && self.shipped > 0
    }
}

/// All figures in one statement.
pub(super) async fn of(tx: &mut TenantTx, now: Time) -> Result<Standing> {
    let standing = sqlx::query_as!(
        Standing,
        r#"select (select count(*) from ideas where deleted_at is null) as "ideas!",
                  (select count(*) from ideas i join statuses s on s.id = i.status_id
                    where i.deleted_at is null and i.merged_into is null and s.category = 'open') as "undecided!",
                  (select count(*) from votes) as "votes!",
                  (select count(*) from votes where created_at > $1) as "votes_this_week!",
                  (select count(*) from users where deleted_at is null) as "people!",
                  (select count(*) from users where deleted_at is null and roles <> '{member}') as "staff!",
                  (select count(*) from sign_ins where purpose = 'invite')
                    + (select greatest(count(*) - 1, 0) from users where deleted_at is null and roles <> '{member}') as "colleagues!",
                  (select count(*) from releases) as "releases!",
                  (select count(*) from releases where stage = 'shipped') as "shipped!",
                  (select count(*) from outbox where state = 'failed') as "failed_jobs!""#,
        now + SignedDuration::from_hours(-7 * 24),
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(standing)
}

/// An idea that many want and nobody has decided about.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) number: i32,
    pub(super) title: String,
    pub(super) votes: i32,
    pub(super) status: String,
}

/// The undecided ideas with the most votes.
pub(super) async fn most_wanted(tx: &mut TenantTx) -> Result<Vec<Wanted>> {
    let wanted = sqlx::query_as!(
        Wanted,
        "select i.number, i.title, i.vote_count as votes, s.name as status
           from ideas i join statuses s on s.id = i.status_id
          where i.deleted_at is null and i.merged_into is null and s.category = 'open'
          order by i.vote_count desc, i.number desc
          limit 5",
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(wanted)
}
