//! Leaving mail: without signing in, never by a scanner's visit, and always to be undone.

use crate::ship::{asks, release, settles, ships};
use crate::support::{CAST, TestApp};

/// The path of the unsubscribe link in a mail to Vera.
async fn link(app: &TestApp) -> String {
    let idea = asks(app, &app.vera(), "Dark mode").await;
    let number = release(app, "2.4", &[idea]).await;
    ships(app, number, "now").await;
    app.deliver().await;
    let letter = app.mail_to(CAST.vera.email).pop().unwrap();
    let link = letter.link("/unsubscribe/");
    assert_eq!(letter.header("List-Unsubscribe"), format!("<{link}>"));
    link.split_once("localhost:3000").unwrap().1.to_owned()
}

#[tokio::test]
async fn looking_changes_nothing_and_a_button_does() {
    let app = TestApp::start().await;
    let path = link(&app).await;
    let nobody = app.nobody();
    let page = nobody.get(&path).await.is(200).says("v…@customer.example").lacks("vera@customer.example");
    assert_eq!(app.number("select count(*) from opt_outs").await, 0, "a mail scanner follows links");
    nobody.submit(&page, "form:has(input[value=ideas])", &[]).await.is(303);
    assert_eq!(app.number("select count(*) from opt_outs where scope = 'ideas'").await, 1);
    let page = nobody.get(&path).await.says("Turn back on");
    nobody.submit(&page, "form:has(input[value=ideas])", &[]).await.is(303);
    assert_eq!(app.number("select count(*) from opt_outs").await, 0, "it can be undone on the same page");
}

#[tokio::test]
async fn a_mail_program_unsubscribes_with_one_click() {
    let app = TestApp::start().await;
    let path = link(&app).await;
    let page = app.nobody().post(&path, &[("List-Unsubscribe", "One-Click")]).await.is(200);
    assert_eq!(page.text(), "Unsubscribed.\n");
    assert_eq!(app.number("select count(*) from opt_outs where scope = 'ideas'").await, 1);
}

#[tokio::test]
async fn a_no_stands_against_a_later_vote() {
    let app = TestApp::start().await;
    let path = link(&app).await;
    app.nobody().post(&path, &[("scope", "everything"), ("out", "true")]).await.is(303);
    let idea = asks(&app, &app.max(), "Export").await;
    app.vera().votes_for(idea).await.is(303);
    let number = release(&app, "2.5", &[idea]).await;
    ships(&app, number, "now").await;
    settles(&app).await;
    assert_eq!(app.mail_to(CAST.vera.email).len(), 1, "only the first one, from before");
}

#[tokio::test]
async fn a_link_is_one_persons_in_one_workspace() {
    let app = TestApp::start().await;
    let path = link(&app).await;
    let signature = path.split('/').nth(3).unwrap().to_owned();
    let other = format!("/unsubscribe/{}/{signature}", CAST.max.id);
    app.nobody().get(&other).await.is(404);
    app.nobody().post(&other, &[("scope", "ideas"), ("out", "true")]).await.is(404);
    app.gus().get(&path).await.is(404);
    app.nobody().get(&path.replace(&signature, "AAAA")).await.is(404);
}

#[tokio::test]
async fn a_signed_in_person_mutes_one_idea_and_hears_of_the_others() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let (dark, export) = (asks(&app, &vera, "Dark mode").await, asks(&app, &vera, "Export").await);
    vera.get("/profile/mail").await.is(200).says("Dark mode").says("Export");
    let fields = [("scope", "idea"), ("out", "true"), ("idea", &dark.to_string())];
    vera.post("/profile/mail", &fields).await.is(303);
    app.nobody().post("/profile/mail", &fields).await.leads_to("/sign-in");
    app.gus().post("/profile/mail", &fields).await.is(404);
    let number = release(&app, "2.4", &[dark, export]).await;
    ships(&app, number, "now").await;
    app.deliver().await;
    let letters = app.mail_to(CAST.vera.email);
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].subject, "It shipped: Export");
}
