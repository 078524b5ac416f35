//! The team's work: posts that wait to be read, pairs that are no duplicates, saved views.

use std::collections::HashSet;

use serde_json::json;
use uuid::Uuid;

use super::past::{Rows, actor, idea};
use super::{Batch, Fresh, Said, Sorted, mint, text};
use crate::error::Result;
use crate::ideas::moderation::{self, screen};
use crate::imports::record::{Distinct, Held, Kind, View};
use crate::text::Name;

/// Posts that wait, or were declined. They are decided where they are now; nobody is told because they moved.
pub(super) async fn held(batch: &mut Batch<'_>, records: Vec<Said<Held>>) -> Result<()> {
    let Sorted { new, changed } = batch.sort(Kind::Held, records, |post| &post.id).await?;
    batch.count(Kind::Held, |tally| tally.unchanged += i64::try_from(changed.len()).unwrap_or(0));
    let people = new.iter().flat_map(|fresh| [Some(&fresh.record.author), fresh.record.decided_by.as_ref()]).flatten();
    batch.resolve(Kind::Person, people.collect()).await?;
    batch.resolve(Kind::Board, new.iter().filter_map(|fresh| fresh.record.board.as_ref()).collect()).await?;
    batch.resolve(Kind::Idea, new.iter().filter_map(|fresh| fresh.record.idea.as_ref()).collect()).await?;
    batch.resolve(Kind::Comment, new.iter().filter_map(|fresh| fresh.record.comment.as_ref()).collect()).await?;
    let mut rows = Rows::default();
    for Fresh { line, record, digest } in new {
        match post(batch, &record) {
            Ok((id, row)) => rows.add(&record.id, id, digest, row),
            Err(words) => batch.refuse(Kind::Held, line, words),
        }
    }
    let mut made = HashSet::new();
    if !batch.dry() {
        made = sqlx::query_scalar!(
            r#"insert into held_posts (id, kind, author_id, board_id, idea_id, comment_id, title, body, words, submission, reasons, state,
                                       decided_by, decided_at, declined_as, note, told, created_at, edited_at)
               select h.id, h.kind, h.author_id, h.board_id, h.idea_id, h.comment_id, h.title, h.body, h.words, h.id, h.reasons, h.state,
                      h.decided_by, h.decided_at, h.declined_as, h.note, h.told, h.created_at, h.edited_at
                 from jsonb_to_recordset($1)
                      as h (id uuid, kind held_kind, author_id uuid, board_id uuid, idea_id uuid, comment_id uuid, title text, body text,
                            words text, reasons held_reason[], state held_state, decided_by uuid, decided_at timestamptz,
                            declined_as text, note text, told held_state, created_at timestamptz, edited_at timestamptz)
                   on conflict do nothing
               returning id as "id: Uuid""#,
            rows.json(),
        )
        .fetch_all(&mut **batch.tx)
        .await?
        .into_iter()
        .collect();
    }
    rows.settle(batch, Kind::Held, &made).await
}

/// A post as a row, or why it cannot be one: the schema says of each kind what it has to be about.
fn post(batch: &Batch<'_>, record: &Held) -> Result<(Uuid, serde_json::Value), String> {
    let of = |kind: Kind, named: Option<&String>| -> Result<Option<Uuid>, String> {
        let unknown = |named: &String| format!("Nothing is called “{named}” further up in the file.");
        named.map(|named| batch.id(kind, named).ok_or_else(|| unknown(named))).transpose()
    };
    let board = of(Kind::Board, record.board.as_ref())?;
    let about = of(Kind::Idea, record.idea.as_ref())?;
    let comment = of(Kind::Comment, record.comment.as_ref())?;
    let fits = match record.kind {
        moderation::Kind::Idea => board.is_some() && about.is_none() && comment.is_none(),
        moderation::Kind::Comment => board.is_none() && about.is_some(),
        moderation::Kind::IdeaEdit => board.is_none() && about.is_some() && comment.is_none(),
        moderation::Kind::CommentEdit => board.is_none() && about.is_some() && comment.is_some(),
    };
    let declined = record.state == moderation::State::Declined;
    if !fits
        || record.state == moderation::State::Approved
        || declined != record.decided_at.is_some()
        || declined != record.declined_as.is_some()
    {
        return Err("This post says two things about where it belongs, or about whether it was decided.".to_owned());
    }
    let decided_by = record.decided_by.as_ref().map(|by| actor(batch, Some(by))).transpose()?;
    let (title, body) = (text::line(&record.title), text::lines(&record.body)?);
    let id = mint(&record.id, record.created_at);
    let row = json!({
        "id": id, "kind": record.kind, "author_id": actor(batch, Some(&record.author))?, "board_id": board, "idea_id": about,
        "comment_id": comment, "words": screen::words(&title, &body), "title": title, "body": body, "reasons": record.reasons,
        "state": record.state, "decided_by": decided_by, "decided_at": record.decided_at, "declined_as": record.declined_as,
        "note": record.note, "told": record.told, "created_at": record.created_at, "edited_at": record.edited_at,
    });
    Ok((id, row))
}

/// Pairs that somebody has looked at already.
pub(super) async fn distinct(batch: &mut Batch<'_>, records: Vec<Said<Distinct>>) -> Result<()> {
    batch.resolve(Kind::Idea, records.iter().flat_map(|(_, pair)| [&pair.one, &pair.other]).collect()).await?;
    batch.resolve(Kind::Person, records.iter().filter_map(|(_, pair)| pair.decided_by.as_ref()).collect()).await?;
    let mut rows = Vec::new();
    for (line, record) in records {
        match (idea(batch, &record.one), idea(batch, &record.other), actor(batch, record.decided_by.as_ref())) {
            (Err(words), ..) | (_, Err(words), _) | (.., Err(words)) => batch.refuse(Kind::Distinct, line, words),
            (Ok(one), Ok(other), Ok(by)) => {
                rows.push(
                    json!({ "one": one.min(other), "other": one.max(other), "decided_by": by, "decided_at": record.decided_at }),
                );
            }
        }
    }
    let all = i64::try_from(rows.len()).unwrap_or(0);
    if batch.dry() {
        batch.count(Kind::Distinct, |tally| tally.made += all);
        return Ok(());
    }
    let made = sqlx::query!(
        r#"insert into distinct_pairs (one_id, other_id, decided_by, decided_at)
           select p.one, p.other, p.decided_by, p.decided_at
             from jsonb_to_recordset($1) as p (one uuid, other uuid, decided_by uuid, decided_at timestamptz)
            where p.one < p.other
               on conflict on constraint distinct_pairs_pkey do nothing
           returning one_id as "one: Uuid", other_id as "other: Uuid""#,
        serde_json::Value::Array(rows),
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    batch.made_pairs(Kind::Distinct, all, "distinct", made.into_iter().map(|row| (row.one, row.other)).collect());
    Ok(())
}

/// Saved views. One person has one of a name.
pub(super) async fn views(batch: &mut Batch<'_>, records: Vec<Said<View>>) -> Result<()> {
    let Sorted { new, changed } = batch.sort(Kind::View, records, |view| &view.id).await?;
    batch.count(Kind::View, |tally| tally.unchanged += i64::try_from(changed.len()).unwrap_or(0));
    batch.resolve(Kind::Person, new.iter().map(|fresh| &fresh.record.owner).collect()).await?;
    let mut rows = Rows::default();
    for Fresh { line, record, digest } in new {
        match actor(batch, Some(&record.owner)) {
            Err(words) => batch.refuse(Kind::View, line, words),
            Ok(owner) => {
                let id = mint(&record.id, record.created_at);
                let row = json!({
                    "id": id, "owner_id": owner, "name": text::short(&record.name, Name::MAX), "query": text::line(&record.query),
                    "shared": record.shared, "created_at": record.created_at,
                });
                rows.add(&record.id, id, digest, row);
            }
        }
    }
    let mut made = HashSet::new();
    if !batch.dry() {
        made = sqlx::query_scalar!(
            r#"insert into views (id, owner_id, name, query, shared, created_at)
               select * from jsonb_to_recordset($1)
                    as v (id uuid, owner_id uuid, name text, query text, shared boolean, created_at timestamptz)
                   on conflict do nothing
               returning id as "id: Uuid""#,
            rows.json(),
        )
        .fetch_all(&mut **batch.tx)
        .await?
        .into_iter()
        .collect();
    }
    rows.settle(batch, Kind::View, &made).await
}
