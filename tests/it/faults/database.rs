//! A database that goes away, drops its connections, or has none left, while a crowd is told.

use std::time::{Duration, Instant};

use super::crowd::{acme, acme_apart, gather, is_to_be_told, waiting};
use super::long::Row;
use super::readers::{PAGES, Readers};
use super::reckoning::{nothing_broke, reckon};
use super::servers::{Server, until};
use crate::support::{Conduct, TestApp};

/// A mail server that takes a moment.
const A_MOMENT: Duration = Duration::from_millis(20);

/// What is done to the database, so often, with a pause before each time, while so many people read.
struct Trouble {
    times: usize,
    pause: Duration,
    readers: usize,
}

/// One server tells so many people while its database is in trouble. It is never restarted.
async fn story(name: &str, app: TestApp, people: usize, trouble: Trouble, make: impl AsyncFn(&TestApp)) -> Row {
    let began = Instant::now();
    app.smtp().behaves(Conduct { slow: A_MOMENT, ..Conduct::default() });
    let crowd = gather(&app, people).await;
    let mut server = Server::beside(&app);
    server.is_ready().await;
    is_to_be_told(&app, &crowd, "Wish").await;
    let readers = Readers::start(&app, trouble.readers, &[server.address]).await;
    for _ in 0..trouble.times {
        tokio::time::sleep(trouble.pause).await;
        make(&app).await;
    }
    until("everybody is told", async || waiting(&app).await == 0).await;
    server.is_ready().await;
    // From now on all is well.
    let before = readers.answers();
    until("pages are answered", async || readers.answers().of(200) > before.of(200) + 20).await;
    let answers = readers.answers();
    assert_eq!(answers.of(503), before.of(503), "the trouble is over");
    drop(readers);
    nothing_broke(&answers);
    let reckoning = reckon(&app, people).await;
    assert_eq!(reckoning.told, people, "nobody is left out");
    Row { name: name.to_owned(), kills: 0, reckoning, answers, took: began.elapsed() }
}

/// The database is stopped in the middle, and started after a while.
pub(super) async fn stopped(people: usize, times: usize) -> Row {
    let trouble = Trouble { times, pause: Duration::from_millis(400), readers: 3 };
    let row = story("database stopped", acme_apart().await, people, trouble, async |app| {
        app.database().stops().await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        app.database().starts().await;
    });
    row.await
}

/// Every connection to the database is cut, and may be opened again at once.
pub(super) async fn cut(people: usize, times: usize) -> Row {
    let trouble = Trouble { times, pause: Duration::from_millis(150), readers: 3 };
    let row = story("connections cut", acme(1).await, people, trouble, async |app| {
        app.number(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
                and application_name <> 'psql'",
        )
        .await;
    });
    row.await
}

/// Somebody holds a table for longer than a request waits for a connection. So many read that those who wait for a page that is
/// made for all of them leave nothing for the others.
pub(super) async fn exhausted(people: usize, times: usize) -> Row {
    let trouble = Trouble { times, pause: Duration::from_millis(400), readers: 4 * PAGES.len() };
    let row = story("pool exhausted", acme(1).await, people, trouble, async |app| {
        let mut tx = app.owner().begin().await.unwrap();
        sqlx::query("lock table ideas in access exclusive mode").execute(&mut *tx).await.unwrap();
        tokio::time::sleep(Duration::from_millis(6_500)).await;
        tx.rollback().await.unwrap();
    });
    row.await
}

/// A server is told to stop while its database is away and mail is on its way: it stops. Returns how long that took.
pub(super) async fn told_to_stop(people: usize) -> Duration {
    let app = acme_apart().await;
    app.smtp().behaves(Conduct { slow: A_MOMENT, ..Conduct::default() });
    let crowd = gather(&app, people).await;
    let mut server = Server::beside(&app);
    server.is_ready().await;
    is_to_be_told(&app, &crowd, "Wish").await;
    until("mail leaves", async || app.smtp().taken() > 20).await;
    app.database().stops().await;
    let told = Instant::now();
    drop(server);
    app.database().starts().await;
    app.leaves_outbox();
    told.elapsed()
}

#[tokio::test]
async fn a_database_that_is_stopped_and_started_loses_no_mail_and_breaks_no_page() {
    let row = stopped(100, 2).await;
    assert!(row.answers.of(503) > 0, "pages said so while it was away: {:?}", row.answers);
    assert_eq!(row.reckoning.twice, 0, "a mail that was sent meanwhile was written down as soon as it could be");
}

#[tokio::test]
async fn a_database_that_cuts_its_connections_loses_no_mail_and_breaks_no_page() {
    let row = cut(100, 6).await;
    assert_eq!(row.reckoning.twice, 0, "{:?}", row.reckoning);
}

#[tokio::test]
async fn a_pool_without_a_free_connection_answers_come_back_in_a_moment() {
    let row = exhausted(40, 1).await;
    assert!(row.answers.of(503) > 0, "{:?}", row.answers);
    assert_eq!(row.reckoning.twice, 0, "{:?}", row.reckoning);
}

/// Of what was left idle no connection works any more, and nobody notices.
#[tokio::test]
async fn the_first_pages_after_every_connection_was_cut_are_answered() {
    let app = acme(0).await;
    for _ in 0..3 {
        futures_util::future::join_all((0..4).map(|_| app.db.answers())).await;
        app.number(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'",
        )
        .await;
        app.nobody().get("/").await.is(200);
    }
}
