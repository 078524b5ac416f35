//! Who may change whose role, shut somebody out, or delete them; and that a workspace never loses its last owner.
//!
//! The rules are pure functions over a [`Cast`]: everybody a change concerns, locked, so that two owners who demote each
//! other at the same moment do it one after the other, and the second is refused.

use crate::access::{Role, Roles};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::UserId;
use crate::words::Message;

use super::{sessions, sign_in, store};

/// Why something is refused: a sentence for whoever asked.
type Refusal = Message;

const LAST_OWNER: &str = "This is the workspace's last owner. Make somebody else an owner first.";
const OWNERS_ONLY: &str = "Only an owner can do that to an owner.";
const NO_LONGER: &str = "Your own role has just been changed, so this was not done.";

/// Whom a change concerns, as they are at this moment.
#[derive(Clone, Debug)]
pub struct Cast {
    /// What the one who asks may do.
    pub actor: Vec<Role>,
    /// What the one it is done to may do.
    pub target: Vec<Role>,
    /// Whether the two are one.
    pub same: bool,
    /// How many owners would be left without the target: those who have been here, and may come in.
    pub other_owners: usize,
}

/// Reads and locks the two and every owner, in the order of their ids.
pub async fn lock(tx: &mut TenantTx, actor: UserId, target: UserId) -> Result<Cast> {
    let rows = sqlx::query!(
        r#"select id, roles, confirmed_at, blocked_at from users
            where (id in ($1, $2) or 'owner' = any(roles)) and deleted_at is null
            order by id
              for no key update"#,
        actor.0,
        target.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    let roles_of = |id: UserId| rows.iter().find(|row| row.id == id).map(|row| row.roles.clone());
    Ok(Cast {
        // Somebody blocked or deleted while they asked may do nothing any more.
        actor: rows
            .iter()
            .find(|row| row.id == actor && row.blocked_at.is_none())
            .map(|row| row.roles.clone())
            .unwrap_or_default(),
        target: roles_of(target).ok_or(Error::NotFound)?,
        same: actor == target,
        other_owners: rows
            .iter()
            .filter(|row| row.id != target && row.roles.contains(&Role::Owner))
            .filter(|row| row.blocked_at.is_none() && row.confirmed_at.is_some())
            .count(),
    })
}

/// Whether the target may be given exactly `wanted`.
pub fn may_give(cast: &Cast, wanted: &[Role]) -> Result<(), Refusal> {
    if !cast.actor.administers() {
        return Err(NO_LONGER.into());
    }
    let (was, becomes) = (cast.target.contains(&Role::Owner), wanted.contains(&Role::Owner));
    if was != becomes && !cast.actor.contains(&Role::Owner) {
        return Err(if becomes { "Only an owner can make somebody an owner.".into() } else { OWNERS_ONLY.into() });
    }
    if was && !becomes && cast.other_owners == 0 {
        return Err(LAST_OWNER.into());
    }
    Ok(())
}

/// Whether the target may be shut out.
pub fn may_block(cast: &Cast) -> Result<(), Refusal> {
    if cast.same {
        return Err("You cannot block yourself.".into());
    }
    may_remove(cast)
}

/// Whether the target may be deleted: by themselves, or by somebody who runs the place.
pub fn may_delete(cast: &Cast) -> Result<(), Refusal> {
    if cast.same {
        if cast.target.contains(&Role::Owner) && cast.other_owners == 0 {
            return Err("You are this workspace's last owner. Make somebody else an owner first, or close the workspace.".into());
        }
        return Ok(());
    }
    may_remove(cast)
}

fn may_remove(cast: &Cast) -> Result<(), Refusal> {
    if !cast.actor.administers() {
        return Err(NO_LONGER.into());
    }
    if cast.target.contains(&Role::Owner) {
        if !cast.actor.contains(&Role::Owner) {
            return Err(OWNERS_ONLY.into());
        }
        if cast.other_owners == 0 {
            return Err(LAST_OWNER.into());
        }
    }
    Ok(())
}

/// A set of roles as it is kept: everybody is a member, each role once, least first.
pub fn normal(roles: &[Role]) -> Vec<Role> {
    Role::ALL.into_iter().filter(|role| *role == Role::Member || roles.contains(role)).collect()
}

/// Gives the target exactly `wanted`, and signs them out everywhere where that changes anything. Returns whether it did.
pub async fn give(tx: &mut TenantTx, actor: UserId, target: UserId, wanted: &[Role], now: Time) -> Result<bool> {
    let cast = lock(tx, actor, target).await?;
    let wanted = normal(wanted);
    if wanted == normal(&cast.target) {
        return Ok(false);
    }
    may_give(&cast, &wanted).map_err(Error::Rejected)?;
    store::set_roles(tx, target, &wanted).await?;
    sessions::revoke_all(tx, target, None).await?;
    let words = |roles: &[Role]| normal(roles).into_iter().map(Role::word).collect::<Vec<_>>();
    let data = serde_json::json!({ "from": words(&cast.target), "to": words(&wanted) });
    events::record(tx, "user.roles_changed", Some(actor), target.0, data, now).await?;
    Ok(true)
}

/// Shuts the target out, or lets them in again.
pub async fn block(tx: &mut TenantTx, actor: UserId, target: UserId, blocked: bool, now: Time) -> Result<()> {
    let cast = lock(tx, actor, target).await?;
    if blocked {
        may_block(&cast).map_err(Error::Rejected)?;
    } else if !cast.actor.administers() {
        return Err(Error::Rejected(NO_LONGER.into()));
    }
    let changed = sqlx::query_scalar!(
        r#"update users set blocked_at = case when $2 then $3::timestamptz end
            where id = $1 and (blocked_at is not null) <> $2
        returning email as "email!""#,
        target.0,
        blocked,
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(email) = changed else { return Ok(()) };
    if blocked {
        sessions::revoke_all(tx, target, None).await?;
        sign_in::end_all(tx, target, &email, now).await?;
    }
    let kind = if blocked { "user.blocked" } else { "user.unblocked" };
    events::record(tx, kind, Some(actor), target.0, serde_json::json!({}), now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cast(actor: Role, target: Role, other_owners: usize) -> Cast {
        Cast { actor: vec![Role::Member, actor], target: vec![Role::Member, target], same: false, other_owners }
    }

    #[test]
    fn only_an_owner_makes_or_unmakes_owners() {
        assert!(may_give(&cast(Role::Admin, Role::Member, 1), &[Role::Owner]).is_err());
        assert!(may_give(&cast(Role::Admin, Role::Owner, 1), &[Role::Member]).is_err());
        assert!(may_give(&cast(Role::Owner, Role::Member, 1), &[Role::Owner]).is_ok());
        assert!(may_give(&cast(Role::Owner, Role::Owner, 1), &[Role::Member]).is_ok());
        assert!(may_give(&cast(Role::Admin, Role::Admin, 1), &[Role::Member]).is_ok());
        assert!(may_give(&cast(Role::Admin, Role::Owner, 1), &[Role::Owner, Role::Manager]).is_ok(), "the owner stays one");
    }

    #[test]
    fn the_last_owner_cannot_lose_the_role_be_blocked_or_leave() {
        let last = Cast { same: true, ..cast(Role::Owner, Role::Owner, 0) };
        assert!(may_give(&last, &[Role::Admin]).is_err());
        assert!(may_delete(&last).is_err());
        assert!(may_block(&cast(Role::Owner, Role::Owner, 0)).is_err());
        assert!(may_delete(&cast(Role::Owner, Role::Owner, 0)).is_err());
        assert!(may_delete(&Cast { other_owners: 1, ..last }).is_ok());
    }

    #[test]
    fn somebody_who_lost_their_role_a_moment_ago_changes_nothing() {
        for was in [Role::Member, Role::Manager, Role::Releaser] {
            assert!(may_give(&cast(was, Role::Member, 1), &[Role::Admin]).is_err());
            assert!(may_block(&cast(was, Role::Member, 1)).is_err());
            assert!(may_delete(&cast(was, Role::Member, 1)).is_err());
        }
    }

    #[test]
    fn nobody_blocks_themselves_but_everybody_may_leave() {
        let self_ = Cast { same: true, ..cast(Role::Member, Role::Member, 1) };
        assert!(may_block(&self_).is_err());
        assert!(may_delete(&self_).is_ok());
    }

    #[test]
    fn roles_are_kept_in_one_order_and_everybody_is_a_member() {
        assert_eq!(normal(&[Role::Owner, Role::Manager, Role::Owner]), vec![Role::Member, Role::Manager, Role::Owner]);
        assert_eq!(normal(&[]), vec![Role::Member]);
    }
}
