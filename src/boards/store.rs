//! The statements of boards, statuses and tags that everybody reads.

use super::{Board, Category, Status, Tag, Visibility};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{BoardId, StatusId};

/// What a new workspace begins with.
const STATUSES: [(&str, Category); 5] = [
    ("Under review", Category::Open),
    ("Planned", Category::Planned),
    ("In progress", Category::Active),
    ("Shipped", Category::Done),
    ("Not planned", Category::Declined),
];

/// Gives a new workspace one board for everybody and a status of every category.
pub async fn furnish(tx: &mut TenantTx, now: Time) -> Result<()> {
    sqlx::query!(
        "insert into boards (id, slug, name, description, position, created_at) values ($1, 'ideas', 'Ideas', '', 1, $2)",
        BoardId::new().0,
        now,
    )
    .execute(&mut **tx)
    .await?;
    for ((name, category), position) in STATUSES.into_iter().zip(1..) {
        sqlx::query!(
            "insert into statuses (id, name, category, position) values ($1, $2, $3, $4)",
            StatusId::new().0,
            name,
            category as Category,
            position,
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// The open boards of these visibilities, in their order.
pub async fn list(tx: &mut TenantTx, visible: &[Visibility]) -> Result<Vec<Board>> {
    Ok(all(tx, visible).await?.into_iter().filter(|board| board.archived_at.is_none()).collect())
}

/// The boards of these visibilities in their order, those that were closed included.
pub async fn all(tx: &mut TenantTx, visible: &[Visibility]) -> Result<Vec<Board>> {
    let boards = sqlx::query_as!(
        Board,
        "select id, slug, name, description, visibility, archived_at
           from boards
          where visibility = any($1::visibility[])
          order by position, name",
        visible as &[Visibility],
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(boards)
}

/// The board with this slug, open or not, if it has one of these visibilities.
pub async fn by_slug(tx: &mut TenantTx, slug: &str, visible: &[Visibility]) -> Result<Board> {
    let board = sqlx::query_as!(
        Board,
        "select id, slug, name, description, visibility, archived_at
           from boards
          where slug = $1 and visibility = any($2::visibility[])",
        slug,
        visible as &[Visibility],
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(board)
}

/// Every status, in the order an idea goes through them.
pub async fn statuses(tx: &mut TenantTx) -> Result<Vec<Status>> {
    let statuses = sqlx::query_as!(Status, "select id, name, category from statuses order by category, position, name")
        .fetch_all(&mut **tx)
        .await?;
    Ok(statuses)
}

/// The first status of a category. There always is one: the last of its category can be neither deleted nor moved.
pub async fn status_in(tx: &mut TenantTx, category: Category) -> Result<Status> {
    let status = sqlx::query_as!(
        Status,
        "select id, name, category from statuses where category = $1 order by position, name limit 1",
        category as Category,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(status)
}

/// Every tag, by name.
pub async fn tags(tx: &mut TenantTx) -> Result<Vec<Tag>> {
    let tags = sqlx::query_as!(Tag, "select id, name, color from tags order by lower(name)").fetch_all(&mut **tx).await?;
    Ok(tags)
}
