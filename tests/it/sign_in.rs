//! Signing in by mail: a link and a code, once, for a while, and only for whom they are meant.

use futures_util::future::join_all;
use jiff::SignedDuration;

use crate::support::{Browser, CAST, Letter, Setup, TestApp};

const VERA: &str = "vera@customer.example";

/// Asks for a mail and gets it.
async fn mailed(app: &TestApp, browser: &Browser, email: &str) -> Letter {
    browser.post("/sign-in", &[("email", email)]).await.leads_to("/sign-in/code");
    app.deliver().await;
    app.mail_to(email).pop().expect("a mail")
}

fn link(letter: &Letter) -> String {
    letter.link("/sign-in/link/")
}

async fn is_signed_in(browser: &Browser) -> bool {
    browser.get("/profile").await.status() == 200
}

#[tokio::test]
async fn the_link_signs_in_the_browser_that_asked() {
    let app = TestApp::start().await;
    let browser = app.nobody();
    browser.post("/sign-in", &[("email", " Vera@Customer.Example "), ("next", "/profile?x=1")]).await.leads_to("/sign-in/code");
    browser.get("/sign-in/code").await.is(200).says(VERA);
    app.deliver().await;
    let letter = app.mail_to(VERA).pop().unwrap();
    assert_eq!(letter.from_name, "Acme");
    browser.get(&link(&letter)).await.is(303).leads_to("/profile?x=1");
    assert!(is_signed_in(&browser).await);
    // Opening the mail again leads where it led.
    browser.get(&link(&letter)).await.leads_to("/profile?x=1");
}

#[tokio::test]
async fn the_code_signs_in_and_stands_in_the_subject() {
    let app = TestApp::start().await;
    let browser = app.nobody();
    let letter = mailed(&app, &browser, VERA).await;
    let code = letter.code();
    assert_eq!(letter.subject, format!("{} {} is your code for Acme", &code[..3], &code[3..]));
    let typed = format!(" {} {}", &code[..3], &code[3..]);
    browser.post("/sign-in/code", &[("code", &typed)]).await.leads_to("/");
    assert!(is_signed_in(&browser).await);
}

#[tokio::test]
async fn whoever_signs_in_for_the_first_time_joins() {
    let app = TestApp::start().await;
    let browser = app.nobody();
    let letter = mailed(&app, &browser, "ana.lopez@new.example").await;
    assert_eq!(app.number("select count(*) from users where email = 'ana.lopez@new.example'").await, 0);
    let page = browser.get(&link(&letter)).await;
    browser.follow(page).await;
    let known =
        "select name from users where email = 'ana.lopez@new.example' and confirmed_at is not null and roles = '{member}'";
    assert_eq!(app.sql::<(String,)>(known).await, [("Ana Lopez".to_owned(),)]);
    browser.get("/profile").await.is(200).says("Your profile");
}

#[tokio::test]
async fn a_mail_scanner_that_opens_the_link_changes_nothing() {
    let app = TestApp::start().await;
    let (asking, scanner) = (app.nobody(), app.nobody());
    let letter = mailed(&app, &asking, VERA).await;
    for _ in 0..3 {
        scanner.get(&link(&letter)).await.is(200).says("Sign in to Acme").says(VERA);
    }
    scanner.ask(axum::http::Method::HEAD, &link(&letter), None).await.is(200);
    assert!(scanner.cookie("session").is_none());
    // Nor does the browser that asked, when it only looks ahead.
    app.browser("acme.localhost").get(&link(&letter)).await.is(200);
    asking.ask(axum::http::Method::HEAD, &link(&letter), None).await.is(200);
    assert_eq!(app.number("select count(*) from sign_ins where used_at is not null").await, 0);
    asking.get(&link(&letter)).await.leads_to("/");
    assert!(is_signed_in(&asking).await);
}

#[tokio::test]
async fn in_another_browser_the_link_asks_for_a_click_and_signs_that_browser_in() {
    let app = TestApp::start().await;
    let (asking, phone) = (app.nobody(), app.nobody());
    let letter = mailed(&app, &asking, VERA).await;
    let page = phone.get(&link(&letter)).await.is(200);
    phone.submit(&page, "main form", &[]).await.leads_to("/");
    assert!(is_signed_in(&phone).await);
    assert!(!is_signed_in(&asking).await, "whoever asked is not signed in by somebody else's click");
}

#[tokio::test]
async fn the_answer_is_the_same_whether_or_not_an_address_is_known_and_blocked_people_get_no_mail() {
    let app = TestApp::start().await;
    app.change("update users set blocked_at = now() where email = 'max@acme.example'").await;
    let mut pages = Vec::new();
    for email in [VERA, "nobody.knows@new.example", "max@acme.example"] {
        let browser = app.nobody();
        let answer = browser.post("/sign-in", &[("email", email)]).await.is(303);
        assert_eq!(answer.location(), Some("/sign-in/code"));
        let jobs = app.number("select count(*) from outbox where state = 'waiting' and kind = 'users.sign_in'").await;
        assert_eq!(jobs, 1, "the mail's job decides, not the answer");
        app.deliver().await;
        pages.push(browser.get("/sign-in/code").await.is(200).text().replace(email, "…"));
    }
    assert!(pages.windows(2).all(|pair| pair[0] == pair[1]));
    assert!(app.mail_to("max@acme.example").is_empty());
    assert_eq!(app.mailbox().len(), 2);
}

#[tokio::test]
async fn somebody_blocked_after_the_mail_does_not_come_in() {
    let app = TestApp::start().await;
    let browser = app.nobody();
    let letter = mailed(&app, &browser, VERA).await;
    app.change("update users set blocked_at = now() where email = 'vera@customer.example'").await;
    browser.get(&link(&letter)).await.is(410);
    browser.post("/sign-in/code", &[("code", &letter.code())]).await.is(422);
    assert!(!is_signed_in(&browser).await);
}

#[tokio::test]
async fn an_expired_link_and_an_expired_code_say_so_and_offer_a_new_mail() {
    let app = TestApp::start().await;
    let browser = app.nobody();
    let letter = mailed(&app, &browser, VERA).await;
    app.clock.advance(SignedDuration::from_mins(15));
    let page = browser.get(&link(&letter)).await.is(410).says("This link has expired");
    app.nobody().post(&link(&letter), &[]).await.is(410);
    browser.post("/sign-in/code", &[("code", &letter.code())]).await.is(422).says("does not work any more");
    browser.submit(&page, "main form", &[]).await.leads_to("/sign-in/code");
    app.deliver().await;
    let again = app.mail_to(VERA).pop().unwrap();
    browser.get(&link(&again)).await.leads_to("/");
    assert!(is_signed_in(&browser).await);
}

#[tokio::test]
async fn a_used_link_and_a_used_code_do_not_work_again() {
    let app = TestApp::start().await;
    let browser = app.nobody();
    let letter = mailed(&app, &browser, VERA).await;
    browser.get(&link(&letter)).await.leads_to("/");
    let thief = app.nobody();
    thief.get(&link(&letter)).await.is(410).says("This link has been used");
    thief.post(&link(&letter), &[]).await.is(410);
    assert!(!is_signed_in(&thief).await);
    browser.post("/sign-out", &[]).await.leads_to("/");
    assert!(!is_signed_in(&browser).await);
    browser.get(&link(&letter)).await.is(410);
    browser.post("/sign-in/code", &[("code", &letter.code())]).await;
    assert!(!is_signed_in(&browser).await);
}

#[tokio::test]
async fn a_link_of_one_workspace_is_unknown_in_another() {
    let app = TestApp::start().await;
    let letter = mailed(&app, &app.nobody(), VERA).await;
    let path = link(&letter).split_once(".localhost:3000").unwrap().1.to_owned();
    for neighbour in [app.gus(), app.browser("globex.localhost")] {
        neighbour.get(&path).await.is(404).says("This link is not known here");
        neighbour.post(&path, &[]).await.is(404);
    }
    app.nobody().get("/sign-in/link/nonsense").await.is(404).says("Ask for a new mail");
    assert_eq!(app.number("select count(*) from sign_ins where used_at is not null").await, 0);
}

#[tokio::test]
async fn a_link_posted_many_times_at_once_opens_one_session() {
    let app = TestApp::start().await;
    let letter = mailed(&app, &app.nobody(), "new@new.example").await;
    let browsers: Vec<_> = (0..6).map(|_| app.nobody()).collect();
    let path = link(&letter);
    let replies = join_all(browsers.iter().map(|browser| browser.post(&path, &[]))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status() == 303).count(), 1);
    let sessions = "select count(*) from sessions s join users u on u.id = s.user_id where u.email = 'new@new.example'";
    assert_eq!(app.number(sessions).await, 1);
}

fn wrong(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

#[tokio::test]
async fn after_five_wrong_codes_the_right_one_is_refused_and_the_link_still_works() {
    let app = TestApp::start().await;
    let browser = app.nobody();
    let letter = mailed(&app, &browser, VERA).await;
    let (right, wrong) = (letter.code(), wrong(&letter.code()));
    browser.post("/sign-in/code", &[("code", "12")]).await.is(422).says("The code has six digits.");
    for left in ["4 more times", "3 more times", "2 more times", "once more", "used up"] {
        browser.post("/sign-in/code", &[("code", &wrong)]).await.is(422).says(left);
    }
    browser.post("/sign-in/code", &[("code", &right)]).await.is(422).says("used up");
    assert!(!is_signed_in(&browser).await);
    browser.get(&link(&letter)).await.leads_to("/");
    assert!(is_signed_in(&browser).await);
}

#[tokio::test]
async fn twelve_codes_tried_at_once_get_five_looks() {
    let app = TestApp::start().await;
    let browser = app.nobody();
    let letter = mailed(&app, &browser, VERA).await;
    let wrong = wrong(&letter.code());
    let fields = [("code", wrong.as_str())];
    let replies = join_all((0..12).map(|_| browser.post("/sign-in/code", &fields))).await;
    assert_eq!(app.number("select max(guesses)::bigint from sign_ins").await, 5);
    // Four looks leave some to go, the fifth says that it was the last, and seven were not looked at.
    assert_eq!(replies.iter().filter(|reply| reply.words().contains("used up")).count(), 8);
}

#[tokio::test]
async fn a_code_is_worth_nothing_in_another_browser() {
    let app = TestApp::start().await;
    let letter = mailed(&app, &app.nobody(), VERA).await;
    let thief = app.nobody();
    thief.post("/sign-in/code", &[("code", &letter.code())]).await.leads_to("/sign-in");
    mailed(&app, &thief, "thief@elsewhere.example").await;
    thief.post("/sign-in/code", &[("code", &letter.code())]).await.is(422);
    assert!(!is_signed_in(&thief).await);
}

#[tokio::test]
async fn a_second_mail_leaves_the_first_alone_and_using_one_ends_the_other() {
    let app = TestApp::start().await;
    let (browser, elsewhere) = (app.nobody(), app.nobody());
    let first = mailed(&app, &browser, VERA).await;
    browser.post("/sign-in/again", &[]).await.leads_to("/sign-in/code");
    app.deliver().await;
    let second = app.mail_to(VERA).pop().unwrap();
    assert_ne!(first.code(), second.code());
    let other = mailed(&app, &elsewhere, VERA).await;
    browser.post("/sign-in/code", &[("code", &first.code())]).await.leads_to("/");
    app.nobody().get(&link(&second)).await.is(410);
    elsewhere.get(&link(&other)).await.leads_to("/");
}

#[tokio::test]
async fn what_lets_somebody_in_stands_in_no_row() {
    let app = TestApp::start().await;
    let browser = app.nobody();
    let letter = mailed(&app, &browser, VERA).await;
    let (token, code) = (link(&letter).rsplit('/').next().unwrap().to_owned(), letter.code());
    for (payload,) in app.sql::<(String,)>("select payload::text from outbox").await {
        assert!(!payload.contains(&token) && !payload.contains(&code), "{payload}");
    }
    for (row,) in app.sql::<(String,)>("select s::text from sign_ins s").await {
        assert!(!row.contains(&token), "{row}");
    }
}

#[tokio::test]
async fn a_pending_workspace_opens_for_its_founder_and_mails_nobody_else() {
    let app = TestApp::start().await;
    app.change("update tenants set state = 'pending', activated_at = null where slug = 'acme'").await;
    let (ada, stranger) = (app.nobody(), app.nobody());
    stranger.post("/sign-in", &[("email", "stranger@elsewhere.example")]).await.leads_to("/sign-in/code");
    stranger.post("/sign-in", &[("email", CAST.max.email)]).await.leads_to("/sign-in/code");
    let letter = mailed(&app, &ada, CAST.ada.email).await;
    assert_eq!(app.mailbox().len(), 1);
    assert_eq!(letter.subject, "Open your workspace Acme");
    let page = stranger.get(&link(&letter)).await.is(200).says("Open Acme");
    drop(page);
    ada.get(&link(&letter)).await.leads_to("/admin");
    assert_eq!(
        app.number("select count(*) from tenants where slug = 'acme' and state = 'active' and activated_at is not null").await,
        1
    );
    ada.get("/admin/people").await.is(200);
}

#[tokio::test]
async fn somebody_who_asks_too_often_is_told_when_to_come_back() {
    let app = TestApp::start_with(Setup { limits: true, ..Setup::default() }).await.leaves_outbox();
    let browser = app.nobody();
    for _ in 0..10 {
        browser.post("/sign-in", &[("email", VERA)]).await.is(303);
    }
    browser.post("/sign-in", &[("email", VERA)]).await.is(429).says("again");
    // The address is as tired of it as the network.
    app.nobody().from("192.0.2.77").post("/sign-in", &[("email", VERA)]).await.is(429);
    app.nobody().from("192.0.2.77").post("/sign-in", &[("email", "other@customer.example")]).await.is(303);
}

#[tokio::test]
async fn the_session_cookie_stays_on_its_host_and_out_of_reach() {
    let app = TestApp::start_with(Setup { secure: true, ..Setup::default() }).await;
    let browser = app.browser("acme.shipboard.example");
    let letter = mailed(&app, &browser, VERA).await;
    let page = browser.get(&link(&letter)).await.is(303);
    let cookies: Vec<_> = page.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap().to_owned()).collect();
    let session = cookies.iter().find(|cookie| cookie.starts_with("__Host-session=")).unwrap();
    for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure", "Max-Age=5184000"] {
        assert!(session.contains(part), "{session}");
    }
    assert!(!session.contains("Domain"));
}

#[tokio::test]
async fn nobody_is_led_elsewhere_after_signing_in() {
    let app = TestApp::start().await;
    for next in ["https://evil.example/", "//evil.example", "/\\evil.example", "/sign-in/code"] {
        let browser = app.nobody();
        browser.post("/sign-in", &[("email", VERA), ("next", next)]).await;
        app.deliver().await;
        let page = browser.get(&link(&app.mail_to(VERA).pop().unwrap())).await;
        assert_eq!(page.location(), Some("/"), "{next}");
    }
    app.vera().get("/sign-in?next=//evil.example").await.leads_to("/");
    app.vera().get("/sign-in?next=/profile").await.leads_to("/profile");
}
