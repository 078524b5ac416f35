//! The page of imports: bring, look, decide, start, undo, without a script.

use axum::http::Method;
use shipboard::imports::State;

use super::store_of;
use crate::support::{Browser, Page, TestApp};

const TABLE: &str = "Headline;When;Likes;What it is about\nDark mode;2024-05-01;7;=HYPERLINK(1)\nNo date;;1;x\n";

/// Sends a file as a browser does.
async fn upload(browser: Browser, name: &str, content: &str) -> Page {
    let browser = browser.with_header("content-type", "multipart/form-data; boundary=frontier");
    let body = format!(
        "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n{content}\r\n--frontier--\r\n"
    );
    browser.ask(Method::POST, "/admin/imports", Some(body.into())).await
}

/// Has the worker do it, and waits until it has.
async fn worked(app: &TestApp, wanted: State) {
    app.deliver().await;
    for _ in 0..400 {
        if store_of(app).await.first().is_some_and(|import| import.state == wanted) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    app.clock.advance(jiff::SignedDuration::from_secs(10));
    app.deliver().await;
    assert_eq!(store_of(app).await[0].state, wanted);
}

#[tokio::test]
async fn a_table_is_brought_looked_at_taken_in_and_taken_back_without_a_script() {
    let app = TestApp::start().await;
    let ada = app.ada();
    ada.visit("/admin/imports").await.says("No imports yet");
    let page = upload(app.ada(), "wishes.csv", TABLE).await;
    let path = page.location().unwrap().to_owned();
    let page = ada.visit(&path).await.says("wishes.csv").says("How the file is read");
    assert_eq!(page.attribute("#field-column-title option[selected]", "value").as_deref(), Some("Headline"));

    // The headings say little, so a person says the rest.
    let page = ada
        .submit(
            &page,
            "form.form",
            &[("column-created_at", "When"), ("column-votes", "Likes"), ("column-body", "What it is about")],
        )
        .await;
    assert_eq!(page.status(), 303);
    ada.visit(&path).await.says("Being checked");
    worked(&app, State::Checked).await;
    let page =
        ada.visit(&path).await.says("Ready to start").says("Dark mode").says("The date is missing").says("1 line is refused");
    ada.get(&format!("{path}/errors.csv")).await.is(200).says("3,The date is missing.");

    ada.submit(&page, &format!("form[action='{path}/start']"), &[]).await.leads_to(&path);
    worked(&app, State::Done).await;
    let ideas: Vec<(String, i32)> = app.sql("select title, vote_count from ideas").await;
    assert_eq!(ideas, [("Dark mode".to_owned(), 7)]);
    ada.visit(&path).await.says("Undo this import");
    let page = ada.visit(&format!("{path}/undo")).await.says("1 idea, 0 votes and 0 comments");
    ada.submit(&page, ".confirm form", &[]).await.leads_to(&path);
    worked(&app, State::Undone).await;
    assert_eq!(app.number("select count(*) from ideas").await, 0);
    ada.visit(&path).await.says("Undone");
    assert_eq!(app.mailbox().len(), 0);
}

#[tokio::test]
async fn what_is_no_file_of_ours_is_refused_beside_the_field() {
    let app = TestApp::start().await;
    upload(app.ada(), "photo.png", "\u{89}PNG nothing").await.is(422).says("no file that Shipboard knows");
    upload(app.ada(), "empty.csv", "").await.is(422).says("empty");
    let page = upload(app.ada(), "wishes.csv", TABLE).await;
    let path = page.location().unwrap().to_owned();
    let page = app.ada().visit(&path).await;
    app.ada().submit(&page, "form.form", &[("date", "soon")]).await.is(422).says("not a date");
    app.ada().post(&format!("{path}/discard"), &[]).await.leads_to("/admin/imports");
    app.ada().get(&path).await.is(404);
}

#[tokio::test]
async fn nobody_but_admins_brings_files() {
    let app = TestApp::start().await;
    upload(app.vera(), "wishes.csv", TABLE).await.is(404);
    upload(app.max(), "wishes.csv", TABLE).await.is(403);
    upload(app.nobody(), "wishes.csv", TABLE).await;
    let path = upload(app.ada(), "wishes.csv", TABLE).await.location().unwrap().to_owned();
    app.gus().get(&path).await.is(404);
    app.max().get(&path).await.is(403);
    assert_eq!(app.number("select count(*) from imports").await, 1);
}
