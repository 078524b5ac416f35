//! Comments: what people say about an idea, with one level of replies, and what staff note among themselves.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use crate::access::{Role, Roles, hue};
use crate::boards::Visibility;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::{CommentId, IdeaId, UserId};
use crate::notices;
use crate::text::{CommentBody, initials, markdown};
use crate::words::message;

/// A comment on its way in.
#[derive(Debug)]
pub struct NewComment {
    /// The idea that is meant.
    pub idea: IdeaId,
    /// Who says it.
    pub author: UserId,
    /// What it answers. An answer to an answer joins the same thread.
    pub parent: Option<CommentId>,
    /// Which boards its author sees: what they do not see, they cannot answer.
    pub visible: Vec<Visibility>,
    /// Whether its author works here, and so sees notes.
    pub by_staff: bool,
    /// What is said.
    pub body: CommentBody,
    /// Whether only staff see it. An answer to a note is a note.
    pub staff_only: bool,
    /// The form it came with: a form makes one comment, however often it is sent.
    pub submission: Uuid,
}

/// Takes a comment in. None where the same form brought it before.
pub async fn add(tx: &mut TenantTx, new: &NewComment, now: Time) -> Result<Option<CommentId>> {
    let id = CommentId::new();
    let root = lock(tx, new.idea).await?;
    // An answer stays with what it answers, so its idea is that one's.
    let added = sqlx::query!(
        r#"insert into comments (id, idea_id, parent_id, author_id, body, body_html, staff_only, submission, created_at)
           select $1, coalesce(p.idea_id, $2), coalesce(p.parent_id, p.id), $4, $5, $6, coalesce(p.staff_only, false) or $7, $8, $9
             from (select 1) one
             left join lateral (
                  select c.id, c.idea_id, c.parent_id, c.staff_only
                    from tree_of($10) t
                    join ideas i on i.id = t.idea_id
                    join comments c on c.idea_id = i.id
                   where c.id = $3 and (not c.staff_only or $12)
                     and (select b.visibility from boards b where b.id = i.board_id) = any($11::visibility[])) p on true
            where $3 is null or p.id is not null
           on conflict on constraint comments_submission_key do nothing
           returning idea_id as "idea: IdeaId", staff_only"#,
        id.0,
        new.idea.0,
        new.parent.map(|parent| parent.0),
        new.author.0,
        new.body.as_str(),
        markdown::render(new.body.as_str()),
        new.staff_only,
        new.submission,
        now,
        root.0,
        new.visible.as_slice() as &[Visibility],
        new.by_staff,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(added) = added else {
        let sent_before =
            sqlx::query_scalar!(r#"select exists (select from comments where submission = $1) as "sent!""#, new.submission)
                .fetch_one(&mut **tx)
                .await?;
        return if sent_before { Ok(None) } else { Err(Error::rejected(message("comment-parent-gone"))) };
    };
    if !added.staff_only {
        count(tx, added.idea, root, 1).await?;
        notices::comments::plan(tx, id, now).await?;
    }
    let kind = if added.staff_only { "comment.noted" } else { "comment.added" };
    events::record(tx, kind, Some(new.author), new.idea.0, json!({ "comment": id }), now).await?;
    Ok(Some(id))
}

/// Locks what carries the count of an idea's comments: the root of its tree.
async fn lock(tx: &mut TenantTx, idea: IdeaId) -> Result<IdeaId> {
    let root = sqlx::query_scalar!(r#"select lock_root($1) as "root: IdeaId""#, idea.0).fetch_one(&mut **tx).await?;
    root.ok_or(Error::NotFound)
}

/// Counts a comment on an idea at its root, unless there are people who see the root and not that idea: to them its number would
/// tell of something that they may not know of.
async fn count(tx: &mut TenantTx, idea: IdeaId, root: IdeaId, by: i32) -> Result<()> {
    sqlx::query!(
        "update ideas set comment_count = comment_count + $3 where id = $2 and ($1 = $2 or seen_with($1, $2))",
        idea.0,
        root.0,
        by,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A comment that somebody wants to change.
#[derive(Debug)]
pub struct Found {
    /// Which one.
    pub id: CommentId,
    /// The idea it is on.
    pub idea: IdeaId,
    /// That idea's number.
    pub number: i32,
    /// That idea's title.
    pub title: String,
    /// Who said it.
    pub author: UserId,
    /// What was said, in Markdown.
    pub body: String,
}

impl Found {
    /// The page it is on.
    pub fn path(&self) -> String {
        super::path(self.number)
    }
}

/// The comment with this id, if it exists for a reader who sees these boards.
pub async fn find(tx: &mut TenantTx, id: CommentId, visible: &[Visibility], staff: bool) -> Result<Found> {
    let found = sqlx::query_as!(
        Found,
        "select c.id, c.idea_id as idea, i.number, i.title, c.author_id as author, c.body
           from comments c
           join ideas i on i.id = c.idea_id
           join ideas r on r.id = i.canonical_id
          where c.id = $1 and c.deleted_at is null and i.deleted_at is null and r.deleted_at is null
            and (select b.visibility from boards b where b.id = i.board_id) = any($2::visibility[])
            and (select b.visibility from boards b where b.id = r.board_id) = any($2::visibility[])
            and (not c.staff_only or $3)",
        id.0,
        visible as &[Visibility],
        staff,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(found)
}

/// Changes what a comment says. False where it said so before.
pub async fn edit(tx: &mut TenantTx, id: CommentId, body: &CommentBody, now: Time) -> Result<bool> {
    let edited = sqlx::query!(
        "update comments set body = $2, body_html = $3, edited_at = $4 where id = $1 and deleted_at is null and body <> $2",
        id.0,
        body.as_str(),
        markdown::render(body.as_str()),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(edited.rows_affected() == 1)
}

/// Deletes a comment: its words are gone, its place stays for as long as it has answers.
pub async fn delete(tx: &mut TenantTx, comment: &Found, actor: UserId, now: Time) -> Result<()> {
    let root = lock(tx, comment.idea).await?;
    let deleted = sqlx::query!(
        "update comments set deleted_at = $2, body = '', body_html = '' where id = $1 and deleted_at is null returning staff_only",
        comment.id.0,
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(deleted) = deleted else { return Ok(()) };
    if !deleted.staff_only {
        count(tx, comment.idea, root, -1).await?;
    }
    events::record(tx, "comment.deleted", Some(actor), comment.idea.0, json!({ "comment": comment.id }), now).await
}

/// Something that was said, as a reader sees it.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Which one.
    pub id: CommentId,
    /// What it answers.
    pub parent_id: Option<CommentId>,
    /// The number of the idea it stands on.
    pub number: i32,
    /// Who said it.
    pub author_id: UserId,
    /// What they are called.
    pub author: String,
    /// What they may.
    pub roles: Vec<Role>,
    /// What was said, safe to put into a page.
    pub body_html: String,
    /// Whether only staff see it.
    pub staff_only: bool,
    /// When it was said.
    pub created_at: Time,
    /// When it was changed.
    pub edited_at: Option<Time>,
    /// When its words were deleted.
    pub deleted_at: Option<Time>,
}

impl Comment {
    /// The letters of its author's avatar.
    pub fn initials(&self) -> String {
        initials(&self.author)
    }

    /// The colour of it.
    pub fn hue(&self) -> u8 {
        hue(self.author_id)
    }

    /// Whether its author works here.
    pub fn by_staff(&self) -> bool {
        self.roles.staff()
    }
}

/// A comment and what was answered.
#[derive(Clone, Debug)]
pub struct Thread {
    /// What was said first.
    pub comment: Comment,
    /// What was answered, oldest first.
    pub replies: Vec<Comment>,
}

/// What was said about an idea and everything combined with it, oldest first. Notes are for staff.
pub async fn threads(tx: &mut TenantTx, root: IdeaId, visible: &[Visibility], staff: bool) -> Result<Vec<Thread>> {
    let comments = sqlx::query_as!(
        Comment,
        "select c.id, c.parent_id, i.number, c.author_id, u.name as author, u.roles, c.body_html, c.staff_only,
                c.created_at, c.edited_at, c.deleted_at
           from tree_of($1) t
           join ideas i on i.id = t.idea_id
           join comments c on c.idea_id = i.id
           join users u on u.id = c.author_id
          where (select b.visibility from boards b where b.id = i.board_id) = any($2::visibility[]) and (not c.staff_only or $3)
          order by c.created_at, c.id",
        root.0,
        visible as &[Visibility],
        staff,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(thread(comments))
}

/// Puts answers under what they answer. What was deleted stays only where somebody answered it.
fn thread(comments: Vec<Comment>) -> Vec<Thread> {
    let mut threads: Vec<Thread> = Vec::new();
    let mut places = HashMap::new();
    for comment in comments {
        match comment.parent_id {
            None => {
                places.insert(comment.id, threads.len());
                threads.push(Thread { comment, replies: Vec::new() });
            }
            Some(parent) if comment.deleted_at.is_none() => {
                if let Some(place) = places.get(&parent) {
                    threads[*place].replies.push(comment);
                }
            }
            Some(_) => {}
        }
    }
    threads.retain(|thread| thread.comment.deleted_at.is_none() || !thread.replies.is_empty());
    threads
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(parent: Option<&Comment>, deleted: bool) -> Comment {
        let now = Time::from_timestamp("2026-01-01T00:00:00Z".parse().unwrap());
        Comment {
            id: CommentId::new(),
            parent_id: parent.map(|parent| parent.id),
            number: 1,
            author_id: UserId::new(),
            author: "Vera".to_owned(),
            roles: vec![Role::Member],
            body_html: String::new(),
            staff_only: false,
            created_at: now,
            edited_at: None,
            deleted_at: deleted.then_some(now),
        }
    }

    #[test]
    fn what_was_deleted_stays_only_where_somebody_answered_it() {
        let lonely = comment(None, true);
        let answered = comment(None, true);
        let answer = comment(Some(&answered), false);
        let taken_back = comment(Some(&answered), true);
        let threads = thread(vec![lonely, answered.clone(), answer.clone(), taken_back]);
        assert_eq!(threads.len(), 1);
        assert_eq!(threads[0].comment.id, answered.id);
        assert_eq!(threads[0].replies.iter().map(|reply| reply.id).collect::<Vec<_>>(), [answer.id]);
    }
}
