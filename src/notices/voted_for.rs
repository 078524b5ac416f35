//! Telling somebody, once, that staff voted for them: by whom, for what, how to take it back, how to hear no more.
//!
//! They need not have confirmed their address: this mail is how they may. Whatever else speaks against mail speaks against this
//! one too. What staff do for a person within a few minutes reaches them as one mail.

use jiff::SignedDuration;

use super::ledger::Addressed;
use super::{Kind, jobs};
use crate::app::Site;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{IdeaId, OutboxId, UserId};
use crate::outbox::{self, Entry};
use crate::text::token;

/// How long staff may go on voting for the same person before the mail leaves.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);

/// A mail that leaves sooner than this is not joined any more.
const TOO_LATE: SignedDuration = SignedDuration::from_secs(60);

/// The one time that somebody is told of an idea (a root) that it was voted for in their name, whichever epoch it is in.
const EPOCH: i32 = 1;

/// Plans the mail, unless they have been told of this idea before. Who may not be mailed is left out, with the reason.
pub async fn plan(tx: &mut TenantTx, idea: IdeaId, user: UserId, staff: UserId, now: Time) -> Result<()> {
    let waiting = sqlx::query_scalar!(
        "select n.mail from notices n join outbox o on o.kind = $2 and o.key = n.mail || ':' || n.user_id
          where n.user_id = $1 and n.kind = 'voted_for' and n.state = 'planned' and o.state = 'waiting' and o.attempts = 0
            and o.due_at > $3
          limit 1",
        user.0,
        jobs::VOTED_FOR,
        now + TOO_LATE,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let mail = waiting.unwrap_or_else(|| format!("voted_for:{}", OutboxId::new()));
    let planned = sqlx::query_scalar!(
        r#"insert into notices as old (user_id, idea_id, kind, epoch, state, reason, mail, created_at)
           select a.user_id, a.idea_id, $4::notice_kind, $5, case when a.why is null then 'planned'::notice_state else 'excluded' end,
                  a.why, $6, $7
             from (select user_id, idea_id, nullif(exclusion, 'unconfirmed') as why from audience(array[$1::uuid], $3) where user_id = $2) a
           on conflict on constraint notices_once_key do update
              set state = excluded.state, reason = excluded.reason, mail = excluded.mail, created_at = excluded.created_at
            where old.state in ('excluded', 'cancelled', 'failed')
        returning state = 'planned' as "planned!""#,
        idea.0,
        user.0,
        staff.0,
        Kind::VotedFor as Kind,
        EPOCH,
        mail,
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    if planned == Some(true) {
        let to = Addressed { mail, user };
        let key = format!("{}:{user}", to.mail);
        outbox::enqueue(tx, Entry { kind: jobs::VOTED_FOR, key, payload: &to, due_at: now + PATIENCE, urgent: false }, now)
            .await?;
    }
    Ok(())
}

/// What the mail says besides its ideas.
#[derive(Debug)]
pub(super) struct About {
    /// Who of the staff voted.
    pub staff: Vec<String>,
    /// Whether the address has been confirmed.
    pub confirmed: bool,
}

/// Cancels what is not so any more: an idea for which no vote of theirs stands that staff cast. None where nothing is left.
pub(super) async fn about(tx: &mut TenantTx, to: &Addressed) -> Result<Option<About>> {
    sqlx::query!(
        "update notices n set state = 'cancelled'
          where n.mail = $1 and n.user_id = $2 and n.state = 'planned'
            and not exists (select from ideas i join votes v on v.idea_id = i.id
                             where i.canonical_id = n.idea_id and v.user_id = n.user_id and v.cast_by is not null)",
        to.mail,
        to.user.0,
    )
    .execute(&mut **tx)
    .await?;
    let about = sqlx::query_as!(
        About,
        r#"select array(select distinct s.name
                          from notices n join ideas i on i.canonical_id = n.idea_id
                          join votes v on v.idea_id = i.id and v.user_id = n.user_id
                          join users s on s.id = v.cast_by
                         where n.mail = $1 and n.user_id = $2 and n.state in ('planned', 'sending')
                         order by s.name) as "staff!",
                  u.confirmed_at is not null as "confirmed!"
             from users u
            where u.id = $2
              and exists (select from notices n where n.mail = $1 and n.user_id = $2 and n.state in ('planned', 'sending'))"#,
        to.mail,
        to.user.0,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(about)
}

/// The path where somebody sees what was done for them and takes it back, without signing in: signed, with the address that was
/// mailed, so that nobody else has it, and what it confirms is that address.
pub fn path(site: &Site, user: UserId, idea: i32, email: &str) -> String {
    format!("/voted-for/{user}/{idea}/{}", token::sign(&site.mail_key, &message(user, idea, email)))
}

/// Whether a signature is of this person, idea and address.
pub fn verify(site: &Site, user: UserId, idea: i32, email: &str, signature: &str) -> bool {
    token::verify(&site.mail_key, &message(user, idea, email), signature)
}

fn message(user: UserId, idea: i32, email: &str) -> String {
    format!("voted for:{user}:{idea}:{email}")
}
