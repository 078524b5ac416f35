//! What comes in from elsewhere and what it weighs, in a browser: a file is brought, looked at, taken in and taken back, with a
//! script and without; companies, segments and currencies tell who wants what.

use std::io::Write;

use fantoccini::Locator;
use shipboard::imports::store;

use super::accessibility::look_at;
use super::chromium::{Chromium, Scripts};
use super::served;
use crate::support::{CAST, TestApp};

const TABLE: &str = "Headline;When;Likes;What it is about;Area\nDark mode;2024-05-01;7;=HYPERLINK(1);App\nNo date;;1;x;App\nNight shift;2024-06-01;3;;Site\n";

/// Has the worker do what waits, until the import stands so.
async fn worked(app: &TestApp, state: &'static str) {
    for _ in 0..600 {
        app.deliver().await;
        let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
        if store::recent(&mut tx, 1).await.unwrap().first().is_some_and(|import| import.state.word() == state) {
            return;
        }
        app.clock.advance(jiff::SignedDuration::from_secs(1));
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the import is not {state}");
}

/// Chooses a file as a person does, and sends it.
async fn brings(browser: &Chromium, file: &tempfile::NamedTempFile) {
    browser.visit("/admin/imports").await;
    let field = browser.client.find(Locator::Css("input[type=file]")).await.unwrap();
    field.send_keys(file.path().to_str().unwrap()).await.unwrap();
    browser.press("Upload and look at it").await;
    browser.sees("How the file is read").await;
}

/// Says which column a field is.
async fn column(browser: &Chromium, field: &str, column: &str) {
    let list = format!("select[name=column-{field}]");
    browser.client.find(Locator::Css(&list)).await.unwrap().select_by_label(column).await.unwrap();
}

fn table() -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    file.write_all(TABLE.as_bytes()).unwrap();
    file
}

#[tokio::test]
async fn a_file_is_brought_looked_at_taken_in_and_taken_back_while_somebody_watches() {
    let app = served().await.leaves_outbox();
    let ada = Chromium::at_acme(&app, Scripts::On).await.has(&CAST.ada.session).await;
    let file = table();
    brings(&ada, &file).await;
    // What the headings say is guessed; the rest is said by a person, who sees what stands there.
    ada.sees("=HYPERLINK(1)").await;
    let page = ada.path().await;
    look_at(&ada, "import-new", &[&page]).await;
    ada.visit(&page).await;
    column(&ada, "created_at", "When").await;
    column(&ada, "votes", "Likes").await;
    column(&ada, "body", "What it is about").await;
    ada.press("Check the file").await;
    ada.sees("Looking at the file").await;
    worked(&app, "ready to start").await;
    // The page has followed by itself.
    ada.sees("What would come in").await;
    ada.sees("1 line is refused").await;
    ada.sees("The date is missing").await;
    look_at(&ada, "import-checked", &[&page]).await;
    ada.visit(&page).await;
    ada.press("Start the import").await;
    ada.sees("Coming in").await;
    look_at(&ada, "import-running", &[&page]).await;
    ada.visit(&page).await;
    worked(&app, "brought in").await;
    ada.sees("What came in").await;
    look_at(&ada, "import-done", &[&page, &format!("{page}/undo"), "/admin/imports", "/admin/export"]).await;
    ada.visit("/?q=dark").await;
    ada.sees("Dark mode").await;
    ada.visit(&page).await;
    ada.press("Undo this import").await;
    ada.sees("2 ideas, 0 votes and 0 comments").await;
    ada.press("Undo the import").await;
    worked(&app, "undone").await;
    ada.sees("Undone").await;
    ada.gone("progress").await;
    look_at(&ada, "import-undone", &[&page]).await;
    ada.close().await;
    assert_eq!(app.number("select count(*) from ideas").await, 0);
}

#[tokio::test]
async fn the_same_is_done_without_a_script() {
    let app = served().await.leaves_outbox();
    let ada = Chromium::at_acme(&app, Scripts::Off).await.has(&CAST.ada.session).await;
    let file = table();
    brings(&ada, &file).await;
    column(&ada, "created_at", "When").await;
    ada.press("Check the file").await;
    ada.sees("You can leave this page").await;
    worked(&app, "ready to start").await;
    ada.press("Look again").await;
    ada.press("Start the import").await;
    ada.sees("You can leave this page").await;
    worked(&app, "brought in").await;
    ada.press("Look again").await;
    ada.press("Undo this import").await;
    ada.press("Undo the import").await;
    ada.sees("You can leave this page").await;
    worked(&app, "undone").await;
    ada.press("Look again").await;
    ada.sees("Undone").await;
    ada.close().await;
}

#[tokio::test]
async fn companies_segments_and_currencies_tell_who_wants_what() {
    let app = served().await.leaves_outbox();
    let idea = app.vera().submits("Dark mode").await;
    let ada = Chromium::at_acme(&app, Scripts::On).await.has(&CAST.ada.session).await;
    ada.visit("/admin/companies").await;
    ada.press("New company").await;
    ada.types("Name", "Voss and Sons").await;
    ada.types("Domains", "customer.example").await;
    ada.types("Plan", "Pro").await;
    ada.types("Pays a month", "1200").await;
    ada.chooses("Currency", "EUR").await;
    ada.press("Save").await;
    ada.sees("Voss and Sons").await;
    ada.sees("Vera Voss").await;
    let company = ada.path().await;

    ada.visit("/admin/companies/currencies").await;
    ada.chooses("Currency", "USD").await;
    ada.press("Save").await;
    ada.sees("Without a rate an amount is shown").await;
    ada.types("1 EUR is", "1.10").await;
    ada.press("Save rates").await;
    ada.sees("The rates are saved").await;

    ada.visit("/admin/segments/new").await;
    ada.types("Name", "Pros").await;
    ada.types("Plan of their company", "Pro").await;
    // It is counted while it is typed.
    ada.sees_in("#segment-count", "1 person").await;
    ada.press("Save").await;
    ada.sees("Pros").await;
    ada.visit("/admin/segments").await;
    ada.press("What they want").await;
    ada.sees("Dark mode").await;

    // Whoever asked first, and waits longest, is named, and a figure leads to the people behind it.
    ada.visit(&format!("/ideas/{idea}")).await;
    ada.sees("Vera Voss").await;
    let pages = [&company, "/admin/companies", "/admin/companies/new", "/admin/companies/csv", "/admin/companies/currencies"];
    look_at(&ada, "companies", &pages).await;
    look_at(&ada, "segments", &["/admin/segments", "/admin/segments/new", &format!("/ideas/{idea}/voters")]).await;
    ada.close().await;
}
