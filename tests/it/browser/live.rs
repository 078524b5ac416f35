//! An open page stays current by itself.

use serde_json::Value;

use super::accessibility::{Wrong, look, nothing_is, prepare};
use super::chromium::{Chromium, Scripts};
use super::served;
use crate::ship::{release, settles, ships};
use crate::support::CAST;

/// Somebody comes back to the page, which asks at once instead of in a quarter of a minute.
const COMES_BACK: &str = r#"document.dispatchEvent(new Event("visibilitychange"))"#;

/// Somebody looks at another page, and then at this one again.
const GOES_AWAY: &str = r#"
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
    delete document.visibilityState;
"#;

/// It is a minute and five seconds before the time that is counted down to.
const A_MINUTE_BEFORE: &str = r#"
    const then = Date.parse(document.querySelector("[data-countdown]").dataset.countdown);
    Date.now = () => then - 65_000;
    window.opened = true;
"#;

impl Chromium {
    /// Sooner or later what `css` finds has this text, seen or not.
    async fn sees_text(&self, css: &str, text: &str) {
        let script = format!("return document.querySelector({css:?})?.textContent === {text:?} || null");
        self.until(&format!("“{text}” in {css}"), async || {
            let said = self.client.execute(&script, Vec::new()).await?;
            Ok((said == Value::Bool(true)).then_some(()))
        })
        .await;
    }
}

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
    // It is said, too, to whoever cannot see it, as long as somebody is there.
    vera.sees_text("[data-live-says]", "Vote for “Dark mode”, 2 votes. Comments: 1").await;
    vera.runs(GOES_AWAY).await;
    vera.sees_text("[data-live-says]", "").await;
    assert_eq!(vera.runs("return document.querySelector('#talk > form textarea').value").await, "Half a sentence");

    // What took the place of the old button is pressed like it.
    vera.press("Vote for “Dark mode”, 2 votes").await;
    vera.finds("#vote-1 [aria-pressed=false]").await;
    vera.sees_in("#vote-1 .vote-count", "1").await;
    for browser in [nobody, vera] {
        browser.close().await;
    }
}

#[tokio::test]
async fn an_open_release_counts_down_and_says_who_has_been_told() {
    let app = served().await;
    let idea = app.vera().submits("Dark mode").await;
    app.max().votes_for(idea).await.is(303);
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "settle").await;
    let rel = Chromium::at_acme(&app, Scripts::On).await.has(&CAST.rel.session).await;
    prepare(&rel).await;
    rel.visit(&format!("/admin/releases/{number}")).await;
    rel.sees("2 people will be told on").await;
    let mut wrong = Wrong::new();
    look(&rel, "rel", "/admin/releases#settling", &mut wrong).await;
    nothing_is(&wrong);
    rel.runs(A_MINUTE_BEFORE).await;
    rel.sees_in("[data-countdown]", "1:05").await;
    rel.sees("0 of 2 sent").await;

    settles(&app).await;
    rel.runs(COMES_BACK).await;
    rel.sees("2 of 2 sent").await;
    rel.sees_text("[data-live-says]", "2 of 2 sent").await;
    rel.gone("[data-countdown]").await;
    rel.sees_in("#told .tabs", "Sent 2").await;
    rel.sees_in("#told .tabs", "Failed 0").await;
    assert_eq!(rel.runs("return window.opened").await, true, "nobody loaded the page again");
    rel.close().await;
}

#[tokio::test]
async fn an_open_release_says_which_mails_failed_while_others_are_still_leaving() {
    let app = served().await;
    let idea = app.vera().submits("Dark mode").await;
    app.max().votes_for(idea).await.is(303);
    app.smtp().answers(CAST.max.email, "451 4.3.2 not now");
    app.smtp().answers(CAST.vera.email, "451 4.3.2 not now");
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "now").await;
    app.deliver().await;
    let rel = Chromium::at_acme(&app, Scripts::On).await.has(&CAST.rel.session).await;
    prepare(&rel).await;
    rel.visit(&format!("/admin/releases/{number}")).await;
    rel.sees("0 of 2 sent").await;
    rel.sees_in("#told .tabs", "Failed 0").await;
    rel.sees_in("#told .tabs", "Waiting 2").await;
    rel.runs("window.opened = true").await;

    app.smtp().takes_everything();
    app.smtp().answers(CAST.max.email, "451 4.3.2 not now");
    app.smtp().answers(CAST.vera.email, "550 5.1.1 no such mailbox");
    app.clock.advance(jiff::SignedDuration::from_mins(1));
    app.deliver().await;
    // As long as mail is leaving, the page asks by itself, again and again.
    rel.sees_in("#told .tabs", "Failed 1").await;
    rel.sees_in("#told .tabs", "Waiting 1").await;
    rel.sees("no such mailbox").await;
    rel.sees("0 of 2 sent").await;
    rel.gone(".bell-count").await;

    app.smtp().takes_everything();
    app.clock.advance(jiff::SignedDuration::from_mins(5));
    app.deliver().await;
    rel.sees("1 of 2 sent").await;
    rel.sees_in("#told .tabs", "Failed 1").await;
    assert_eq!(rel.runs("return window.opened").await, true, "nobody loaded the page again");
    let mut wrong = Wrong::new();
    look(&rel, "rel", "/admin/releases#failed", &mut wrong).await;
    nothing_is(&wrong);
    rel.close().await;
}
