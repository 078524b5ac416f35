//! Mail that is withheld from an address because it came back for good, and how that ends.
//!
//! A suppressed person is left out of all mail about ideas and releases, with that reason in the ledger. Mail that proves an
//! address is still tried, since somebody waits in front of a screen for it and could come in no other way; whoever then comes in
//! by that mail has shown that mail arrives, which lifts the suppression. Staff lift it by hand.

use serde_json::json;

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::events;
use crate::ids::{OutboxId, UserId};
use crate::outbox::{Desk, Outcome, Refusal};

/// Withholds mail from the person with this address, with the mail server's words. False where nobody has it, or mail to it is
/// withheld already: the first words stay.
pub async fn withhold(tx: &mut TenantTx, refusal: &Refusal, mail: OutboxId, now: Time) -> Result<bool> {
    let withheld = sqlx::query_scalar!(
        r#"update users set suppressed_reason = $2, suppressed_at = $3, suppressed_by = $4
            where email = $1 and deleted_at is null and suppressed_reason is null
        returning id as "id: UserId""#,
        refusal.to.as_str(),
        refusal.words,
        now,
        mail.0,
    )
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(user) = withheld {
        events::record(tx, "user.mail_withheld", None, user.0, json!({ "answer": refusal.words }), now).await?;
    }
    Ok(withheld.is_some())
}

/// What every job that mails a person does when its mail was refused: nothing, unless the address itself was.
pub async fn settle(desk: Desk<'_>, outcome: &Outcome) -> Result<()> {
    if let Outcome::Refused(refusal) = outcome {
        withhold(desk.tx, refusal, desk.job.id, desk.app.clock.now()).await?;
    }
    Ok(())
}

/// Who ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifted {
    /// Staff, by hand.
    By(UserId),
    /// The person, by coming in with a mail that was sent to the address.
    Arrived,
}

/// Has the person written to again. False where mail to them was not withheld.
pub async fn lift(tx: &mut TenantTx, user: UserId, lifted: Lifted, now: Time) -> Result<bool> {
    let words = sqlx::query_scalar!(
        r#"update users u set suppressed_reason = null, suppressed_at = null, suppressed_by = null
             from (select id, suppressed_reason from users where id = $1 for no key update) was
            where u.id = was.id and u.suppressed_reason is not null and u.deleted_at is null
        returning was.suppressed_reason as "words!""#,
        user.0,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(words) = &words else { return Ok(false) };
    let (actor, because) = match lifted {
        Lifted::By(actor) => (Some(actor), None),
        Lifted::Arrived => (None, Some("a mail that was sent there has been used")),
    };
    events::record(tx, "user.mail_resumed", actor, user.0, json!({ "answer_was": words, "because": because }), now).await?;
    Ok(true)
}
