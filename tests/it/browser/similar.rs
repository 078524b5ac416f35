//! Somebody writes what was asked already: the right idea stands beside the title, whatever the spelling, and takes nothing out of
//! their hands.

use super::chromium::{Chromium, Scripts};
use super::served;
use crate::support::{CAST, TestApp};

const WISH: &str = "Keyboard shortcuts for booking";

/// What has the focus, and what stands in it.
const FOCUS: &str = "return [document.activeElement.name, document.activeElement.value]";

async fn board() -> TestApp {
    let app = served().await;
    for title in ["Dark mode", WISH, "Import bank statements"] {
        app.idea_by(&CAST.max, title).await;
    }
    app
}

#[tokio::test]
async fn who_types_a_title_with_mistakes_sees_the_idea_keeps_the_focus_and_votes_there() {
    let app = board().await.leaves_outbox();
    let vera = Chromium::at_acme(&app, Scripts::On).await.has(&CAST.vera.session).await;
    vera.visit("/ideas/new").await;
    vera.types("Title", "Keybord shorcuts for bookings").await;
    vera.sees_in(".similar", WISH).await;
    let focus = vera.client.execute(FOCUS, Vec::new()).await.unwrap();
    assert_eq!(focus, serde_json::json!(["title", "Keybord shorcuts for bookings"]), "what is shown takes no focus");
    vera.lacks("Dark mode").await;
    vera.press(&format!("Vote for “{WISH}”, 0 votes")).await;
    vera.finds(".similar-vote[aria-pressed=true]").await;
    assert_eq!(vera.path().await, "/ideas/new", "and nothing that was typed is lost");
    assert_eq!(app.number("select vote_count::bigint from ideas where number = 2").await, 1);
    // Something else is asked: the box is gone.
    vera.types("Title", "A calendar beside the list").await;
    vera.gone(".similar").await;
    vera.close().await;
}

#[tokio::test]
async fn without_scripts_the_ideas_like_it_are_a_step_of_its_own() {
    let app = board().await.leaves_outbox();
    let vera = Chromium::at_acme(&app, Scripts::Off).await.has(&CAST.vera.session).await;
    vera.visit("/ideas/new").await;
    vera.types("Title", "Keybord shorcuts for bookings").await;
    vera.press("Submit idea").await;
    vera.sees_in(".similar", WISH).await;
    vera.sees("Your idea is not in yet.").await;
    assert_eq!(app.number("select count(*) from ideas").await, 3, "it has not gone in yet");
    vera.press("Submit anyway").await;
    vera.sees("Your idea is in").await;
    assert_eq!(app.number("select count(*) from ideas").await, 4);
    // What nobody has asked for goes in at once.
    vera.visit("/ideas/new").await;
    vera.types("Title", "A calendar beside the list").await;
    vera.press("Submit idea").await;
    vera.sees("Your idea is in").await;
    vera.close().await;
}
