//! Submitting an idea: one form makes one idea, and its number is its own.

use serde_json::json;
use uuid::Uuid;

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::{BoardId, IdeaId, StatusId, UserId};
use crate::similar;
use crate::text::{Body, Title, markdown};
use crate::words::message;

/// An idea on its way in.
#[derive(Clone, Debug)]
pub struct NewIdea {
    /// Where it goes.
    pub board: BoardId,
    /// Who asks.
    pub author: UserId,
    /// Where it stands to begin with.
    pub status: StatusId,
    /// What is wanted.
    pub title: Title,
    /// More about it, in Markdown.
    pub body: Body,
    /// The form it came with: a form makes one idea, however often it is sent.
    pub submission: Uuid,
    /// When it was asked.
    pub created_at: Time,
}

/// An idea that is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubmittedIdea {
    /// Which one.
    pub id: IdeaId,
    /// The number people call it by.
    pub number: i32,
    /// Whether it came in just now. Otherwise the same form had brought it before.
    pub fresh: bool,
}

/// Submits an idea: it is in, with its author's vote, and its author follows it.
pub async fn submit(tx: &mut TenantTx, new: &NewIdea) -> Result<SubmittedIdea> {
    if let Some(before) = brought(tx, new).await? {
        return Ok(before);
    }
    let (id, author, at) = (IdeaId::new(), new.author, new.created_at);
    // Whoever has a number holds up all who want the next one: what can be done before is.
    similar::jobs::compare(tx, id, at).await?;
    let idea = put(tx, id, new, true).await?;
    if idea.fresh {
        let data = json!({ "number": idea.number, "title": new.title.as_str() });
        events::record(tx, "idea.submitted", Some(author), idea.id.0, data, at).await?;
    }
    Ok(idea)
}

/// Takes an idea in, without votes or followers, or finds the one that the same form brought before.
pub async fn insert(tx: &mut TenantTx, new: &NewIdea) -> Result<SubmittedIdea> {
    match brought(tx, new).await? {
        Some(before) => Ok(before),
        None => put(tx, IdeaId::new(), new, false).await,
    }
}

/// Puts an idea in, and where it is wanted its author's vote and following with it, as `set_vote` and [`super::followers`] would:
/// in one statement, since it takes a number.
async fn put(tx: &mut TenantTx, id: IdeaId, new: &NewIdea, wanted: bool) -> Result<SubmittedIdea> {
    // The row of the counter stays locked until the transaction ends, so that numbers follow one another without gaps.
    let number = sqlx::query_scalar!(
        r#"with idea as (
               insert into ideas (id, number, board_id, author_id, status_id, title, body, body_html, canonical_id, submission, search,
                                  created_at, vote_count, heat)
               values ($1, next_number('idea'), $2, $3, $4, $5, $6, $7, $1, $8,
                       setweight(to_tsvector(current_language(), unaccent($5)), 'A')
                           || setweight(to_tsvector(current_language(), unaccent($6)), 'B'),
                       $9, case when $10 then 1 else 0 end, case when $10 then add_warmth(0, warmth($9)) else 0 end)
               on conflict on constraint ideas_submission_key do nothing
               returning id, number
           ), voted as (
               insert into votes (idea_id, user_id, created_at) select id, $3, $9 from idea where $10
           ), following as (
               insert into followers (idea_id, user_id, reason, created_at) select id, $3, 'submitted', $9 from idea where $10
           )
           select number from idea"#,
        id.0,
        new.board.0,
        new.author.0,
        new.status.0,
        new.title.as_str(),
        new.body.as_str(),
        markdown::render(new.body.as_str()),
        new.submission,
        new.created_at as Time,
        wanted,
    )
    .fetch_optional(&mut **tx)
    .await?;
    match number {
        Some(number) => Ok(SubmittedIdea { id, number, fresh: true }),
        // The same form at the same moment: by now the other one is in.
        None => brought(tx, new).await?.ok_or_else(|| Error::rejected(message("form-sent-before"))),
    }
}

/// What the same form of the same person brought before.
async fn brought(tx: &mut TenantTx, new: &NewIdea) -> Result<Option<SubmittedIdea>> {
    let idea =
        sqlx::query!("select id, number from ideas where submission = $1 and author_id = $2", new.submission, new.author.0,)
            .fetch_optional(&mut **tx)
            .await?;
    Ok(idea.map(|idea| SubmittedIdea { id: idea.id, number: idea.number, fresh: false }))
}
