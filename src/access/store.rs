//! The statements that let somebody in.

use jiff::SignedDuration;

use super::Person;
use crate::app::Site;
use crate::clock::Time;
use crate::db::{GlobalTx, TenantTx};
use crate::error::Result;
use crate::ids::{TenantId, UserId};

/// How often "last seen" is written down: precise enough for a list of devices.
const SEEN: SignedDuration = SignedDuration::from_hours(1);

/// The workspace with this address, this domain or this id.
pub(super) async fn site(
    tx: &mut GlobalTx,
    slug: Option<&str>,
    domain: Option<&str>,
    id: Option<TenantId>,
) -> Result<Option<Site>> {
    let mut site = sqlx::query_as!(
        Site,
        r#"select id, slug, custom_domain, name, tagline, state, brand_color, logo, logo_width, logo_height,
                '' as "icon!", language, page_language, time_zone, settle_minutes, indexed, has_public_board, mail_key
           from tenants
          where slug = $1 or custom_domain = $2 or id = $3"#,
        slug,
        domain,
        id.map(|id| id.0),
    )
    .fetch_optional(&mut **tx)
    .await?;
    // Here, and not for each of its pages.
    if let Some(site) = &mut site {
        site.icon = site.look().hash();
    }
    Ok(site)
}

/// The person behind a session, unless it has ended or they were blocked; and whether it is time to [`see`] the session.
pub(super) async fn person(tx: &mut TenantTx, token_hash: &[u8], now: Time) -> Result<Option<(Person, bool)>> {
    let row = sqlx::query!(
        r#"select u.id, u.name, u.email as "email!", u.roles, u.theme, u.language, s.seen_at
             from sessions s join users u on u.id = s.user_id
            where s.token_hash = $1 and s.expires_at > $2 and u.blocked_at is null and u.deleted_at is null"#,
        token_hash,
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| {
        let unseen = now.since(row.seen_at) >= SEEN;
        (
            Person { id: row.id, name: row.name, email: row.email, roles: row.roles, theme: row.theme, language: row.language },
            unseen,
        )
    }))
}

/// How much waits for the team, for the numbers in the desk's navigation: posts to be read, and ideas in the inbox (up to a
/// hundred: beyond that nobody counts).
pub(super) async fn waiting(tx: &mut TenantTx, now: Time) -> Result<(i64, i64)> {
    let waiting = sqlx::query!(
        r#"select (select count(*) from held_posts where state = 'waiting') as "held!",
                  (select count(*) from (select from waiting($1) limit 100) w) as "inbox!""#,
        now,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok((waiting.held, waiting.inbox))
}

/// How long something is news.
const FRESH: SignedDuration = SignedDuration::from_hours(60 * 24);

/// Since when what happened is news at this moment.
pub fn news_since(now: Time) -> Time {
    now + FRESH * -1
}

/// How much somebody has not read of what happened to ideas they care for, for the number on the bell: up to a hundred.
pub(super) async fn unread(tx: &mut TenantTx, reader: UserId, now: Time) -> Result<i64> {
    let unread = sqlx::query_scalar!(r#"select unread_news($1, $2) as "unread!""#, reader.0, news_since(now) as Time,)
        .fetch_one(&mut **tx)
        .await?;
    Ok(unread)
}

/// Notes that a session was used.
pub(super) async fn see(tx: &mut TenantTx, token_hash: &[u8], now: Time) -> Result<()> {
    let before = now + SEEN * -1;
    sqlx::query!("update sessions set seen_at = $2 where token_hash = $1 and seen_at <= $3", token_hash, now, before)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends the session of a token.
pub async fn end_session(tx: &mut TenantTx, token_hash: &[u8]) -> Result<()> {
    sqlx::query!("delete from sessions where token_hash = $1", token_hash).execute(&mut **tx).await?;
    Ok(())
}
