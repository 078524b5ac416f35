//! That everybody has been told: written down as the last mail of a ship, or of a correction, has left or been given up.

use serde_json::json;
use uuid::Uuid;

use super::Stage;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::events;
use crate::notices::ledger::Addressed;

/// What a mail is of: which release, which of its ships, where the release then stands, and what it means that all have left.
fn meaning(mail: &str) -> Option<(Uuid, i32, Stage, &'static str)> {
    let (stage, kind) = match mail.split(':').next()? {
        "ship" => (Stage::Shipped, "release.told"),
        "withdrawal" => (Stage::RolledBack, "release.corrected"),
        _ => return None,
    };
    let (id, attempt) = mail.split_once(':')?.1.split_once(':')?;
    Some((id.parse().ok()?, attempt.parse().ok()?, stage, kind))
}

/// Called when a mail to one person has come to its end, in whichever way, as the last thing that its transaction does: if it was
/// the last of its kind, it is written down how many people were told, and how many could not be. Nothing is where nobody was.
pub(super) async fn note(tx: &mut TenantTx, to: &Addressed, now: Time) -> Result<()> {
    let Some((release, attempt, stage, kind)) = meaning(&to.mail) else { return Ok(()) };
    if !sqlx::query_scalar!(r#"select nobody_waits($1) as "none!""#, to.mail).fetch_one(&mut **tx).await? {
        return Ok(());
    }
    let people = sqlx::query!(
        r#"select r.version, count(distinct n.user_id) filter (where n.state = 'sent') as "told!",
                  count(distinct n.user_id) filter (where n.state = 'failed') as "failed!"
             from releases r join notices n on n.mail = $1
            where r.id = $2 and r.attempt = $3 and r.stage = $4
              and not exists (select from events e
                               where e.subject_id = r.id and e.kind = $5 and e.data ->> 'attempt' = r.attempt::text)
            group by r.id, r.version
           having not bool_or(n.state in ('planned', 'sending')) and bool_or(n.state in ('sent', 'failed'))"#,
        to.mail,
        release,
        attempt,
        stage as Stage,
        kind,
    );
    let Some(people) = people.fetch_optional(&mut **tx).await? else { return Ok(()) };
    let data = json!({ "version": people.version, "attempt": attempt, "told": people.told, "failed": people.failed });
    events::record(tx, kind, None, release, data, now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_mail_says_what_it_is_of() {
        let id = Uuid::from_u128(7);
        assert_eq!(meaning(&format!("ship:{id}:2")), Some((id, 2, Stage::Shipped, "release.told")));
        assert_eq!(meaning(&format!("withdrawal:{id}:1")), Some((id, 1, Stage::RolledBack, "release.corrected")));
        assert_eq!(meaning("declined:7"), None);
        assert_eq!(meaning(""), None);
    }
}
