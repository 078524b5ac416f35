//! Boards, statuses, tags and comments that were brought before and say something else now. Who sees a board, its address and
//! its place, and what a status means are decided here: a file changes what they are called.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Batch, Change, Changed, text};
use crate::clock::Time;
use crate::error::Result;
use crate::imports::record::{Board, Comment, Kind, Status, Tag};
use crate::text::Name;

/// What something is called, and what else is said of it, here and in the file.
struct Said {
    id: Uuid,
    name: String,
    /// The line about a board, the colour of a tag.
    besides: String,
}

/// Compares what is here with what the file says, and returns what is to be written.
async fn compare<T>(
    batch: &mut Batch<'_>,
    (kind, besides): (Kind, &str),
    here: Vec<Said>,
    changed: Vec<Changed<T>>,
    say: impl Fn(&T, &Said) -> (String, String, String),
) -> Result<Vec<Said>> {
    let mut names: HashMap<Uuid, String> = here.iter().map(|said| (said.id, said.name.to_lowercase())).collect();
    let here: HashMap<Uuid, Said> = here.into_iter().map(|said| (said.id, said)).collect();
    let (mut written, mut links) = (Vec::new(), Vec::new());
    for changed in changed {
        let Some(row) = here.get(&changed.id) else { continue };
        let (source_id, name, other) = say(&changed.record, row);
        let lower = name.to_lowercase();
        if name.is_empty() || kind != Kind::Board && names.iter().any(|(id, taken)| *id != row.id && *taken == lower) {
            batch.refuse(
                kind,
                changed.line,
                format!("Something else is called “{name}” here, so “{}” keeps its name.", row.name),
            );
            continue;
        }
        names.insert(row.id, lower);
        let mut change = Change::default();
        change.column("name", row.name.clone(), name.clone());
        change.column(besides, row.besides.clone(), other.clone());
        batch.differs(kind, &source_id, &changed, change, &mut links);
        written.push(Said { id: row.id, name, besides: other });
    }
    batch.link(kind, links).await?;
    Ok(if batch.dry() { Vec::new() } else { written })
}

fn columns(written: Vec<Said>) -> (Vec<Uuid>, Vec<String>, Vec<String>) {
    let (mut ids, mut names, mut besides) = (Vec::new(), Vec::new(), Vec::new());
    for said in written {
        ids.push(said.id);
        names.push(said.name);
        besides.push(said.besides);
    }
    (ids, names, besides)
}

pub(super) async fn boards(batch: &mut Batch<'_>, changed: Vec<Changed<Board>>) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let here = sqlx::query_as!(
        Said,
        r#"select id as "id: Uuid", name, description as besides from boards order by id for no key update"#
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    let say =
        |board: &Board, _: &Said| (board.id.clone(), text::short(&board.name, Name::MAX), text::short(&board.description, 200));
    let (ids, names, lines) = columns(compare(batch, (Kind::Board, "description"), here, changed, say).await?);
    sqlx::query!(
        "update boards b set name = n.name, description = n.line
           from unnest($1::uuid[], $2::text[], $3::text[]) as n (id, name, line) where b.id = n.id",
        &ids,
        &names,
        &lines,
    )
    .execute(&mut **batch.tx)
    .await?;
    Ok(())
}

pub(super) async fn statuses(batch: &mut Batch<'_>, changed: Vec<Changed<Status>>) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let here =
        sqlx::query_as!(Said, r#"select id as "id: Uuid", name, '' as "besides!" from statuses order by id for no key update"#)
            .fetch_all(&mut **batch.tx)
            .await?;
    let say = |status: &Status, _: &Said| (status.id.clone(), text::short(&status.name, Name::MAX), String::new());
    let (ids, names, _) = columns(compare(batch, (Kind::Status, ""), here, changed, say).await?);
    sqlx::query!(
        "update statuses s set name = n.name from unnest($1::uuid[], $2::text[]) as n (id, name) where s.id = n.id",
        &ids,
        &names,
    )
    .execute(&mut **batch.tx)
    .await?;
    Ok(())
}

pub(super) async fn tags(batch: &mut Batch<'_>, changed: Vec<Changed<Tag>>) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let here =
        sqlx::query_as!(Said, r#"select id as "id: Uuid", name, color as besides from tags order by id for no key update"#)
            .fetch_all(&mut **batch.tx)
            .await?;
    let say = |tag: &Tag, here: &Said| {
        let color = tag.color.clone().filter(|color| super::words::COLORS.contains(&color.as_str()));
        (tag.id.clone(), text::short(&tag.name, Name::MAX), color.unwrap_or_else(|| here.besides.clone()))
    };
    let (ids, names, colors) = columns(compare(batch, (Kind::Tag, "color"), here, changed, say).await?);
    sqlx::query!(
        "update tags t set name = n.name, color = n.color
           from unnest($1::uuid[], $2::text[], $3::text[]) as n (id, name, color) where t.id = n.id",
        &ids,
        &names,
        &colors,
    )
    .execute(&mut **batch.tx)
    .await?;
    Ok(())
}

/// What was said elsewhere may have been edited or deleted there. Who said it, where and when is as it was.
pub(super) async fn comments(batch: &mut Batch<'_>, changed: Vec<Changed<Comment>>) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = changed.iter().map(|changed| changed.id).collect();
    let here = sqlx::query!(
        r#"select id as "id: Uuid", idea_id as "idea: Uuid", body, edited_at, deleted_at
             from comments where id = any($1) order by id for no key update"#,
        &ids,
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    let here: HashMap<Uuid, _> = here.into_iter().map(|row| (row.id, row)).collect();
    let time = |time: Option<Time>| time.map(|time| time.timestamp().to_string());
    let mut links = Vec::new();
    let (mut ids, mut bodies, mut html) = (Vec::new(), Vec::new(), Vec::new());
    let (mut edited, mut deleted) = (Vec::new(), Vec::new());
    for changed in changed {
        let Some(row) = here.get(&changed.id) else { continue };
        let record = &changed.record;
        let body = match text::lines(&record.body) {
            _ if record.deleted_at.is_some() => String::new(),
            Ok(body) if !body.is_empty() => body,
            Ok(_) => {
                batch.refuse(Kind::Comment, changed.line, "The comment is empty.");
                continue;
            }
            Err(words) => {
                batch.refuse(Kind::Comment, changed.line, words);
                continue;
            }
        };
        let mut change = Change::default();
        change.column("body", row.body.clone(), body.clone());
        change.column("edited_at", time(row.edited_at), time(record.edited_at));
        change.column("deleted_at", time(row.deleted_at), time(record.deleted_at));
        if change.has("deleted_at") {
            batch.touch(row.idea);
        }
        batch.differs(Kind::Comment, &record.id, &changed, change, &mut links);
        ids.push(row.id);
        html.push(super::ideas::answer(&body));
        bodies.push(body);
        edited.push(record.edited_at);
        deleted.push(record.deleted_at);
    }
    if !batch.dry() {
        sqlx::query!(
            "update comments c set body = n.body, body_html = n.html, edited_at = n.edited, deleted_at = n.deleted
               from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
                    as n (id, body, html, edited, deleted)
              where c.id = n.id",
            &ids,
            &bodies,
            &html,
            &edited as &[Option<Time>],
            &deleted as &[Option<Time>],
        )
        .execute(&mut **batch.tx)
        .await?;
    }
    batch.link(Kind::Comment, links).await
}
