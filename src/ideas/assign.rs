//! Who of the team looks after an idea: one person, or nobody.

use std::collections::HashMap;

use serde_json::json;

use crate::access::hue;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::{IdeaId, UserId};
use crate::text::initials;

/// Whose ideas a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assigned {
    /// This person's.
    To(UserId),
    /// Those that nobody looks after.
    Nobody,
}

impl Assigned {
    /// As statements about ideas take it: the nil id is nobody.
    pub(super) fn id(self) -> uuid::Uuid {
        match self {
            Self::To(user) => user.0,
            Self::Nobody => uuid::Uuid::nil(),
        }
    }
}

/// Somebody who works here.
#[derive(Clone, Debug)]
pub struct Colleague {
    /// Who.
    pub id: UserId,
    /// What they are called.
    pub name: String,
}

impl Colleague {
    /// The letters of their avatar.
    pub fn initials(&self) -> String {
        initials(&self.name)
    }

    /// The colour of it.
    pub fn hue(&self) -> u8 {
        hue(self.id)
    }
}

/// Everybody who may look after an idea, by name.
pub async fn team(tx: &mut TenantTx) -> Result<Vec<Colleague>> {
    let team = sqlx::query_as!(
        Colleague,
        "select id, name from users
          where roles <> '{member}' and deleted_at is null and blocked_at is null and confirmed_at is not null
          order by lower(name), id",
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(team)
}

/// Who looks after each of these ideas. What nobody looks after is left out.
pub async fn of(tx: &mut TenantTx, ideas: &[IdeaId]) -> Result<HashMap<IdeaId, Colleague>> {
    let rows = sqlx::query!(
        "select i.id as idea, u.id, u.name from ideas i join users u on u.id = i.assignee_id where i.id = any($1)",
        &ideas.iter().map(|idea| idea.0).collect::<Vec<_>>(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.idea, Colleague { id: row.id, name: row.name })).collect())
}

/// Gives an idea to somebody of the team, or to nobody. False where it was so already.
pub async fn assign(tx: &mut TenantTx, idea: IdeaId, to: Option<UserId>, actor: UserId, now: Time) -> Result<bool> {
    let assigned = sqlx::query!(
        r#"with before as (
               select i.id, i.assignee_id, u.name from ideas i left join users u on u.id = i.assignee_id
                where i.id = $1 and i.deleted_at is null
                  for no key update of i
           )
           update ideas i set assignee_id = $2
             from before left join users u on u.id = $2 and u.roles <> '{member}' and u.deleted_at is null and u.blocked_at is null
            where i.id = before.id and ($2::uuid is null or u.id is not null)
        returning before.assignee_id as "from_id?: UserId", before.name as "from_name?", u.name as "to_name?""#,
        idea.0,
        to.map(|to| to.0),
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or_else(|| Error::rejected("An idea can be given to somebody who works here, as long as both are here."))?;
    if assigned.from_id == to {
        return Ok(false);
    }
    let data = json!({ "from": assigned.from_name, "from_id": assigned.from_id, "to": assigned.to_name, "to_id": to });
    events::record(tx, "idea.assigned", Some(actor), idea.0, data, now).await?;
    Ok(true)
}
