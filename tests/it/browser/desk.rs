//! The desk as a manager has it: by the keyboard alone, and without a script.

use jiff::SignedDuration;

use super::chromium::{Chromium, Scripts};
use super::served;
use crate::support::{CAST, TestApp};

/// A server with what Vera asked for, a minute apart.
async fn asked(titles: &[&str]) -> TestApp {
    let app = served().await.leaves_outbox();
    for title in titles {
        app.clock.advance(SignedDuration::from_mins(1));
        app.vera().submits(title).await;
    }
    app.clock.advance(SignedDuration::from_mins(1));
    app
}

#[tokio::test]
async fn the_key_of_the_search_finds_that_of_the_page_or_else_that_of_all_ideas() {
    let app = asked(&["Dark mode", "Export as CSV"]).await;
    let max = Chromium::at_acme(&app, Scripts::On).await.has(&CAST.max.session).await;
    max.visit("/admin/ideas").await;
    max.key("/").await;
    max.finds("main input[name=q]:focus").await;
    max.visit("/admin/inbox").await;
    max.key("?").await;
    max.sees_in("dialog", "Search all ideas").await;
    max.key("\u{e00c}").await;
    max.gone("dialog").await;
    max.key("/").await;
    max.finds(".header .search input:focus").await;
    max.key("csv\u{e007}").await;
    max.finds(".ideas").await;
    max.sees("Export as CSV").await;
    max.lacks("Dark mode").await;
    max.close().await;
}

#[tokio::test]
async fn a_manager_clears_the_inbox_by_the_keyboard_alone() {
    let app = asked(&["Dark mode", "Export as CSV", "Night shift", "Dark mode for the planner"]).await;
    let max = Chromium::at_acme(&app, Scripts::On).await.has(&CAST.max.session).await;
    max.visit("/admin/inbox?show=new").await;
    max.sees("Vera Voss asked").await;
    max.finds(".side-count").await;

    // The first one opens, and is decided: the next one is there.
    max.key("j").await;
    max.sees_in("#panel-title", "Dark mode").await;
    max.key("e").await;
    max.finds(".menu[open] .menu-list").await;
    max.key("2").await;
    max.sees("Changed #1: status “Planned”.").await;
    max.sees_in("#panel-title", "Export as CSV").await;

    // That was a slip.
    max.key("u").await;
    max.sees("#1 is as it was.").await;
    app.clock.advance(SignedDuration::from_mins(1));

    // Words are typed without pressing anything, and a note is for the team.
    max.visit("/admin/inbox?show=new&open=2").await;
    max.key("n").await;
    max.key("the edge j/k ?").await;
    max.key("\u{e00c}").await;
    max.key("a").await;
    max.finds(".menu[open] .menu-list").await;
    max.key("i").await;
    max.sees("Changed #2: given to Max Meyer.").await;
    max.sees_in("#panel-title", "Export as CSV").await;
    max.key("n").await;
    max.key("Kettle asked, too.\u{e004}\u{e004}\u{e007}").await;
    max.sees("Noted, for the team only.").await;
    max.sees_in(".panel .comments", "Kettle asked, too.").await;

    // Nothing is to be said about the next.
    max.visit("/admin/inbox?show=new").await;
    max.key("j").await;
    max.sees_in("#panel-title", "Night shift").await;
    max.key("d").await;
    max.sees("put aside until something new happens").await;
    max.sees_in("#panel-title", "Dark mode for the planner").await;

    // Whoever forgets a key asks.
    max.key("?").await;
    max.sees_in("dialog", "Keys on this page").await;
    max.sees_in("dialog", "Status").await;
    max.key("\u{e00c}").await;
    max.gone("dialog").await;

    // In the table: found, ticked, closed.
    max.visit("/admin/ideas").await;
    max.key("/").await;
    max.key("dark\u{e007}").await;
    max.sees("“dark”").await;
    max.key("j").await;
    max.finds(".panel").await;
    max.key("x").await;
    max.sees("1 selected").await;
    max.key("k").await;
    max.key("\u{e00c}").await;
    max.gone(".panel").await;
    max.close().await;
}

#[tokio::test]
async fn a_manager_does_the_same_without_a_script() {
    let app = asked(&["Dark mode", "Export as CSV", "Night shift"]).await;
    let max = Chromium::at_acme(&app, Scripts::Off).await.has(&CAST.max.session).await;
    max.visit("/admin/inbox?show=new").await;
    max.press("Dark mode").await;
    max.sees_in("#panel-title", "Dark mode").await;
    max.press_in(".panel-acts", "Status").await;
    max.press_in(".panel-acts", "Planned").await;
    max.sees("Changed #1: status “Planned”.").await;
    max.sees_in("#panel-title", "Export as CSV").await;
    max.press_in(".flash", "Undo").await;
    max.sees("#1 is as it was.").await;
    app.clock.advance(SignedDuration::from_mins(1));
    max.visit("/admin/inbox?show=new&open=2").await;
    max.press_in(".panel-acts", "Done").await;
    max.sees("put aside until something new happens").await;
    max.sees_in("#panel-title", "Night shift").await;
    max.press_in(".panel-acts", "Assign").await;
    max.press_in(".panel-acts", "MM Me").await;
    max.sees("given to Max Meyer").await;
    max.types("Answer or note", "It comes in spring.").await;
    max.press("Answer, for everybody to read").await;
    max.sees("Answered.").await;

    // A view of one's own, and many at once.
    max.visit("/admin/ideas?assignee=me").await;
    max.sees("Looked after by Max Meyer").await;
    max.visit("/admin/ideas?q=dark").await;
    max.press("Save view").await;
    max.types("Name", "Dark things").await;
    max.press_in(".desk-view", "Save view").await;
    max.sees("The view “Dark things” is saved.").await;
    max.tick("Select “Dark mode”").await;
    max.picks("New status", "In progress").await;
    max.press("Apply").await;
    max.sees("Changed #1: status “In progress”.").await;
    max.close().await;
}
