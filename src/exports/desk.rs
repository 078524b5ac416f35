//! The team's work: posts that wait to be read, pairs that are no duplicates, saved views.

use super::id;
use super::nouns::Rows;
use crate::db::TenantTx;
use crate::imports::record::{Distinct, Held, View};

/// Posts that wait, and what was declined: the same words are known again wherever they arrive. What was approved stands where
/// it belongs.
pub(super) fn held(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        r#"select h.id, h.kind, h.author_id, h.board_id, h.idea_id, h.comment_id, h.title, h.body,
                  h.reasons, h.state, h.decided_by, h.decided_at, h.declined_as, h.note,
                  h.told, h.created_at, h.edited_at
             from held_posts h where h.state <> 'approved' order by h.id"#
    )
    .map(|row| {
        let held = Held {
            id: id(row.id),
            kind: row.kind,
            author: id(row.author_id),
            board: row.board_id.map(id),
            idea: row.idea_id.map(id),
            comment: row.comment_id.map(id),
            title: row.title,
            body: row.body,
            reasons: row.reasons,
            state: row.state,
            decided_by: row.decided_by.map(id),
            decided_at: row.decided_at,
            declined_as: row.declined_as,
            note: row.note,
            told: row.told,
            created_at: row.created_at,
            edited_at: row.edited_at,
        };
        held.into()
    })
    .fetch(&mut **tx)
}

pub(super) fn distinct(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!("select p.one_id, p.other_id, p.decided_by, p.decided_at from distinct_pairs p order by p.one_id, p.other_id")
        .map(|row| {
            let (one, other) = (id(row.one_id), id(row.other_id));
            Distinct { one, other, decided_by: Some(id(row.decided_by)), decided_at: row.decided_at }.into()
        })
        .fetch(&mut **tx)
}

pub(super) fn views(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!("select v.id, v.owner_id, v.name, v.query, v.shared, v.created_at from views v order by v.id")
        .map(|row| {
            let (owner, name, query) = (id(row.owner_id), row.name, row.query);
            View { id: id(row.id), owner, name, query, shared: row.shared, created_at: row.created_at }.into()
        })
        .fetch(&mut **tx)
}
