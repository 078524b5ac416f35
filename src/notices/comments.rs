//! Comments by mail, for those who want them.

use serde::{Deserialize, Serialize};

use super::jobs;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{CommentId, UserId};
use crate::outbox;

/// Enqueues one mail for everybody who wants this idea's comments by mail, except its author. Staff notes are never mailed.
pub async fn plan(tx: &mut TenantTx, comment: CommentId, now: Time) -> Result<()> {
    let enqueued = sqlx::query!(
        "insert into outbox (kind, key, payload, due_at, created_at)
         select $2, c.id || ':' || f.user_id, jsonb_build_object('comment', c.id, 'user', f.user_id), $3::timestamptz, $3::timestamptz
           from comments c join ideas i on i.id = c.idea_id
           join ideas same on same.canonical_id = i.canonical_id
           join followers f on f.idea_id = same.id and f.comments
          where c.id = $1 and not c.staff_only and f.user_id <> c.author_id
         on conflict on constraint outbox_once_key do nothing",
        comment.0,
        jobs::COMMENT,
        now,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    if enqueued > 0 {
        outbox::wake(tx).await?;
    }
    Ok(())
}

/// The payload of a comment's mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct To {
    pub comment: CommentId,
    pub user: UserId,
}

/// What a comment's mail says.
#[derive(Debug)]
pub(super) struct Said {
    pub number: i32,
    pub title: String,
    pub author: String,
    pub body: String,
    pub email: String,
    pub name: String,
}

/// Reads the comment, unless it is gone or its reader may not or does not want to hear of it any more.
pub(super) async fn said(tx: &mut TenantTx, to: &To) -> Result<Option<Said>> {
    let said = sqlx::query_as!(
        Said,
        r#"select i.number, i.title, author.name as author, c.body, u.email as "email!", u.name
             from comments c join ideas i on i.id = c.idea_id join users author on author.id = c.author_id
             join users u on u.id = $2
             join audience(array[i.canonical_id], null) a on a.user_id = u.id and a.exclusion is null
            where c.id = $1 and c.deleted_at is null and not c.staff_only
              and exists (select from followers f join ideas same on same.id = f.idea_id
                           where same.canonical_id = i.canonical_id and f.user_id = u.id and f.comments)"#,
        to.comment.0,
        to.user.0,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(said)
}
