//! Mail that comes back: at the door of the mail server, and later, by a report.

use axum::http::Method;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::changelog_mail::{SUE, follows};
use crate::ship::{asks, release, settles, ships};
use crate::support::{Browser, CAST, Page, Setup, TestApp};

const SECRET: &str = "a secret of more than twenty-four letters";

const GONE: &str = "550 5.1.1 no such mailbox";

async fn with_smtp() -> TestApp {
    TestApp::start_with(Setup { smtp: true, ..Setup::default() }).await
}

async fn with_secret() -> TestApp {
    TestApp::start_with(Setup { bounce_secret: Some(SECRET), ..Setup::default() }).await
}

fn page_of(id: impl std::fmt::Display) -> String {
    format!("/admin/people/{id}")
}

/// Vera's suppression: the words.
async fn suppressed(app: &TestApp) -> Option<String> {
    app.in_scope(&CAST.acme, "select suppressed_reason from users where email = 'vera@customer.example'").await
}

/// Vera asks for something that ships. Returns the release.
async fn shipped_to_vera(app: &TestApp, title: &str, version: &str) -> i32 {
    let idea = asks(app, &app.vera(), title).await;
    let number = release(app, version, &[idea]).await;
    ships(app, number, "now").await;
    app.deliver().await;
    number
}

async fn audit(app: &TestApp) -> String {
    app.ada().get("/admin/audit").await.is(200).words()
}

/// What the ledger says of Vera and a release.
async fn ledger(app: &TestApp, number: i32) -> (String, Option<String>) {
    sqlx::query_as(
        "select n.state::text, n.reason from notices n join releases r on r.id = n.release_id join users u on u.id = n.user_id
          where r.number = $1 and u.email = 'vera@customer.example' and n.kind = 'shipped'",
    )
    .bind(number)
    .fetch_one(app.owner())
    .await
    .unwrap()
}

#[tokio::test]
async fn staff_see_who_is_suppressed_why_and_since_which_mail_and_lift_it() {
    let app = with_smtp().await;
    let ada = app.ada();
    ada.get(&page_of(CAST.vera.id)).await.lacks("came back").lacks("Came back");
    app.smtp().answers(CAST.vera.email, GONE);
    shipped_to_vera(&app, "Dark mode", "2.4").await;
    assert_eq!(suppressed(&app).await.unwrap(), GONE, "the server's own words, and nothing around them");
    ada.get("/admin/people?show=no-mail").await.says("Vera Voss").says(GONE).says("1 person");
    ada.get("/admin/mail").await.says("Mail to one address came back for good");
    let page = ada.get(&page_of(CAST.vera.id)).await.says(GONE).says("1 September 2026");
    let mail = page.attribute("a[href^='/admin/mail?job=']", "href").unwrap();
    let shown = ada.get(&mail).await.says("Mail that tells one person what has shipped").says(GONE);
    assert_eq!(shown.all(".table tbody tr").len(), 1);
    assert!(
        audit(&app)
            .await
            .contains(&format!("Shipboard withholds mail that came back from Vera Voss their mail server said {GONE}"))
    );

    // Whatever ships meanwhile leaves her out, and says so.
    app.smtp().takes_everything();
    let meanwhile = shipped_to_vera(&app, "Export", "2.5").await;
    assert_eq!(ledger(&app, meanwhile).await, ("excluded".to_owned(), Some("suppressed".to_owned())));
    app.rel().get(&format!("/admin/releases/{meanwhile}")).await.says("mail to the address came back");
    assert!(app.mailbox().is_empty());

    // Nobody but an admin lifts it, and the neighbour's admin is nobody here.
    let lift = format!("{}/mail", page_of(CAST.vera.id));
    app.max().post(&lift, &[]).await.is(403);
    app.vera().post(&lift, &[]).await.is(404);
    app.gus().post(&lift, &[]).await.is(404);
    assert!(suppressed(&app).await.is_some());
    let reply = ada.submit(&page, &format!("form[action='{lift}']"), &[]).await;
    ada.follow(reply)
        .await
        .says("Vera Voss is written to again from now on.")
        .lacks("came back.")
        .says("Written to again by Ada");
    assert!(audit(&app).await.contains("Ada Acme resumed mail to Vera Voss"));
    ada.get("/admin/people?show=no-mail").await.says("No mail came back");
    ada.does(&lift, &[]).await.says("was written to all along");
    let next = shipped_to_vera(&app, "Themes", "2.6").await;
    assert_eq!(ledger(&app, next).await.0, "sent");
    assert_eq!(app.mail_to(CAST.vera.email).len(), 1);
}

/// The table of what means whom stands in `mail::verdict`; this holds that it is followed.
#[tokio::test]
async fn what_a_server_says_about_us_or_the_mail_suppresses_nobody() {
    for (answer, state) in [
        ("550 5.7.1 blocked by our policy", "waiting"),
        ("554 5.7.1 relay access denied", "waiting"),
        ("552 5.2.2 mailbox full", "waiting"),
        ("550 relay not permitted", "waiting"),
        ("552 5.3.4 message too big", "failed"),
    ] {
        let app = with_smtp().await.leaves_outbox();
        app.smtp().answers(CAST.vera.email, answer);
        let number = shipped_to_vera(&app, "Dark mode", "2.4").await;
        assert_eq!(suppressed(&app).await, None, "{answer}");
        let kept: Vec<(String, String)> =
            app.sql("select state::text, reason from outbox where kind = 'releases.ship_mail'").await;
        assert_eq!(kept, [(state.to_owned(), answer.to_owned())]);
        app.ada().get(&format!("/admin/mail?state={state}")).await.says(answer);
        if state == "waiting" {
            app.smtp().takes_everything();
            settles(&app).await;
            assert_eq!(ledger(&app, number).await.0, "sent", "once it is put right, it leaves: {answer}");
        } else {
            assert_eq!(ledger(&app, number).await, ("failed".to_owned(), Some(answer.to_owned())));
        }
    }
}

#[tokio::test]
async fn a_suppressed_person_still_gets_sign_in_mail_and_is_written_to_again_once_it_arrived() {
    let app = with_smtp().await;
    app.change("update users set suppressed_reason = '550 gone', suppressed_at = now() where email = 'vera@customer.example'")
        .await;
    let browser = app.nobody();
    let page = browser.visit("/sign-in").await;
    browser.submit(&page, "form[action='/sign-in']", &[("email", CAST.vera.email)]).await.is(303);
    app.deliver().await;
    let letter = app.mail_to(CAST.vera.email).pop().expect("mail that signs in is tried");
    assert!(suppressed(&app).await.is_some(), "that it was taken proves nothing");
    browser.post("/sign-in/code", &[("code", &letter.code())]).await.is(303);
    assert_eq!(suppressed(&app).await, None, "that it was used does");
    assert!(audit(&app).await.contains("Shipboard resumed mail to Vera Voss"));
    app.ada().get(&page_of(CAST.vera.id)).await.says("Written to again, since a mail arrived");
}

#[tokio::test]
async fn sign_in_mail_that_is_refused_suppresses_as_well() {
    let app = with_smtp().await;
    app.smtp().answers(CAST.vera.email, GONE);
    app.nobody().post("/sign-in", &[("email", CAST.vera.email)]).await.is(303);
    app.smtp().answers("stranger@nowhere.example", GONE);
    app.nobody().post("/sign-in", &[("email", "stranger@nowhere.example")]).await.is(303);
    app.deliver().await;
    assert_eq!(suppressed(&app).await.unwrap(), GONE);
    assert_eq!(app.number("select count(*) from users where suppressed_reason is not null").await, 1);
    assert_eq!(app.number("select count(*) from users").await, 5, "nobody is made up for an address that does not exist");
}

#[tokio::test]
async fn a_reader_of_the_changelog_whose_address_is_gone_leaves_and_may_come_back() {
    let app = with_smtp().await;
    follows(&app, SUE).await;
    app.smtp().answers(SUE, GONE);
    let number = release(&app, "2.4", &[]).await;
    app.rel().post(&format!("/admin/releases/{number}/items"), &[("line", "Faster")]).await.is(303);
    ships(&app, number, "now").await;
    app.deliver().await;
    assert_eq!(app.number("select count(*) from changelog_subscribers where unsubscribed_at is not null").await, 1);
    assert!(audit(&app).await.contains(GONE));
    app.smtp().takes_everything();
    app.clock.advance(jiff::SignedDuration::from_mins(11));
    follows(&app, SUE).await;
    assert_eq!(app.number("select count(*) from changelog_subscribers where unsubscribed_at is null").await, 1);
}

/// A mail server's report about a mail (RFC 3464).
fn report(message_id: &str, recipient: &str, action: &str, status: &str, answer: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mail.example\r\nTo: shipboard@localhost\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nI am sorry.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n\
         Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {answer}\r\n\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{message_id}>\r\nSubject: It shipped\r\n\r\nText\r\n--b--\r\n"
    )
}

fn signature(secret: &str, seconds: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{seconds}.{body}").as_bytes());
    let digits = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    format!("t={seconds},v1={digits}")
}

async fn post(app: &TestApp, signature: &str, body: &str) -> Page {
    let server: Browser = app.browser("localhost").with_header("shipboard-signature", signature);
    server.ask(Method::POST, "/_bounce", Some(body.to_owned().into())).await
}

/// A mail server hands a report in.
async fn reports(app: &TestApp, body: &str) -> Page {
    post(app, &signature(SECRET, app.clock.now().timestamp().as_second(), body), body).await
}

#[tokio::test]
async fn a_mail_that_comes_back_later_stays_sent_and_says_so_beside_it() {
    let app = with_secret().await;
    let number = shipped_to_vera(&app, "Dark mode", "2.4").await;
    let letter = app.mail_to(CAST.vera.email).remove(0);
    let bounce = report(&letter.message_id, CAST.vera.email, "failed", "5.1.1", GONE);
    reports(&app, &bounce).await.is(200).says("Noted; the address is suppressed.");
    assert_eq!(ledger(&app, number).await, ("sent".to_owned(), None), "it was told, once");
    assert_eq!(suppressed(&app).await.unwrap(), GONE);
    let page = app.rel().get(&format!("/admin/releases/{number}")).await.says("Came back").says(GONE).says("1 of 1 sent");
    assert!(page.says("Came back 1").one("#told table").contains("Vera Voss"));
    app.rel().get(&format!("/admin/releases/{number}?told=bounced")).await.says(GONE);
    app.ada().get("/admin/mail?state=bounced").await.says("Came back").says(GONE).says("Done");
    app.is_in_order().await;

    // The same report again changes nothing: not the words, and not what staff have lifted since.
    reports(&app, &bounce).await.is(200).says("that is known");
    app.ada().does(&format!("{}/mail", page_of(CAST.vera.id)), &[]).await;
    reports(&app, &bounce).await.is(200).says("that is known");
    assert_eq!(suppressed(&app).await, None);
    assert_eq!(app.number("select count(*) from events where kind = 'user.mail_withheld'").await, 1);

    // Nobody is told twice by it.
    settles(&app).await;
    assert_eq!(app.mail_to(CAST.vera.email).len(), 1);
}

#[tokio::test]
async fn two_reports_at_the_same_moment_are_one() {
    let app = with_secret().await;
    shipped_to_vera(&app, "Dark mode", "2.4").await;
    let letter = app.mail_to(CAST.vera.email).remove(0);
    let bounce = report(&letter.message_id, CAST.vera.email, "failed", "5.1.1", GONE);
    let (one, two) = tokio::join!(reports(&app, &bounce), reports(&app, &bounce));
    let known = [&one, &two].iter().filter(|page| page.text().contains("that is known")).count();
    assert_eq!((one.status(), two.status(), known), (200, 200, 1));
    assert_eq!(app.number("select count(*) from events where kind = 'user.mail_withheld'").await, 1);
}

#[tokio::test]
async fn a_delay_and_a_delivery_are_noted_and_a_full_mailbox_suppresses_nobody() {
    let app = with_secret().await;
    shipped_to_vera(&app, "Dark mode", "2.4").await;
    let id = app.mail_to(CAST.vera.email).remove(0).message_id;
    let ada = app.ada();
    let of = |action: &str, status: &str, answer: &str| report(&id, CAST.vera.email, action, status, answer);
    reports(&app, &of("delayed", "4.4.1", "451 try again later")).await.says("Noted.");
    ada.get("/admin/mail").await.says("Delayed").says("451 try again later");
    reports(&app, &of("delivered", "2.0.0", "250 thank you")).await.says("Noted.");
    ada.get("/admin/mail").await.says("Delivered");
    reports(&app, &of("delayed", "4.4.1", "451 late news")).await.says("that is known");
    reports(&app, &of("failed", "5.2.2", "552 5.2.2 mailbox full")).await.says("Noted.").lacks("suppressed");
    ada.get("/admin/mail?state=bounced").await.says("552 5.2.2 mailbox full");
    assert_eq!(suppressed(&app).await, None);
}

#[tokio::test]
async fn a_report_has_nobody_suppressed_but_whom_the_mail_went_to() {
    let app = with_secret().await;
    shipped_to_vera(&app, "Dark mode", "2.4").await;
    let mine = app.mail_to(CAST.vera.email).remove(0).message_id;
    let unknown = format!("{}@localhost", uuid::Uuid::nil());
    for (id, recipient, said) in [
        (mine.as_str(), CAST.max.email, "went to somebody else"),
        (mine.as_str(), CAST.gus.email, "went to somebody else"),
        (unknown.as_str(), CAST.vera.email, "about no mail that left here"),
        ("made-up@elsewhere.example", CAST.vera.email, "about no mail that left here"),
    ] {
        reports(&app, &report(id, recipient, "failed", "5.1.1", GONE)).await.is(200).says(said);
    }
    assert_eq!(app.number("select count(*) from users where suppressed_reason is not null").await, 0);
    assert_eq!(app.number("select count(*) from outbox where report is not null").await, 0);
    // Whoever has the address in another workspace is another person.
    app.change("update users set email = 'vera@customer.example' where email = 'gus@globex.example'").await;
    reports(&app, &report(&mine, "Vera@Customer.example", "failed", "5.1.1", GONE)).await.says("suppressed");
    let there: Vec<(String,)> =
        app.sql("select t.slug from users u join tenants t on t.id = u.tenant_id where u.suppressed_reason is not null").await;
    assert_eq!(there, [("acme".to_owned(),)]);
}

#[tokio::test]
async fn a_report_is_taken_from_nobody_without_the_secret() {
    let app = with_secret().await;
    shipped_to_vera(&app, "Dark mode", "2.4").await;
    let id = app.mail_to(CAST.vera.email).remove(0).message_id;
    let bounce = report(&id, CAST.vera.email, "failed", "5.1.1", GONE);
    let now = app.clock.now().timestamp().as_second();
    for signed in [
        String::new(),
        "nonsense".to_owned(),
        signature("another secret of many letters", now, &bounce),
        signature(SECRET, now, "another body"),
        signature(SECRET, now - 301, &bounce),
        signature(SECRET, now + 301, &bounce),
    ] {
        post(&app, &signed, &bounce).await.is(401);
    }
    assert_eq!(suppressed(&app).await, None);
    reports(&app, "Subject: holiday\r\n\r\nI am away.\r\n").await.is(422).says("message/delivery-status");
    app.browser("localhost").get("/_bounce").await.is(404);
    // Where there is no secret, there is no such address.
    let off = TestApp::start().await;
    post(&off, &signature(SECRET, now, &bounce), &bounce).await.is(404);
}

#[tokio::test]
async fn a_report_that_overtakes_the_worker_is_to_come_again() {
    let app = with_secret().await;
    shipped_to_vera(&app, "Dark mode", "2.4").await;
    let id = app.mail_to(CAST.vera.email).remove(0).message_id;
    app.change("update outbox set state = 'waiting', recipient = null where kind = 'releases.ship_mail'").await;
    let app = app.leaves_outbox();
    reports(&app, &report(&id, CAST.vera.email, "failed", "5.1.1", GONE)).await.is(503);
    assert_eq!(suppressed(&app).await, None);
}

#[tokio::test]
async fn the_return_path_names_the_mail_where_nothing_of_it_comes_back() {
    let setup =
        Setup { smtp: true, bounce_secret: Some(SECRET), bounce_address: Some("bounces@feedback.example"), ..Setup::default() };
    let app = TestApp::start_with(setup).await;
    shipped_to_vera(&app, "Dark mode", "2.4").await;
    let path = app.smtp().senders().remove(0);
    let id = app.mail_to(CAST.vera.email).remove(0).message_id;
    assert_eq!(path, format!("bounces+{}@feedback.example", id.split('@').next().unwrap()));
    let bounce = report("nothing@elsewhere.example", CAST.vera.email, "failed", "5.1.1", GONE);
    let bounce = bounce.replace("To: shipboard@localhost", &format!("To: <{path}>"));
    reports(&app, &bounce).await.says("suppressed");
    assert!(suppressed(&app).await.is_some());

    // Without such an address reports go to the sender.
    let app = with_smtp().await;
    shipped_to_vera(&app, "Dark mode", "2.4").await;
    assert_eq!(app.smtp().senders(), ["shipboard@localhost"]);
}
