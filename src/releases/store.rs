//! The statements about releases themselves.

use serde_json::json;

use super::{Precision, Release, Stage};
use crate::clock::{Date, Time};
use crate::db::TenantTx;
use crate::error::{Result, constraint};
use crate::events;
use crate::ids::{ReleaseId, UserId};
use crate::text::{Body, Line, Version, markdown};
use crate::web::Errors;

/// What is typed about a release.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it is called by.
    pub version: Version,
    /// What it is called besides.
    pub name: Line,
    /// Its story.
    pub notes: Body,
    /// When it is meant to ship.
    pub target_date: Option<Date>,
    /// How exactly that is meant.
    pub target_precision: Precision,
}

/// Creates a release in the given stage (draft or planned). Refused where the version is taken.
pub async fn create(
    tx: &mut TenantTx,
    draft: &Draft,
    stage: Stage,
    actor: UserId,
    now: Time,
) -> Result<Result<(ReleaseId, i32), Errors>> {
    let id = ReleaseId::new();
    let created = sqlx::query_scalar!(
        r#"insert into releases (id, number, version, name, notes, notes_html, stage, target_date, target_precision, created_by, created_at, updated_at)
           values ($1, next_number('release'), $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
           returning number"#,
        id.0,
        draft.version.as_str(),
        draft.name.as_str(),
        draft.notes.as_str(),
        markdown::render(draft.notes.as_str()),
        stage as Stage,
        draft.target_date as Option<Date>,
        draft.target_precision as Precision,
        actor.0,
        now,
    )
    .fetch_one(&mut **tx)
    .await;
    match created {
        Ok(number) => {
            events::record(tx, "release.created", Some(actor), id.0, json!({ "version": draft.version.as_str() }), now).await?;
            Ok(Ok((id, number)))
        }
        Err(error) => taken(error).map(Err),
    }
}

/// Changes what is said about a release.
pub async fn edit(tx: &mut TenantTx, release: ReleaseId, draft: &Draft, actor: UserId, now: Time) -> Result<Result<(), Errors>> {
    let before = sqlx::query!(
        r#"with before as (
               select r.id, r.version, r.name, r.notes, r.target_date, r.target_precision::text as precision
                 from releases r where r.id = $1 for no key update
           )
           update releases r
              set version = $2, name = $3, notes = $4, notes_html = $5, target_date = $6, target_precision = $7, updated_at = $8
             from before
            where r.id = before.id
        returning before.version, before.name, before.notes, before.target_date, before.precision as "precision!",
                  r.target_precision::text as "precision_now!""#,
        release.0,
        draft.version.as_str(),
        draft.name.as_str(),
        draft.notes.as_str(),
        markdown::render(draft.notes.as_str()),
        draft.target_date as Option<Date>,
        draft.target_precision as Precision,
        now,
    )
    .fetch_one(&mut **tx)
    .await;
    match before {
        Ok(before) => {
            let data = json!({
                "version": draft.version.as_str(), "version_before": before.version,
                "name": draft.name.as_str(), "name_before": before.name,
                "notes": draft.notes.as_str(), "notes_before": before.notes,
                "target_date": draft.target_date, "target_date_before": before.target_date,
                "target_precision": before.precision_now, "target_precision_before": before.precision,
            });
            events::record(tx, "release.edited", Some(actor), release.0, data, now).await?;
            Ok(Ok(()))
        }
        Err(error) => taken(error).map(Err),
    }
}

fn taken(error: sqlx::Error) -> Result<Errors> {
    match constraint(&error) {
        Some("releases_version_key") => Ok(("version", "There is a release with this version already.").into()),
        _ => Err(error.into()),
    }
}

/// The release with this number.
pub async fn find(tx: &mut TenantTx, number: i32) -> Result<Release> {
    let release = sqlx::query_as!(
        Release,
        "select id, number, version, name, notes, notes_html, stage, target_date, target_precision, attempt, shipped_at, settles_at,
                announced_at, rolled_back_at, rollback_note, created_by
           from releases where number = $1",
        number,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(release)
}

/// The release with this number, held until the transaction ends: nobody ships, rolls back or announces it meanwhile.
pub async fn hold(tx: &mut TenantTx, number: i32) -> Result<Release> {
    sqlx::query!("select id from releases where number = $1 for update", number).fetch_one(&mut **tx).await?;
    find(tx, number).await
}

/// The release with this id, held until the transaction ends. None where it is gone.
pub(super) async fn hold_id(tx: &mut TenantTx, release: ReleaseId) -> Result<Option<Release>> {
    let number =
        sqlx::query_scalar!("select number from releases where id = $1 for update", release.0).fetch_optional(&mut **tx).await?;
    found(tx, number).await
}

/// The same beside others who do so: nobody ships it, rolls it back or announces it meanwhile, and none of them waits for another.
pub(super) async fn hold_beside(tx: &mut TenantTx, release: ReleaseId) -> Result<Option<Release>> {
    let number =
        sqlx::query_scalar!("select number from releases where id = $1 for share", release.0).fetch_optional(&mut **tx).await?;
    found(tx, number).await
}

async fn found(tx: &mut TenantTx, number: Option<i32>) -> Result<Option<Release>> {
    match number {
        Some(number) => find(tx, number).await.map(Some),
        None => Ok(None),
    }
}

/// A line of the list of releases.
#[derive(Debug)]
pub struct Listed {
    /// Its number in the workspace.
    pub number: i32,
    /// What it is called by.
    pub version: String,
    /// What it is called besides.
    pub name: String,
    /// Where it stands.
    pub stage: Stage,
    /// When it is meant to ship.
    pub target_date: Option<Date>,
    /// How exactly that is meant.
    pub target_precision: Precision,
    /// When it shipped.
    pub shipped_at: Option<Time>,
    /// Ideas in it.
    pub ideas: i64,
    /// Distinct people who asked for any of them.
    pub people: i64,
}

/// Every release with the demand it answers: the ones to come first, then the shipped ones, newest first.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<Listed>> {
    let releases = sqlx::query_as!(
        Listed,
        r#"select r.number, r.version, r.name, r.stage, r.target_date, r.target_precision, r.shipped_at,
                  (select count(distinct own.canonical_id) from release_items item join ideas own on own.id = item.idea_id
                    where item.release_id = r.id) as "ideas!",
                  (select count(distinct v.user_id)
                     from release_items item join ideas own on own.id = item.idea_id
                     join ideas i on i.canonical_id = own.canonical_id and i.deleted_at is null
                     join votes v on v.idea_id = i.id
                    where item.release_id = r.id) as "people!"
             from releases r
            order by r.stage in ('shipped', 'rolled_back'), r.shipped_at desc, r.target_date nulls last, r.number desc"#
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(releases)
}

/// Moves a release between draft and planned. False where it is in neither.
pub async fn set_stage(tx: &mut TenantTx, release: ReleaseId, stage: Stage, actor: UserId, now: Time) -> Result<bool> {
    let moved = sqlx::query!(
        "update releases set stage = $2, updated_at = $3 where id = $1 and stage in ('draft', 'planned') and stage <> $2",
        release.0,
        stage as Stage,
        now,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected()
        == 1;
    if moved {
        let kind = if stage == Stage::Planned { "release.planned" } else { "release.drafted" };
        events::record(tx, kind, Some(actor), release.0, json!({}), now).await?;
    }
    Ok(moved)
}

/// Deletes a release that has never shipped.
pub async fn delete(tx: &mut TenantTx, release: ReleaseId, actor: UserId, now: Time) -> Result<bool> {
    let gone = sqlx::query!(
        "delete from releases r where r.id = $1 and r.attempt = 0
            and not exists (select from notices n where n.release_id = r.id and n.state in ('sending', 'sent', 'failed'))
         returning r.version, r.name",
        release.0,
    )
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(gone) = &gone {
        let data = json!({ "version": gone.version, "name": gone.name });
        events::record(tx, "release.deleted", Some(actor), release.0, data, now).await?;
    }
    Ok(gone.is_some())
}
