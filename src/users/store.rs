//! The statements about people.

use super::User;
use crate::access::Role;
use crate::clock::Time;
use crate::companies;
use crate::db::TenantTx;
use crate::error::{Result, constraint};
use crate::ids::UserId;
use crate::text::{Email, PersonName};

/// A person, deleted ones included: their votes stay, so their id does.
pub async fn find(tx: &mut TenantTx, id: UserId) -> Result<User> {
    let user = sqlx::query_as!(
        User,
        "select id, email, name, roles, password_hash is not null as \"has_password!\", theme, language, confirmed_at, blocked_at,
                deleted_at,
                suppressed_reason, suppressed_at, suppressed_by as \"suppressed_by: _\", trusted_at, created_at
           from users where id = $1",
        id.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(user)
}

/// The person with this address.
pub async fn by_email(tx: &mut TenantTx, email: &Email) -> Result<Option<User>> {
    let user = sqlx::query_as!(
        User,
        "select id, email, name, roles, password_hash is not null as \"has_password!\", theme, language, confirmed_at, blocked_at,
                deleted_at,
                suppressed_reason, suppressed_at, suppressed_by as \"suppressed_by: _\", trusted_at, created_at
           from users where email = $1",
        email.as_str(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(user)
}

/// A new person, unconfirmed. None where the address is taken.
pub async fn create(tx: &mut TenantTx, email: &Email, name: &PersonName, roles: &[Role], now: Time) -> Result<Option<UserId>> {
    let id = sqlx::query_scalar!(
        "insert into users (id, email, name, roles, created_at) values ($1, $2, $3, $4, $5)
         on conflict on constraint users_email_key do nothing
         returning id",
        UserId::new().0,
        email.as_str(),
        name.as_str(),
        roles as &[Role],
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id)
}

/// The person with this address; a new one, unconfirmed and named after the address, where there was none.
pub async fn ensure(tx: &mut TenantTx, email: &Email, now: Time) -> Result<UserId> {
    if let Some(user) = by_email(tx, email).await? {
        return Ok(user.id);
    }
    match create(tx, email, &PersonName::guess(email), &[Role::Member], now).await? {
        Some(id) => Ok(id),
        // Somebody else was faster by a moment, and has committed: a statement sees what was committed before it began.
        None => Ok(sqlx::query_scalar!("select id from users where email = $1", email.as_str()).fetch_one(&mut **tx).await?),
    }
}

/// Gives a person exactly these roles, whatever they had. Who may do that is decided before: see `roles`.
pub async fn set_roles(tx: &mut TenantTx, id: UserId, roles: &[Role]) -> Result<()> {
    sqlx::query!("update users set roles = $2 where id = $1", id.0, roles as &[Role]).execute(&mut **tx).await?;
    Ok(())
}

/// Notes that the owner of the address has proved to be this person, whom the address may place in a company.
pub async fn confirm(tx: &mut TenantTx, id: UserId, now: Time) -> Result<()> {
    sqlx::query!("update users set confirmed_at = coalesce(confirmed_at, $2) where id = $1", id.0, now)
        .execute(&mut **tx)
        .await?;
    companies::domains::place(tx, id).await
}

/// How many posts of a person wait to be read by the team, or were declined.
pub async fn held(tx: &mut TenantTx, id: UserId) -> Result<i64> {
    let held =
        sqlx::query_scalar!(r#"select count(*) as "held!" from held_posts where author_id = $1 and state <> 'approved'"#, id.0);
    Ok(held.fetch_one(&mut **tx).await?)
}

/// What a person is called from now on.
pub async fn rename(tx: &mut TenantTx, id: UserId, name: &PersonName) -> Result<()> {
    sqlx::query!("update users set name = $2 where id = $1", id.0, name.as_str()).execute(&mut **tx).await?;
    Ok(())
}

/// `auto`, `light` or `dark`; and the language of pages and mail, or none for what the workspace and the browser say.
pub async fn set_look(tx: &mut TenantTx, id: UserId, theme: &str, language: Option<&str>) -> Result<()> {
    sqlx::query!("update users set theme = $2, language = $3 where id = $1", id.0, theme, language).execute(&mut **tx).await?;
    Ok(())
}

/// Moves a person to another address, which they have proved to be theirs. False where somebody else has it.
pub async fn set_email(tx: &mut TenantTx, id: UserId, email: &Email, now: Time) -> Result<bool> {
    let moved = sqlx::query!(
        "update users set email = $2, confirmed_at = $3, suppressed_reason = null, suppressed_at = null, suppressed_by = null
          where id = $1 and deleted_at is null",
        id.0,
        email.as_str(),
        now,
    )
    .execute(&mut **tx)
    .await;
    match moved {
        Ok(done) => {
            companies::domains::place(tx, id).await?;
            Ok(done.rows_affected() == 1)
        }
        Err(error) if constraint(&error) == Some("users_email_key") => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The hash of a person's password, where they have one.
pub async fn password_hash(tx: &mut TenantTx, id: UserId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("select password_hash from users where id = $1", id.0).fetch_one(&mut **tx).await?)
}

/// Sets, changes or (with none) removes a password.
pub async fn set_password_hash(tx: &mut TenantTx, id: UserId, hash: Option<&str>) -> Result<()> {
    sqlx::query!("update users set password_hash = $2 where id = $1", id.0, hash).execute(&mut **tx).await?;
    Ok(())
}
