//! What stands above every kind of mail: read by a parser that knows nothing of us, and held against the RFCs.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use mail_parser::{HeaderValue, Message, MessageParser};
use shipboard::workers;

use crate::changelog_mail::{SUE, follows};
use crate::moderation::{holds, newcomer, writes};
use crate::ship::{asks, release, settles, ships};
use crate::support::{CAST, Letter, TestApp};

/// Jobs that mail nobody.
const SILENT: [&str; 11] = [
    "changelog.correct",
    "changelog.tell",
    "import.forget",
    "import.work",
    "ideas.reindex",
    "pictures.sweep",
    "releases.tell",
    "similar.compare",
    "similar.compare_all",
    "similar.understand",
    "tenants.language_changed",
];

/// Mail that somebody asked for just now, or has to have: there is nothing to leave.
const ASKED_FOR: [&str; 3] = ["users.sign_in", "users.leaving_address", "changelog.confirm"];

/// A person, a workspace and a title that nobody thought of: quotes, commas, other scripts, and as long as they may be.
const VERA: &str = "Vera \"V.\" Öz-Müller, née 王秀英 <admin@acme.example> 🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢";

/// One mail of every kind leaves. Returns them all.
pub(crate) async fn one_of_every_kind(app: &TestApp) -> Vec<Letter> {
    let title = "Überlänge, \"Anführung\" und 🚀 ".repeat(5).chars().take(139).collect::<String>() + "!";
    sqlx::query("update users set name = $1 where email = 'vera@customer.example'")
        .bind(VERA)
        .execute(app.owner())
        .await
        .unwrap();
    app.change("update tenants set name = 'Acme, Inc. \"Ö\" <x@y.example>: 王秀英; (Ltd)' where slug = 'acme'").await;
    let vera = app.vera();
    let (ada, max, rel) = (app.ada(), app.max(), app.rel());
    follows(app, SUE).await;

    // Signing in, opening a workspace, an invitation, another address.
    app.nobody().post("/sign-in", &[("email", CAST.vera.email)]).await.is(303);
    app.browser("localhost")
        .post("/workspaces", &[("name", "Öl & Söhne"), ("slug", "oil"), ("email", "finn@fish.example")])
        .await
        .is(303);
    ada.post("/admin/people/invite", &[("emails", "new@customer.example"), ("roles", "manager")]).await.is(303);
    max.post("/profile/email", &[("email", "max@new.example")]).await.is(303);
    app.deliver().await;

    // A comment, a vote of the team's, a merge, a promise, a refusal.
    let wish = asks(app, &vera, &title).await;
    vera.post(&format!("/ideas/{wish}/follow"), &[("following", "true"), ("comments", "true")]).await.is(303);
    ada.comments_on(wish, "Soon").await.is(303);
    let other = app.idea_by(&CAST.ada, "Other").await.number;
    max.post(&format!("/ideas/{other}/voters"), &[("who", CAST.vera.email), ("source", "")]).await.is(303);
    let part = asks(app, &vera, "Part").await;
    let whole = app.idea_by(&CAST.ada, "Whole").await.number;
    max.post(&format!("/admin/ideas/{part}/merge"), &[("into", &whole.to_string())]).await.is(303);
    let unwanted = asks(app, &vera, "Unwanted").await;
    let declined = CAST.acme.statuses[4].to_string();
    max.post(&format!("/admin/ideas/{unwanted}/status"), &[("status", &declined), ("response", "We will **not**")]).await.is(303);
    let number = release(app, "2.4", &[wish]).await;
    rel.post(&format!("/admin/releases/{number}/stage"), &[("planned", "true")]).await.is(303);
    settles(app).await;

    // A post that was read, a ship and its withdrawal.
    holds(app, "first").await;
    let nia = newcomer(app, "nia").await;
    writes(app, &nia, "Better boats", "").await.leads_to("/waiting/");
    let held: Vec<(uuid::Uuid,)> = app.sql("select id from held_posts").await;
    max.post(&format!("/admin/moderation/{}", held[0].0), &[("act", "approve")]).await.is(303);
    ships(app, number, "now").await;
    app.deliver().await;
    rel.post(&format!("/admin/releases/{number}/rollback"), &[("note", "It lost settings.")]).await.is(303);
    app.clock.advance(SignedDuration::from_mins(6));
    app.deliver().await;
    app.mailbox()
}

#[tokio::test]
async fn every_kind_of_mail_has_the_headers_that_the_rfcs_ask_for() {
    let app = TestApp::start().await;
    let letters = one_of_every_kind(&app).await;

    // None was forgotten.
    let sent: Vec<(String, String)> =
        app.sql("select id::text, kind from outbox where state = 'done' and recipient is not null").await;
    let kinds: BTreeSet<&str> = sent.iter().map(|(_, kind)| kind.as_str()).collect();
    let all: BTreeSet<&str> = workers::handlers().kinds().filter(|kind| !SILENT.contains(kind)).collect();
    assert_eq!(kinds, all);

    let mut ids = BTreeSet::new();
    for letter in &letters {
        let id = letter.message_id.split('@').next().unwrap();
        let kind = &sent.iter().find(|(job, _)| job == id).unwrap_or_else(|| panic!("{id} is the id of no job")).1;
        assert!(ids.insert(id.to_owned()), "{id} was sent twice");
        let bytes = letter.raw.as_bytes();
        lines_are_lines(kind, bytes);
        let mail = MessageParser::default().parse(bytes).unwrap();
        is_a_mail(kind, &mail);
        is_a_list_mail(&app, kind, &mail).await;
    }
    let of_vera = letters.iter().filter(|letter| letter.to == CAST.vera.email);
    for letter in of_vera.filter(|letter| letter.subject.contains("Überlänge")) {
        let mail = MessageParser::default().parse(letter.raw.as_bytes()).unwrap();
        assert_eq!(mail.to().unwrap().first().unwrap().name(), Some(VERA), "what is written in RFC 2047 is read again");
        assert_eq!(letter.from_name, "Acme, Inc. \"Ö\" <x@y.example>: 王秀英; (Ltd)");
        assert!(letter.subject.trim_end_matches('”').ends_with('!'), "{}", letter.subject);
    }
}

/// RFC 5322, 2.1.1 and 2.3: lines end with CR and LF, which stand nowhere else, and have at most 998 bytes. What stands above is
/// ASCII (RFC 2047, 2), and its lines have at most 78 where they can.
fn lines_are_lines(kind: &str, bytes: &[u8]) {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{kind} has a bare LF");
    assert_eq!(text.matches('\r').count(), text.matches("\r\n").count(), "{kind} has a bare CR");
    for line in text.split("\r\n") {
        assert!(line.len() <= 998, "{kind} has a line of {} bytes", line.len());
    }
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.is_ascii(), "{kind}: {head}");
    for line in head.split("\r\n") {
        // An address cannot be folded.
        let words = line.split_once(": ").map_or(line, |(_, words)| words).trim();
        assert!(line.len() <= 78 || !words.contains(' '), "{kind} has a header line of {} bytes: {line}", line.len());
    }
}

/// RFC 5322, 3.6: which there have to be, and how often; RFC 3834, 5 for answers of machines.
fn is_a_mail(kind: &str, mail: &Message<'_>) {
    let count = |wanted: &str| mail.headers_raw().filter(|(name, _)| name.eq_ignore_ascii_case(wanted)).count();
    for name in ["From", "Date", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type", "Auto-Submitted"] {
        assert_eq!(count(name), 1, "{kind}: {name}");
    }
    for name in ["Sender", "Cc", "Bcc", "Reply-To", "Return-Path"] {
        assert_eq!(count(name), 0, "{kind}: {name}");
    }
    for name in ["In-Reply-To", "References", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"] {
        assert!(count(name) <= 1, "{kind}: {name}");
    }
    assert_eq!(mail.from().unwrap().iter().count(), 1, "{kind}");
    assert_eq!(mail.from().unwrap().first().unwrap().address(), Some("shipboard@localhost"), "{kind}");
    assert_eq!(mail.to().unwrap().iter().count(), 1, "{kind}");
    assert!(mail.date().is_some_and(mail_parser::DateTime::is_valid), "{kind}");
    assert!(mail.message_id().is_some_and(|id| id.ends_with("@localhost")), "{kind}");
    assert!(mail.subject().is_some_and(|subject| !subject.trim().is_empty()), "{kind}");
    assert_eq!(mail.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    assert_eq!((mail.text_body_count(), mail.html_body_count()), (1, 1), "{kind} has both of its forms");
    if kind == "releases.withdrawal_mail" {
        let HeaderValue::Text(earlier) = mail.in_reply_to() else { panic!("it corrects nothing") };
        assert!(earlier.ends_with("@localhost"));
    }
}

/// RFC 2369, RFC 2919 and RFC 8058: one address in angle brackets that takes one POST without signing in.
async fn is_a_list_mail(app: &TestApp, kind: &str, mail: &Message<'_>) {
    if ASKED_FOR.contains(&kind) {
        assert!(mail.header("List-Unsubscribe").is_none() && mail.header("List-Id").is_none(), "{kind}");
        return;
    }
    let HeaderValue::Address(list) = mail.list_unsubscribe() else { panic!("{kind} cannot be left") };
    let addresses: Vec<&str> = list.iter().filter_map(|address| address.address()).collect();
    let [leave] = addresses.as_slice() else { panic!("{kind}: {addresses:?}") };
    assert!(leave.starts_with("http://acme.localhost:3000/"), "{kind}: {leave}");
    assert_eq!(mail.header_raw("List-Unsubscribe-Post").map(str::trim), Some("List-Unsubscribe=One-Click"), "{kind}");
    let id = mail.header_raw("List-Id").unwrap().trim();
    let inside = id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or_else(|| panic!("{kind}: {id}"));
    assert!(inside.contains('.') && inside.ends_with("acme.localhost"), "{kind}: {id}");
    // Without cookies, from nowhere, as a mail provider does it.
    let answer = app.browser("acme.localhost").post(leave, &[("List-Unsubscribe", "One-Click")]).await;
    assert_eq!(answer.status(), 200, "{kind}: {}", answer.answer());
}
