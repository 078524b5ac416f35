//! Ideas that were brought before and say something else now.

use std::collections::HashMap;

use uuid::Uuid;

use super::ideas::{Ready, answer, links, ready, responded_at, tag, usual};
use super::{Batch, Change, Changed};
use crate::clock::Time;
use crate::error::Result;
use crate::imports::record::{Idea, Kind};
use crate::text::markdown;

struct Row {
    id: Uuid,
    title: String,
    body: String,
    board_id: Uuid,
    status_id: Uuid,
    author_id: Uuid,
    imported_votes: i32,
    response: String,
    responded_at: Option<Time>,
    created_at: Time,
    deleted_at: Option<Time>,
    /// Votes with names that imports brought.
    named: i32,
}

pub(super) async fn apply(batch: &mut Batch<'_>, changed: Vec<Changed<Idea>>) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = changed.iter().map(|changed| changed.id).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"select i.id as "id: Uuid", i.title, i.body, i.board_id as "board_id: Uuid", i.status_id as "status_id: Uuid",
                  i.author_id as "author_id: Uuid", i.imported_votes, i.response, i.responded_at, i.created_at, i.deleted_at,
                  (select count(*)::integer from votes v
                     where v.idea_id = i.id
                       and exists (select from import_acts a
                                    where a.target_id = i.id and a.other_id = v.user_id and a.kind = 'vote')) as "named!"
             from ideas i where i.id = any($1) order by i.id for no key update of i"#,
        &ids,
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    let rows: HashMap<Uuid, Row> = rows.into_iter().map(|row| (row.id, row)).collect();
    let usual = usual(batch).await?;
    let (mut ideas, mut names, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    for changed in changed {
        let Some(row) = rows.get(&changed.id) else { continue };
        let mut idea = match ready(batch, changed.id, &changed.record, &usual) {
            Ok(idea) => idea,
            Err(words) => {
                batch.refuse(Kind::Idea, changed.line, words);
                continue;
            }
        };
        settle(&mut idea, row);
        let change = difference(row, &idea);
        if change.has("imported_votes") || change.has("created_at") {
            batch.touch(idea.id);
        }
        batch.changed(Kind::Idea, &changed.record.id, &changed, change, &mut names);
        parts.extend(changed.record.merged_into.clone().map(|into| (changed.line, idea.id, into)));
        ideas.push(idea);
    }
    if !batch.dry() {
        write(batch, &ideas).await?;
        tag(batch, ideas.iter(), true).await?;
        links(batch, parts).await?;
    }
    batch.link(Kind::Idea, names).await
}

/// What the file leaves open stays as it is.
fn settle(idea: &mut Ready, row: &Row) {
    if idea.record.board.is_none() {
        idea.board = row.board_id;
    }
    if idea.record.status.is_none() {
        idea.status = row.status_id;
    }
    if idea.record.author.is_none() {
        idea.author = row.author_id;
    }
    if idea.record.votes_are_all {
        idea.record.imported_votes = (idea.record.imported_votes - row.named).max(0);
    }
}

fn difference(row: &Row, idea: &Ready) -> Change {
    let mut change = Change::default();
    let time = |time: Option<Time>| time.map(Time::timestamp).map(|moment| moment.to_string());
    change.column("title", row.title.clone(), idea.title.clone());
    change.column("body", row.body.clone(), idea.body.clone());
    change.column("board_id", row.board_id.to_string(), idea.board.to_string());
    change.column("status_id", row.status_id.to_string(), idea.status.to_string());
    change.column("author_id", row.author_id.to_string(), idea.author.to_string());
    change.column("imported_votes", row.imported_votes, idea.record.imported_votes);
    change.column("response", row.response.clone(), idea.response.clone());
    change.column("responded_at", time(row.responded_at), time(responded_at(idea)));
    change.column("created_at", time(Some(row.created_at)), time(Some(idea.record.created_at)));
    change.column("deleted_at", time(row.deleted_at), time(idea.record.deleted_at));
    change
}

/// Nobody is told: what was decided elsewhere was told there.
async fn write(batch: &mut Batch<'_>, ideas: &[Ready]) -> Result<()> {
    let ids: Vec<Uuid> = ideas.iter().map(|idea| idea.id).collect();
    let boards: Vec<Uuid> = ideas.iter().map(|idea| idea.board).collect();
    let statuses: Vec<Uuid> = ideas.iter().map(|idea| idea.status).collect();
    let authors: Vec<Uuid> = ideas.iter().map(|idea| idea.author).collect();
    let titles: Vec<String> = ideas.iter().map(|idea| idea.title.clone()).collect();
    let bodies: Vec<String> = ideas.iter().map(|idea| idea.body.clone()).collect();
    let html: Vec<String> = ideas.iter().map(|idea| markdown::render(&idea.body)).collect();
    let responses: Vec<String> = ideas.iter().map(|idea| idea.response.clone()).collect();
    let response_html: Vec<String> = responses.iter().map(|response| answer(response)).collect();
    let responded: Vec<Option<Time>> = ideas.iter().map(responded_at).collect();
    let votes: Vec<i32> = ideas.iter().map(|idea| idea.record.imported_votes).collect();
    let created: Vec<Time> = ideas.iter().map(|idea| idea.record.created_at).collect();
    let deleted: Vec<Option<Time>> = ideas.iter().map(|idea| idea.record.deleted_at).collect();
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
    .execute(&mut **batch.tx)
    .await?;
    Ok(())
}
