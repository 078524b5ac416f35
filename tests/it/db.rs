//! The doors to the data: a scope sees one workspace, no scope sees none, and a role that could see all is refused.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use shipboard::db::Db;
use shipboard::ids::{TenantId, UserId};
use sqlx::error::DatabaseError;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UnixStream};

use crate::support::{CAST, Database, TestApp};

/// PostgreSQL's codes (appendix A).
const READ_ONLY: &str = "25006";
const FORBIDDEN: &str = "42501";

fn code(error: &sqlx::Error) -> String {
    error.as_database_error().and_then(DatabaseError::code).unwrap_or_default().into_owned()
}

#[tokio::test]
async fn a_scope_sees_its_workspace_and_no_other() {
    let app = TestApp::start().await;
    let mut tx = app.db.tenant_read(CAST.acme.id).await.unwrap();
    let people: Vec<String> = sqlx::query_scalar("select name from users order by name").fetch_all(&mut *tx).await.unwrap();
    assert_eq!(people, ["Ada Acme", "Max Meyer", "Rel Ruiz", "Vera Voss"]);
    let gus: Option<i32> =
        sqlx::query_scalar("select 1 from users where id = $1").bind(CAST.gus.id).fetch_optional(&mut *tx).await.unwrap();
    assert_eq!(gus, None, "the neighbour does not exist, not even by his id");
}

#[tokio::test]
async fn a_scope_that_was_never_set_sees_nothing() {
    let app = TestApp::start().await;
    for mut tx in [app.db.global().await.unwrap(), used_before(&app).await] {
        let people: i64 = sqlx::query_scalar("select count(*) from users").fetch_one(&mut *tx).await.unwrap();
        assert_eq!(people, 0);
        let changed = sqlx::query("update users set name = 'Nobody'").execute(&mut *tx).await.unwrap().rows_affected();
        assert_eq!(changed, 0);
    }
}

/// A transaction on a connection that had a scope a moment ago.
async fn used_before(app: &TestApp) -> shipboard::db::GlobalTx {
    for _ in 0..4 {
        app.db.tenant(CAST.acme.id).await.unwrap().commit().await.unwrap();
    }
    app.db.global().await.unwrap()
}

/// A way to the same database on which everything that is said to it can be read.
async fn overheard(options: PgConnectOptions) -> (PgConnectOptions, Arc<Mutex<Vec<u8>>>) {
    let socket = options.get_socket().unwrap().join(format!(".s.PGSQL.{}", options.get_port()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let said = Arc::new(Mutex::new(Vec::new()));
    let hears = said.clone();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let (mut asks, mut hears_answers) = client.into_split();
            let (mut answers, mut database) = UnixStream::connect(&socket).await.unwrap().into_split();
            tokio::spawn(async move { tokio::io::copy(&mut answers, &mut hears_answers).await });
            let hears = hears.clone();
            tokio::spawn(async move {
                let mut words = [0; 4096];
                while let Ok(length @ 1..) = asks.read(&mut words).await {
                    hears.lock().unwrap().extend_from_slice(&words[..length]);
                    database.write_all(&words[..length]).await.unwrap();
                }
            });
        }
    });
    let way = PgConnectOptions::new_without_pgpass().host("127.0.0.1").port(port).ssl_mode(PgSslMode::Disable);
    let way = way.username(options.get_username()).database(options.get_database().unwrap());
    (way, said)
}

#[tokio::test]
async fn a_connection_on_which_a_transaction_was_committed_is_lent_again_without_another_word() {
    let app = TestApp::start().await;
    let (options, said) = overheard((*app.owner().connect_options()).clone()).await;
    let db = Db::connect(options, 1).await.unwrap();
    db.tenant(CAST.acme.id).await.unwrap().commit().await.unwrap();
    let _next = db.tenant(CAST.globex.id).await.unwrap();
    let said = String::from_utf8_lossy(&said.lock().unwrap()).into_owned();
    let (_, after) = said.rsplit_once("commit\0").unwrap();
    // A question is a letter and its length (PostgreSQL, 55.7).
    assert_eq!(after.find("begin; set local"), Some(5), "{after:?}");
}

#[tokio::test]
async fn whoever_hangs_up_leaves_nothing_behind_on_a_connection() {
    let app = TestApp::start().await;
    // On this way nothing is answered while nobody waits for it.
    let (options, _) = overheard((*app.owner().connect_options()).clone()).await;
    let db = Db::connect(options, 1).await.unwrap();
    let see = async || {
        let mut tx = db.tenant_read(CAST.globex.id).await.unwrap();
        let people: Vec<String> = sqlx::query_scalar("select name from users").fetch_all(&mut *tx).await.unwrap();
        let process: i32 = sqlx::query_scalar("select pg_backend_pid()").fetch_one(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        (people, process)
    };
    let (people, first) = see().await;
    // While it begins: nobody knows how far it came, so the connection is closed.
    assert!(db.tenant(CAST.acme.id).now_or_never().is_none());
    let (still, second) = see().await;
    assert_eq!(still, people);
    assert_ne!(second, first);
    // In the middle of a statement, with a change that is not committed.
    let mut tx = db.tenant(CAST.acme.id).await.unwrap();
    sqlx::query("update users set name = 'Somebody else'").execute(&mut *tx).await.unwrap();
    let long = "select * from generate_series(1, 100000) n";
    assert!(sqlx::query(long).fetch_all(&mut *tx).now_or_never().is_none());
    drop(tx);
    assert_eq!(see().await, (people, second));
    let mut tx = db.tenant_read(CAST.acme.id).await.unwrap();
    let changed: i64 =
        sqlx::query_scalar("select count(*) from users where name = 'Somebody else'").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(changed, 0);
}

#[tokio::test]
async fn connections_that_nobody_needs_are_closed_and_opened_again() {
    let app = TestApp::start().await;
    let options = (*app.owner().connect_options()).clone().application_name("resting");
    let db = Db::connect(options, 2).await.unwrap();
    let open = async || {
        let count = "select count(*) from pg_stat_activity where application_name = 'resting' and datname = current_database()";
        sqlx::query_scalar::<_, i64>(count).fetch_one(app.owner()).await.unwrap()
    };
    let (one, other) = (db.tenant(CAST.acme.id).await.unwrap(), db.tenant(CAST.acme.id).await.unwrap());
    one.commit().await.unwrap();
    other.commit().await.unwrap();
    db.rest(Duration::from_mins(10)).await;
    assert_eq!(open().await, 2);
    db.rest(Duration::ZERO).await;
    // PostgreSQL takes a moment to end what was closed.
    while open().await > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    db.tenant(CAST.acme.id).await.unwrap().commit().await.unwrap();
    assert_eq!(open().await, 1);
}

#[tokio::test]
async fn closing_the_doors_waits_for_whoever_is_inside() {
    let app = TestApp::start().await;
    let db = Db::connect((*app.owner().connect_options()).clone(), 2).await.unwrap();
    let mut tx = db.tenant(CAST.acme.id).await.unwrap();
    let closing = tokio::spawn({
        let db = db.clone();
        async move { db.close().await }
    });
    // Nobody else is let in from then on.
    while db.tenant(CAST.acme.id).await.is_ok() {
        tokio::task::yield_now().await;
    }
    sqlx::query("update users set name = 'The last'").execute(&mut *tx).await.unwrap();
    assert!(!closing.is_finished());
    tx.commit().await.unwrap();
    closing.await.unwrap();
    assert!(db.tenant(CAST.acme.id).await.is_err());
}

#[tokio::test]
async fn an_unknown_workspace_has_nothing_in_it_and_can_be_given_nothing() {
    let app = TestApp::start().await;
    let mut tx = app.db.tenant(TenantId::new()).await.unwrap();
    let people: i64 = sqlx::query_scalar("select count(*) from users").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(people, 0);
    let insert = sqlx::query("insert into users (id, email, name, created_at) values ($1, 'a@b.example', 'A', now())");
    assert!(insert.bind(UserId::new()).execute(&mut *tx).await.is_err());
}

#[tokio::test]
async fn behind_a_pooler_every_transaction_says_its_own_role_and_leaves_none_behind() {
    let app = TestApp::start().await;
    let options = (*app.owner().connect_options()).clone();
    let db = Db::connect_past(options.clone(), Some(options), 1).await.unwrap();
    let role = "select current_user::text";
    let mut tx = db.tenant_read(CAST.acme.id).await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, String>(role).fetch_one(&mut *tx).await.unwrap(), "shipboard_app");
    let seen: i64 = sqlx::query_scalar("select count(*) from users").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(seen, 4, "Acme's people and nobody else's");
    drop(tx);
    let mut tx = db.global().await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, String>(role).fetch_one(&mut *tx).await.unwrap(), "shipboard_app");
    sqlx::query("commit").execute(&mut *tx).await.unwrap();
    assert_ne!(sqlx::query_scalar::<_, String>(role).fetch_one(&mut *tx).await.unwrap(), "shipboard_app");
}

#[tokio::test]
async fn a_transaction_for_reading_cannot_write() {
    let app = TestApp::start().await;
    let mut tx = app.db.tenant_read(CAST.acme.id).await.unwrap();
    let error = sqlx::query("update users set name = 'Nobody'").execute(&mut *tx).await.unwrap_err();
    assert_eq!(code(&error), READ_ONLY);
}

#[tokio::test]
async fn what_is_not_committed_has_not_happened() {
    let app = TestApp::start().await;
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    sqlx::query("update users set name = 'Nobody'").execute(&mut *tx).await.unwrap();
    drop(tx);
    assert_eq!(app.number("select count(*) from users where name = 'Nobody'").await, 0);
}

#[tokio::test]
async fn the_role_of_the_server_cannot_change_the_schema_or_rewrite_what_happened() {
    let app = TestApp::start().await;
    for statement in [
        "alter table users disable row level security",
        "drop policy tenant on users",
        "truncate votes",
        "create table loot (tenant_id uuid)",
        "update events set kind = 'something.else'",
    ] {
        let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
        let error = sqlx::query(statement).execute(&mut *tx).await.unwrap_err();
        assert_eq!(code(&error), FORBIDDEN, "{statement}");
    }
}

#[tokio::test]
async fn a_user_that_may_not_work_as_the_role_is_told_what_to_grant() {
    let database = Database::create().await;
    sqlx::query("create role passer_by login").execute(database.owner()).await.unwrap();
    let refusal = format!("{:#}", Db::connect(database.options().username("passer_by"), 2).await.unwrap_err());
    assert!(refusal.contains("grant shipboard_app to \"passer_by\""), "{refusal}");
    assert!(refusal.contains("permission denied"), "{refusal}");
    // Where the one who makes a role has to let themselves work as it, the migrations see to that.
    let mut owner = database.owner().acquire().await.unwrap();
    sqlx::query("set role shipboard_app").execute(&mut *owner).await.unwrap();
    sqlx::query("reset role").execute(&mut *owner).await.unwrap();
    sqlx::query("drop role passer_by").execute(&mut *owner).await.unwrap();
}

#[tokio::test]
async fn a_server_is_not_started_as_a_role_that_sees_everything() {
    let database = Database::create().await;
    // Whatever a table of the public schema belongs to is not bound by its policies.
    sqlx::query("alter table tags owner to shipboard_app").execute(database.owner()).await.unwrap();
    let refusal = Db::connect(database.options(), 2).await.unwrap_err().to_string();
    assert!(refusal.contains("shipboard_app") && refusal.contains("not bound by row-level security"), "{refusal}");
    sqlx::query("alter table tags owner to shipboard").execute(database.owner()).await.unwrap();
    Db::connect(database.options(), 2).await.unwrap();
}

#[tokio::test]
async fn migrating_twice_and_by_two_servers_at_once_is_migrating_once() {
    let database = Database::create().await;
    let options = database.options();
    let (one, other) = tokio::join!(Db::migrate(&options), Db::migrate(&options));
    one.unwrap();
    other.unwrap();
}
