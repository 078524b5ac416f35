//! An idea as it is to be from now on, written over what is there: what a file says now, or what it was before an import.

use uuid::Uuid;

use super::ideas::answer;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::text::markdown;

/// Everything of an idea that an import may change.
pub(in crate::imports) struct Whole {
    pub(in crate::imports) id: Uuid,
    pub(in crate::imports) board: Uuid,
    pub(in crate::imports) status: Uuid,
    pub(in crate::imports) author: Uuid,
    pub(in crate::imports) title: String,
    pub(in crate::imports) body: String,
    pub(in crate::imports) response: String,
    pub(in crate::imports) responded_at: Option<Time>,
    pub(in crate::imports) imported_votes: i32,
    pub(in crate::imports) created_at: Time,
    pub(in crate::imports) deleted_at: Option<Time>,
}

/// Writes them. Nobody is told: what was decided elsewhere was told there.
pub(in crate::imports) async fn write(tx: &mut TenantTx, ideas: &[Whole]) -> Result<()> {
    let ids: Vec<Uuid> = ideas.iter().map(|idea| idea.id).collect();
    let boards: Vec<Uuid> = ideas.iter().map(|idea| idea.board).collect();
    let statuses: Vec<Uuid> = ideas.iter().map(|idea| idea.status).collect();
    let authors: Vec<Uuid> = ideas.iter().map(|idea| idea.author).collect();
    let titles: Vec<String> = ideas.iter().map(|idea| idea.title.clone()).collect();
    let bodies: Vec<String> = ideas.iter().map(|idea| idea.body.clone()).collect();
    let html: Vec<String> = ideas.iter().map(|idea| markdown::render(&idea.body)).collect();
    let responses: Vec<String> = ideas.iter().map(|idea| idea.response.clone()).collect();
    let response_html: Vec<String> = responses.iter().map(|response| answer(response)).collect();
    let responded: Vec<Option<Time>> = ideas.iter().map(|idea| idea.responded_at).collect();
    let votes: Vec<i32> = ideas.iter().map(|idea| idea.imported_votes).collect();
    let created: Vec<Time> = ideas.iter().map(|idea| idea.created_at).collect();
    let deleted: Vec<Option<Time>> = ideas.iter().map(|idea| idea.deleted_at).collect();
    sqlx::query!(
        "update ideas i
            set board_id = n.board, status_id = n.status, author_id = n.author, title = n.title, body = n.body, body_html = n.html,
                response = n.response, response_html = n.response_html, responded_at = n.responded, imported_votes = n.votes,
                created_at = n.created, deleted_at = n.deleted,
                search = setweight(to_tsvector(l.language, unaccent(n.title)), 'A')
                             || setweight(to_tsvector(l.language, unaccent(n.body)), 'B')
           from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                       $10::timestamptz[], $11::integer[], $12::timestamptz[], $13::timestamptz[])
                as n (id, board, status, author, title, body, html, response, response_html, responded, votes, created, deleted),
                (select current_language() as language) l
          where i.id = n.id",
        &ids,
        &boards,
        &statuses,
        &authors,
        &titles,
        &bodies,
        &html,
        &responses,
        &response_html,
        &responded as &[Option<Time>],
        &votes,
        &created as &[Time],
        &deleted as &[Option<Time>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
