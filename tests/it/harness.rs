//! The harness itself: what the other tests lean on.

use std::time::{Duration, Instant};

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use shipboard::outbox::{Entry, enqueue};

use crate::support::{CAST, Database, Letter, TestApp};

#[tokio::test]
async fn everybody_of_the_cast_is_signed_in_where_they_belong() {
    let app = TestApp::start().await;
    let people: Vec<(String, i64)> = app
        .sql(
            "select t.slug, count(*) from users u join tenants t on t.id = u.tenant_id
               join sessions s on s.tenant_id = u.tenant_id and s.user_id = u.id group by 1 order by 1",
        )
        .await;
    assert_eq!(people, [("acme".to_owned(), 4), ("globex".to_owned(), 1)]);
    for browser in [app.ada(), app.max(), app.rel(), app.vera(), app.gus()] {
        browser.get("/profile/mail").await.is(200);
    }
    app.nobody().get("/profile/mail").await.leads_to("/sign-in");
    for (browser, settings) in [(app.ada(), 200), (app.max(), 403), (app.rel(), 403), (app.vera(), 404), (app.gus(), 200)] {
        browser.get("/admin/settings").await.is(settings);
    }
}

#[tokio::test]
async fn people_speak_in_the_products_verbs() {
    let app = TestApp::start().await.leaves_outbox();
    let idea = app.vera().submits("Dark mode").await;
    app.max().votes_for(idea).await.is(303);
    app.max().unvotes(idea).await.is(303);
    app.ada().votes_for(idea).await.is(303);
    app.ada().comments_on(idea, "So do my eyes").await.is(303);
    app.gus().votes_for(idea).await.is(404);
    app.nobody().votes_for(idea).await.leads_to("/sign-in");
    app.nobody().visit(&format!("/ideas/{idea}")).await.says("Dark mode").says("So do my eyes");
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 2, "hers and Ada's");
}

#[tokio::test]
async fn a_form_is_sent_as_the_page_has_it_but_for_what_was_typed() {
    const PAGE: &str = r#"
        <form id="search" action="/form"><input type="search" name="q"><button>Search</button></form>
        <form id="edit" method="post" action="/form">
            <input type="hidden" name="submission" value="17"><input name="title" value="Old">
            <textarea name="body">
Two
lines</textarea>
            <select name="board"><option value="a">A<option value="b" selected>B</select>
            <input type="checkbox" name="notify" value="yes" checked><input type="checkbox" name="pinned">
            <input name="off" value="x" disabled>
            <button name="do" value="save">Save</button><button name="do" value="drop" id="drop">Drop</button>
        </form><input name="outside" form="edit" value="too">"#;
    let app = TestApp::start().await;
    let echo = async |body: String| body;
    let routes = Router::new().route("/form", get(async || Html(PAGE)).post(echo));
    let vera = app.vera().at(routes);
    let page = vera.get("/form").await;

    let saved = vera.submit(&page, "#edit", &[("title", "New & old")]).await;
    let rest = "body=Two%0Alines&board=b&notify=yes";
    assert_eq!(saved.text(), format!("submission=17&{rest}&do=save&outside=too&title=New%20%26%20old"));
    let dropped = vera.submit(&page, "#drop", &[]).await;
    assert_eq!(dropped.text(), format!("submission=17&title=Old&{rest}&do=drop&outside=too"));
    let found = vera.submit(&page, "#search", &[("q", "dark mode")]).await;
    assert_eq!((found.method.as_str(), found.path.as_str()), ("GET", "/form?q=dark%20mode"));
}

#[tokio::test]
#[should_panic(expected = "has no field “titel”")]
async fn a_field_that_is_not_on_the_page_cannot_be_filled_in() {
    let app = TestApp::start().await;
    let routes = Router::new().route("/form", get(async || Html(r#"<form><input name="title"></form>"#)));
    let vera = app.vera().at(routes);
    let page = vera.get("/form").await;
    vera.submit(&page, "form", &[("titel", "Dark mode")]).await;
}

#[tokio::test]
#[should_panic(expected = "1 jobs wait in the outbox of this test")]
async fn a_test_that_leaves_jobs_behind_fails() {
    let app = TestApp::start().await;
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    let entry = Entry { kind: "test.job", key: "left".to_owned(), payload: &(), due_at: app.clock.now(), urgent: false };
    enqueue(&mut tx, entry, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn a_letter_is_read_for_its_links_and_its_code() {
    let letter = Letter::read(
        b"From: Acme <mail@localhost>\r\nTo: Vera <vera@customer.example>\r\nSubject: Sign in\r\n\
          List-Unsubscribe: <http://acme.localhost/unsubscribe/x>\r\n\r\n\
          In 2026 your code is 123 456 at the moment:\r\n\r\n    654 321\r\n\r\n\
          Or follow http://acme.localhost:3000/sign-in/link/abc. See <http://acme.localhost:3000/>.\r\n",
    );
    assert_eq!(letter.code(), "654321", "on a line of its own");
    assert_eq!(letter.link("/sign-in/"), "http://acme.localhost:3000/sign-in/link/abc");
    assert_eq!(letter.links().len(), 2);
    assert_eq!(letter.header("List-Unsubscribe"), "<http://acme.localhost/unsubscribe/x>");
}

/// Every test pays for a database of its own, so it has to be cheap. The best of some, as the machine may be busy.
#[tokio::test]
async fn a_database_of_ones_own_is_there_at_once() {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let began = Instant::now();
        let database = Database::create().await;
        let people: i64 = sqlx::query_scalar("select count(*) from users").fetch_one(database.owner()).await.unwrap();
        best = best.min(began.elapsed());
        assert_eq!(people, 5);
    }
    println!("a database takes {best:?}");
    assert!(best < Duration::from_millis(250), "a database takes {best:?}");
}
