//! Which ideas: by what a list is narrowed, and the one condition that every statement says it by.

use sqlx::types::Uuid;

use super::assign::Assigned;
use super::search::Hit;
use crate::ids::{BoardId, StatusId, TagId};

/// Which ideas. Boards and statuses are named one by one, so that the statement looks at ideas alone until it has its page.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// On these boards: all that the reader may see, or some of them. What is left out here does not exist for the reader.
    pub boards: Vec<BoardId>,
    /// With one of these statuses, if any are named.
    pub statuses: Option<Vec<StatusId>>,
    /// With this tag.
    pub tag: Option<TagId>,
    /// Among these.
    pub hits: Option<Vec<Hit>>,
    /// That somebody of the team looks after, or nobody.
    pub assigned: Option<Assigned>,
}

impl Filter {
    /// As statements take it.
    pub(super) fn said(&self) -> Said {
        Said {
            boards: ids(&self.boards),
            statuses: self.statuses.as_ref().map(|statuses| statuses.iter().map(|status| status.0).collect()),
            tag: self.tag.map(|tag| tag.0),
            among: self.hits.as_ref().map(|hits| hits.iter().map(|hit| hit.id.0).collect()),
            assigned: self.assigned.map(Assigned::id),
        }
    }
}

/// Boards as statements take them.
pub(super) fn ids(boards: &[BoardId]) -> Vec<Uuid> {
    boards.iter().map(|board| board.0).collect()
}

/// A [`Filter`] as statements take it.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) boards: Vec<Uuid>,
    pub(super) statuses: Option<Vec<Uuid>>,
    pub(super) tag: Option<Uuid>,
    pub(super) among: Option<Vec<Uuid>>,
    pub(super) assigned: Option<Uuid>,
}

/// A statement about the ideas that a filter leaves, which it calls `i`: what stands before the condition, and what after it.
/// Statements are checked where they are compiled, as literals, so this is put together there. The filter is `$1` to `$5`, what
/// a statement takes besides follows. What a filter does not say folds away when a statement is planned.
macro_rules! left {
    ($query:ident!($($row:ident)?), $said:expr, [$before:literal, $($after:literal),+] $(, $bind:expr)* $(,)?) => {
        sqlx::$query!(
            $($row,)?
            $before + "
                where i.merged_into is null and i.deleted_at is null
                  and i.board_id = any($1)
                  and ($2::uuid[] is null or i.status_id = any($2))
                  and ($3::uuid is null or exists (select from idea_tags f where f.idea_id = i.id and f.tag_id = $3))
                  and ($4::uuid[] is null or i.id = any($4))
                  and ($5::uuid is null or i.assignee_id = $5
                       or $5 = '00000000-0000-0000-0000-000000000000' and i.assignee_id is null)
                " $(+ $after)+,
            &$said.boards,
            $said.statuses.as_deref() as Option<&[sqlx::types::Uuid]>,
            $said.tag,
            $said.among.as_deref() as Option<&[sqlx::types::Uuid]>,
            $said.assigned
            $(, $bind)*
        )
    };
}
pub(super) use left;
