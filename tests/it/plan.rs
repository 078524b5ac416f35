//! A release is planned, and promises what is in it.

use crate::ship::{asks, category, release, settles};
use crate::support::{CAST, TestApp};

#[tokio::test]
async fn a_version_is_taken_once_and_the_form_keeps_what_was_typed() {
    let app = TestApp::start().await;
    release(&app, "2.4", &[]).await;
    let fields = [("version", "2.4"), ("name", "Night shift"), ("notes", "All **new**"), ("target_date", "soon")];
    app.ada().post("/admin/releases", &fields).await.is(422).says("not a date").says("All **new**");
    let fields = [("version", "2.4"), ("name", "Night shift"), ("notes", "All **new**"), ("target_date", "2027-03-31")];
    let page = app.ada().post("/admin/releases", &fields).await.is(422).says("with this version already").says("All **new**");
    assert_eq!(page.attribute("#field-name", "value").as_deref(), Some("Night shift"));
}

#[tokio::test]
async fn promising_a_release_plans_its_ideas_and_tells_those_who_asked_after_the_delay() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    assert_eq!(category(&app, idea).await, "open", "a draft promises nothing");
    let stage = format!("/admin/releases/{number}/stage");
    app.rel().post(&stage, &[("planned", "true")]).await.is(303);
    assert_eq!(category(&app, idea).await, "planned");
    app.rel().post(&stage, &[("planned", "false")]).await.is(303);
    assert_eq!(category(&app, idea).await, "open");
    settles(&app).await;
    assert!(app.mailbox().is_empty(), "the promise was taken back in time");

    app.rel().post(&stage, &[("planned", "true")]).await.is(303);
    settles(&app).await;
    let letters = app.mail_to(CAST.vera.email);
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].subject, "Planned: Dark mode");
}
