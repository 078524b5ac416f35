//! The statements of boards, statuses and tags that everybody reads.

use super::{Board, Category, Moderation, Status, Tag, Visibility};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::{BoardId, StatusId};
use crate::text::{Line, Name, Slug};

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
        "select id, slug, name, description, visibility, moderation, archived_at
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
        "select id, slug, name, description, visibility, moderation, archived_at
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

/// What a form says about a board.
#[derive(Clone, Debug)]
pub struct NewBoard {
    /// What it is called.
    pub name: Name,
    /// Its address.
    pub slug: Slug,
    /// What belongs there.
    pub description: Line,
    /// Who may see it.
    pub visibility: Visibility,
}

/// Opens a board, after the others.
pub async fn create(tx: &mut TenantTx, new: &NewBoard, now: Time) -> Result<BoardId, sqlx::Error> {
    let id = BoardId::new();
    sqlx::query!(
        "insert into boards (id, slug, name, description, visibility, position, created_at)
         values ($1, $2, $3, $4, $5, (select coalesce(max(position), 0) + 1 from boards), $6)",
        id.0,
        new.slug.as_str(),
        new.name.as_str(),
        new.description.as_str(),
        new.visibility as Visibility,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Changes what a board is.
pub async fn change(tx: &mut TenantTx, board: BoardId, new: &NewBoard) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update boards set slug = $2, name = $3, description = $4, visibility = $5 where id = $1",
        board.0,
        new.slug.as_str(),
        new.name.as_str(),
        new.description.as_str(),
        new.visibility as Visibility,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Sets whose posts the team reads before they appear. What waits already goes on waiting.
pub async fn set_moderation(tx: &mut TenantTx, board: BoardId, moderation: Moderation) -> Result<()> {
    sqlx::query!("update boards set moderation = $2 where id = $1", board.0, moderation as Moderation).execute(&mut **tx).await?;
    Ok(())
}

/// Puts the boards into this order. Boards that it does not name keep their place behind them.
pub async fn order(tx: &mut TenantTx, boards: &[BoardId]) -> Result<()> {
    sqlx::query!(
        "update boards b set position = o.position
           from unnest($1::uuid[]) with ordinality o (id, position)
          where b.id = o.id",
        &boards.iter().map(|board| board.0).collect::<Vec<_>>(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Closes a board to new ideas, or opens it again. Refuses to close the last one that is open.
pub async fn set_archived(tx: &mut TenantTx, board: BoardId, archived: bool, now: Time) -> Result<()> {
    // Whoever closes another one at the same moment waits here.
    let open = sqlx::query_scalar!("select id from boards where archived_at is null order by id for update")
        .fetch_all(&mut **tx)
        .await?;
    if archived && open == [board] {
        return Err(Error::rejected("This is the only open board. Open another one first, so that people can still ask."));
    }
    sqlx::query!(
        "update boards set archived_at = case when $2 then coalesce(archived_at, $3) end where id = $1",
        board.0,
        archived,
        now as Time,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Moves every idea of a board to another one, those that wait to be read included. How many there were.
pub async fn move_ideas(tx: &mut TenantTx, from: BoardId, to: BoardId) -> Result<u64> {
    sqlx::query!("update held_posts set board_id = $2 where board_id = $1", from.0, to.0).execute(&mut **tx).await?;
    let moved = sqlx::query!("update ideas set board_id = $2 where board_id = $1", from.0, to.0).execute(&mut **tx).await?;
    Ok(moved.rows_affected())
}

/// How many ideas each board has, merged ones included, in no order.
pub async fn idea_counts(tx: &mut TenantTx) -> Result<Vec<(BoardId, i64)>> {
    let counts = sqlx::query!(r#"select board_id, count(*) as "ideas!" from ideas where deleted_at is null group by board_id"#)
        .fetch_all(&mut **tx)
        .await?;
    Ok(counts.into_iter().map(|count| (count.board_id, count.ideas)).collect())
}
