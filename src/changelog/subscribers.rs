//! Following the changelog by mail: asked for by anybody, begun by the owner of the address, ended without signing in.

use jiff::SignedDuration;
use serde_json::json;

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::events;
use crate::ids::SubscriberId;
use crate::outbox::Refusal;
use crate::text::Email;

/// How long a confirmation link works.
const CONFIRMABLE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An address gets one confirmation mail in this time, however often somebody asks: the form is no way to flood a mailbox.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

/// An address that somebody gave, and what its owner said to that.
#[derive(Clone, Debug)]
pub(super) struct Subscriber {
    pub(super) id: SubscriberId,
    pub(super) email: String,
    asked_at: Time,
    confirmed_at: Option<Time>,
    unsubscribed_at: Option<Time>,
}

impl Subscriber {
    /// Whether news is mailed to it.
    pub(super) fn follows(&self) -> bool {
        self.confirmed_at.is_some() && self.unsubscribed_at.is_none()
    }

    /// Whether its owner ever confirmed it.
    pub(super) fn confirmed(&self) -> bool {
        self.confirmed_at.is_some()
    }

    /// Whether a confirmation link still works.
    pub(super) fn confirmable(&self, now: Time) -> bool {
        self.follows() || now.since(self.asked_at) < CONFIRMABLE
    }
}

/// Notes that somebody asked to follow with this address. Returns whom to mail, or none where a mail has only just left.
/// Addresses whose owners never answered are forgotten on the way.
pub(super) async fn ask(tx: &mut TenantTx, email: &Email, now: Time) -> Result<Option<SubscriberId>> {
    sqlx::query!(
        "delete from changelog_subscribers where confirmed_at is null and asked_at <= $1 and email <> $2",
        now + CONFIRMABLE * -1,
        email.as_str(),
    )
    .execute(&mut **tx)
    .await?;
    let id = sqlx::query_scalar!(
        "insert into changelog_subscribers as s (id, email, created_at, asked_at)
         values ($1, $2, $3, $3)
         on conflict on constraint changelog_subscribers_email_key do update set asked_at = $3 where s.asked_at <= $4
      returning id",
        SubscriberId::new().0,
        email.as_str(),
        now,
        now + PATIENCE * -1,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id)
}

/// Who has this id.
pub(super) async fn find(tx: &mut TenantTx, id: SubscriberId) -> Result<Subscriber> {
    let subscriber = sqlx::query_as!(
        Subscriber,
        "select id, email, asked_at, confirmed_at, unsubscribed_at from changelog_subscribers where id = $1",
        id.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(subscriber)
}

/// Who follows with this address, if it follows.
pub(super) async fn following(tx: &mut TenantTx, email: &str) -> Result<Option<SubscriberId>> {
    let id = sqlx::query_scalar!(
        "select id from changelog_subscribers where email = $1 and confirmed_at is not null and unsubscribed_at is null",
        email,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id)
}

/// The owner of the address wants the mail. Saying it twice changes nothing.
pub(super) async fn follow(tx: &mut TenantTx, id: SubscriberId, now: Time) -> Result<()> {
    let changed = sqlx::query!(
        "update changelog_subscribers set confirmed_at = $2, unsubscribed_at = null
          where id = $1 and (confirmed_at is null or unsubscribed_at is not null)",
        id.0,
        now,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    if changed > 0 {
        events::record(tx, "changelog.followed", None, id.0, json!({}), now).await?;
    }
    Ok(())
}

/// The owner of the address does not want the mail any more. Saying it twice changes nothing.
pub(super) async fn leave(tx: &mut TenantTx, id: SubscriberId, now: Time) -> Result<()> {
    let changed = sqlx::query!(
        "update changelog_subscribers set unsubscribed_at = $2 where id = $1 and unsubscribed_at is null",
        id.0,
        now,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    if changed > 0 {
        events::record(tx, "changelog.left", None, id.0, json!({}), now).await?;
    }
    Ok(())
}

/// Mail to the address came back for good. Where a person has it, it is withheld from them, and staff may lift that; otherwise the
/// address leaves, and whoever has it follows again by asking and confirming as anybody.
pub(crate) async fn refused(tx: &mut TenantTx, refusal: &Refusal, now: Time) -> Result<()> {
    let left = sqlx::query_scalar!(
        r#"update changelog_subscribers s set unsubscribed_at = $2
            where s.email = $1 and s.confirmed_at is not null and s.unsubscribed_at is null
              and not exists (select from users u where u.email = s.email)
        returning id as "id: SubscriberId""#,
        refusal.to.as_str(),
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(id) = left {
        events::record(tx, "changelog.left", None, id.0, json!({ "answer": refusal.words }), now).await?;
    }
    Ok(())
}
