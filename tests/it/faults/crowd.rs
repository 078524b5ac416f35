//! The crowd: people who want something, and a release that has it.

use jiff::SignedDuration;
use shipboard::ids::UserId;

use crate::ship::{release, ships};
use crate::support::{CAST, Setup, TestApp};

/// Acme, with an idea that is only voted for (#1), and with real servers beside it.
pub(super) async fn acme(servers: u32) -> TestApp {
    with_an_idea(TestApp::start_with(Setup { smtp: true, servers, ..Setup::default() }).await).await
}

/// The same with a database that can be stopped.
pub(super) async fn acme_apart() -> TestApp {
    with_an_idea(TestApp::start_with(Setup { smtp: true, database_apart: true, ..Setup::default() }).await).await
}

async fn with_an_idea(app: TestApp) -> TestApp {
    let idea = app.idea_by(&CAST.ada, "Something else").await;
    assert_eq!(idea.number, 1);
    app
}

/// So many people who can be told things.
pub(super) async fn gather(app: &TestApp, size: usize) -> Vec<UserId> {
    let people: Vec<UserId> = (0..size).map(|_| UserId::new()).collect();
    sqlx::query(
        "insert into users (tenant_id, id, email, name, confirmed_at, trusted_at, created_at)
         select $1, id, id || '@crowd.example', 'One of many', $3, $3, $3 from unnest($2::uuid[]) id",
    )
    .bind(CAST.acme.id)
    .bind(&people)
    .bind(app.clock.now())
    .execute(app.owner())
    .await
    .unwrap();
    people
}

/// They all want something new, and a release with it ships: from now on there is mail to send.
pub(super) async fn is_to_be_told(app: &TestApp, people: &[UserId], what: &str) {
    let idea = app.idea_by(&CAST.ada, what).await;
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    sqlx::query("insert into votes (idea_id, user_id, created_at) select $1, id, $3 from unnest($2::uuid[]) id")
        .bind(idea.id)
        .bind(people)
        .bind(app.clock.now())
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query("select recount_votes($1)").bind(idea.id).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    app.clock.advance(SignedDuration::from_mins(1));
    let number = release(app, &format!("for {what}"), &[idea.number]).await;
    ships(app, number, "now").await;
}

/// How many mails still have to be sent.
pub(super) async fn waiting(app: &TestApp) -> i64 {
    app.number("select count(*) from outbox where state = 'waiting' and kind not like 'similar.%'").await
}

/// An admin presses “try again now”: what was put off is due.
pub(super) async fn is_tried_again(app: &TestApp) {
    app.ada().post("/admin/mail/retry", &[]).await.is(303);
}
