//! Deleting a person: the votes stay, the name and the address go.

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::UserId;

use super::{roles, sign_in};

/// What is left of a name.
pub const NAME: &str = "Deleted person";

/// Deletes a person for good, by their own wish or (with `actor`) by an admin's. Their votes, ideas and comments keep counting;
/// what names them or lets them in is gone, in every feature's tables at once, so that nothing can be half deleted. The
/// workspace's last owner is refused.
pub async fn erase(tx: &mut TenantTx, user: UserId, actor: UserId, now: Time) -> Result<()> {
    // What waits of theirs goes with them. Whoever decides about it at this moment holds it first, so it comes first here too.
    sqlx::query!("delete from held_posts where author_id = $1", user.0).execute(&mut **tx).await?;
    let cast = roles::lock(tx, actor, user).await?;
    roles::may_delete(&cast).map_err(Error::Rejected)?;
    let person =
        sqlx::query!("select email, name from users where id = $1 and deleted_at is null", user.0).fetch_one(&mut **tx).await?;
    let (email, name) = (person.email.unwrap_or_default(), person.name);
    sqlx::query!(
        "update users
            set email = null, name = $2, roles = '{member}', company_id = null, company_by = null, password_hash = null, theme = 'auto', language = null,
                confirmed_at = null, suppressed_reason = null, suppressed_at = null,
                suppressed_by = null, trusted_at = null, deleted_at = $3
          where id = $1",
        user.0,
        NAME,
        now,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("delete from sessions where user_id = $1", user.0).execute(&mut **tx).await?;
    sign_in::forget(tx, user, &email).await?;
    sqlx::query!("delete from followers where user_id = $1", user.0).execute(&mut **tx).await?;
    sqlx::query!("delete from vote_refusals where user_id = $1", user.0).execute(&mut **tx).await?;
    sqlx::query!("delete from opt_outs where user_id = $1", user.0).execute(&mut **tx).await?;
    // What stands in their ideas and comments stays with those.
    sqlx::query!(
        "delete from pictures p where p.owner_id = $1 and not exists (select from picture_uses u where u.picture_id = p.id)",
        user.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("delete from read_marks where user_id = $1", user.0).execute(&mut **tx).await?;
    sqlx::query!("delete from desk_marks where user_id = $1", user.0).execute(&mut **tx).await?;
    forget_imported(tx, user, &email, &name).await?;
    sqlx::query!("update ideas set assignee_id = null where assignee_id = $1", user.0).execute(&mut **tx).await?;
    sqlx::query!("delete from views where owner_id = $1 and not shared", user.0).execute(&mut **tx).await?;
    sqlx::query!("delete from changelog_subscribers where email = $1", email).execute(&mut **tx).await?;
    events::record(tx, "user.deleted", Some(actor), user.0, serde_json::json!({}), now).await
}

/// What imports wrote down of somebody: what they were called before and after, and lines that were refused and name them. That
/// a file knew them stays, as a hash, so that the same file does not bring them back.
async fn forget_imported(tx: &mut TenantTx, user: UserId, email: &str, name: &str) -> Result<()> {
    sqlx::query!(
        "update import_acts set before = before - 'name', after = after - 'name' where target_id = $1 and kind = 'person' and act = 'changed'",
        user.0,
    )
    .execute(&mut **tx)
    .await?;
    // A refusal quotes a name; an address stands out wherever it stands.
    sqlx::query!(
        "update import_errors set words = 'This line named somebody who has been deleted since.'
          where $1 <> '' and strpos(lower(words), lower($1)) > 0
             or strpos(lower(words), lower('“' || $2 || '”')) > 0 or strpos(lower(words), lower('“name:' || $2 || '”')) > 0",
        email,
        name,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
