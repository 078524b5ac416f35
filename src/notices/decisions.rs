//! Decisions that people who asked are told of besides a ship: it is planned, it will not come.

use serde::{Deserialize, Serialize};

use super::ledger::{self, Plan};
use super::{Kind, jobs};
use crate::app::Site;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{IdeaId, OutboxId, ReleaseId, UserId};
use jiff::SignedDuration;

/// A batch that leaves sooner than this is not joined any more. Longer than a request may take, so that no batch leaves
/// between being joined and being committed.
const TOO_LATE: SignedDuration = SignedDuration::from_secs(60);

/// Plans the mail of a decision about some ideas (roots). It leaves after the workspace's settle delay, and not at all if the
/// decision does not stand any more by then. What is planned for one release within that delay reaches a person as one mail.
pub async fn plan(tx: &mut TenantTx, site: &Site, ideas: &[IdeaId], decision: Decision, actor: UserId, now: Time) -> Result<()> {
    let (kind, release) = match decision {
        Decision::Planned(release) => (Kind::Planned, Some(release)),
        Decision::Declined => (Kind::Declined, None),
    };
    let batch = match release {
        Some(release) => joinable(tx, release, now).await?,
        None => None,
    };
    let new = (format!("decision:{}", OutboxId::new()), now + SignedDuration::from_mins(i64::from(site.settle_minutes)));
    let (mail, due_at) = batch.unwrap_or(new);
    ledger::plan(tx, &Plan { kind, ideas, release, actor, mail: &mail, silent: false }, now).await?;
    ledger::enqueue_mails(tx, jobs::DECISION, &mail, due_at, now).await?;
    Ok(())
}

/// The mail about this release that has not begun to leave, and when it does.
async fn joinable(tx: &mut TenantTx, release: ReleaseId, now: Time) -> Result<Option<(String, Time)>> {
    let batch = sqlx::query!(
        "select n.mail, o.due_at from notices n join outbox o on o.kind = $2 and o.key = n.mail || ':' || n.user_id
          where n.release_id = $1 and n.kind = 'planned' and n.state = 'planned' and o.state = 'waiting' and o.attempts = 0
            and o.due_at > $3
          limit 1",
        release.0,
        jobs::DECISION,
        now + TOO_LATE,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(batch.map(|batch| (batch.mail, batch.due_at)))
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// It is promised in this release.
    Planned(ReleaseId),
    /// It will not come.
    Declined,
}

/// What a mail about decisions is about: its kind, and the release where there is one.
#[derive(Debug)]
pub(super) struct About {
    /// Planned or declined.
    pub kind: Kind,
    /// What the release is called, and for when it is planned.
    pub release: Option<String>,
    /// What the team said, as written.
    pub response: String,
}

/// Leaves out of a mail what has not remained true: an idea that is not planned in that release, or not declined, any more.
/// None where nothing is left to say.
pub(super) async fn about(tx: &mut TenantTx, to: &ledger::Addressed) -> Result<Option<About>> {
    sqlx::query!(
        "update notices n set state = 'cancelled'
           from ideas i join statuses s on s.id = i.status_id
          where n.mail = $1 and n.user_id = $2 and n.state = 'planned' and i.id = n.idea_id
            and not case n.kind
                    when 'declined' then s.category = 'declined'
                    else exists (select from release_items item join releases r on r.id = item.release_id
                                  where item.idea_id = i.id and r.id = n.release_id and r.stage = 'planned')
                    end",
        to.mail,
        to.user.0,
    )
    .execute(&mut **tx)
    .await?;
    let about = sqlx::query_as!(
        About,
        r#"select n.kind, nullif(concat_ws(' ', r.version, nullif(r.name, '')), '') as release, i.response
             from notices n join ideas i on i.id = n.idea_id left join releases r on r.id = n.release_id
            where n.mail = $1 and n.user_id = $2 and n.state in ('planned', 'sending')
            limit 1"#,
        to.mail,
        to.user.0,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(about)
}
