//! Corrections: whoever was told that something is there, and nobody else, hears once when it is not there any more.

use uuid::Uuid;

use super::ledger::Addressed;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{IdeaId, OutboxId, ReleaseId};

/// Plans the correction for those who were told that these ideas are there, or what is merged into them, and only for those; who
/// wants no mail by now gets a row that says so. A mail that is under way counts as told: whether it arrived is asked before the
/// correction leaves. What another release has, or has as a part of something, is not gone, and neither is it for whoever was left
/// out of hearing so because they knew.
pub async fn plan(tx: &mut TenantTx, ideas: &[IdeaId], release: ReleaseId, mail: &str, now: Time) -> Result<u64> {
    let gone = gone(tx, ideas, release).await?;
    let rows = sqlx::query!(
        "insert into notices as old (user_id, idea_id, kind, epoch, state, reason, release_id, mail, created_at)
         select n.user_id, n.idea_id, 'withdrawn', i.epoch,
                case when a.exclusion is null then 'planned'::notice_state else 'excluded' end, a.exclusion,
                $2, $3, $4
           from ideas i
           join notices n on n.idea_id = i.id and n.kind = 'shipped' and n.state in ('sent', 'sending')
           join audience($1, null, true) a on a.idea_id = n.idea_id and a.user_id = n.user_id
          where i.id = any($1)
                -- The last positive word of this person on this idea.
            and not exists (select from notices later
                             where later.user_id = n.user_id and later.idea_id = n.idea_id and later.state in ('sent', 'sending')
                               and (later.epoch > n.epoch or (later.epoch = n.epoch and later.kind = 'withdrawn')))
                -- What these ideas were merged into is corrected for those alone who heard of them by that.
            and (n.idea_id = any($5)
                 or exists (select from ideas own where own.id = n.idea_id and own.merged_into is not null)
                 or exists (select from notices knew
                             where knew.user_id = n.user_id and knew.idea_id = any($5) and knew.kind = 'shipped'
                               and knew.state = 'excluded' and knew.reason = 'told_before'))
            and not exists (select from ideas own
                              join ideas other on other.canonical_id = own.canonical_id
                              join notices knew on knew.user_id = n.user_id and knew.idea_id = other.id and knew.kind = 'shipped'
                               and knew.state = 'excluded' and knew.reason = 'told_before'
                             where own.id = n.idea_id and other.id <> own.id and is_there(other.id, $2))
         on conflict on constraint notices_once_key do update
            set state = excluded.state, reason = excluded.reason, release_id = excluded.release_id, mail = excluded.mail,
                created_at = excluded.created_at
          where old.state in ('excluded', 'cancelled', 'failed')",
        &gone,
        release.0,
        mail,
        now,
        &ids(ideas),
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    Ok(rows)
}

/// What is not there any more without this release: these ideas, what is merged into them, and what they are merged into.
async fn gone(tx: &mut TenantTx, ideas: &[IdeaId], release: ReleaseId) -> Result<Vec<Uuid>> {
    let gone = sqlx::query_scalar!(
        r#"select distinct t.id as "id: Uuid"
             from ideas g join ideas t on t.id in (g.id, g.canonical_id) or g.merged_into is null and t.canonical_id = g.id
            where g.id = any($1) and not is_there(t.id, $2)"#,
        &ids(ideas),
        release.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(gone)
}

/// Cancels the corrections that have not left yet of ideas that are there again, whichever release had taken them back.
pub async fn cancel(tx: &mut TenantTx, ideas: &[IdeaId]) -> Result<()> {
    let roots = ids(ideas);
    sqlx::query!(
        "update notices set state = 'cancelled', reason = null
          where idea_id = any($1) and kind = 'withdrawn' and state in ('planned', 'excluded')",
        &roots,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A new epoch for those of the ideas that somebody was told had gone: saying "it is back" is a new thing to say.
pub async fn begin_epoch(tx: &mut TenantTx, ideas: &[IdeaId]) -> Result<()> {
    let roots = ids(ideas);
    sqlx::query!(
        "update ideas i set epoch = epoch + 1
          where i.id = any($1)
            and exists (select from notices n
                         where n.idea_id = i.id and n.kind = 'withdrawn' and n.epoch = i.epoch and n.state in ('sent', 'sending'))",
        &roots,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Counts the notices of a mail as told whose last try broke off before the server answered. Whether it arrived is not known;
/// a correction to somebody who never read the first mail is a smaller harm than a false statement left standing.
pub async fn assume_told(tx: &mut TenantTx, to: &Addressed, now: Time) -> Result<()> {
    sqlx::query!(
        "update notices set state = 'sent', sent_at = $3 where mail = $1 and user_id = $2 and state = 'sending'",
        to.mail,
        to.user.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whether a mail that says "it is there" to this person about these ideas is still under way.
pub async fn under_way(tx: &mut TenantTx, to: &Addressed) -> Result<bool> {
    let under_way = sqlx::query_scalar!(
        r#"select exists (
               select from notices w join notices s on s.user_id = w.user_id and s.idea_id = w.idea_id and s.kind = 'shipped'
                where w.mail = $2 and w.user_id = $1 and s.state = 'sending') as "under_way!""#,
        to.user.0,
        to.mail,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(under_way)
}

/// Leaves out of a correction what has no need of one: where the first mail never arrived, or the idea is there again. One
/// that may have arrived already counts as told, and is not said again.
pub async fn drop_needless(tx: &mut TenantTx, to: &Addressed, now: Time) -> Result<()> {
    sqlx::query!(
        "update notices w
            set state = case w.state when 'planned' then 'cancelled'::notice_state else 'sent' end,
                sent_at = case w.state when 'sending' then $3::timestamptz end
           from (select n.id,
                        exists (select from notices s
                                 where s.user_id = n.user_id and s.idea_id = n.idea_id and s.kind = 'shipped' and s.state = 'sent') as told,
                        is_there(n.idea_id) as there
                   from notices n
                  where n.mail = $2 and n.user_id = $1 and n.state in ('planned', 'sending')) now
          where w.id = now.id and (now.there or not now.told and w.state = 'planned')",
        to.user.0,
        to.mail,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The latest mail of a kind that told this person what `to` corrects: the two belong to one thread.
pub async fn earlier_mail(tx: &mut TenantTx, kind: &str, to: &Addressed) -> Result<Option<OutboxId>> {
    let id = sqlx::query_scalar!(
        "select o.id from notices w
           join notices s on s.user_id = w.user_id and s.idea_id = w.idea_id and s.kind = 'shipped' and s.state = 'sent'
           join outbox o on o.kind = $3 and o.key = s.mail || ':' || s.user_id
          where w.mail = $2 and w.user_id = $1
          order by s.sent_at desc limit 1",
        to.user.0,
        to.mail,
        kind,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id)
}

fn ids(ideas: &[IdeaId]) -> Vec<Uuid> {
    ideas.iter().map(|idea| idea.0).collect()
}
