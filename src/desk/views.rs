//! Saved views: the table of ideas, narrowed in a way that somebody or the whole team comes back to.

use serde_json::json;

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result, constraint};
use crate::events;
use crate::ids::{UserId, ViewId};
use crate::text::Name;

use super::narrow::address;

/// The most views that one person keeps: beyond that nobody finds theirs.
const MOST: i64 = 50;

/// A saved view, as one person sees it.
#[derive(Clone, Debug)]
pub struct View {
    /// Which one.
    pub id: ViewId,
    /// What it is called.
    pub name: String,
    /// What stands after the question mark of its address.
    pub query: String,
    /// Whether the whole team sees it.
    pub shared: bool,
    /// Whether it is theirs, to rename and to delete.
    pub own: bool,
    /// Whose it is.
    pub owner: String,
}

impl View {
    /// Where it is.
    pub fn path(&self) -> String {
        address(&self.query)
    }
}

/// Somebody's own views and those that others share, by name.
pub async fn list(tx: &mut TenantTx, me: UserId) -> Result<Vec<View>> {
    let views = sqlx::query_as!(
        View,
        r#"select v.id, v.name, v.query, v.shared, v.owner_id = $1 as "own!", u.name as owner
             from views v join users u on u.id = v.owner_id
            where v.owner_id = $1 or v.shared
            order by lower(v.name), v.id"#,
        me.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(views)
}

/// What is wrong where the database refused, if it is a person's to mend.
fn refused(error: sqlx::Error) -> Error {
    match constraint(&error) {
        Some("views_name_key") => Error::rejected("You have a view of this name already."),
        _ => error.into(),
    }
}

/// Keeps a view.
pub async fn save(tx: &mut TenantTx, name: &Name, query: &str, shared: bool, owner: UserId, now: Time) -> Result<ViewId> {
    let id = ViewId::new();
    let kept = sqlx::query!(
        "insert into views (id, owner_id, name, query, shared, created_at)
         select $1, $2, $3, $4, $5, $6 where (select count(*) from views where owner_id = $2) < $7",
        id.0,
        owner.0,
        name.as_str(),
        query,
        shared,
        now,
        MOST,
    )
    .execute(&mut **tx)
    .await
    .map_err(refused)?;
    if kept.rows_affected() == 0 {
        return Err(Error::rejected(format!("You have {MOST} views, which are the most. Delete one that you do not use.")));
    }
    let data = json!({ "name": name.as_str(), "query": query, "shared": shared });
    events::record(tx, "view.saved", Some(owner), id.0, data, now).await?;
    Ok(id)
}

/// Renames somebody's own view, shares it or keeps it to them. What does not exist for them is not found.
pub async fn change(tx: &mut TenantTx, id: ViewId, name: &Name, shared: bool, owner: UserId, now: Time) -> Result<()> {
    let before = sqlx::query!(
        "with before as (select v.id, v.name, v.shared from views v where v.id = $1 and v.owner_id = $2 for update)
         update views v set name = $3, shared = $4 from before where v.id = before.id
         returning before.name, before.shared",
        id.0,
        owner.0,
        name.as_str(),
        shared,
    )
    .fetch_one(&mut **tx)
    .await
    .map_err(refused)?;
    let data = json!({ "name": name.as_str(), "name_before": before.name, "shared": shared, "shared_before": before.shared });
    events::record(tx, "view.changed", Some(owner), id.0, data, now).await
}

/// Deletes somebody's own view; with `any`, also one that somebody else shares.
pub async fn delete(tx: &mut TenantTx, id: ViewId, actor: UserId, any: bool, now: Time) -> Result<String> {
    let gone = sqlx::query!(
        "delete from views where id = $1 and (owner_id = $2 or shared and $3) returning name, query",
        id.0,
        actor.0,
        any,
    )
    .fetch_one(&mut **tx)
    .await?;
    let data = json!({ "name": gone.name, "query": gone.query });
    events::record(tx, "view.deleted", Some(actor), id.0, data, now).await?;
    Ok(gone.name)
}
