//! The inbox: what waits for the team, why, since when, and for how long it stays away once somebody has put it aside.

use jiff::SignedDuration;

use crate::support::{Browser, CAST, TestApp};

/// The reasons beside the titles, as the page gives them.
async fn waits(browser: &Browser, show: &str) -> Vec<(String, String)> {
    let page = browser.get(&format!("/admin/inbox?show={show}")).await.is(200);
    page.all(".waiting-title").into_iter().zip(page.all(".waiting-why")).collect()
}

async fn titles(browser: &Browser, show: &str) -> Vec<String> {
    waits(browser, show).await.into_iter().map(|(title, _)| title).collect()
}

async fn puts_aside(browser: &Browser, idea: i32, how: &str) {
    browser.does("/admin/ideas/bulk", &[("idea", &idea.to_string()), ("aside", how)]).await.says("put aside");
}

#[tokio::test]
async fn an_idea_is_new_then_unanswered_then_answered_and_waits_again_when_the_customer_speaks() {
    let app = TestApp::start().await.leaves_outbox();
    let max = app.max();
    max.get("/admin/inbox").await.says("Nothing waits");
    let idea = app.vera().submits("Dark mode").await;
    app.clock.advance(SignedDuration::from_hours(3));
    let new = waits(&max, "new").await;
    assert_eq!(new.len(), 1);
    assert!(new[0].1.contains("Vera Voss asked, 3 hours ago"), "{new:?}");

    // Somebody has looked at it, and nobody outside has heard anything.
    max.post(&format!("/ideas/{idea}/comments"), &[("body", "Hm."), ("staff_only", "true"), ("submission", &uuid())])
        .await
        .is(303);
    assert_eq!(titles(&max, "new").await, [""; 0]);
    assert!(waits(&max, "unanswered").await[0].1.contains("Vera Voss asked, and nobody has answered"));

    app.clock.advance(SignedDuration::from_hours(1));
    max.comments_on(idea, "In spring.").await.is(303);
    assert_eq!(titles(&max, "").await, [""; 0]);
    max.get("/admin/inbox").await.says("Nothing waits");

    app.clock.advance(SignedDuration::from_hours(1));
    app.vera().comments_on(idea, "Which year?").await.is(303);
    app.clock.advance(SignedDuration::from_mins(5));
    let stalled = waits(&max, "stalled").await;
    assert!(stalled[0].1.contains("Vera Voss spoke last, after the team had answered, 5 minutes ago"), "{stalled:?}");
    // A decision is an answer too.
    max.does(&format!("/admin/ideas/{idea}/status"), &[("status", &CAST.acme.statuses[1].to_string())]).await;
    assert_eq!(titles(&max, "").await, [""; 0]);
    // What she takes back does not wait.
    app.clock.advance(SignedDuration::from_mins(5));
    app.vera().comments_on(idea, "Please?").await.is(303);
    assert_eq!(titles(&max, "stalled").await, ["Dark mode"]);
    let comment: Vec<(uuid::Uuid,)> = app.sql("select id from comments where body = 'Please?'").await;
    app.vera().does(&format!("/comments/{}/delete", comment[0].0), &[]).await;
    assert_eq!(titles(&max, "").await, [""; 0]);
}

fn uuid() -> String {
    shipboard::ids::IdeaId::new().to_string()
}

#[tokio::test]
async fn what_was_put_aside_comes_back_when_something_happens_or_when_its_time_has_come() {
    let app = TestApp::start().await.leaves_outbox();
    let (done, later) = (app.vera().submits("Dark mode").await, app.vera().submits("Night shift").await);
    let max = app.max();
    app.clock.advance(SignedDuration::from_mins(1));
    puts_aside(&max, done, "done").await;
    puts_aside(&max, later, "week").await;
    assert_eq!(titles(&max, "").await, [""; 0]);
    app.clock.advance(SignedDuration::from_hours(24 * 7 - 1));
    assert_eq!(titles(&max, "").await, [""; 0]);
    app.clock.advance(SignedDuration::from_hours(2));
    assert_eq!(titles(&max, "new").await, ["Night shift"], "it is as new as it was");
    app.vera().comments_on(done, "Anybody there?").await.is(303);
    assert_eq!(titles(&max, "new").await, ["Night shift", "Dark mode"], "whatever waits longest comes first");
    // By the button, at once.
    let page = max.does("/admin/ideas/bulk", &[("idea", "1"), ("idea", "2"), ("aside", "done")]).await;
    assert_eq!(titles(&max, "").await, [""; 0]);
    let undone = max.submit(&page, ".flash form", &[]).await;
    max.follow(undone).await.says("2 ideas are as they were.");
    assert_eq!(titles(&max, "new").await.len(), 2);
    // Whoever only ships looks, and puts nothing aside.
    assert!(app.rel().get("/admin/inbox?open=1").await.is(200).all("[name=aside]").is_empty());
    app.rel().post("/admin/ideas/bulk", &[("idea", "1"), ("aside", "done")]).await.is(403);
}

#[tokio::test]
async fn an_idea_whose_release_is_late_waits_until_it_ships_or_gets_another_date() {
    let app = TestApp::start().await.leaves_outbox();
    let idea = app.vera().submits("Dark mode").await;
    let release = app.draft_release("2.4").await;
    app.change("update releases set target_date = '2026-09-10', target_precision = 'week'").await;
    let rel = app.rel();
    rel.does(&format!("/admin/releases/{}/stage", release.number), &[("planned", "true")]).await;
    rel.does(&format!("/admin/releases/{}/items", release.number), &[("idea", &idea.to_string())]).await;
    // The week of 10 September ends with Sunday the 13th.
    app.clock.advance(SignedDuration::from_hours(24 * 12));
    assert_eq!(titles(&rel, "late").await, [""; 0]);
    app.clock.advance(SignedDuration::from_hours(24));
    let late = waits(&rel, "late").await;
    assert!(late[0].1.contains("Promised for 2.4, and the date has passed"), "{late:?}");
    puts_aside(&app.max(), idea, "done").await;
    assert_eq!(titles(&rel, "late").await, [""; 0]);
    // Another date that passes is something new.
    app.change("update releases set target_date = '2026-09-20'").await;
    app.clock.advance(SignedDuration::from_hours(24 * 10));
    assert_eq!(titles(&rel, "late").await, ["Dark mode"]);
    rel.does(&format!("/admin/releases/{}/shipment", release.number), &[("announcement", "silent")]).await;
    assert_eq!(titles(&rel, "late").await, [""; 0]);
}

#[tokio::test]
async fn the_number_beside_the_inbox_is_what_waits_here_and_nobody_elses() {
    let app = TestApp::start().await.leaves_outbox();
    assert!(app.max().get("/admin/ideas").await.all(".side-count").is_empty());
    app.vera().submits("Dark mode").await;
    app.vera().submits("Night shift").await;
    assert_eq!(app.max().get("/admin/ideas").await.one(".side-count"), "2 waiting");
    assert!(app.gus().get("/admin/ideas").await.all(".side-count").is_empty());
    app.gus().get("/admin/inbox").await.is(200).says("Nothing waits").lacks("Dark mode");
    app.vera().get("/admin/inbox").await.is(404);
    app.nobody().get("/admin/inbox").await.leads_to("/sign-in");
}

#[tokio::test]
async fn what_a_colleague_asks_is_new_and_what_came_from_elsewhere_is_not() {
    let app = TestApp::start().await.leaves_outbox();
    app.rel().submits("Heard on the phone").await;
    app.idea_by(&CAST.vera, "From another tool").await;
    assert_eq!(titles(&app.max(), "").await, ["Heard on the phone"]);
}

#[tokio::test]
async fn a_long_inbox_is_walked_page_by_page_and_after_an_act_the_next_is_open() {
    let app = TestApp::start().await.leaves_outbox();
    for number in 0..45 {
        app.clock.advance(SignedDuration::from_mins(1));
        app.vera().submits(&format!("Idea {number:02}")).await;
    }
    let max = app.max();
    let page = max.get("/admin/inbox?show=new").await;
    assert_eq!(page.all(".waiting-title").len(), 40);
    assert_eq!(page.all(".waiting-title")[0], "Idea 00");
    let next = page.attribute("a[rel=next]", "href").unwrap();
    assert_eq!(max.get(&next).await.all(".waiting-title").len(), 5);
    let page = max.get("/admin/inbox?show=new&open=3").await;
    let declined = CAST.acme.statuses[1].to_string();
    let done = max.submit(&page, &format!(".panel [value='{declined}']"), &[]).await.leads_to("/admin/inbox?show=new&open=4");
    let page = max.follow(done).await;
    assert_eq!(page.one("#panel-title"), "Idea 03");
    let done = max.submit(&page, ".panel [name=aside][value=done]", &[]).await.leads_to("/admin/inbox?show=new&open=5");
    max.follow(done).await.is(200);
    assert_eq!(
        app.number("select count(*) from waiting(now()) w join ideas i on i.id = w.idea_id where i.number in (3, 4)").await,
        0
    );
}

#[tokio::test]
async fn the_desk_begins_with_what_waits_once_the_first_steps_are_done() {
    let app = TestApp::start().await.leaves_outbox();
    app.max().get("/admin").await.is(200).says("First steps");
    app.vera().submits("Dark mode").await;
    let release = app.draft_release("2.4").await;
    app.rel().does(&format!("/admin/releases/{}/shipment", release.number), &[("announcement", "silent")]).await;
    app.max().get("/admin").await.is(303).leads_to("/admin/inbox");
    app.max().get("/admin/overview").await.is(200).says("How your workspace stands.");
}
