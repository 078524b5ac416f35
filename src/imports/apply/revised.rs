//! Ideas that were brought before and say something else now.

use std::collections::HashMap;

use uuid::Uuid;

use super::ideas::{Ready, links, ready, responded_at, tag, usual};
use super::whole::Whole;
use super::{Batch, Change, Changed};
use crate::clock::Time;
use crate::error::Result;
use crate::imports::record::{Idea, Kind};

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
        let written: Vec<Whole> = ideas.iter().map(whole).collect();
        super::whole::write(batch.tx, &written).await?;
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

/// A changed idea as it is to be written.
fn whole(idea: &Ready) -> Whole {
    Whole {
        id: idea.id,
        board: idea.board,
        status: idea.status,
        author: idea.author,
        title: idea.title.clone(),
        body: idea.body.clone(),
        response: idea.response.clone(),
        responded_at: responded_at(idea),
        imported_votes: idea.record.imported_votes,
        created_at: idea.record.created_at,
        deleted_at: idea.record.deleted_at,
    }
}
