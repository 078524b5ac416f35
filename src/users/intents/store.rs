//! The statements about kept writes.

use jiff::SignedDuration;

use super::Kept;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::IntentId;
use crate::text::token::Token;

/// How long a write is kept.
pub(in crate::users) const AGE: SignedDuration = SignedDuration::from_hours(24);

/// How long whoever took a write has for carrying it out. After that a server has ended in between, and it can be taken again:
/// the verbs behind it do once what is said twice.
const LEASE: SignedDuration = SignedDuration::from_mins(1);

/// Keeps a write for a browser. The token goes into the address of the sign-in page.
pub(super) async fn keep(
    tx: &mut TenantTx,
    browser: &Token,
    path: &str,
    content_type: &str,
    body: &[u8],
    now: Time,
) -> Result<Token> {
    let token = Token::new();
    sqlx::query!(
        "delete from intents i where created_at <= $1 and not exists (select from sign_ins s where s.intent_id = i.id)",
        now + AGE * -1,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into intents (id, token_hash, browser_hash, path, content_type, body, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        IntentId::new().0,
        token.hash(),
        browser.hash(),
        path,
        content_type,
        body,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(token)
}

/// What this browser has kept under a token.
pub(in crate::users) async fn by_token(tx: &mut TenantTx, token: &Token, browser: &Token, now: Time) -> Result<Option<Kept>> {
    let kept = sqlx::query_as!(
        Kept,
        "select id, path, content_type, body from intents
          where token_hash = $1 and browser_hash = $2 and done_at is null and (used_at is null or used_at <= $4)
            and created_at > $3",
        token.hash(),
        browser.hash(),
        now + AGE * -1,
        now + LEASE * -1,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(kept)
}

/// What this browser has kept last and somebody took without carrying it out: the server ended in between, and the browser
/// never got an answer.
pub(in crate::users) async fn interrupted(tx: &mut TenantTx, browser: &Token, now: Time) -> Result<Option<Kept>> {
    let kept = sqlx::query_as!(
        Kept,
        "select id, path, content_type, body from intents
          where browser_hash = $1 and done_at is null and used_at <= $3 and created_at > $2
          order by created_at desc limit 1",
        browser.hash(),
        now + AGE * -1,
        now + LEASE * -1,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(kept)
}

/// What is kept, where it has not been carried out.
pub(in crate::users) async fn find(tx: &mut TenantTx, id: IntentId, now: Time) -> Result<Option<Kept>> {
    let kept = sqlx::query_as!(
        Kept,
        "select id, path, content_type, body from intents
          where id = $1 and done_at is null and (used_at is null or used_at <= $3) and created_at > $2",
        id.0,
        now + AGE * -1,
        now + LEASE * -1,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(kept)
}

/// Takes what is kept, so that nobody else carries it out.
pub(in crate::users) async fn take(tx: &mut TenantTx, id: IntentId, now: Time) -> Result<Option<Kept>> {
    let kept = sqlx::query_as!(
        Kept,
        "update intents set used_at = $2
          where id = $1 and done_at is null and (used_at is null or used_at <= $4) and created_at > $3
      returning id, path, content_type, body",
        id.0,
        now,
        now + AGE * -1,
        now + LEASE * -1,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(kept)
}

/// What was taken was carried out.
pub(super) async fn done(tx: &mut TenantTx, id: IntentId, now: Time) -> Result<()> {
    sqlx::query!("update intents set done_at = $2 where id = $1 and used_at is not null", id.0, now).execute(&mut **tx).await?;
    Ok(())
}

/// Keeps on keeping what could not be carried out, for the browser that tried. Returns the token for the next try.
pub(super) async fn put_back(tx: &mut TenantTx, id: IntentId, browser: &Token) -> Result<Token> {
    let token = Token::new();
    sqlx::query!(
        "update intents set used_at = null, token_hash = $2, browser_hash = $3 where id = $1",
        id.0,
        token.hash(),
        browser.hash(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(token)
}
