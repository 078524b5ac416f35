//! Taking a ship back: what unshipping and rolling back have in common.

use std::collections::BTreeSet;

use jiff::SignedDuration;

use super::{Release, jobs, ship_mail, wishes};
use crate::app::Site;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ideas::status;
use crate::ids::{IdeaId, ReleaseId, StatusId, UserId};
use crate::notices::{corrections, ledger};
use crate::outbox;

/// Cancels the mail of a ship that has not left, puts its ideas back to where they were, and plans the correction for
/// whoever was told, at whichever time, that one of them is there. What another shipped release has as well stays there, and
/// that release tells it to whoever had not been told yet.
pub(super) async fn take_back(tx: &mut TenantTx, site: &Site, release: &Release, actor: UserId, now: Time) -> Result<()> {
    wishes::hold_ideas(tx, release.id).await?;
    hand_over(tx, release, now).await?;
    ledger::cancel(tx, release.id).await?;
    let gone = reopen_ideas(tx, release.id, actor, now).await?;
    let mail = release.withdrawal_mail();
    corrections::plan(tx, &gone, release.id, &mail, now).await?;
    let due_at = now + SignedDuration::from_mins(i64::from(site.settle_minutes));
    ledger::enqueue_mails(tx, jobs::WITHDRAWAL_MAIL, &mail, due_at, now).await?;
    Ok(())
}

/// Whoever waits to hear from this release of an idea that another shipped release has as well hears it from that one: with
/// its own mail where that has not begun to leave, with one more where it has.
async fn hand_over(tx: &mut TenantTx, release: &Release, now: Time) -> Result<()> {
    let shared = sqlx::query!(
        r#"select distinct on (other.idea_id) other.idea_id as "idea!: IdeaId", r.id, r.attempt,
                  r.settles_at is null as "silent!", r.announced_at is not null as "announced!"
             from release_items item
             join release_items other on other.idea_id = item.idea_id and other.completes
             join releases r on r.id = other.release_id
            where item.release_id = $1 and item.completes and r.id <> $1 and r.stage = 'shipped'
            order by other.idea_id, r.settles_at is null, r.announced_at is not null, r.number"#,
        release.id.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut late = BTreeSet::new();
    for other in shared {
        let mut mail = ship_mail(other.id, other.attempt);
        if other.announced && !other.silent {
            mail = format!("{mail}:after:{}:{}", release.id, release.attempt);
            late.insert(mail.clone());
        }
        ledger::hand_over(tx, other.idea, release.id, other.id, &mail, other.silent).await?;
    }
    for mail in &late {
        ledger::enqueue_mails(tx, jobs::SHIP_MAIL, mail, now, now).await?;
    }
    if !late.is_empty() {
        outbox::wake(tx).await?;
    }
    Ok(())
}

/// Ideas of a release that went away again go back to where they were, unless another shipped release has them or somebody
/// has decided otherwise since. Returns the ideas that are not available any more.
async fn reopen_ideas(tx: &mut TenantTx, release: ReleaseId, actor: UserId, now: Time) -> Result<Vec<IdeaId>> {
    let gone = sqlx::query!(
        r#"select i.id, item.status_before_ship as before, (s.category = 'done') as "is_done!"
             from release_items item join ideas i on i.id = item.idea_id join statuses s on s.id = i.status_id
            where item.release_id = $1 and item.completes and i.deleted_at is null
              and not exists (select from release_items other join releases r on r.id = other.release_id
                               where other.idea_id = i.id and other.completes and other.release_id <> $1 and r.stage = 'shipped')
            order by i.id"#,
        release.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    for idea in &gone {
        if let Some(before) = idea.before.filter(|_: &StatusId| idea.is_done) {
            status::set(tx, idea.id, before, Some(actor), now).await?;
        }
    }
    Ok(gone.into_iter().map(|idea| idea.id).collect())
}
