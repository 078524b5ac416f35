//! Imports: what comes in is what the file says, once, and can be taken back.

mod by_command;
mod engine;
mod exports_of_others;
mod much;
mod trackers;
mod page;
mod reworded;
mod shapes;
mod undo;
mod thousands;
mod wrong;

use std::collections::BTreeMap;
use std::io::Write;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use shipboard::ids::ImportId;
use shipboard::imports::options::Options;
use shipboard::imports::record::Kind;
use shipboard::imports::store::{self, NewImport};
use shipboard::imports::{Import, State, Tally, run};
use sqlx::AssertSqlSafe;

use crate::support::{CAST, TestApp};

/// Brings a file to Acme, without doing anything with it.
async fn bring(app: &TestApp, content: &[u8], format: &str, options: &Options) -> ImportId {
    let mut file = tempfile();
    file.write_all(content).unwrap();
    let source = format.split('-').next().unwrap();
    let new = NewImport { file_name: "file", format, options, source, created_by: Some(CAST.ada.id) };
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    let id = store::create(&mut tx, &new, &mut file, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn tempfile() -> std::fs::File {
    tempfile::tempfile().unwrap()
}

/// Begins something with an import and works on it to its end.
async fn carry(app: &TestApp, id: ImportId, what: State) -> Import {
    begin(app, id, what).await;
    let import = run::work(app, CAST.acme.id, id, &mut |_| {}).await.unwrap();
    app.deliver().await;
    import
}

async fn begin(app: &TestApp, id: ImportId, what: State) {
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    run::begin(&mut tx, id, what, Some(CAST.ada.id), app.clock.now()).await.unwrap();
    assert!(run::claim(&mut tx, id, app.clock.now()).await.unwrap(), "nobody else works on it");
    tx.commit().await.unwrap();
}

/// Works on an import until so many batches are in, and dies.
async fn dies_after(app: &TestApp, id: ImportId, batches: usize) {
    let mut count = 0;
    let mut told = |_: &Import| {
        count += 1;
        assert!(count < batches, "the power fails");
    };
    let died = AssertUnwindSafe(run::work(app, CAST.acme.id, id, &mut told)).catch_unwind().await;
    assert!(died.is_err(), "it was to die");
}

/// Brings a file of Shipboard's own format and takes it in.
async fn import(app: &TestApp, lines: &str) -> Import {
    let id = bring(app, lines.as_bytes(), "shipboard", &Options::default()).await;
    carry(app, id, State::Running).await
}

/// Acme's imports, newest first.
async fn store_of(app: &TestApp) -> Vec<Import> {
    store::recent(&mut app.db.tenant(CAST.acme.id).await.unwrap(), 10).await.unwrap()
}

/// What was wrong, by line.
async fn errors(app: &TestApp, id: ImportId) -> Vec<(i64, String)> {
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    let errors = store::errors(&mut tx, id, 0, 1000).await.unwrap();
    errors.into_iter().map(|error| (error.line, error.words)).collect()
}

/// The rows of every table, but for those that keep what was done: the list of imports, events, jobs and counters of numbers.
async fn rows(app: &TestApp) -> BTreeMap<String, i64> {
    let tables: Vec<(String,)> = app
        .sql("select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1")
        .await;
    let mut rows = BTreeMap::new();
    for (table,) in tables {
        if ["imports", "import_errors", "events", "outbox", "changes", "counters", "_sqlx_migrations"].contains(&table.as_str()) {
            continue;
        }
        let count =
            sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {table}"))).fetch_one(app.owner()).await.unwrap();
        rows.insert(table, count);
    }
    rows
}

/// Every counter says what the votes and comments say.
async fn counts_are_right(app: &TestApp) {
    let wrong: Vec<(i32,)> = app
        .sql(
            "select i.number from ideas i
              where i.merged_into is null
                and (i.vote_count <> (select count(distinct v.user_id) from ideas t join votes v on v.idea_id = t.id and v.tenant_id = t.tenant_id
                                       where t.canonical_id = i.id and t.tenant_id = i.tenant_id)
                                     + (select sum(t.imported_votes) from ideas t where t.canonical_id = i.id and t.tenant_id = i.tenant_id)
                     or i.comment_count <> (select count(*) from ideas t join comments c on c.idea_id = t.id and c.tenant_id = t.tenant_id
                                             where t.canonical_id = i.id and c.deleted_at is null and not c.staff_only))",
        )
        .await;
    assert!(wrong.is_empty(), "the counters of {wrong:?} are wrong");
}

/// So many new ones and nothing else.
fn made(count: i64) -> Tally {
    Tally { made: count, ..Tally::default() }
}

/// The same, read once more, says nothing new.
fn says_nothing_new(import: &Import) {
    assert_eq!(import.state, State::Done, "{:?}", import.failure);
    assert!(import.summary.changes_nothing(), "{:?}", import.summary.kinds);
    for kind in [Kind::Idea, Kind::Vote, Kind::Person] {
        assert_eq!(import.summary.of(kind).made, 0);
    }
}
