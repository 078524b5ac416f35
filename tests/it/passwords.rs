//! Passwords: a second way in, for those who want one.

use crate::support::{Browser, CAST, Setup, TestApp};

const GOOD: &str = "a quiet green harbour";

async fn signs_in(browser: &Browser, email: &str, password: &str) -> crate::support::Page {
    browser.post("/sign-in/password", &[("email", email), ("password", password)]).await
}

#[tokio::test]
async fn a_password_is_set_on_the_profile_and_signs_in() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let page = vera.get("/profile").await;
    vera.submit(&page, "form[action='/profile/password']", &[("password", GOOD)]).await.leads_to("/profile");
    let elsewhere = app.nobody();
    signs_in(&elsewhere, CAST.vera.email, GOOD).await.leads_to("/");
    elsewhere.get("/profile").await.is(200);
    assert_eq!(app.number("select count(*) from users where password_hash like '$argon2id$v=19$m=19456,t=2,p=1$%'").await, 1);
    let neighbour = app.browser("globex.localhost");
    signs_in(&neighbour, CAST.vera.email, GOOD).await.is(422);
}

#[tokio::test]
async fn setting_or_changing_a_password_signs_every_other_browser_out() {
    let app = TestApp::start().await;
    let vera = app.vera();
    vera.post("/profile/password", &[("password", GOOD)]).await.leads_to("/profile");
    let other = app.nobody();
    signs_in(&other, CAST.vera.email, GOOD).await.leads_to("/");
    vera.post("/profile/password", &[("current", "not this one"), ("password", "another harbour")])
        .await
        .is(422)
        .says("This is not your current password.");
    vera.post("/profile/password", &[("current", GOOD), ("password", "short")]).await.is(422).says("at least 10 characters");
    other.get("/profile").await.is(200);
    vera.post("/profile/password", &[("current", GOOD), ("password", "another harbour")]).await.leads_to("/profile");
    vera.get("/profile").await.is(200);
    other.get("/profile").await.leads_to("/sign-in");
    signs_in(&other, CAST.vera.email, GOOD).await.is(422);
}

#[tokio::test]
async fn a_password_can_be_given_up_again() {
    let app = TestApp::start().await;
    let vera = app.vera();
    vera.post("/profile/password", &[("password", GOOD)]).await.leads_to("/profile");
    vera.post("/profile/password/remove", &[("current", "wrong wrong wrong")]).await.is(422);
    vera.post("/profile/password/remove", &[("current", GOOD)]).await.leads_to("/profile");
    signs_in(&app.nobody(), CAST.vera.email, GOOD).await.is(422);
}

#[tokio::test]
async fn a_wrong_password_an_unknown_address_and_a_blocked_person_get_the_same_answer() {
    let app = TestApp::start().await;
    for person in [app.vera(), app.max()] {
        person.post("/profile/password", &[("password", GOOD)]).await.leads_to("/profile");
    }
    app.change("update users set blocked_at = now() where email = 'max@acme.example'").await;
    let mut pages = Vec::new();
    for (email, password) in [
        (CAST.vera.email, "not her password"),
        (CAST.rel.email, GOOD),
        ("nobody.knows@new.example", GOOD),
        (CAST.max.email, GOOD),
    ] {
        let page = signs_in(&app.nobody(), email, password).await.is(422).says("do not belong together");
        pages.push(page.text().replace(email, "…"));
    }
    assert!(pages.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn guessing_passwords_is_limited_by_network_and_by_address() {
    let app = TestApp::start_with(Setup { limits: true, ..Setup::default() }).await;
    let here = app.nobody();
    for _ in 0..15 {
        signs_in(&here, CAST.vera.email, "wrong wrong wrong").await.is(422);
    }
    signs_in(&here, CAST.max.email, "wrong wrong wrong").await.is(429);
    let there = app.nobody().from("192.0.2.9");
    signs_in(&there, CAST.vera.email, "wrong wrong wrong").await.is(429);
    signs_in(&there, "nobody.knows@new.example", "wrong wrong wrong").await.is(422);
}

#[tokio::test]
async fn a_password_is_never_kept_for_later() {
    let app = TestApp::start().await;
    app.nobody().post("/profile/password", &[("password", GOOD)]).await.leads_to("/sign-in?next=/");
    app.nobody().post("/profile/delete", &[("email", CAST.vera.email)]).await.leads_to("/sign-in?next=/");
    assert_eq!(app.number("select count(*) from intents").await, 0);
    app.gus().get("/profile").await.is(200).lacks(CAST.vera.email);
}
