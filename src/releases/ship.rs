//! Shipping: what a release promised becomes available, and everyone who asked is told, once.
//!
//! One transaction moves the release, its ideas, and plans the notices, for those who are left out too. Mail begins to leave
//! when the settle delay has passed: a job (`jobs::TELL`) then writes one mail a person. Until that job has run the release
//! can be unshipped and nobody hears of it; whichever of the two takes the release's row first decides.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Release, Stage, items, jobs, take_back, wishes};
use crate::app::Site;
use crate::boards::Category;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ideas::status;
use crate::ids::{ReleaseId, UserId};
use crate::notices::ledger::{self, Plan};
use crate::notices::{Kind, corrections};
use crate::outbox::{self, Entry};

/// When the mail of a ship leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Announcement {
    /// After the workspace's settle delay.
    Settle,
    /// At once.
    Now,
    /// Not at all.
    Silent,
}

/// The payload of the jobs that follow a ship: which release, and which of its ships.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Ship {
    /// Which release.
    pub release: ReleaseId,
    /// Which of its ships.
    pub attempt: i32,
}

impl Ship {
    /// What makes a job about it the same job.
    pub(super) fn key(self) -> String {
        format!("{}:{}", self.release, self.attempt)
    }
}

/// Ships a release. False where it has shipped already: two clicks are one.
pub async fn ship(
    tx: &mut TenantTx,
    site: &Site,
    number: i32,
    announcement: Announcement,
    actor: UserId,
    now: Time,
) -> Result<bool> {
    let release = super::store::hold(tx, number).await?;
    if release.stage == Stage::Shipped {
        return Ok(false);
    }
    wishes::hold_ideas(tx, release.id).await?;
    wishes::stand_in(tx, &release, actor, now).await?;
    let settles_at = match announcement {
        Announcement::Settle => Some(now + SignedDuration::from_mins(i64::from(site.settle_minutes))),
        Announcement::Now => Some(now),
        Announcement::Silent => None,
    };
    let attempt = sqlx::query_scalar!(
        "update releases
            set stage = 'shipped', attempt = attempt + 1, shipped_at = $2, settles_at = $3,
                -- Without mail there is nothing to wait for.
                announced_at = case when $3::timestamptz is null then $2::timestamptz end,
                rolled_back_at = null, rollback_note = '', updated_at = $2
          where id = $1
        returning attempt",
        release.id.0,
        now as Time,
        settles_at as Option<Time>,
    )
    .fetch_one(&mut **tx)
    .await?;
    let release = Release { attempt, stage: Stage::Shipped, ..release };

    let ideas = wishes::completed(tx, release.id).await?;
    finish_ideas(tx, &release, actor, now).await?;
    corrections::cancel(tx, &ideas).await?;
    corrections::begin_epoch(tx, &ideas).await?;
    let plan = Plan {
        kind: Kind::Shipped,
        ideas: &ideas,
        release: Some(release.id),
        actor,
        mail: &release.ship_mail(),
        silent: announcement == Announcement::Silent,
    };
    ledger::plan(tx, &plan, now).await?;
    if let Some(due_at) = settles_at {
        let payload = Ship { release: release.id, attempt };
        for kind in jobs::AFTER_A_SHIP {
            outbox::enqueue(tx, Entry { kind, key: payload.key(), payload: &payload, due_at, urgent: false }, now).await?;
        }
    }
    let data = json!({ "version": release.version, "attempt": attempt, "announcement": announcement });
    events::record(tx, "release.shipped", Some(actor), release.id.0, data, now).await?;
    Ok(true)
}

/// The ideas it meets fully become done; where they came from is kept. What another shipped release had made done before came
/// from where that one found it.
async fn finish_ideas(tx: &mut TenantTx, release: &Release, actor: UserId, now: Time) -> Result<()> {
    let Some(done) = items::status_of(tx, Category::Done).await? else {
        return Err(Error::rejected(
            "There is no status that means “done”, so nothing can ship. Please add one under Statuses and tags.",
        ));
    };
    let ideas = sqlx::query!(
        r#"update release_items item
              set status_before_ship = case when s.category <> 'done' then i.status_id else (
                      select other.status_before_ship from release_items other join releases r on r.id = other.release_id
                       where other.idea_id = item.idea_id and other.id <> item.id and other.completes and r.stage = 'shipped'
                         and other.status_before_ship is not null
                       order by r.shipped_at limit 1) end
             from ideas i join statuses s on s.id = i.status_id
            where item.release_id = $1 and item.completes and i.id = item.idea_id and i.deleted_at is null
          returning i.id, s.category <> 'done' as "open!""#,
        release.id.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    for idea in ideas.into_iter().filter(|idea| idea.open) {
        status::set(tx, idea.id, done, Some(actor), now).await?;
    }
    Ok(())
}

/// Takes a ship back before any mail has left: nobody hears of it, except those who still know of an earlier ship and had a
/// correction coming that this ship had made needless. Refused once mail has begun to leave.
pub async fn unship(tx: &mut TenantTx, site: &Site, number: i32, actor: UserId, now: Time) -> Result<()> {
    let release = super::store::hold(tx, number).await?;
    if release.stage != Stage::Shipped {
        return Ok(());
    }
    if release.announced_at.is_some() && release.settles_at.is_some() {
        return Err(Error::rejected(
            "The mail has begun to leave, so this cannot be undone in silence any more. You can roll the release back: everyone who was told gets one correction.",
        ));
    }
    take_back::take_back(tx, site, &release, actor, now).await?;
    sqlx::query!(
        "update releases set stage = 'planned', shipped_at = null, settles_at = null, announced_at = null, updated_at = $2 where id = $1",
        release.id.0,
        now,
    )
    .execute(&mut **tx)
    .await?;
    events::record(tx, "release.unshipped", Some(actor), release.id.0, json!({ "version": release.version }), now).await
}

/// Lets the mail of a ship leave now. False where there is none waiting.
pub async fn send_now(tx: &mut TenantTx, number: i32, actor: UserId, now: Time) -> Result<bool> {
    let release = super::store::hold(tx, number).await?;
    if !release.settling() {
        return Ok(false);
    }
    sqlx::query!("update releases set settles_at = $2 where id = $1", release.id.0, now).execute(&mut **tx).await?;
    let key = Ship { release: release.id, attempt: release.attempt }.key();
    for kind in jobs::AFTER_A_SHIP {
        outbox::hasten(tx, kind, &key, now).await?;
    }
    events::record(tx, "release.sent_now", Some(actor), release.id.0, json!({}), now).await?;
    Ok(true)
}

/// The settle delay has passed: writes one mail a person, unless the release was unshipped or rolled back meanwhile.
pub(super) async fn announce(tx: &mut TenantTx, ship: Ship, now: Time) -> Result<bool> {
    let Some(release) = super::store::hold_id(tx, ship.release).await? else { return Ok(false) };
    if release.attempt != ship.attempt || !release.settling() {
        return Ok(false);
    }
    // Another release that has some of the ideas may be handing over what it had planned to tell.
    wishes::hold_ideas(tx, release.id).await?;
    sqlx::query!("update releases set announced_at = $2 where id = $1", release.id.0, now).execute(&mut **tx).await?;
    ledger::enqueue_mails(tx, jobs::SHIP_MAIL, &release.ship_mail(), now, now).await?;
    outbox::wake(tx).await?;
    Ok(true)
}
