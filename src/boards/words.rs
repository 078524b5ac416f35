//! Changing the words that a workspace sorts ideas with: its statuses and tags.

use super::{Category, Tag};
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::{StatusId, TagId};
use crate::text::{Name, count};

/// Adds a status, as the last of its category.
pub async fn add_status(tx: &mut TenantTx, name: &Name, category: Category) -> Result<StatusId, sqlx::Error> {
    let id = StatusId::new();
    sqlx::query!(
        "insert into statuses (id, name, category, position)
         values ($1, $2, $3, (select coalesce(max(position), 0) + 1 from statuses))",
        id.0,
        name.as_str(),
        category as Category,
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Renames a status.
pub async fn rename_status(tx: &mut TenantTx, status: StatusId, name: &Name) -> Result<(), sqlx::Error> {
    sqlx::query!("update statuses set name = $2 where id = $1", status.0, name.as_str()).execute(&mut **tx).await?;
    Ok(())
}

/// Gives a status another meaning. Refuses to leave its category without any.
pub async fn recategorize(tx: &mut TenantTx, status: StatusId, category: Category) -> Result<()> {
    let siblings = siblings(tx, status).await?;
    if siblings.category == category {
        return Ok(());
    }
    siblings.spare("change its meaning")?;
    sqlx::query!("update statuses set category = $2 where id = $1", status.0, category as Category).execute(&mut **tx).await?;
    Ok(())
}

/// Puts the statuses into this order, which counts within each category.
pub async fn order_statuses(tx: &mut TenantTx, statuses: &[StatusId]) -> Result<()> {
    sqlx::query!(
        "update statuses s set position = o.position
           from unnest($1::uuid[]) with ordinality o (id, position)
          where s.id = o.id",
        &statuses.iter().map(|status| status.0).collect::<Vec<_>>(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Deletes a status that nothing uses. Says what does.
pub async fn delete_status(tx: &mut TenantTx, status: StatusId) -> Result<()> {
    let siblings = siblings(tx, status).await?;
    siblings.spare("delete it")?;
    let ideas = sqlx::query_scalar!(r#"select count(*) as "ideas!" from ideas where status_id = $1"#, status.0)
        .fetch_one(&mut **tx)
        .await?;
    if ideas > 0 {
        return Err(Error::rejected(format!(
            "“{}” is where {} {}. Give them another status first; ideas that were merged or deleted count too.",
            siblings.name,
            count(ideas, "idea", "ideas"),
            if ideas == 1 { "stands" } else { "stand" }
        )));
    }
    let deleted = sqlx::query!("delete from statuses where id = $1", status.0).execute(&mut **tx).await;
    match deleted {
        Ok(_) => Ok(()),
        // An idea came meanwhile, or a release remembers the status as the one to go back to.
        Err(error) if crate::error::constraint(&error).is_some() => Err(Error::rejected(format!(
            "A release remembers “{}”: ideas in it would go back there. Rename it instead of deleting it.",
            siblings.name
        ))),
        Err(error) => Err(error.into()),
    }
}

/// A status among those of its category.
struct Siblings {
    name: String,
    category: Category,
    others: i64,
}

impl Siblings {
    /// Whether its category can do without it.
    fn spare(&self, what: &str) -> Result<()> {
        if self.others > 0 {
            return Ok(());
        }
        Err(Error::rejected(format!(
            "“{}” is the only status that means “{}”, and Shipboard needs one. Add another before you {what}.",
            self.name,
            self.category.word()
        )))
    }
}

/// Holds every status until the transaction ends, so that the last of a category is not taken away by two at once.
async fn siblings(tx: &mut TenantTx, status: StatusId) -> Result<Siblings> {
    sqlx::query!("select id from statuses order by id for update").fetch_all(&mut **tx).await?;
    let siblings = sqlx::query_as!(
        Siblings,
        r#"select s.name, s.category,
                  (select count(*) from statuses o where o.category = s.category and o.id <> s.id) as "others!"
             from statuses s where s.id = $1"#,
        status.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(siblings)
}

/// Adds a tag.
pub async fn add_tag(tx: &mut TenantTx, name: &Name, color: &str) -> Result<TagId, sqlx::Error> {
    let id = TagId::new();
    sqlx::query!("insert into tags (id, name, color) values ($1, $2, $3)", id.0, name.as_str(), color).execute(&mut **tx).await?;
    Ok(id)
}

/// Renames and colours a tag. False where there is none.
pub async fn change_tag(tx: &mut TenantTx, tag: &Tag, name: &Name, color: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("update tags set name = $2, color = $3 where id = $1", tag.id.0, name.as_str(), color)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Deletes a tag, and takes it off every idea that has it.
pub async fn delete_tag(tx: &mut TenantTx, tag: TagId) -> Result<()> {
    sqlx::query!("delete from tags where id = $1", tag.0).execute(&mut **tx).await?;
    Ok(())
}

/// How many ideas stand at each status, and how many have each tag, in no order.
pub async fn uses(tx: &mut TenantTx) -> Result<(Vec<(StatusId, i64)>, Vec<(TagId, i64)>)> {
    let statuses = sqlx::query!(
        r#"select status_id, count(*) as "ideas!" from ideas where merged_into is null and deleted_at is null group by status_id"#
    )
    .fetch_all(&mut **tx)
    .await?;
    let tags = sqlx::query!(
        r#"select it.tag_id, count(*) as "ideas!"
             from idea_tags it join ideas i on i.id = it.idea_id
            where i.merged_into is null and i.deleted_at is null
            group by it.tag_id"#
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok((
        statuses.into_iter().map(|one| (one.status_id, one.ideas)).collect(),
        tags.into_iter().map(|one| (one.tag_id, one.ideas)).collect(),
    ))
}
