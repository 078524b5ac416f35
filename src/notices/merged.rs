//! Merged: whoever asked for an idea hears once that it was combined with another, and where it is to be found now.
//!
//! The ledger keeps it under the idea they asked for, in whichever epoch, so that it is said once however often the idea is
//! taken out and combined again. Who asks for the other idea as well is not told: they lose sight of nothing. Who asked for
//! what had been merged into the idea before is not told either: they heard then, and that address leads on.

use jiff::SignedDuration;
use uuid::Uuid;

use super::ledger::{self, Addressed, Headcount};
use super::merged_mail;
use crate::app::Site;
use crate::boards::Category;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{IdeaId, OutboxId, UserId};

/// Plans the mail about ideas (roots) that are about to become parts of the tree of `root`, while they are not yet. It leaves
/// after the workspace's settle delay, and not at all if they have been taken out again by then.
pub async fn plan(tx: &mut TenantTx, site: &Site, parts: &[IdeaId], root: IdeaId, actor: UserId, now: Time) -> Result<()> {
    let mail = format!("merged:{}", OutboxId::new());
    sqlx::query!(
        "insert into notices as old (user_id, idea_id, kind, epoch, state, reason, mail, created_at)
         select a.user_id, a.idea_id, 'merged', 1,
                case when a.exclusion is null then 'planned'::notice_state else 'excluded' end, a.exclusion, $4, $5
           from merge_audience($1, $2, $3) a
         on conflict on constraint notices_once_key do update
            set state = excluded.state, reason = excluded.reason, mail = excluded.mail, created_at = excluded.created_at
          where old.state in ('excluded', 'cancelled', 'failed')",
        &ids(parts),
        root.0,
        actor.0,
        mail,
        now,
    )
    .execute(&mut **tx)
    .await?;
    let due_at = now + SignedDuration::from_mins(i64::from(site.settle_minutes));
    ledger::enqueue_mails(tx, merged_mail::MERGED, &mail, due_at, now).await?;
    Ok(())
}

/// How many people [`plan`] would tell, and how many it would not and why. Each counts once, as told if they are told of any.
pub async fn headcount(tx: &mut TenantTx, parts: &[IdeaId], root: IdeaId, actor: UserId) -> Result<Vec<Headcount>> {
    let counts = sqlx::query_as!(
        Headcount,
        r#"select person.exclusion, count(*) as "people!"
             from (select case when bool_or(a.exclusion is null) then null else min(a.exclusion) end as exclusion
                     from merge_audience($1, $2, $3) a
                    group by a.user_id) person
            group by person.exclusion
            order by person.exclusion nulls first"#,
        &ids(parts),
        root.0,
        actor.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(counts)
}

/// An idea was taken out again: what has not been said is not said.
pub async fn cancel(tx: &mut TenantTx, part: IdeaId) -> Result<()> {
    sqlx::query!(
        "update notices set state = 'cancelled', reason = null
          where idea_id = $1 and kind = 'merged' and state in ('planned', 'excluded')",
        part.0,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Leaves out of a mail what has not remained so: an idea that stands for itself again, or whose root is gone.
pub(super) async fn drop_untrue(tx: &mut TenantTx, to: &Addressed) -> Result<()> {
    sqlx::query!(
        "update notices n set state = 'cancelled'
           from ideas i join ideas r on r.id = i.canonical_id
          where n.mail = $1 and n.user_id = $2 and n.state = 'planned' and i.id = n.idea_id
            and (i.merged_into is null or r.deleted_at is not null)",
        to.mail,
        to.user.0,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// An idea that something was combined with, as a mail names it.
#[derive(Debug)]
pub(super) struct Root {
    /// What is wanted there.
    pub(super) title: String,
    /// Where it stands, in the workspace's words.
    pub(super) status: String,
    /// In ours.
    pub(super) category: Category,
    /// The number of an idea that the person asked for: its address leads there.
    pub(super) asked_number: i32,
    /// What they asked for.
    pub(super) asked: Vec<String>,
}

/// What a mail is about to say.
pub(super) async fn roots(tx: &mut TenantTx, to: &Addressed) -> Result<Vec<Root>> {
    let roots = sqlx::query_as!(
        Root,
        r#"select r.title, s.name as status, s.category, min(i.number) as "asked_number!",
                  array_agg(i.title order by i.number) as "asked!"
             from notices n
             join ideas i on i.id = n.idea_id
             join ideas r on r.id = i.canonical_id
             join statuses s on s.id = r.status_id
            where n.mail = $1 and n.user_id = $2 and n.state = 'sending'
            group by r.id, r.title, s.name, s.category
            order by min(i.number)"#,
        to.mail,
        to.user.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(roots)
}

fn ids(ideas: &[IdeaId]) -> Vec<Uuid> {
    ideas.iter().map(|idea| idea.0).collect()
}
