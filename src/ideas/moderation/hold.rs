//! Holding a post, and what its author does with it while it waits.

use serde_json::json;
use uuid::Uuid;

use super::screen::{self, Place, Post, Verdict};
use super::stamp::Carried;
use super::{Kind, State, Why, explanation};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ideas::comments::NewComment;
use crate::ideas::submit::NewIdea;
use crate::ids::{BoardId, CommentId, HeldId, IdeaId, UserId};
use crate::words::{Message, message};

/// How many posts of theirs somebody is shown.
const LISTED: i64 = 100;

/// A post that does not appear yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which one.
    pub id: HeldId,
    /// The first reason; none where the same form had brought it before.
    pub why: Option<Why>,
}

impl Held {
    /// Where its author is led: to its page, unless a machine is to learn nothing from the answer.
    pub fn path(&self, otherwise: &str) -> String {
        if self.why == Some(Why::Trap) { otherwise.to_owned() } else { super::path(self.id) }
    }

    /// What its author is told.
    pub fn thanks(&self, kind: Kind) -> Message {
        match self.why {
            Some(Why::Trap) => message("post-thanks").with("kind", kind.word()),
            Some(_) => message("post-thanks-waits").with("kind", kind.word()),
            None => Message::default(),
        }
    }
}

/// What is to be held.
#[derive(Debug)]
pub struct NewHeld<'a> {
    /// What it is.
    pub kind: Kind,
    /// Who says it.
    pub author: UserId,
    /// The board an idea is for.
    pub board: Option<BoardId>,
    /// The idea that anything else is about.
    pub idea: Option<IdeaId>,
    /// The comment that is answered or changed.
    pub comment: Option<CommentId>,
    /// Its title; empty where it has none.
    pub title: &'a str,
    /// Its text, in Markdown.
    pub body: &'a str,
    /// The form it came with.
    pub submission: Uuid,
    /// Why it waits.
    pub reasons: &'a [Why],
}

/// Holds a new idea, if it is to wait.
pub async fn idea(tx: &mut TenantTx, new: &NewIdea, carried: &Carried, key: &[u8]) -> Result<Option<Held>> {
    let (title, body, now) = (new.title.as_str(), new.body.as_str(), new.created_at);
    let post = Post {
        author: new.author,
        place: Place::Board(new.board),
        title,
        body,
        submission: new.submission,
        trapped: carried.trapped(),
        hasty: carried.hasty(new.submission, key, now),
        before: None,
    };
    let held = |reasons| NewHeld {
        kind: Kind::Idea,
        author: new.author,
        board: Some(new.board),
        idea: None,
        comment: None,
        title,
        body,
        submission: new.submission,
        reasons,
    };
    match screen::screen(tx, &post, now).await? {
        Verdict::Appears => Ok(None),
        Verdict::Held(id, _) => Ok(Some(Held { id, why: None })),
        Verdict::Waits(reasons) => hold(tx, &held(&reasons), now).await.map(Some),
    }
}

/// Holds a new comment, if it is to wait. `hasty` says whether its form came back faster than people type.
pub async fn comment(tx: &mut TenantTx, new: &NewComment, carried: &Carried, hasty: bool, now: Time) -> Result<Option<Held>> {
    let body = new.body.as_str();
    let post = Post {
        author: new.author,
        place: Place::Idea(new.idea),
        title: "",
        body,
        submission: new.submission,
        trapped: carried.trapped(),
        hasty,
        before: None,
    };
    let held = |reasons| NewHeld {
        kind: Kind::Comment,
        author: new.author,
        board: None,
        idea: Some(new.idea),
        comment: new.parent,
        title: "",
        body,
        submission: new.submission,
        reasons,
    };
    match screen::screen(tx, &post, now).await? {
        Verdict::Appears => Ok(None),
        Verdict::Held(id, _) => Ok(Some(Held { id, why: None })),
        Verdict::Waits(reasons) => hold(tx, &held(&reasons), now).await.map(Some),
    }
}

/// Other words for what is there already.
#[derive(Debug)]
pub struct Change<'a> {
    /// Whose they are.
    pub author: UserId,
    /// The idea that is changed, or that the comment is on.
    pub idea: IdeaId,
    /// The comment that is changed.
    pub comment: Option<CommentId>,
    /// The new title; empty for a comment.
    pub title: &'a str,
    /// The new text.
    pub body: &'a str,
    /// The words as they are: title and text.
    pub before: &'a str,
}

/// Holds a change, if it is to wait: with the first one that does, of the same author to the same thing, it becomes one.
pub async fn change(tx: &mut TenantTx, new: &Change<'_>, now: Time) -> Result<Option<Held>> {
    let Change { author, idea, comment, title, body, before } = *new;
    let submission = Uuid::new_v4();
    let place = Place::Idea(idea);
    let post = Post { author, place, title, body, submission, trapped: false, hasty: false, before: Some(before) };
    let Verdict::Waits(reasons) = screen::screen(tx, &post, now).await? else { return Ok(None) };
    let kind = if comment.is_some() { Kind::CommentEdit } else { Kind::IdeaEdit };
    let id = sqlx::query_scalar!(
        "insert into held_posts as old (id, kind, author_id, idea_id, comment_id, title, body, words, submission, reasons, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (tenant_id, author_id, idea_id, coalesce(comment_id, idea_id)) where state = 'waiting' and kind in ('idea_edit', 'comment_edit')
         do update set title = excluded.title, body = excluded.body, words = excluded.words, reasons = excluded.reasons,
                       created_at = excluded.created_at
         returning id",
        HeldId::new().0,
        kind as Kind,
        author.0,
        idea.0,
        comment.map(|comment| comment.0),
        title,
        body,
        screen::words(title, body),
        submission,
        &reasons as &[Why],
        now,
    )
    .fetch_one(&mut **tx)
    .await?;
    record(tx, "post.held", author, id, kind, now).await?;
    Ok(Some(Held { id, why: reasons.first().copied() }))
}

/// Puts a post among those that wait, or finds the one that the same form brought before.
pub async fn hold(tx: &mut TenantTx, new: &NewHeld<'_>, now: Time) -> Result<Held> {
    let id = sqlx::query_scalar!(
        "insert into held_posts (id, kind, author_id, board_id, idea_id, comment_id, title, body, words, submission, reasons, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict on constraint held_posts_submission_key do nothing
         returning id",
        HeldId::new().0,
        new.kind as Kind,
        new.author.0,
        new.board.map(|board| board.0),
        new.idea.map(|idea| idea.0),
        new.comment.map(|comment| comment.0),
        new.title,
        new.body,
        screen::words(new.title, new.body),
        new.submission,
        new.reasons as &[Why],
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(id) = id {
        record(tx, "post.held", new.author, id, new.kind, now).await?;
        return Ok(Held { id, why: new.reasons.first().copied() });
    }
    // The same form at the same moment: by now the other one is in.
    let id =
        sqlx::query_scalar!("select id from held_posts where submission = $1 and author_id = $2", new.submission, new.author.0)
            .fetch_optional(&mut **tx)
            .await?;
    let sent_before = || Error::rejected(message("form-sent-before"));
    Ok(Held { id: id.ok_or_else(sent_before)?, why: None })
}

/// What somebody has here that does not appear.
#[derive(Clone, Debug)]
pub struct Own {
    /// Which one.
    pub id: HeldId,
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub state: State,
    /// Its title; empty where it has none.
    pub title: String,
    /// Its text, in Markdown.
    pub body: String,
    /// Why it waits.
    pub reasons: Vec<Why>,
    /// Why it was declined.
    pub declined_as: Option<String>,
    /// What staff added to that.
    pub note: String,
    /// The board that an idea is for.
    pub board: Option<String>,
    /// The number of the idea that it is about, or has become.
    pub number: Option<i32>,
    /// That idea's title.
    pub about: Option<String>,
    /// The comment that it answers, changes, or has become.
    pub comment_id: Option<CommentId>,
    /// When it was written.
    pub created_at: Time,
    /// When the team decided.
    pub decided_at: Option<Time>,
}

impl Own {
    /// Its page.
    pub fn path(&self) -> String {
        super::path(self.id)
    }

    /// What a list calls it.
    pub fn name(&self) -> Message {
        match (self.kind, self.number) {
            (Kind::Idea, _) => self.title.as_str().into(),
            (kind, Some(number)) => message("post-on").with("kind", kind.word()).with("number", number.to_string()),
            (kind, None) => message("post-yours").with("kind", kind.word()),
        }
    }

    /// The page of the idea that it is about.
    pub fn about_path(&self) -> String {
        self.number.map_or_else(String::new, crate::ideas::path)
    }

    /// Why it waits, to its author.
    pub fn why(&self) -> Message {
        self.reasons.first().map_or_else(Message::default, |why| why.to_author())
    }

    /// Why it was declined, to its author.
    pub fn explanation(&self) -> Message {
        explanation(self.declined_as.as_deref().unwrap_or_default(), &self.note)
    }

    /// What it has become, once it was approved.
    pub fn became(&self) -> Option<String> {
        let path = crate::ideas::path(self.number.filter(|_| self.state == State::Approved)?);
        Some(self.comment_id.map_or_else(|| path.clone(), |comment| format!("{path}#comment-{comment}")))
    }
}

/// Which of somebody's posts are wanted.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// All that wait or were declined.
    All,
    /// Ideas that wait, of one board or of all.
    Ideas(Option<BoardId>),
    /// What waits to be said about an idea (a root) and everything merged into it.
    About(IdeaId),
}

/// The posts of somebody that do not appear, latest first.
pub async fn own(tx: &mut TenantTx, author: UserId, which: Which) -> Result<Vec<Own>> {
    let (waiting, board, about) = match which {
        Which::All => (false, None, None),
        Which::Ideas(board) => (true, board, None),
        Which::About(idea) => (true, None, Some(idea)),
    };
    let posts = sqlx::query_as!(
        Own,
        r#"select h.id, h.kind, h.state, h.title, h.body, h.reasons, h.declined_as, h.note, b.name as "board?",
                  i.number as "number?", i.title as "about?", h.comment_id, h.created_at, h.decided_at
             from held_posts h
             left join boards b on b.id = h.board_id
             left join ideas i on i.id = h.idea_id
            where h.author_id = $1 and h.state <> 'approved'
              and (not $2 or h.state = 'waiting' and (h.kind = 'idea') = ($4::uuid is null))
              and ($3::uuid is null or h.board_id = $3)
              and ($4::uuid is null or i.canonical_id = $4)
            order by h.id desc
            limit $5"#,
        author.0,
        waiting,
        board.map(|board| board.0),
        about.map(|idea| idea.0),
        LISTED,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(posts)
}

/// One post of somebody's.
pub async fn find(tx: &mut TenantTx, id: HeldId, author: UserId) -> Result<Own> {
    let post = sqlx::query_as!(
        Own,
        r#"select h.id, h.kind, h.state, h.title, h.body, h.reasons, h.declined_as, h.note, b.name as "board?",
                  i.number as "number?", i.title as "about?", h.comment_id, h.created_at, h.decided_at
             from held_posts h
             left join boards b on b.id = h.board_id
             left join ideas i on i.id = h.idea_id
            where h.id = $1 and h.author_id = $2"#,
        id.0,
        author.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(post)
}

/// Changes the words of a post that waits. The team reads the new ones.
pub async fn reword(tx: &mut TenantTx, post: &Own, author: UserId, title: &str, body: &str, now: Time) -> Result<()> {
    let changed = sqlx::query!(
        "update held_posts set title = $3, body = $4, words = $5, edited_at = $6
          where id = $1 and author_id = $2 and state = 'waiting'",
        post.id.0,
        author.0,
        title,
        body,
        screen::words(title, body),
        now,
    )
    .execute(&mut **tx)
    .await?;
    if changed.rows_affected() == 0 {
        return Err(decided_meanwhile());
    }
    record(tx, "post.reworded", author, post.id, post.kind, now).await
}

/// Takes a post back that waits: nothing of it is kept.
pub async fn withdraw(tx: &mut TenantTx, post: &Own, author: UserId, now: Time) -> Result<()> {
    let gone = sqlx::query!("delete from held_posts where id = $1 and author_id = $2 and state = 'waiting'", post.id.0, author.0)
        .execute(&mut **tx)
        .await?;
    if gone.rows_affected() == 0 {
        return Err(decided_meanwhile());
    }
    record(tx, "post.withdrawn", author, post.id, post.kind, now).await
}

fn decided_meanwhile() -> Error {
    Error::rejected(message("post-decided"))
}

/// Writes down what an author did. The words are not part of it: who takes them back has taken them back.
async fn record(tx: &mut TenantTx, event: &str, author: UserId, id: HeldId, kind: Kind, now: Time) -> Result<()> {
    events::record(tx, event, Some(author), id.0, json!({ "what": kind.noun() }), now).await
}
