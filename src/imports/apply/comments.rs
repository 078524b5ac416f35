//! What was said about ideas.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::{Batch, Fresh, Said, Sorted, mint, own, text};
use crate::clock::Time;
use crate::error::Result;
use crate::imports::record::{Comment, Kind};

struct Ready {
    id: Uuid,
    idea: Uuid,
    parent: Option<Uuid>,
    author: Uuid,
    body: String,
    record: Comment,
}

/// Comments that are new, and those that were edited or deleted where they come from.
pub(super) async fn apply(batch: &mut Batch<'_>, records: Vec<Said<Comment>>) -> Result<()> {
    let Sorted { mut new, changed } = batch.sort(Kind::Comment, records, |comment| &comment.id).await?;
    super::reworded::comments(batch, changed).await?;
    if new.is_empty() {
        return Ok(());
    }
    batch.resolve(Kind::Idea, new.iter().map(|fresh| &fresh.record.idea).collect()).await?;
    batch.resolve(Kind::Person, new.iter().filter_map(|fresh| fresh.record.author.as_ref()).collect()).await?;
    batch.resolve(Kind::Comment, new.iter().filter_map(|fresh| fresh.record.parent.as_ref()).collect()).await?;
    // What is answered stands before its answers.
    new.sort_by_key(|fresh| (fresh.record.parent.is_some(), fresh.record.created_at));
    let mut threads = threads(batch, &new).await?;
    let own_ids: Vec<Uuid> = new.iter().filter_map(|fresh| own(&fresh.record.id)).collect();
    let here: HashSet<Uuid> = sqlx::query_scalar!(r#"select id as "id: Uuid" from comments where id = any($1)"#, &own_ids)
        .fetch_all(&mut **batch.tx)
        .await?
        .into_iter()
        .collect();
    let (mut comments, mut links) = (Vec::new(), Vec::new());
    for Fresh { line, record, digest } in new {
        if let Some(id) = own(&record.id).filter(|id| here.contains(id)) {
            batch.found(Kind::Comment, &record.id, id, &mut links, digest);
            continue;
        }
        let id = mint(&record.id, record.created_at);
        match ready(batch, id, &record, &threads) {
            Ok(comment) => {
                batch.made(Kind::Comment, &record.id, id, &mut links, digest);
                threads.insert(id, (comment.parent.unwrap_or(id), comment.idea));
                comments.push(comment);
            }
            Err(words) => batch.refuse(Kind::Comment, line, words),
        }
    }
    if !batch.dry() {
        let (first, answers): (Vec<&Ready>, Vec<&Ready>) = comments.iter().partition(|comment| comment.parent.is_none());
        write(batch, &first).await?;
        write(batch, &answers).await?;
        for comment in &comments {
            batch.touch(comment.idea);
        }
    }
    batch.link(Kind::Comment, links).await
}

/// Of comments that are answered and here already: what their thread begins with, and the idea it stands on.
async fn threads(batch: &mut Batch<'_>, new: &[Fresh<Comment>]) -> Result<HashMap<Uuid, (Uuid, Uuid)>> {
    let parents = new.iter().filter_map(|fresh| fresh.record.parent.as_ref());
    let parents: Vec<Uuid> = parents.filter_map(|parent| batch.id(Kind::Comment, parent)).collect();
    let rows = sqlx::query!(
        r#"select id as "id: Uuid", coalesce(parent_id, id) as "thread!: Uuid", idea_id as "idea: Uuid" from comments where id = any($1)"#,
        &parents,
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, (row.thread, row.idea))).collect())
}

fn ready(batch: &Batch<'_>, id: Uuid, record: &Comment, threads: &HashMap<Uuid, (Uuid, Uuid)>) -> Result<Ready, String> {
    let idea = batch
        .id(Kind::Idea, &record.idea)
        .ok_or_else(|| format!("No idea is called “{}” further up in the file.", record.idea))?;
    let author = match &record.author {
        None => batch.actor.0,
        Some(author) => {
            batch.id(Kind::Person, author).ok_or_else(|| format!("Nobody is called “{author}” further up in the file."))?
        }
    };
    let (parent, idea) = match &record.parent {
        None => (None, idea),
        Some(parent) => {
            let answered = batch.id(Kind::Comment, parent);
            let answered = answered.ok_or_else(|| format!("No comment is called “{parent}” further up in the file."))?;
            // An answer to an answer joins its thread, and an answer stands where what it answers stands.
            threads.get(&answered).map_or((Some(answered), idea), |(thread, idea)| (Some(*thread), *idea))
        }
    };
    let body = text::lines(&record.body)?;
    if body.is_empty() && record.deleted_at.is_none() {
        return Err("The comment is empty.".to_owned());
    }
    Ok(Ready { id, idea, parent, author, body, record: record.clone() })
}

async fn write(batch: &mut Batch<'_>, comments: &[&Ready]) -> Result<()> {
    if comments.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = comments.iter().map(|comment| comment.id).collect();
    let ideas: Vec<Uuid> = comments.iter().map(|comment| comment.idea).collect();
    let parents: Vec<Option<Uuid>> = comments.iter().map(|comment| comment.parent).collect();
    let authors: Vec<Uuid> = comments.iter().map(|comment| comment.author).collect();
    let said = |comment: &Ready| if comment.record.deleted_at.is_some() { String::new() } else { comment.body.clone() };
    let bodies: Vec<String> = comments.iter().map(|comment| said(comment)).collect();
    let html: Vec<String> = bodies.iter().map(|body| super::ideas::answer(body)).collect();
    let notes: Vec<bool> = comments.iter().map(|comment| comment.record.staff_only).collect();
    let created: Vec<Time> = comments.iter().map(|comment| comment.record.created_at).collect();
    let edited: Vec<Option<Time>> = comments.iter().map(|comment| comment.record.edited_at).collect();
    let deleted: Vec<Option<Time>> = comments.iter().map(|comment| comment.record.deleted_at).collect();
    sqlx::query!(
        "insert into comments (id, idea_id, parent_id, author_id, body, body_html, staff_only, submission, created_at, edited_at, deleted_at)
         select c.id, c.idea, c.parent, c.author, c.body, c.html, c.note, c.id, c.created, c.edited, c.deleted
           from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::boolean[], $8::timestamptz[],
                       $9::timestamptz[], $10::timestamptz[])
                as c (id, idea, parent, author, body, html, note, created, edited, deleted)",
        &ids,
        &ideas,
        &parents as &[Option<Uuid>],
        &authors,
        &bodies,
        &html,
        &notes,
        &created as &[Time],
        &edited as &[Option<Time>],
        &deleted as &[Option<Time>],
    )
    .execute(&mut **batch.tx)
    .await?;
    Ok(())
}
