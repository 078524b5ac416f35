//! An open page stays current by itself.

use super::chromium::{Chromium, Scripts};
use super::served;
use crate::support::CAST;

/// Somebody comes back to the page, which asks at once instead of in a quarter of a minute.
const COMES_BACK: &str = r#"document.dispatchEvent(new Event("visibilitychange"))"#;

#[tokio::test]
async fn votes_comments_and_the_bell_change_on_an_open_page_and_what_is_typed_stays() {
    let app = served().await;
    let idea = app.vera().submits("Dark mode").await;
    let (nobody, vera) = tokio::join!(Chromium::at_acme(&app, Scripts::On), Chromium::at_acme(&app, Scripts::On));
    let vera = vera.has(&CAST.vera.session).await;
    nobody.visit("/").await;
    vera.visit(&format!("/ideas/{idea}")).await;
    vera.types("Add a comment", "Half a sentence").await;
    nobody.sees_in(".vote-count", "1").await;
    app.clock.advance(jiff::SignedDuration::from_mins(1));
    app.max().votes_for(idea).await.is(303);
    app.max().comments_on(idea, "Which hours?").await.is(303);
    app.rel().comments_on(app.max().submits("Export").await, "Soon").await.is(303);

    nobody.runs(COMES_BACK).await;
    nobody.sees_in(".vote-count", "2").await;
    nobody.lacks("Export").await;
    vera.runs(COMES_BACK).await;
    vera.sees_in("#vote-1 .vote-count", "2").await;
    vera.sees_in("#said .number", "1").await;
    vera.sees("Which hours?").await;
    assert_eq!(vera.runs("return document.querySelector('#talk > form textarea').value").await, "Half a sentence");

    // What took the place of the old button is pressed like it.
    vera.press("Vote for “Dark mode”, 2 votes").await;
    vera.finds("#vote-1 [aria-pressed=false]").await;
    vera.sees_in("#vote-1 .vote-count", "1").await;
    for browser in [nobody, vera] {
        browser.close().await;
    }
}
