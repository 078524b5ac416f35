//! Corrections to the changelog by mail: whoever was mailed that a release is out, and nobody else, hears once when it was
//! taken back.

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::SubscriberId;
use crate::outbox;
use crate::releases::ship::Ship;

/// Writes down one mail for everybody who still believes that the release is out, in one statement. Saying it twice changes
/// nothing. The same are left out as from its news.
pub(super) async fn everybody(tx: &mut TenantTx, kind: &str, ship: Ship, now: Time) -> Result<u64> {
    let written = sqlx::query!(
        "insert into outbox (kind, key, payload, due_at, created_at)
         select $1, concat_ws(':', $2::uuid, $3::integer, s.id),
                jsonb_build_object('ship', jsonb_build_object('release', $2::uuid, 'attempt', $3::integer), 'subscriber', s.id), $4, $4
           from changelog_subscribers s
           left join users u on u.email = s.email
          where s.confirmed_at is not null and s.unsubscribed_at is null
            and u.blocked_at is null and u.suppressed_reason is null
            and exists (select from changelog_mails m
                         where m.subscriber_id = s.id and m.release_id = $2 and m.sent_at is not null and m.corrected_at is null)
         on conflict on constraint outbox_once_key do nothing",
        kind,
        ship.release.0,
        ship.attempt,
        now,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    if written > 0 {
        outbox::wake(tx).await?;
    }
    Ok(written)
}

/// The number of the release, if it stands as rolled back since this ship. Held, so that it does not ship again before the
/// correction has been written down.
pub(super) async fn withdrawn(tx: &mut TenantTx, ship: Ship) -> Result<Option<i32>> {
    let number = sqlx::query_scalar!(
        "select number from releases where id = $1 and attempt = $2 and stage = 'rolled_back' for share",
        ship.release.0,
        ship.attempt,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(number)
}

/// Notes that a subscriber's mails about the release are corrected. False where there were none.
pub(super) async fn note(tx: &mut TenantTx, subscriber: SubscriberId, ship: Ship, now: Time) -> Result<bool> {
    let corrected = sqlx::query!(
        "update changelog_mails set corrected_at = coalesce(corrected_at, $3)
          where subscriber_id = $1 and release_id = $2 and sent_at is not null",
        subscriber.0,
        ship.release.0,
        now,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    Ok(corrected > 0)
}
