//! The statements about imports as such: the list of them, and how far each has come.

use std::fs::File;

use jiff::SignedDuration;

use super::options::Options;
use super::{Import, State, files};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::{ImportId, UserId};
use crate::outbox::{self, Entry};

/// How long whoever works on an import has it alone. Every batch begins it anew, so that a crashed worker's import is taken
/// up by another soon.
pub const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// How long a file waits that somebody has brought and not taken in: it names people.
const WAITS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The job that lets go of it then.
pub(super) const FORGET: &str = "import.forget";

/// Errors that are kept by line. What goes on beyond that is the wrong file.
pub const MOST_ERRORS: i64 = 100_000;

/// A file on its way in.
#[derive(Clone, Debug)]
pub struct NewImport<'a> {
    /// What it is called.
    pub file_name: &'a str,
    /// Which reader reads it.
    pub format: &'a str,
    /// How.
    pub options: &'a Options,
    /// Where its ids are from.
    pub source: &'a str,
    /// Who brought it.
    pub created_by: Option<UserId>,
}

/// Keeps a file.
pub async fn create(tx: &mut TenantTx, new: &NewImport<'_>, file: &mut File, now: Time) -> Result<ImportId> {
    let id = ImportId::new();
    let size = file.metadata().map_err(Error::internal)?.len();
    let digest = files::digest(file).map_err(Error::internal)?;
    sqlx::query!(
        "insert into imports (id, file_name, format, options, source, size, digest, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.0,
        new.file_name,
        new.format,
        json(new.options)?,
        new.source,
        i64::try_from(size).unwrap_or(i64::MAX),
        digest,
        new.created_by.map(|user| user.0),
        now,
    )
    .execute(&mut **tx)
    .await?;
    files::keep(tx, id, file).await?;
    let forget = Entry { kind: FORGET, key: id.to_string(), payload: &id, due_at: now + WAITS, urgent: false };
    outbox::enqueue(tx, forget, now).await?;
    Ok(id)
}

struct Row {
    id: ImportId,
    file_name: String,
    format: String,
    options: serde_json::Value,
    source: String,
    size: i64,
    state: State,
    read_count: i64,
    record_count: Option<i64>,
    act_count: i64,
    error_count: i64,
    summary: serde_json::Value,
    failure: Option<String>,
    created_by: Option<UserId>,
    created_at: Time,
    started_at: Option<Time>,
    finished_at: Option<Time>,
    leased_until: Option<Time>,
}

impl From<Row> for Import {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            file_name: row.file_name,
            format: row.format,
            options: serde_json::from_value(row.options).unwrap_or_default(),
            source: row.source,
            size: row.size,
            state: row.state,
            read_count: row.read_count,
            record_count: row.record_count,
            act_count: row.act_count,
            error_count: row.error_count,
            summary: serde_json::from_value(row.summary).unwrap_or_default(),
            failure: row.failure,
            created_by: row.created_by,
            created_at: row.created_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
            leased_until: row.leased_until,
        }
    }
}

/// The import with this id.
pub async fn find(tx: &mut TenantTx, id: ImportId) -> Result<Import> {
    let row = sqlx::query_as!(
        Row,
        "select id, file_name, format, options, source, size, state, read_count, record_count, act_count, error_count, summary,
                failure, created_by, created_at, started_at, finished_at, leased_until
           from imports where id = $1",
        id.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(row.into())
}

/// The same, held until the transaction ends, so that nobody else goes on with it meanwhile. Plans that the connection keeps are
/// made anew for the tables as they are: those of the first batches take them for empty.
pub(super) async fn hold(tx: &mut TenantTx, id: ImportId) -> Result<Import> {
    sqlx::query("discard plans").execute(&mut **tx).await?;
    sqlx::query_scalar!("select true from imports where id = $1 for update", id.0).fetch_one(&mut **tx).await?;
    find(tx, id).await
}

/// The latest imports, newest first.
pub async fn recent(tx: &mut TenantTx, most: i64) -> Result<Vec<Import>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, file_name, format, options, source, size, state, read_count, record_count, act_count, error_count, summary,
                failure, created_by, created_at, started_at, finished_at, leased_until
           from imports order by created_at desc, id desc limit $1",
        most,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Import::from).collect())
}

/// The import that the same file began and did not end, where there is one.
pub async fn interrupted(tx: &mut TenantTx, digest: &[u8]) -> Result<Option<ImportId>> {
    let id = sqlx::query_scalar!(
        "select id from imports where digest = $1 and state = 'running' order by created_at desc limit 1",
        digest,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id)
}

/// Decides how the file is to be read. What was found out about it before counts no more.
pub async fn decide(tx: &mut TenantTx, id: ImportId, format: &str, options: &Options, source: &str) -> Result<()> {
    let decided = sqlx::query!(
        "update imports
            set format = $2, options = $3, source = $4, state = 'new', summary = '{}', record_count = null, failure = null,
                error_count = 0
          where id = $1 and state in ('new', 'checked', 'failed') and started_at is null",
        id.0,
        format,
        json(options)?,
        source,
    )
    .execute(&mut **tx)
    .await?;
    if decided.rows_affected() == 0 {
        return Err(Error::rejected("This import has begun already, so how it is read cannot be changed any more."));
    }
    forget_errors(tx, id).await
}

/// Takes an import from one of these states to another. False where it was in none of them.
pub async fn advance(tx: &mut TenantTx, id: ImportId, from: &[State], to: State, now: Time) -> Result<bool> {
    let moved = sqlx::query!(
        "update imports
            set state = $3, leased_until = null, failure = null,
                started_at = case when $3 = 'running'::import_state then coalesce(started_at, $4) else started_at end,
                finished_at = case when $3 in ('done'::import_state, 'failed', 'undone') then $4 end
          where id = $1 and state = any($2::import_state[])",
        id.0,
        from as &[State],
        to as State,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(moved.rows_affected() == 1)
}

/// Writes down how far it has come and what came of it so far.
pub(super) async fn progress(tx: &mut TenantTx, import: &Import, now: Time) -> Result<()> {
    sqlx::query!(
        "update imports
            set read_count = $2, act_count = $3, error_count = $4, summary = $5, record_count = $6, leased_until = $7
          where id = $1",
        import.id.0,
        import.read_count,
        import.act_count,
        import.error_count,
        json(&import.summary)?,
        import.record_count,
        now + LEASE,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes the import for some time. False where somebody else works on it.
pub(super) async fn lease(tx: &mut TenantTx, id: ImportId, now: Time) -> Result<bool> {
    let leased = sqlx::query!(
        "update imports set leased_until = $3 where id = $1 and (leased_until is null or leased_until <= $2)",
        id.0,
        now,
        now + LEASE,
    )
    .execute(&mut **tx)
    .await?;
    Ok(leased.rows_affected() == 1)
}

/// Begins from the first record, with nothing found out.
pub(super) async fn rewind(tx: &mut TenantTx, id: ImportId) -> Result<()> {
    sqlx::query!("update imports set read_count = 0, error_count = 0, summary = '{}' where id = $1", id.0)
        .execute(&mut **tx)
        .await?;
    forget_errors(tx, id).await
}

/// Ends an import that cannot go on.
pub(super) async fn fail(tx: &mut TenantTx, id: ImportId, words: &str, now: Time) -> Result<()> {
    sqlx::query!(
        "update imports set state = 'failed', failure = $2, finished_at = $3, leased_until = null where id = $1",
        id.0,
        words,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes an import that never began off the list, with its file. False where it has begun.
pub(super) async fn forget(tx: &mut TenantTx, id: ImportId) -> Result<bool> {
    let gone =
        sqlx::query!("delete from imports where id = $1 and started_at is null and state in ('new', 'checked', 'failed')", id.0,)
            .execute(&mut **tx)
            .await?;
    Ok(gone.rows_affected() == 1)
}

/// The same for somebody who asks for it.
pub async fn discard(tx: &mut TenantTx, id: ImportId) -> Result<()> {
    if !forget(tx, id).await? {
        return Err(Error::rejected("This import has begun already. It can be undone, and stays on the list."));
    }
    Ok(())
}

/// What was wrong with one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// Which line; 0 where no line can be named.
    pub line: i64,
    /// What, in words.
    pub words: String,
}

/// Writes down what was wrong, after the first `before` errors.
pub(super) async fn complain(tx: &mut TenantTx, id: ImportId, before: i64, errors: &[LineError]) -> Result<()> {
    let room = usize::try_from(MOST_ERRORS - before).unwrap_or(0);
    let errors = &errors[..errors.len().min(room)];
    if errors.is_empty() {
        return Ok(());
    }
    let lines: Vec<i64> = errors.iter().map(|error| error.line).collect();
    let words: Vec<String> = errors.iter().map(|error| error.words.replace('\0', "")).collect();
    sqlx::query!(
        "insert into import_errors (import_id, position, line, words)
         select $1, $2 + e.turn, e.line, e.words
           from unnest($3::bigint[], $4::text[]) with ordinality as e (line, words, turn)",
        id.0,
        before,
        &lines,
        &words,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What was wrong, from the first line on: after the first `skip`, `most` at most.
pub async fn errors(tx: &mut TenantTx, id: ImportId, skip: i64, most: i64) -> Result<Vec<LineError>> {
    let errors = sqlx::query_as!(
        LineError,
        "select line, words from import_errors where import_id = $1 and position > $2 order by position limit $3",
        id.0,
        i32::try_from(skip).unwrap_or(i32::MAX),
        most,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(errors)
}

async fn forget_errors(tx: &mut TenantTx, id: ImportId) -> Result<()> {
    sqlx::query!("delete from import_errors where import_id = $1", id.0).execute(&mut **tx).await?;
    Ok(())
}

fn json(value: &impl serde::Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(Error::internal)
}

/// Who has owned the workspace longest.
pub(super) async fn first_owner(tx: &mut TenantTx) -> Result<Option<UserId>> {
    let owner = sqlx::query_scalar!(
        "select id from users where 'owner' = any(roles) and deleted_at is null order by created_at, id limit 1"
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(owner)
}
