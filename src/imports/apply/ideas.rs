//! What people ask for: ideas that are new.

use std::collections::{BTreeSet, HashSet};

use uuid::Uuid;

use super::{Batch, Fresh, Said, Sorted, mint, own, text, words};
use crate::clock::Time;
use crate::error::Result;
use crate::imports::Sample;
use crate::imports::acts::Act;
use crate::imports::record::{Idea, Kind};
use crate::text::markdown;

/// Ideas that are shown for a first look.
const SAMPLE: usize = 10;

/// An idea, ready to be written.
pub(super) struct Ready {
    pub(super) id: Uuid,
    pub(super) board: Uuid,
    pub(super) status: Uuid,
    pub(super) author: Uuid,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) response: String,
    pub(super) record: Idea,
}

pub(super) async fn apply(batch: &mut Batch<'_>, records: Vec<Said<Idea>>) -> Result<()> {
    let Sorted { new, changed } = batch.sort(Kind::Idea, records, |idea| &idea.id).await?;
    let all: Vec<&Idea> = new.iter().map(|fresh| &fresh.record).chain(changed.iter().map(|changed| &changed.record)).collect();
    batch.resolve(Kind::Person, all.iter().filter_map(|idea| idea.author.as_ref()).collect()).await?;
    batch.resolve(Kind::Person, all.iter().filter_map(|idea| idea.assignee.as_ref()).collect()).await?;
    let boards: BTreeSet<_> = all.iter().filter_map(|idea| idea.board.as_ref()).collect();
    let statuses: BTreeSet<_> = all.iter().filter_map(|idea| idea.status.as_ref()).collect();
    let tags: BTreeSet<_> = all.iter().flat_map(|idea| &idea.tags).collect();
    words::name(batch, boards, statuses, tags).await?;
    insert(batch, new).await?;
    super::revised::apply(batch, changed).await
}

/// What an idea says, with everything it names looked up; or why it cannot be taken.
pub(super) fn ready(batch: &Batch<'_>, id: Uuid, record: &Idea, usual: &Usual) -> Result<Ready, String> {
    let (title, body) = text::titled(&record.title, &record.body)?;
    let author = match &record.author {
        None => batch.actor.0,
        Some(author) => {
            batch.id(Kind::Person, author).ok_or_else(|| format!("Nobody is called “{author}” further up in the file."))?
        }
    };
    if record.imported_votes < 0 {
        return Err("There cannot be fewer votes than none.".to_owned());
    }
    Ok(Ready {
        id,
        board: record.board.as_ref().and_then(|board| batch.id(Kind::Board, board)).unwrap_or(usual.board),
        status: record.status.as_ref().and_then(|status| batch.id(Kind::Status, status)).unwrap_or(usual.status),
        author,
        title,
        body,
        response: text::lines(&record.response)?,
        record: record.clone(),
    })
}

/// Where an idea goes that does not say.
pub(super) struct Usual {
    board: Uuid,
    status: Uuid,
}

pub(super) async fn usual(batch: &mut Batch<'_>) -> Result<Usual> {
    let usual = sqlx::query_as!(
        Usual,
        r#"select (select id from boards order by archived_at is not null, position, id limit 1) as "board!",
                  (select id from statuses order by category, position, id limit 1) as "status!""#
    )
    .fetch_one(&mut **batch.tx)
    .await?;
    Ok(usual)
}

async fn insert(batch: &mut Batch<'_>, mut new: Vec<Fresh<Idea>>) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    // Numbers follow one another as the wishes did.
    new.sort_by_key(|fresh| fresh.record.created_at);
    let own_ids: Vec<Uuid> = new.iter().filter_map(|fresh| own(&fresh.record.id)).collect();
    let here: HashSet<Uuid> = sqlx::query_scalar!(r#"select id as "id: Uuid" from ideas where id = any($1)"#, &own_ids)
        .fetch_all(&mut **batch.tx)
        .await?
        .into_iter()
        .collect();
    let usual = usual(batch).await?;
    let (mut ideas, mut links) = (Vec::new(), Vec::new());
    for Fresh { line, record, digest } in new {
        if let Some(id) = own(&record.id).filter(|id| here.contains(id)) {
            batch.found(Kind::Idea, &record.id, id, &mut links, digest);
            continue;
        }
        let id = mint(&record.id, record.created_at);
        match ready(batch, id, &record, &usual) {
            Ok(idea) => {
                batch.made(Kind::Idea, &record.id, id, &mut links, digest);
                ideas.push((line, idea));
            }
            Err(words) => batch.refuse(Kind::Idea, line, words),
        }
    }
    sample(batch, &ideas);
    if !batch.dry() {
        write(batch, &ideas).await?;
        tag(batch, ideas.iter().map(|(_, idea)| idea), false).await?;
        assign(batch, &ideas).await?;
        point(batch, &ideas).await?;
        if !batch.complete {
            follow(batch, &ideas).await?;
        }
    }
    batch.link(Kind::Idea, links).await
}

fn sample(batch: &mut Batch<'_>, ideas: &[(u64, Ready)]) {
    let room = SAMPLE.saturating_sub(batch.import.summary.sample.len());
    batch.import.summary.sample.extend(ideas.iter().take(room).map(|(_, idea)| Sample {
        title: idea.title.clone(),
        board: idea.record.board.clone().unwrap_or_default(),
        status: idea.record.status.clone().unwrap_or_default(),
        votes: idea.record.imported_votes,
        created_at: idea.record.created_at,
    }));
}

/// Gives every idea a number: its own where that is free, or the next. The counter is held, so that nobody submits meanwhile.
async fn numbers(batch: &mut Batch<'_>, ideas: &[(u64, Ready)]) -> Result<Vec<i32>> {
    let mut wanted: Vec<i32> = ideas.iter().filter_map(|(_, idea)| idea.record.number).filter(|number| *number > 0).collect();
    wanted.sort_unstable();
    wanted.dedup();
    // Numbers that a person would not read out are not kept.
    wanted.retain(|number| *number < 100_000_000);
    sqlx::query!("insert into counters (noun, last) values ('idea', 0) on conflict on constraint counters_pkey do nothing")
        .execute(&mut **batch.tx)
        .await?;
    let last = sqlx::query_scalar!("select last from counters where noun = 'idea' for update").fetch_one(&mut **batch.tx).await?;
    let taken =
        sqlx::query_scalar!("select number from ideas where number = any($1)", &wanted).fetch_all(&mut **batch.tx).await?;
    let mut free: BTreeSet<i32> = wanted.into_iter().filter(|number| !taken.contains(number)).collect();
    let mut last = last.max(free.last().copied().unwrap_or(0));
    let mut given = Vec::with_capacity(ideas.len());
    for (_, idea) in ideas {
        let own = idea.record.number.filter(|number| free.remove(number));
        last += i32::from(own.is_none());
        given.push(own.unwrap_or(last));
    }
    sqlx::query!("update counters set last = $1 where noun = 'idea'", last).execute(&mut **batch.tx).await?;
    Ok(given)
}

async fn write(batch: &mut Batch<'_>, ideas: &[(u64, Ready)]) -> Result<()> {
    let numbers = numbers(batch, ideas).await?;
    let ids: Vec<Uuid> = ideas.iter().map(|(_, idea)| idea.id).collect();
    let boards: Vec<Uuid> = ideas.iter().map(|(_, idea)| idea.board).collect();
    let statuses: Vec<Uuid> = ideas.iter().map(|(_, idea)| idea.status).collect();
    let authors: Vec<Uuid> = ideas.iter().map(|(_, idea)| idea.author).collect();
    let titles: Vec<String> = ideas.iter().map(|(_, idea)| idea.title.clone()).collect();
    let bodies: Vec<String> = ideas.iter().map(|(_, idea)| idea.body.clone()).collect();
    let html: Vec<String> = ideas.iter().map(|(_, idea)| markdown::render(&idea.body)).collect();
    let responses: Vec<String> = ideas.iter().map(|(_, idea)| idea.response.clone()).collect();
    let response_html: Vec<String> = responses.iter().map(|response| answer(response)).collect();
    let responded: Vec<Option<Time>> = ideas.iter().map(|(_, idea)| responded_at(idea)).collect();
    let votes: Vec<i32> = ideas.iter().map(|(_, idea)| idea.record.imported_votes).collect();
    let epochs: Vec<i32> = ideas.iter().map(|(_, idea)| idea.record.epoch.max(1)).collect();
    let created: Vec<Time> = ideas.iter().map(|(_, idea)| idea.record.created_at).collect();
    let edited: Vec<Option<Time>> = ideas.iter().map(|(_, idea)| idea.record.edited_at).collect();
    let deleted: Vec<Option<Time>> = ideas.iter().map(|(_, idea)| idea.record.deleted_at).collect();
    sqlx::query!(
        "insert into ideas (id, number, board_id, status_id, author_id, title, body, body_html, response, response_html, responded_at,
                            canonical_id, vote_count, imported_votes, epoch, submission, created_at, edited_at, deleted_at, search)
         select i.id, i.number, i.board, i.status, i.author, i.title, i.body, i.html, i.response, i.response_html, i.responded,
                i.id, i.votes, i.votes, i.epoch, i.id, i.created, i.edited, i.deleted,
                setweight(to_tsvector(l.language, unaccent(i.title)), 'A') || setweight(to_tsvector(l.language, unaccent(i.body)), 'B')
           from unnest($1::uuid[], $2::integer[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[],
                       $10::text[], $11::timestamptz[], $12::integer[], $13::integer[], $14::timestamptz[], $15::timestamptz[],
                       $16::timestamptz[])
                as i (id, number, board, status, author, title, body, html, response, response_html, responded, votes, epoch, created,
                      edited, deleted),
                (select current_language() as language) l",
        &ids,
        &numbers,
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
        &epochs,
        &created as &[Time],
        &edited as &[Option<Time>],
        &deleted as &[Option<Time>],
    )
    .execute(&mut **batch.tx)
    .await?;
    Ok(())
}

/// The team's answer, safe to put into a page; empty where there is none.
pub(super) fn answer(response: &str) -> String {
    if response.is_empty() { String::new() } else { markdown::render(response) }
}

/// When the team answered: of an answer without a date no more is known than that the wish is older.
pub(super) fn responded_at(idea: &Ready) -> Option<Time> {
    let record = &idea.record;
    record.responded_at.or(Some(record.created_at)).filter(|_| !idea.response.is_empty())
}

/// Puts tags on ideas. With `told` what is new is written down by itself, because the idea stays when it goes.
pub(super) async fn tag<'a>(batch: &mut Batch<'_>, ideas: impl Iterator<Item = &'a Ready>, told: bool) -> Result<()> {
    let (mut tagged, mut tags) = (Vec::new(), Vec::new());
    let mut known = HashSet::new();
    for idea in ideas {
        for tag in idea.record.tags.iter().filter_map(|tag| batch.id(Kind::Tag, tag)) {
            if known.insert((idea.id, tag)) {
                tagged.push(idea.id);
                tags.push(tag);
            }
        }
    }
    let new = sqlx::query!(
        r#"insert into idea_tags (idea_id, tag_id) select * from unnest($1::uuid[], $2::uuid[])
               on conflict on constraint idea_tags_pkey do nothing
           returning idea_id as "idea: Uuid", tag_id as "tag: Uuid""#,
        &tagged,
        &tags,
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    if told {
        for row in new {
            batch.act(Act::pair("tagging", row.idea, row.tag));
        }
    }
    Ok(())
}

/// Gives ideas to those who look after them, as far as they work here.
async fn assign(batch: &mut Batch<'_>, ideas: &[(u64, Ready)]) -> Result<()> {
    let asked = ideas.iter().filter_map(|(_, idea)| Some((idea.id, batch.id(Kind::Person, idea.record.assignee.as_ref()?)?)));
    let (ids, people): (Vec<Uuid>, Vec<Uuid>) = asked.unzip();
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update ideas i set assignee_id = u.id
           from unnest($1::uuid[], $2::uuid[]) as n (idea, person)
           join users u on u.id = n.person and u.deleted_at is null and u.roles && '{manager,releaser,admin,owner}'::role[]
          where i.id = n.idea",
        &ids,
        &people,
    )
    .execute(&mut **batch.tx)
    .await?;
    Ok(())
}

/// Keeps for the end which idea is part of which.
async fn point(batch: &mut Batch<'_>, ideas: &[(u64, Ready)]) -> Result<()> {
    links(batch, ideas.iter().filter_map(|(line, idea)| Some((*line, idea.id, idea.record.merged_into.clone()?))).collect()).await
}

/// Keeps for the end that these ideas (with the line that says it) are parts of those.
pub(super) async fn links(batch: &mut Batch<'_>, links: Vec<(u64, Uuid, String)>) -> Result<()> {
    if links.is_empty() || batch.dry() {
        return Ok(());
    }
    let lines: Vec<i64> = links.iter().map(|(line, ..)| i64::try_from(*line).unwrap_or(0)).collect();
    let ideas: Vec<Uuid> = links.iter().map(|(_, idea, _)| *idea).collect();
    let into: Vec<String> = links.into_iter().map(|(.., into)| into).collect();
    sqlx::query!(
        "insert into import_links (import_id, idea_id, into_id, line)
         select $1, * from unnest($2::uuid[], $3::text[], $4::bigint[])
             on conflict on constraint import_links_pkey do update set into_id = excluded.into_id, line = excluded.line",
        batch.import.id.0,
        &ideas,
        &into,
        &lines,
    )
    .execute(&mut **batch.tx)
    .await?;
    Ok(())
}

/// Whoever asked follows, as they would have in the product.
async fn follow(batch: &mut Batch<'_>, ideas: &[(u64, Ready)]) -> Result<()> {
    let asked: Vec<&Ready> = ideas.iter().map(|(_, idea)| idea).filter(|idea| idea.record.author.is_some()).collect();
    let ids: Vec<Uuid> = asked.iter().map(|idea| idea.id).collect();
    let authors: Vec<Uuid> = asked.iter().map(|idea| idea.author).collect();
    let created: Vec<Time> = asked.iter().map(|idea| idea.record.created_at).collect();
    let new = sqlx::query!(
        r#"insert into followers (idea_id, user_id, reason, created_at)
           select f.idea, f.person, 'submitted', f.created
             from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as f (idea, person, created)
               on conflict on constraint followers_pkey do nothing
           returning idea_id as "idea: Uuid", user_id as "person: Uuid""#,
        &ids,
        &authors,
        &created as &[Time],
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    for row in new {
        batch.act(Act::pair("follower", row.idea, row.person));
    }
    Ok(())
}
