//! What was promised and what came of it. Nothing is told because of it: what has not been told comes as not told.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::json;
use uuid::Uuid;

use super::past::{Rows, actor, idea};
use super::{Batch, Fresh, Said, Sorted, mint, own};
use crate::error::Result;
use crate::imports::record::{Item, Kind, Release};
use crate::releases::Stage;
use crate::text::markdown;

/// Releases that are new. A version that is here already is taken for the same.
pub(super) async fn apply(batch: &mut Batch<'_>, records: Vec<Said<Release>>) -> Result<()> {
    let Sorted { new, changed } = batch.sort(Kind::Release, records, |release| &release.id).await?;
    batch.count(Kind::Release, |tally| tally.unchanged += i64::try_from(changed.len()).unwrap_or(0));
    if new.is_empty() {
        return Ok(());
    }
    batch.resolve(Kind::Person, new.iter().filter_map(|fresh| fresh.record.created_by.as_ref()).collect()).await?;
    let versions: Vec<String> = new.iter().map(|fresh| fresh.record.version.trim().to_lowercase()).collect();
    let own_ids: Vec<Uuid> = new.iter().filter_map(|fresh| own(&fresh.record.id)).collect();
    let here = sqlx::query!(
        r#"select id as "id: Uuid", lower(version) as "version!" from releases where lower(version) = any($1) or id = any($2)"#,
        &versions,
        &own_ids,
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    let mut known: HashMap<String, Uuid> = here.into_iter().map(|row| (row.version, row.id)).collect();
    let (mut ready, mut links) = (Vec::new(), Vec::new());
    for Fresh { line, record, digest } in new {
        let version = record.version.trim().to_lowercase();
        let out = matches!(record.stage, Stage::Shipped | Stage::RolledBack);
        let by = actor(batch, record.created_by.as_ref());
        if let Some(id) = known.get(&version).copied().or_else(|| known.values().copied().find(|id| own(&record.id) == Some(*id)))
        {
            batch.found(Kind::Release, &record.id, id, &mut links, digest);
        } else if version.is_empty() {
            batch.refuse(Kind::Release, line, "The release’s version is missing.");
        } else if out != record.shipped_at.is_some() {
            batch.refuse(Kind::Release, line, "A release that has shipped has to say when, and no other may.");
        } else {
            match by {
                Err(words) => batch.refuse(Kind::Release, line, words),
                Ok(by) => {
                    let id = mint(&record.id, record.created_at);
                    known.insert(version, id);
                    batch.made(Kind::Release, &record.id, id, &mut links, digest);
                    ready.push((id, by, record));
                }
            }
        }
    }
    if !batch.dry() && !ready.is_empty() {
        write(batch, ready).await?;
    }
    batch.link(Kind::Release, links).await
}

/// The numbers they keep, where those are free, or the next ones.
async fn numbers(batch: &mut Batch<'_>, ready: &[(Uuid, Uuid, Release)]) -> Result<Vec<i32>> {
    sqlx::query!("insert into counters (noun, last) values ('release', 0) on conflict on constraint counters_pkey do nothing")
        .execute(&mut **batch.tx)
        .await?;
    let last =
        sqlx::query_scalar!("select last from counters where noun = 'release' for update").fetch_one(&mut **batch.tx).await?;
    let wanted: Vec<i32> =
        ready.iter().filter_map(|(.., release)| release.number).filter(|n| (1..1_000_000).contains(n)).collect();
    let taken =
        sqlx::query_scalar!("select number from releases where number = any($1)", &wanted).fetch_all(&mut **batch.tx).await?;
    let mut free: BTreeSet<i32> = wanted.into_iter().filter(|number| !taken.contains(number)).collect();
    let mut last = last.max(free.last().copied().unwrap_or(0));
    let mut given = Vec::new();
    for (.., release) in ready {
        given.push(release.number.filter(|number| free.remove(number)).unwrap_or_else(|| {
            last += 1;
            last
        }));
    }
    sqlx::query!("update counters set last = $1 where noun = 'release'", last).execute(&mut **batch.tx).await?;
    Ok(given)
}

async fn write(batch: &mut Batch<'_>, ready: Vec<(Uuid, Uuid, Release)>) -> Result<()> {
    let numbers = numbers(batch, &ready).await?;
    let rows = ready.into_iter().zip(numbers).map(|((id, by, release), number)| {
        json!({
            "id": id, "number": number, "version": release.version.trim(), "name": release.name, "notes": release.notes,
            "notes_html": if release.notes.is_empty() { String::new() } else { markdown::render(&release.notes) },
            "stage": release.stage, "target_date": release.target_date, "target_precision": release.target_precision,
            "attempt": release.attempt.max(i32::from(release.shipped_at.is_some())), "shipped_at": release.shipped_at,
            "settles_at": release.settles_at,
            // Nobody waits to be told here.
            "announced_at": release.announced_at.or(release.shipped_at),
            "rolled_back_at": release.rolled_back_at, "rollback_note": release.rollback_note, "created_by": by,
            "created_at": release.created_at, "updated_at": release.updated_at.unwrap_or(release.created_at),
        })
    });
    sqlx::query!(
        "insert into releases (id, number, version, name, notes, notes_html, stage, target_date, target_precision, attempt, shipped_at,
                               settles_at, announced_at, rolled_back_at, rollback_note, created_by, created_at, updated_at)
         select * from jsonb_to_recordset($1)
             as r (id uuid, number integer, version text, name text, notes text, notes_html text, stage release_stage,
                   target_date date, target_precision date_precision, attempt integer, shipped_at timestamptz,
                   settles_at timestamptz, announced_at timestamptz, rolled_back_at timestamptz, rollback_note text,
                   created_by uuid, created_at timestamptz, updated_at timestamptz)",
        serde_json::Value::Array(rows.collect()),
    )
    .execute(&mut **batch.tx)
    .await?;
    Ok(())
}

/// Items of releases.
pub(super) async fn items(batch: &mut Batch<'_>, records: Vec<Said<Item>>) -> Result<()> {
    let Sorted { new, changed } = batch.sort(Kind::Item, records, |item| &item.id).await?;
    batch.count(Kind::Item, |tally| tally.unchanged += i64::try_from(changed.len()).unwrap_or(0));
    batch.resolve(Kind::Release, new.iter().map(|fresh| &fresh.record.release).collect()).await?;
    batch.resolve(Kind::Idea, new.iter().filter_map(|fresh| fresh.record.idea.as_ref()).collect()).await?;
    let before = |fresh: &Fresh<Item>| [fresh.record.status_before_link.clone(), fresh.record.status_before_ship.clone()];
    let words: Vec<String> = new.iter().flat_map(before).flatten().collect();
    batch.resolve(Kind::Status, words.iter().collect()).await?;
    let mut rows = Rows::default();
    for Fresh { line, record, digest } in new {
        let idea = record.idea.as_ref().map(|name| idea(batch, name)).transpose();
        match (batch.id(Kind::Release, &record.release), idea) {
            (None, _) => {
                batch.refuse(Kind::Item, line, format!("No release is called “{}” further up in the file.", record.release));
            }
            (_, Err(words)) => batch.refuse(Kind::Item, line, words),
            (Some(_), Ok(idea)) if idea.is_none() == record.line.trim().is_empty() => {
                batch.refuse(Kind::Item, line, "An item is an idea or a line, and not both.");
            }
            (Some(release), Ok(idea)) => {
                let status = |word: Option<&String>| word.and_then(|word| batch.id(Kind::Status, word));
                let id = mint(&record.id, record.created_at);
                let row = json!({
                    "id": id, "release_id": release, "idea_id": idea, "line": record.line, "completes": record.completes,
                    "position": record.position, "status_before_link": status(record.status_before_link.as_ref()),
                    "status_before_ship": status(record.status_before_ship.as_ref()), "created_at": record.created_at,
                });
                rows.add(&record.id, id, digest, row);
            }
        }
    }
    let mut made = HashSet::new();
    if !batch.dry() {
        made = sqlx::query_scalar!(
            r#"insert into release_items (id, release_id, idea_id, line, completes, position, status_before_link, status_before_ship, created_at)
               select * from jsonb_to_recordset($1)
                    as i (id uuid, release_id uuid, idea_id uuid, line text, completes boolean, position integer,
                          status_before_link uuid, status_before_ship uuid, created_at timestamptz)
                   on conflict do nothing
               returning id as "id: Uuid""#,
            rows.json(),
        )
        .fetch_all(&mut **batch.tx)
        .await?
        .into_iter()
        .collect();
    }
    rows.settle(batch, Kind::Item, &made).await
}
