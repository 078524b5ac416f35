//! Decisions that people who asked are told of besides a ship: it is planned, it will not come.

use serde::{Deserialize, Serialize};

use super::ledger::{self, Plan};
use super::{Kind, jobs};
use crate::app::Site;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{IdeaId, ReleaseId, UserId};
use jiff::SignedDuration;

/// Plans the mail of a decision about one idea (a root). It leaves after the workspace's settle delay, and not at all if the
/// decision does not stand any more by then. Decisions for one release within one hour reach a person as one mail.
pub async fn plan(tx: &mut TenantTx, site: &Site, idea: IdeaId, decision: Decision, actor: UserId, now: Time) -> Result<()> {
    let (kind, release, mail) = match decision {
        Decision::Planned(release) => {
            (Kind::Planned, Some(release), format!("planned:{release}:{}", now.timestamp().strftime("%Y%m%d%H")))
        }
        Decision::Declined => (Kind::Declined, None, format!("declined:{idea}:{}", now.timestamp().as_microsecond())),
    };
    ledger::plan(tx, &Plan { kind, ideas: &[idea], release, actor, mail: &mail, silent: false }, now).await?;
    let due_at = now + SignedDuration::from_mins(i64::from(site.settle_minutes));
    ledger::enqueue_mails(tx, jobs::DECISION, &mail, due_at, now).await?;
    Ok(())
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
    /// What the team said, as HTML and as written.
    pub response_html: String,
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
        r#"select n.kind, nullif(concat_ws(' ', r.version, nullif(r.name, '')), '') as release, i.response_html, i.response
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
