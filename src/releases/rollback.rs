//! Rolling back: what was available is not any more, and those who were told, and only those, get one correction.

use jiff::SignedDuration;
use serde_json::json;

use super::ship::Ship;
use super::{Stage, jobs, store, take_back};
use crate::app::Site;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::UserId;
use crate::outbox::{self, Entry};
use crate::text::Line;

/// Rolls a shipped release back, with one public sentence that says why. Mail that has not left is cancelled; those who were
/// told get one correction after the settle delay, so that a false alarm can be taken back by shipping again.
pub async fn roll_back(tx: &mut TenantTx, site: &Site, number: i32, note: &Line, actor: UserId, now: Time) -> Result<()> {
    let release = store::hold(tx, number).await?;
    match release.stage {
        Stage::Shipped => {}
        Stage::RolledBack => return Ok(()),
        Stage::Draft | Stage::Planned => {
            return Err(Error::rejected("This release has not shipped, so there is nothing to roll back."));
        }
    }
    take_back::take_back(tx, site, &release, actor, now).await?;
    sqlx::query!(
        "update releases
            set stage = 'rolled_back', rolled_back_at = $2, rollback_note = $3, announced_at = coalesce(announced_at, $2), updated_at = $2
          where id = $1",
        release.id.0,
        now,
        note.as_str(),
    )
    .execute(&mut **tx)
    .await?;
    // Mail about this ship has begun to leave, or an earlier one was told of.
    if release.announced_at.is_some() && release.settles_at.is_some() || release.attempt > 1 {
        let payload = Ship { release: release.id, attempt: release.attempt };
        let due_at = now + SignedDuration::from_mins(i64::from(site.settle_minutes));
        let correction = Entry { kind: jobs::CORRECT_CHANGELOG, key: payload.key(), payload: &payload, due_at, urgent: false };
        outbox::enqueue(tx, correction, now).await?;
    }
    let data = json!({ "version": release.version, "note": note.as_str() });
    events::record(tx, "release.rolled_back", Some(actor), release.id.0, data, now).await
}
