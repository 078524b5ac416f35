//! The changelog by mail: begun by the owner of an address, ended without signing in, and told once a ship.

use axum::http::Method;
use jiff::SignedDuration;
use shipboard::outbox::{Entry, enqueue};
use shipboard::releases::jobs::TELL_CHANGELOG;
use shipboard::releases::ship::{self, Announcement};

use crate::changelog::{acme, asked, drafted, hides, rolls_back, ships};
use crate::support::{CAST, Letter, Setup, TestApp};

/// Reads the changelog by mail, and has no account.
pub(crate) const SUE: &str = "sue@reader.example";

/// Longer than a release takes to settle.
pub(crate) const SETTLED: SignedDuration = SignedDuration::from_mins(6);

/// An address follows: asked for, mailed, opened, confirmed. Returns the page that ends it.
pub(crate) async fn follows(app: &TestApp, email: &str) -> String {
    let browser = app.nobody();
    let page = browser.get("/changelog").await;
    browser.submit(&page, "#follow form", &[("email", email)]).await.leads_to("/changelog");
    app.deliver().await;
    let link = app.mail_to(email).pop().unwrap().link("/changelog/confirm/");
    let page = browser.get(&link).await.is(200);
    let reply = browser.submit(&page, "main form", &[]).await.leads_to("/changelog/leave/");
    reply.location().unwrap().to_owned()
}

/// The news that somebody was mailed.
pub(crate) fn news(app: &TestApp, email: &str) -> Vec<Letter> {
    app.mail_to(email).into_iter().filter(|letter| !letter.header("List-Id").is_empty()).collect()
}

#[tokio::test]
async fn following_begins_with_a_button_and_not_with_opening_the_link() {
    let app = TestApp::start().await;
    app.nobody()
        .does("/changelog/subscription", &[("email", " Sue@Reader.Example ")])
        .await
        .says("on its way to sue@reader.example");
    app.deliver().await;
    let letter = app.mail_to(SUE).remove(0);
    assert_eq!(letter.subject, "Follow the Acme changelog?");
    assert_eq!(letter.from_name, "Acme");
    let link = letter.link("/changelog/confirm/");
    assert!(letter.html.contains(&link));

    // A mail scanner opens every link, some twice.
    let confirmed = "select count(*) from changelog_subscribers where confirmed_at is not null";
    for _ in 0..2 {
        app.nobody().with_header("user-agent", "scanner").get(&link).await.is(200).says("Follow the changelog?");
        app.browser("acme.localhost").ask(Method::HEAD, &link, None).await.is(200);
    }
    assert_eq!(app.number(confirmed).await, 0);

    // From any browser, and twice is once.
    for _ in 0..2 {
        let browser = app.nobody();
        let page = browser.get(&link).await;
        if page.text().contains("Yes, follow") {
            browser.submit(&page, "main form", &[]).await.leads_to("/changelog/leave/");
        }
        app.nobody().post(&link, &[]).await.leads_to("/changelog/leave/");
    }
    assert_eq!(app.number(confirmed).await, 1);
    assert_eq!(app.number("select count(*) from events where kind = 'changelog.followed'").await, 1);
    app.nobody().get(&link).await.says("You follow the changelog");
}

#[tokio::test]
async fn a_link_that_is_too_old_or_not_ours_begins_nothing() {
    let app = TestApp::start().await;
    app.nobody().post("/changelog/subscription", &[("email", SUE)]).await.is(303);
    app.deliver().await;
    let link = app.mail_to(SUE).remove(0).link("/changelog/confirm/");
    let path = link.strip_prefix("http://acme.localhost:3000").unwrap();

    // At a neighbour's, with another signature, or for another purpose it leads nowhere.
    let other = path.replace("/confirm/", "/leave/");
    for wrong in [&path[..path.len() - 1], &format!("{path}x"), &other, "/changelog/confirm/x/y"] {
        app.nobody().get(wrong).await.is(404);
        app.nobody().post(wrong, &[]).await.is(404);
    }
    app.gus().get(path).await.is(404);
    app.gus().post(path, &[]).await.is(404);

    app.clock.advance(SignedDuration::from_hours(7 * 24));
    app.nobody().get(path).await.is(200).says("This link is too old");
    app.nobody().post(path, &[]).await.is(200).says("This link is too old");
    assert_eq!(app.number("select count(*) from changelog_subscribers where confirmed_at is not null").await, 0);
}

#[tokio::test]
async fn the_form_answers_the_same_to_everybody_and_floods_nobody() {
    let app = TestApp::start().await;
    let new = app.nobody().does("/changelog/subscription", &[("email", SUE)]).await;
    let waiting = app.nobody().does("/changelog/subscription", &[("email", SUE)]).await;
    app.deliver().await;
    assert_eq!(app.mail_to(SUE).len(), 1, "one mail, however often somebody asks");

    app.clock.advance(SignedDuration::from_mins(10));
    let leave = follows(&app, SUE).await;
    app.clock.advance(SignedDuration::from_mins(10));
    let following = app.nobody().does("/changelog/subscription", &[("email", SUE)]).await;
    app.nobody().post(&leave, &[]).await.is(303);
    app.clock.advance(SignedDuration::from_mins(10));
    let left = app.nobody().does("/changelog/subscription", &[("email", SUE)]).await;
    app.deliver().await;
    for page in [waiting, following, left] {
        assert_eq!(page.text(), new.text());
    }

    let refused = app.nobody().post("/changelog/subscription", &[("email", "sue at home")]).await.is(422);
    assert_eq!(refused.attribute("#follow input", "value").unwrap(), "sue at home");
    assert!(refused.one("#follow .field-error").contains("not an e-mail address"));
    app.nobody().post("/changelog/subscription", &[]).await.is(422).says("missing");
    let vera = app.vera().get("/changelog").await;
    assert_eq!(vera.attribute("#follow input", "value").unwrap(), CAST.vera.email);
}

#[tokio::test]
async fn asking_too_often_says_when_to_come_back() {
    let app = TestApp::start_with(Setup { limits: true, ..Setup::default() }).await;
    for number in 0..10 {
        app.nobody().post("/changelog/subscription", &[("email", &format!("s{number}@reader.example"))]).await.is(303);
    }
    let page = app.nobody().post("/changelog/subscription", &[("email", SUE)]).await.is(429);
    assert!(!page.header("retry-after").is_empty());
    app.deliver().await;
}

#[tokio::test]
async fn a_mail_program_leaves_with_one_click_and_it_can_be_undone_on_the_page() {
    let app = TestApp::start().await;
    follows(&app, SUE).await;
    let release = drafted(&app, "4.7", &[]).await;
    ships(&app, release, Announcement::Now).await;
    app.deliver().await;
    let letter = news(&app, SUE).remove(0);
    assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_eq!(letter.header("List-Id"), "<changelog.acme.localhost>");
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    let link = letter.header("List-Unsubscribe").trim_matches(['<', '>']).to_owned();
    assert!(letter.text.contains(&link) && letter.html.contains(&link));

    // Opening it changes nothing.
    let left = "select count(*) from changelog_subscribers where unsubscribed_at is not null";
    app.nobody().get(&link).await.is(200).says("You follow the changelog");
    assert_eq!(app.number(left).await, 0);

    // A mail server has no cookies and says nothing of where it comes from.
    let server = app.nobody().with_header("origin", "").with_header("sec-fetch-site", "").with_header("referer", "");
    for _ in 0..2 {
        let reply = server.post(&link, &[("List-Unsubscribe", "One-Click")]).await.is(200);
        assert_eq!(reply.location(), None);
    }
    assert_eq!(app.number(left).await, 1);

    let browser = app.nobody();
    let page = browser.get(&link).await.says("You do not follow the changelog");
    let page = browser.submit(&page, "main form", &[]).await;
    let page = browser.follow(page).await.says("You follow the changelog");
    assert_eq!(app.number(left).await, 0);
    let page = browser.submit(&page, "main form", &[]).await;
    browser.follow(page).await.says("You do not follow the changelog");

    let release = drafted(&app, "4.8", &[]).await;
    ships(&app, release, Announcement::Now).await;
    app.deliver().await;
    assert_eq!(news(&app, SUE).len(), 1, "whoever has left hears nothing");
}

#[tokio::test]
async fn the_mail_tells_the_story_and_names_public_ideas_only() {
    let app = TestApp::start().await;
    follows(&app, SUE).await;
    follows(&app, CAST.max.email).await;
    let dark = asked(&app, "Dark mode", &[CAST.vera.id]).await;
    let ledger = asked(&app, "Replace the ledger", &[CAST.rel.id]).await;
    hides(&app, ledger).await;
    let release = drafted(&app, "4.7", &[dark, ledger]).await;
    app.change("update releases set name = 'Payday', notes = 'Early *birds*.', notes_html = '<p>Early <em>birds</em>.</p>'")
        .await;
    ships(&app, release, Announcement::Now).await;
    app.deliver().await;

    for reader in [SUE, CAST.max.email] {
        let letters = news(&app, reader);
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].subject, "New in Acme: 4.7 Payday");
        for body in [&letters[0].text, &letters[0].html] {
            assert!(body.contains("Early") && body.contains("birds") && body.contains("Dark mode"), "{body}");
            assert!(body.contains("1 person asked for what is in here"), "{body}");
            assert!(body.contains(&format!("http://acme.localhost:3000/changelog/{release}")), "{body}");
            assert!(body.contains(&format!("http://acme.localhost:3000/ideas/{}", dark.number)), "{body}");
            assert!(!body.contains("ledger"), "{body}");
        }
    }
    assert_eq!(app.number("select count(*) from changelog_mails where sent_at is not null").await, 2);
}

#[tokio::test]
async fn whoever_hears_of_their_own_ideas_gets_no_second_mail() {
    let app = TestApp::start().await;
    follows(&app, SUE).await;
    follows(&app, CAST.vera.email).await;
    let dark = asked(&app, "Dark mode", &[CAST.vera.id]).await;
    let release = drafted(&app, "4.7", &[dark]).await;
    ships(&app, release, Announcement::Now).await;
    let before = app.mailbox().len();
    app.deliver().await;
    assert_eq!(app.mailbox().len(), before + 2);
    assert_eq!(news(&app, SUE).len(), 1);
    assert_eq!(app.mail_to(CAST.vera.email).len(), 2, "one to confirm her address, one about her idea");
    assert_eq!(app.number("select count(*) from changelog_mails").await, 1);

    // Of a release without an idea of hers she hears as everybody does.
    let release = drafted(&app, "4.8", &[]).await;
    ships(&app, release, Announcement::Now).await;
    app.deliver().await;
    assert!(news(&app, CAST.vera.email).iter().any(|letter| letter.subject == "New in Acme: 4.8"));
}

#[tokio::test]
async fn mail_is_withheld_from_those_it_must_not_reach() {
    let app = TestApp::start().await;
    for person in [&CAST.vera, &CAST.max, &CAST.rel] {
        follows(&app, person.email).await;
    }
    app.clock.advance(SignedDuration::from_mins(1));
    app.change("update users set suppressed_reason = '550 no such mailbox' where email = 'vera@customer.example'").await;
    app.change("update users set blocked_at = now() where email = 'rel@acme.example'").await;
    sqlx::query(
        "insert into opt_outs (tenant_id, id, user_id, scope, created_at) values ($1, gen_random_uuid(), $2, 'everything', $3)",
    )
    .bind(CAST.acme.id)
    .bind(CAST.max.id)
    .bind(app.clock.now())
    .execute(app.owner())
    .await
    .unwrap();
    let release = drafted(&app, "4.7", &[]).await;
    ships(&app, release, Announcement::Now).await;
    app.deliver().await;
    assert_eq!(app.number("select count(*) from changelog_mails").await, 0);

    // Asking again, by a link in a mail of today, is a newer word than the "no".
    app.clock.advance(SignedDuration::from_mins(10));
    app.change("update changelog_subscribers set unsubscribed_at = now()").await;
    follows(&app, CAST.max.email).await;
    let release = drafted(&app, "4.8", &[]).await;
    ships(&app, release, Announcement::Now).await;
    app.deliver().await;
    assert_eq!(news(&app, CAST.max.email).len(), 1);
}

#[tokio::test]
async fn a_ship_is_told_once_and_the_next_ship_once_more() {
    let app = TestApp::start().await;
    follows(&app, SUE).await;
    let release = drafted(&app, "4.7", &[]).await;
    ships(&app, release, Announcement::Now).await;
    app.deliver().await;

    // The same job under another key: a crash between two transactions, or a second server.
    let (mut tx, _) = acme(&app).await;
    let payload = serde_json::json!({
        "release": app.sql::<(uuid::Uuid,)>("select id from releases").await[0].0, "attempt": 1
    });
    let now = app.clock.now();
    let entry = Entry { kind: TELL_CHANGELOG, key: "again".to_owned(), payload: &payload, due_at: now, urgent: false };
    enqueue(&mut tx, entry, now).await.unwrap();
    tx.commit().await.unwrap();
    app.deliver().await;
    assert_eq!(news(&app, SUE).len(), 1);

    rolls_back(&app, release, "It was not ready.").await;
    app.clock.advance(SETTLED);
    app.deliver().await;
    ships(&app, release, Announcement::Now).await;
    app.deliver().await;
    let letters = news(&app, SUE);
    assert_eq!(letters.len(), 3);
    assert_eq!(letters[1].subject, "Not out after all: 4.7");
    for body in [&letters[1].text, &letters[1].html] {
        assert!(body.contains("It was not ready.") && body.contains("taken back"), "{body}");
    }
    assert!(letters[1].header("List-Unsubscribe").contains("/changelog/leave/"));
    assert_eq!(letters[2].subject, "4.7 is back");
    assert!(letters[2].text.contains("had been rolled back"));
    assert_ne!(letters[0].message_id, letters[2].message_id);
}

#[tokio::test]
async fn an_address_whose_owner_never_answered_is_forgotten() {
    let app = TestApp::start().await;
    app.nobody().post("/changelog/subscription", &[("email", "never@reader.example")]).await.is(303);
    app.clock.advance(SignedDuration::from_hours(7 * 24));
    app.nobody().post("/changelog/subscription", &[("email", SUE)]).await.is(303);
    app.deliver().await;
    let left = app.sql::<(String,)>("select email from changelog_subscribers").await;
    assert_eq!(left, [(SUE.to_owned(),)]);
}

#[tokio::test]
async fn nothing_leaves_for_a_ship_that_was_taken_back_or_is_silent() {
    let app = TestApp::start().await;
    follows(&app, SUE).await;
    let release = drafted(&app, "4.7", &[]).await;
    ships(&app, release, Announcement::Settle).await;
    // A mail that is written down too early, by a server whose clock is ahead, waits all the same.
    app.change(
        "insert into outbox (tenant_id, kind, key, payload, due_at, created_at)
         select r.tenant_id, 'changelog.mail', 'early',
                jsonb_build_object('ship', jsonb_build_object('release', r.id, 'attempt', 1), 'subscriber', s.id),
                r.shipped_at, r.shipped_at
           from releases r join changelog_subscribers s on s.tenant_id = r.tenant_id",
    )
    .await;
    app.deliver().await;
    assert_eq!(news(&app, SUE).len(), 0, "the settle delay is not over");
    let (mut tx, site) = acme(&app).await;
    ship::unship(&mut tx, &site, release, CAST.rel.id, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    app.clock.advance(SignedDuration::from_mins(6));
    app.deliver().await;
    assert_eq!(news(&app, SUE).len(), 0);

    ships(&app, release, Announcement::Silent).await;
    app.deliver().await;
    assert_eq!(news(&app, SUE).len(), 0);

    let release = drafted(&app, "4.8", &[]).await;
    ships(&app, release, Announcement::Now).await;
    rolls_back(&app, release, "It was not ready.").await;
    app.clock.advance(SETTLED);
    app.deliver().await;
    assert_eq!(news(&app, SUE).len(), 0);
}

#[tokio::test]
async fn a_neighbours_followers_hear_nothing() {
    let app = TestApp::start().await;
    let gus = app.gus();
    let page = gus.get("/changelog").await;
    gus.submit(&page, "#follow form", &[]).await.is(303);
    app.deliver().await;
    let link = app.mail_to(CAST.gus.email).remove(0).link("/changelog/confirm/");
    assert!(link.starts_with("http://globex.localhost:3000/"));
    let page = gus.get(&link).await;
    let reply = gus.submit(&page, "main form", &[]).await.is(303);
    let leave = reply.location().unwrap().to_owned();
    app.nobody().get(&leave).await.is(404);
    app.nobody().post(&leave, &[("List-Unsubscribe", "One-Click")]).await.is(404);

    let release = drafted(&app, "4.7", &[]).await;
    ships(&app, release, Announcement::Now).await;
    app.deliver().await;
    assert_eq!(news(&app, CAST.gus.email).len(), 0);
}
