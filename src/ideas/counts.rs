//! How many ideas a list has, and how many it would have if it were narrowed otherwise.

use super::filter::{Filter, Said, ids, left};
use super::search::MOST;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{BoardId, StatusId, TagId, UserId};
use crate::words::{Message, message};

/// How many ideas there are of a board and a status.
#[derive(Clone, Copy, Debug)]
struct Group {
    board: BoardId,
    status: StatusId,
    ideas: i64,
}

/// How many ideas there are. Beyond [`MOST`] it only says so, and what a page costs stops growing.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// How many the filter leaves; one more than [`MOST`] for more than that.
    pub total: i64,
    /// None where there are too many to count while somebody waits.
    groups: Option<Vec<Group>>,
}

impl Counts {
    /// `64 ideas`.
    pub fn say(&self) -> Message {
        if self.total > MOST {
            message("ideas-more").with("most", MOST)
        } else {
            message("ideas-count").with("count", self.total)
        }
    }

    /// How many there would be on these boards, with these statuses; empty where that is not known.
    pub fn with(&self, boards: &[BoardId], statuses: Option<&[StatusId]>) -> String {
        self.groups.as_ref().map_or_else(String::new, |groups| sum(groups, boards, statuses).to_string())
    }
}

fn sum(groups: &[Group], boards: &[BoardId], statuses: Option<&[StatusId]>) -> i64 {
    let fits = |group: &&Group| boards.contains(&group.board) && statuses.is_none_or(|statuses| statuses.contains(&group.status));
    groups.iter().filter(fits).map(|group| group.ideas).sum()
}

/// Counts the ideas that a filter leaves, and those that it would leave on others of these boards or with other statuses.
pub async fn counts(tx: &mut TenantTx, filter: &Filter, boards: &[BoardId]) -> Result<Counts> {
    let widest = Said { boards: ids(boards), statuses: None, ..filter.said() };
    let groups = left!(
        query_as!(Group),
        widest,
        [
            r#"select f.board_id as "board!: BoardId", f.status_id as "status!: StatusId", count(*) as "ideas!"
                 from (select i.board_id, i.status_id from ideas i"#,
            "limit $6) f group by 1, 2"
        ],
        MOST + 1
    )
    .fetch_all(&mut **tx)
    .await?;
    let all = sum(&groups, boards, None);
    if all <= MOST {
        let total = sum(&groups, &filter.boards, filter.statuses.as_deref());
        return Ok(Counts { total, groups: Some(groups) });
    }
    // Nothing narrows the list that these were not counted by: it has as many.
    if filter.statuses.is_none() && boards.iter().all(|board| filter.boards.contains(board)) {
        return Ok(Counts { total: all, groups: None });
    }
    let said = filter.said();
    let total =
        left!(query_scalar!(), said, [r#"select count(*) as "total!" from (select from ideas i"#, "limit $6) f"], MOST + 1)
            .fetch_one(&mut **tx)
            .await?;
    Ok(Counts { total, groups: None })
}

/// How many of the ideas that a filter leaves have each tag, in no order. Counted through to the end: for the desk.
pub async fn tag_counts(tx: &mut TenantTx, filter: &Filter) -> Result<Vec<(TagId, i64)>> {
    let said = Said { tag: None, ..filter.said() };
    let counts = left!(
        query!(),
        said,
        [r#"select it.tag_id, count(*) as "ideas!" from idea_tags it join ideas i on i.id = it.idea_id"#, "group by it.tag_id"]
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(counts.into_iter().map(|count| (count.tag_id, count.ideas)).collect())
}

/// How many of the ideas that a filter leaves each colleague looks after, and nobody, in no order; whoever the filter itself
/// names is not asked for.
pub async fn assignee_counts(tx: &mut TenantTx, filter: &Filter) -> Result<Vec<(Option<UserId>, i64)>> {
    let said = Said { assigned: None, ..filter.said() };
    let counts = left!(query!(), said, [r#"select i.assignee_id, count(*) as "ideas!" from ideas i"#, "group by i.assignee_id"])
        .fetch_all(&mut **tx)
        .await?;
    Ok(counts.into_iter().map(|count| (count.assignee_id, count.ideas)).collect())
}
