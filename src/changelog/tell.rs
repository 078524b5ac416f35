//! Telling those who follow the changelog that a release shipped: one mail each, and none to whoever hears of it anyway.

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::SubscriberId;
use crate::outbox;
use crate::releases::ship::Ship;

/// How a ship of a release stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It has been undone, or followed by another.
    Undone,
    /// It can still be undone in silence, so nothing may leave.
    Settling,
    /// Mail may leave. The number by which the changelog knows the release.
    Announced(i32),
}

/// How this ship stands now.
pub(super) async fn standing(tx: &mut TenantTx, ship: Ship) -> Result<Standing> {
    let row = sqlx::query!(
        r#"select number, announced_at is not null as "announced!"
             from releases where id = $1 and attempt = $2 and stage = 'shipped'"#,
        ship.release.0,
        ship.attempt,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(match row {
        None => Standing::Undone,
        Some(row) if row.announced => Standing::Announced(row.number),
        Some(_) => Standing::Settling,
    })
}

/// Writes down one mail for everybody who follows, in one statement, however many they are. Saying it twice changes nothing.
/// Left out are those who are told by the mail about their own ideas (one release, one mail a person), those who were told of
/// an earlier ship and not that it was taken back, addresses that mail is withheld from, and people who said "no" to everything
/// after they had begun to follow.
pub(super) async fn everybody(tx: &mut TenantTx, kind: &str, ship: Ship, now: Time) -> Result<u64> {
    let told = sqlx::query!(
        "with told as (
             insert into changelog_mails (subscriber_id, release_id, attempt)
             select s.id, $2, $3
               from changelog_subscribers s
               left join users u on u.email = s.email
              where s.confirmed_at is not null and s.unsubscribed_at is null
                and u.blocked_at is null and u.suppressed_reason is null
                and not exists (select from notices n
                                 where n.user_id = u.id and n.release_id = $2 and n.kind = 'shipped'
                                   and n.state in ('planned', 'sending', 'sent'))
                -- Who still believes an earlier ship, because its correction never left, has been told.
                and not exists (select from changelog_mails m
                                 where m.subscriber_id = s.id and m.release_id = $2 and m.sent_at is not null
                                   and m.corrected_at is null)
                and not exists (select from opt_outs o
                                 where o.user_id = u.id and o.scope = 'everything' and o.created_at > s.confirmed_at)
             on conflict on constraint changelog_mails_pkey do nothing
          returning subscriber_id
         )
         insert into outbox (kind, key, payload, due_at, created_at)
         select $1, concat_ws(':', $2::uuid, $3::integer, told.subscriber_id),
                jsonb_build_object('ship', jsonb_build_object('release', $2::uuid, 'attempt', $3::integer), 'subscriber', told.subscriber_id), $4, $4
           from told
         on conflict on constraint outbox_once_key do nothing",
        kind,
        ship.release.0,
        ship.attempt,
        now,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    if told > 0 {
        outbox::wake(tx).await?;
    }
    Ok(told)
}

/// What one subscriber has heard of one release.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard {
    /// Of the ship in question.
    pub(super) of_this: bool,
    /// Of one before, which was taken back.
    pub(super) of_another: bool,
}

/// What a subscriber has been mailed about a release.
pub(super) async fn heard(tx: &mut TenantTx, subscriber: SubscriberId, ship: Ship) -> Result<Heard> {
    let heard = sqlx::query_as!(
        Heard,
        r#"select coalesce(bool_or(attempt = $3), false) as "of_this!", coalesce(bool_or(attempt <> $3), false) as "of_another!"
             from changelog_mails
            where subscriber_id = $1 and release_id = $2 and sent_at is not null"#,
        subscriber.0,
        ship.release.0,
        ship.attempt,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(heard)
}

/// Notes that a subscriber's mail is about to leave, or (`begun` is false) that the mail server surely does not have it.
pub(super) async fn begin(tx: &mut TenantTx, subscriber: SubscriberId, ship: Ship, begun: bool, now: Time) -> Result<()> {
    sqlx::query!(
        "update changelog_mails set begun_at = case when $4 then $5::timestamptz end
          where subscriber_id = $1 and release_id = $2 and attempt = $3",
        subscriber.0,
        ship.release.0,
        ship.attempt,
        begun,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Counts a mail as sent whose last try broke off before the mail server answered: it may have arrived, and whoever may
/// have read it is corrected.
pub(super) async fn assume_told(tx: &mut TenantTx, subscriber: SubscriberId, ship: Ship) -> Result<()> {
    sqlx::query!(
        "update changelog_mails set sent_at = begun_at
          where subscriber_id = $1 and release_id = $2 and attempt = $3 and sent_at is null and begun_at is not null",
        subscriber.0,
        ship.release.0,
        ship.attempt,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whether a mail about a ship is still to leave or on its way.
pub(super) async fn under_way(tx: &mut TenantTx, kind: &str, ship: Ship) -> Result<bool> {
    let under_way = sqlx::query_scalar!(
        r#"select exists (
               select from changelog_mails m
                 join outbox o on o.kind = $1 and o.key = concat_ws(':', m.release_id, m.attempt, m.subscriber_id)
                where m.release_id = $2 and m.attempt <= $3 and m.sent_at is null and o.state = 'waiting') as "under_way!""#,
        kind,
        ship.release.0,
        ship.attempt,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(under_way)
}

/// Notes that the mail server took a subscriber's mail.
pub(super) async fn sent(tx: &mut TenantTx, subscriber: SubscriberId, ship: Ship, now: Time) -> Result<()> {
    sqlx::query!(
        "update changelog_mails set sent_at = $4 where subscriber_id = $1 and release_id = $2 and attempt = $3",
        subscriber.0,
        ship.release.0,
        ship.attempt,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
