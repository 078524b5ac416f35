//! Nobody loses what they wrote to a sign-in page.

use jiff::SignedDuration;
use shipboard::ids::IdeaId;

use crate::support::{Browser, CAST, Letter, Setup, TestApp};

/// Asks for the mail on the page that a kept write led to.
async fn mailed(app: &TestApp, browser: &Browser, kept: crate::support::Page, email: &str) -> Letter {
    let page = browser.follow(kept.leads_to("/sign-in?intent=")).await.is(200).says("is kept");
    browser.submit(&page, "main form.form", &[("email", email)]).await.leads_to("/sign-in/code");
    app.deliver().await;
    app.mail_to(email).pop().unwrap()
}

async fn votes(app: &TestApp) -> i64 {
    app.number("select count(*) from votes").await
}

#[tokio::test]
async fn a_vote_cast_while_signed_out_counts_when_the_code_is_typed() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.max, "Dark mode").await;
    let browser = app.nobody();
    let kept = browser.votes_for(idea.number).await;
    assert_eq!(votes(&app).await, 0);
    let letter = mailed(&app, &browser, kept, "new@customer.example").await;
    assert!(letter.text.contains("Your vote for idea #1 is kept"), "{}", letter.text);
    browser.post("/sign-in/code", &[("code", &letter.code())]).await.leads_to("/ideas/1");
    assert_eq!(votes(&app).await, 1);
    browser.get("/profile").await.is(200);
    // Once: neither the code nor the link does it again.
    browser.unvotes(idea.number).await.is(303);
    browser.post("/sign-in/code", &[("code", &letter.code())]).await;
    browser.get(&letter.link("/sign-in/link/")).await;
    assert_eq!(votes(&app).await, 0);
}

#[tokio::test]
async fn an_idea_written_while_signed_out_is_submitted_once_its_author_is_known() {
    let app = TestApp::start().await;
    for another in [false, true] {
        let (browser, phone) = (app.nobody(), app.nobody());
        let page = browser.get("/ideas/new").await.is(200);
        let title = if another { "Export to CSV & PDF" } else { "Dark mode, “please”" };
        app.clock.advance(SignedDuration::from_secs(20));
        let kept = browser.submit(&page, "main form.form", &[("title", title), ("body", "For *late* shifts.")]).await;
        let letter = mailed(&app, &browser, kept, "new@customer.example").await;
        assert!(letter.text.contains(title), "{}", letter.text);
        let reply = if another {
            let page = phone.get(&letter.link("/sign-in/link/")).await.is(200).says(title).says("For *late* shifts.");
            phone.submit(&page, "button[value=true]", &[]).await
        } else {
            browser.post("/sign-in/code", &[("code", &letter.code())]).await
        };
        let came_in = if another { &phone } else { &browser };
        came_in.follow(reply.leads_to("/ideas/")).await.is(200).says(title).says("Your idea is in");
    }
    assert_eq!(app.number("select count(*) from ideas").await, 2);
    assert_eq!(app.number("select count(*) from users where email = 'new@customer.example'").await, 1);
}

#[tokio::test]
async fn an_idea_from_the_only_board_a_visitor_sees_goes_there_though_its_author_sees_more() {
    let app = TestApp::start().await;
    let partners = [("name", "For partners"), ("slug", "partners"), ("visibility", "signed_in")];
    app.max().post("/admin/boards", &partners).await.is(303);
    let browser = app.nobody();
    let page = browser.get("/ideas/new").await.is(200).lacks("For partners");
    let kept = browser.submit(&page, "main form.form", &[("title", "Dark mode")]).await;
    let letter = mailed(&app, &browser, kept, CAST.vera.email).await;
    browser.post("/sign-in/code", &[("code", &letter.code())]).await.leads_to("/ideas/1");
    let there = "select count(*) from ideas i join boards b on b.id = i.board_id where b.slug = 'features'";
    assert_eq!(app.number(there).await, 1);
}

#[tokio::test]
async fn an_idea_that_is_refused_comes_back_as_its_form_with_all_that_was_typed() {
    let app = TestApp::start().await;
    let browser = app.nobody();
    let page = browser.get("/ideas/new").await.is(200);
    let kept = browser.submit(&page, "main form.form", &[("title", "ab"), ("body", "A long thought")]).await;
    let letter = mailed(&app, &browser, kept, CAST.vera.email).await;
    let page = browser.get(&letter.link("/sign-in/link/")).await.is(422);
    assert_eq!(page.one("main form textarea"), "A long thought");
    browser.submit(&page, "main form.form", &[("title", "Dark mode")]).await.leads_to("/ideas/1");
}

#[tokio::test]
async fn what_a_server_took_and_did_not_carry_out_before_it_ended_is_still_kept() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.max, "Dark mode").await;
    let browser = app.nobody();
    let kept = browser.votes_for(idea.number).await;
    mailed(&app, &browser, kept, CAST.vera.email).await;
    // What the transaction of signing in leaves, where the process ends right after it.
    let now = app.clock.now();
    for taken in ["update intents set used_at = $1", "update sign_ins set used_at = $1"] {
        sqlx::query(taken).bind(now).execute(app.owner()).await.unwrap();
    }
    browser.get("/sign-in").await.is(200).lacks("is kept");
    app.clock.advance(SignedDuration::from_mins(1));

    let page = browser.get("/sign-in").await.is(200).says("Your vote for idea #1 is kept");
    app.nobody().get("/sign-in").await.is(200).lacks("is kept");
    browser.submit(&page, "main form.form", &[("email", CAST.vera.email)]).await.leads_to("/sign-in/code");
    app.deliver().await;
    let letter = app.mail_to(CAST.vera.email).pop().unwrap();
    browser.post("/sign-in/code", &[("code", &letter.code())]).await.leads_to("/ideas/1");
    assert_eq!(votes(&app).await, 1);
    // And once it was carried out, it is over.
    app.clock.advance(SignedDuration::from_mins(1));
    browser.unvotes(idea.number).await.is(303);
    assert_eq!(app.number("select count(*) from intents where done_at is null").await, 0);
    browser.post("/sign-in/kept", &[]).await.is(303);
    assert_eq!(votes(&app).await, 0);
}

#[tokio::test]
async fn the_link_in_the_same_browser_carries_it_out_too() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.max, "Dark mode").await;
    let browser = app.nobody();
    let submission = IdeaId::new().to_string();
    let path = format!("/ideas/{}/comments", idea.number);
    let kept = browser.post(&path, &[("body", "Yes & please!"), ("submission", &submission)]).await;
    let letter = mailed(&app, &browser, kept, CAST.vera.email).await;
    browser.get(&letter.link("/sign-in/link/")).await.leads_to("/ideas/1");
    assert_eq!(app.sql::<(String,)>("select body from comments").await, [("Yes & please!".to_owned(),)]);
}

#[tokio::test]
async fn in_another_browser_it_is_shown_and_carried_out_only_when_wanted() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.max, "Dark mode").await;
    for (carry, count) in [("false", 0), ("true", 1)] {
        let (browser, phone) = (app.nobody(), app.nobody());
        let kept = browser
            .post(&format!("/ideas/{}/comments", idea.number), &[("body", "A word"), ("submission", &IdeaId::new().to_string())])
            .await;
        let letter = mailed(&app, &browser, kept, CAST.vera.email).await;
        let page = phone.get(&letter.link("/sign-in/link/")).await.is(200).says("Your comment on idea #1").says("A word");
        assert_eq!(app.number("select count(*) from comments").await, 0);
        phone.submit(&page, &format!("button[value={carry}]"), &[]).await.is(303);
        phone.get("/profile").await.is(200);
        assert_eq!(app.number("select count(*) from comments").await, count);
    }
}

#[tokio::test]
async fn what_a_stranger_wrote_is_not_carried_out_with_somebody_elses_rights() {
    let app = TestApp::start().await;
    let stranger = app.nobody();
    let kept = stranger.post("/admin/people/invite", &[("emails", "stranger@evil.example"), ("roles", "admin")]).await;
    let letter = mailed(&app, &stranger, kept, CAST.ada.email).await;
    let ada = app.nobody();
    let page = ada.get(&letter.link("/sign-in/link/")).await.is(200).says("stays in the browser you wrote it in");
    ada.submit(&page, "main form.form", &[]).await.is(303);
    ada.get("/profile").await.is(200).says(CAST.ada.email);
    assert_eq!(app.number("select count(*) from users where email like '%evil%'").await, 0);
}

#[tokio::test]
async fn what_a_stranger_wrote_is_unknown_in_another_browser() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.max, "Dark mode").await;
    let kept = app.nobody().votes_for(idea.number).await;
    let address = kept.location().unwrap().to_owned();
    let victim = app.nobody();
    let page = victim.get(&address).await.is(200).lacks("is kept");
    victim.submit(&page, "main form.form", &[("email", CAST.vera.email)]).await.leads_to("/sign-in/code");
    app.deliver().await;
    victim.get(&app.mail_to(CAST.vera.email).pop().unwrap().link("/sign-in/link/")).await.is(303);
    assert_eq!(votes(&app).await, 0);
    app.vera().get(&address).await.is(303);
}

#[tokio::test]
async fn staff_whose_session_has_ended_lose_nothing_they_typed() {
    let app = TestApp::start().await;
    let ada = app.ada();
    app.change("delete from sessions").await;
    let kept = ada.post("/admin/people/invite", &[("emails", "mia@team.example"), ("roles", "manager")]).await;
    let letter = mailed(&app, &ada, kept, CAST.ada.email).await;
    ada.get(&letter.link("/sign-in/link/")).await.leads_to("/admin/people");
    app.deliver().await;
    assert_eq!(app.mail_to("mia@team.example").len(), 1);
}

#[tokio::test]
async fn a_form_that_is_refused_shows_what_was_typed() {
    let app = TestApp::start().await;
    let browser = app.nobody();
    let kept = browser.post("/admin/people/invite", &[("emails", "mia@team"), ("roles", "manager"), ("roles", "nonsense")]).await;
    let letter = mailed(&app, &browser, kept, CAST.ada.email).await;
    let page = browser.post("/sign-in/code", &[("code", &letter.code())]).await.is(422).says("nonsense");
    assert_eq!(page.one("textarea"), "mia@team");
    browser.get("/profile").await.is(200);
}

#[tokio::test]
async fn what_cannot_be_done_now_is_kept_and_can_be_tried_again() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.max, "Dark mode").await;
    let browser = app.nobody();
    let kept = browser
        .post(
            &format!("/ideas/{}/comments", idea.number),
            &[("body", "A long thought"), ("submission", &IdeaId::new().to_string())],
        )
        .await;
    let letter = mailed(&app, &browser, kept, CAST.vera.email).await;
    app.change("alter table comments add constraint comments_broken_check check (false)").await;
    let page = browser.get(&letter.link("/sign-in/link/")).await.is(500).says("has not gone through").says("A long thought");
    browser.get("/profile").await.is(200);
    app.change("alter table comments drop constraint comments_broken_check").await;
    browser.submit(&page, "form[action='/sign-in/kept']", &[]).await.leads_to("/ideas/1");
    assert_eq!(app.number("select count(*) from comments").await, 1);
    browser.submit(&page, "form[action='/sign-in/kept']", &[]).await.leads_to("/");
    assert_eq!(app.number("select count(*) from comments").await, 1);
}

#[tokio::test]
async fn something_that_is_gone_by_then_is_said_so() {
    let app = TestApp::start().await;
    let browser = app.nobody();
    let kept = browser.votes_for(99).await;
    let letter = mailed(&app, &browser, kept, CAST.vera.email).await;
    browser.get(&letter.link("/sign-in/link/")).await.is(404).says("Your vote for idea #99 has not gone through");
    browser.get("/profile").await.is(200);
}

#[tokio::test]
async fn a_script_is_sent_to_the_sign_in_page_as_a_whole() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.max, "Dark mode").await;
    let browser = app.nobody().enhanced();
    let page = browser.votes_for(idea.number).await.is(204);
    assert!(page.header("hx-redirect").starts_with("/sign-in?intent="));
}

#[tokio::test]
async fn a_password_carries_it_out_as_well() {
    let app = TestApp::start().await;
    app.vera().post("/profile/password", &[("password", "a quiet green harbour")]).await.leads_to("/profile");
    let idea = app.idea_by(&CAST.max, "Dark mode").await;
    let browser = app.nobody();
    let kept = browser.votes_for(idea.number).await.leads_to("/sign-in?intent=");
    let page = browser.follow(kept).await;
    let other_way = page.attribute("a[href^='/sign-in/password']", "href").unwrap();
    let page = browser.get(&other_way).await.is(200).says("is kept");
    let fields = [("email", CAST.vera.email), ("password", "a quiet green harbour")];
    browser.submit(&page, "main form.form", &fields).await.leads_to("/ideas/1");
    assert_eq!(votes(&app).await, 1);
}

#[tokio::test]
async fn what_is_kept_is_kept_for_a_day() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.max, "Dark mode").await;
    let browser = app.nobody();
    let kept = browser.votes_for(idea.number).await.leads_to("/sign-in?intent=");
    app.clock.advance(SignedDuration::from_hours(24));
    browser.follow(kept).await.lacks("is kept");
    browser.votes_for(idea.number).await.leads_to("/sign-in?intent=");
    assert_eq!(app.number("select count(*) from intents").await, 1, "what is older has been thrown away");
}

#[tokio::test]
async fn keeping_has_its_measure() {
    let app = TestApp::start_with(Setup { limits: true, ..Setup::default() }).await;
    let idea = app.idea_by(&CAST.max, "Dark mode").await;
    let browser = app.nobody();
    let long = "x".repeat(300 * 1024);
    browser.post(&format!("/ideas/{}/comments", idea.number), &[("body", &long)]).await.is(422).says("256 kB");
    for _ in 0..15 {
        browser.votes_for(idea.number).await.is(303);
    }
    browser.votes_for(idea.number).await.is(429);
    browser.from("192.0.2.50").votes_for(idea.number).await.is(303);
}
