//! A release ships, and everyone who asked is told, once.

use jiff::SignedDuration;
use shipboard::ideas::votes;
use shipboard::ids::IdeaId;

use crate::support::{Browser, CAST, Letter, TestApp};

/// Ada plans a release with these ideas in it. Returns its number.
pub(crate) async fn release(app: &TestApp, version: &str, ideas: &[i32]) -> i32 {
    let ada = app.ada();
    let page = ada.post("/admin/releases", &[("version", version)]).await.leads_to("/admin/releases/");
    let number = page.location().unwrap().rsplit('/').next().unwrap().parse().unwrap();
    for idea in ideas {
        ada.post(&format!("/admin/releases/{number}/items"), &[("idea", &idea.to_string())]).await.is(303);
    }
    number
}

/// Somebody asks for something. Returns the idea's number.
pub(crate) async fn asks(app: &TestApp, who: &Browser, title: &str) -> i32 {
    let idea = app.idea_by(&CAST.vera, title).await.number;
    who.votes_for(idea).await.is(303);
    idea
}

/// Rel ships it: `settle`, `now` or `silent`.
pub(crate) async fn ships(app: &TestApp, release: i32, announcement: &str) {
    app.rel().post(&format!("/admin/releases/{release}/shipment"), &[("announcement", announcement)]).await.is(303);
}

/// The settle delay of five minutes passes, and what is due is done.
pub(crate) async fn settles(app: &TestApp) {
    app.clock.advance(SignedDuration::from_mins(6));
    app.deliver().await;
}

fn shipped_mail(app: &TestApp, to: &str) -> Vec<Letter> {
    app.mail_to(to)
        .into_iter()
        .filter(|letter| letter.subject.starts_with("It shipped") || letter.subject.starts_with("It is back"))
        .collect()
}

/// What the status of an idea means.
pub(crate) async fn category(app: &TestApp, idea: i32) -> String {
    sqlx::query_scalar("select s.category::text from ideas i join statuses s on s.id = i.status_id where i.number = $1")
        .bind(idea)
        .fetch_one(app.owner())
        .await
        .unwrap()
}

#[tokio::test]
async fn who_asked_is_told_once_with_all_of_theirs_in_one_mail() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let dark = asks(&app, &vera, "Dark mode").await;
    let export = asks(&app, &app.max(), "Export as CSV").await;
    vera.votes_for(export).await.is(303);
    let number = release(&app, "2.4", &[dark, export]).await;

    ships(&app, number, "settle").await;
    app.deliver().await;
    assert!(app.mailbox().is_empty(), "nothing leaves inside the settle delay");
    settles(&app).await;

    let letters = app.mail_to(CAST.vera.email);
    assert_eq!(letters.len(), 1);
    let letter = &letters[0];
    assert_eq!(letter.subject, "It shipped: Export as CSV and 1 more");
    assert!(letter.text.contains("Dark mode") && letter.text.contains(&format!("/ideas/{dark}")));
    assert!(letter.html.contains("Export as CSV"));
    assert_eq!(letter.from_name, "Acme");
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    assert_eq!(letter.header("List-Id"), "<ideas.acme.localhost>");
    assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_eq!(shipped_mail(&app, CAST.max.email).len(), 1);
    assert_eq!(category(&app, dark).await, "done");

    app.ada().get(&format!("/admin/releases/{number}")).await.is(200).says("Vera Voss").says("2 of 2 sent");
    settles(&app).await;
    assert_eq!(app.mailbox().len(), 2, "nobody hears twice");
}

#[tokio::test]
async fn a_release_is_nothing_to_neighbours_customers_and_strangers() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    let page = format!("/admin/releases/{number}");
    let ship = format!("{page}/shipment");
    app.gus().get(&page).await.is(404);
    app.gus().post(&ship, &[("announcement", "now")]).await.is(404);
    app.vera().get(&page).await.is(404);
    app.vera().post(&ship, &[("announcement", "now")]).await.is(404);
    app.max().post(&ship, &[("announcement", "now")]).await.is(403);
    app.nobody().get(&page).await.leads_to("/sign-in");
    assert_eq!(app.number("select count(*) from releases where shipped_at is not null").await, 0);
}

#[tokio::test]
async fn unshipping_inside_the_settle_delay_tells_nobody_and_undoes_everything() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "settle").await;
    app.clock.advance(SignedDuration::from_mins(4));
    app.rel().post(&format!("/admin/releases/{number}/shipment/removal"), &[]).await.is(303);
    assert_eq!(category(&app, idea).await, "open");
    settles(&app).await;
    assert!(app.mailbox().is_empty());
    assert_eq!(app.number("select count(*) from notices where state <> 'cancelled'").await, 0);

    ships(&app, number, "settle").await;
    settles(&app).await;
    assert_eq!(shipped_mail(&app, CAST.vera.email).len(), 1, "shipping again tells, once");
}

#[tokio::test]
async fn unshipping_is_refused_once_mail_has_begun_to_leave() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "now").await;
    app.deliver().await;
    app.rel().post(&format!("/admin/releases/{number}/shipment/removal"), &[]).await.is(422).says("roll the release back");
    assert_eq!(category(&app, idea).await, "done");
}

#[tokio::test]
async fn two_clicks_on_ship_are_one() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    let path = format!("/admin/releases/{number}/shipment");
    let (rel, ada) = (app.rel(), app.ada());
    let fields = [("announcement", "now")];
    let (one, two) = tokio::join!(rel.post(&path, &fields), ada.post(&path, &fields));
    assert_eq!((one.status(), two.status()), (303, 303));
    app.deliver().await;
    settles(&app).await;
    assert_eq!(shipped_mail(&app, CAST.vera.email).len(), 1);
    assert_eq!(app.number("select attempt::bigint from releases").await, 1);
}

#[tokio::test]
async fn unshipping_and_sending_at_the_same_moment_ends_in_one_of_the_two() {
    for _ in 0..8 {
        let app = TestApp::start().await;
        let idea = asks(&app, &app.vera(), "Dark mode").await;
        let number = release(&app, "2.4", &[idea]).await;
        ships(&app, number, "settle").await;
        app.clock.advance(SignedDuration::from_mins(6));
        let rel = app.rel();
        let path = format!("/admin/releases/{number}/shipment/removal");
        let (undone, _) = tokio::join!(rel.post(&path, &[]), app.deliver());
        app.deliver().await;
        let told = shipped_mail(&app, CAST.vera.email).len();
        match undone.status() {
            303 => assert_eq!((told, category(&app, idea).await.as_str()), (0, "open"), "taken back, and nobody heard"),
            422 => assert_eq!((told, category(&app, idea).await.as_str()), (1, "done"), "too late, and she heard once"),
            other => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn who_is_left_out_has_a_row_with_the_reason() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    app.rel().votes_for(idea).await.is(303);
    app.change("insert into users (tenant_id, id, email, name, created_at) select id, gen_random_uuid(), 'late@customer.example', 'Late', now() from tenants where slug = 'acme'").await;
    app.change("insert into votes (tenant_id, idea_id, user_id, created_at) select i.tenant_id, i.id, u.id, now() from ideas i join users u on u.email = 'late@customer.example'").await;
    app.vera().post("/profile/mail", &[("scope", "ideas"), ("out", "true")]).await.is(303);
    let number = release(&app, "2.4", &[idea]).await;
    app.rel()
        .get(&format!("/admin/releases/{number}/shipment"))
        .await
        .is(200)
        .says("unsubscribed from mail about ideas")
        .says("never confirmed");
    ships(&app, number, "now").await;
    app.deliver().await;
    assert!(app.mailbox().is_empty());
    let reasons: Vec<(String, String)> = app
        .sql("select u.name, n.reason from notices n join users u on u.id = n.user_id where n.kind = 'shipped' order by u.name")
        .await;
    let reasons: Vec<(&str, &str)> = reasons.iter().map(|(name, reason)| (name.as_str(), reason.as_str())).collect();
    assert_eq!(reasons, [("Late", "unconfirmed"), ("Rel Ruiz", "actor"), ("Vera Voss", "out_of_ideas")]);
}

#[tokio::test]
async fn a_roll_back_corrects_those_who_were_told_and_shipping_again_says_it_is_back() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "now").await;
    app.deliver().await;
    // Max follows only after it shipped: he was told nothing, so he is corrected of nothing.
    app.max().post(&format!("/ideas/{idea}/follow"), &[("following", "true")]).await.is(303);
    let rollback = format!("/admin/releases/{number}/rollback");
    app.rel().post(&rollback, &[("note", "")]).await.is(422).says("one sentence");
    app.rel().post(&rollback, &[("note", "It lost settings on some phones.")]).await.is(303);
    assert_eq!(category(&app, idea).await, "open");
    settles(&app).await;
    let letters = app.mail_to(CAST.vera.email);
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[1].subject, "Not there after all: Dark mode");
    assert!(letters[1].text.contains("It lost settings on some phones."));
    assert_eq!(letters[1].header("In-Reply-To"), format!("<{}>", letters[0].message_id));
    assert!(app.mail_to(CAST.max.email).is_empty());

    ships(&app, number, "now").await;
    app.deliver().await;
    settles(&app).await;
    let letters = app.mail_to(CAST.vera.email);
    assert_eq!(letters.len(), 3);
    assert_eq!(letters[2].subject, "It is back: Dark mode");
    assert_eq!(shipped_mail(&app, CAST.max.email).len(), 1, "he asked meanwhile, and hears of it for the first time");
}

#[tokio::test]
async fn a_false_alarm_that_is_taken_back_in_time_tells_nobody_anything() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "now").await;
    app.deliver().await;
    app.rel().post(&format!("/admin/releases/{number}/rollback"), &[("note", "Perhaps broken.")]).await.is(303);
    ships(&app, number, "now").await;
    settles(&app).await;
    assert_eq!(app.mail_to(CAST.vera.email).len(), 1, "she knows that it is there, and that is true");
}

#[tokio::test]
async fn toggling_relinking_and_shipping_again_never_mail_twice() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let first = release(&app, "2.4", &[idea]).await;
    ships(&app, first, "now").await;
    app.deliver().await;
    let second = release(&app, "2.5", &[idea]).await;
    ships(&app, second, "now").await;
    app.deliver().await;
    app.vera().unvotes(idea).await.is(303);
    // The button takes no votes for what is there; an import or a form sent a moment before does not ask it.
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    let (id,): (IdeaId,) = sqlx::query_as("select id from ideas where number = $1").bind(idea).fetch_one(&mut *tx).await.unwrap();
    votes::set(&mut tx, id, CAST.vera.id, true, None, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    app.vera().post(&format!("/ideas/{idea}/follow"), &[("following", "true")]).await.is(303);
    settles(&app).await;
    assert_eq!(shipped_mail(&app, CAST.vera.email).len(), 1);
    // Rolling the second back takes nothing away: the first still has it.
    app.rel().post(&format!("/admin/releases/{second}/rollback"), &[("note", "Too slow.")]).await.is(303);
    settles(&app).await;
    assert_eq!(app.mail_to(CAST.vera.email).len(), 1);
    assert_eq!(category(&app, idea).await, "done");
}

#[tokio::test]
async fn shipping_without_mail_tells_nobody_and_says_so() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "silent").await;
    settles(&app).await;
    assert!(app.mailbox().is_empty());
    app.rel().get(&format!("/admin/releases/{number}")).await.says("Shipped without mail").says("shipped without mail");
}

#[tokio::test]
async fn an_idea_met_in_part_stays_open_and_nobody_is_told_it_shipped() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    let item: String = app.in_scope(&CAST.acme, "select id::text from release_items").await;
    let path = format!("/admin/releases/{number}/items/{item}/completes");
    app.gus().post(&path, &[("completes", "false")]).await.is(404);
    app.rel().post(&path, &[("completes", "false")]).await.is(303);
    ships(&app, number, "now").await;
    app.deliver().await;
    assert!(app.mailbox().is_empty());
    assert_eq!(category(&app, idea).await, "open");
}

#[tokio::test]
async fn who_asked_for_something_merged_into_it_is_told_by_their_own_words() {
    let app = TestApp::start().await;
    let root = asks(&app, &app.max(), "Dark mode").await;
    let child = asks(&app, &app.vera(), "Night theme").await;
    let numbers = (root, child);
    sqlx::query("update ideas c set merged_into = r.id, canonical_id = r.id from ideas r where r.number = $1 and c.number = $2 and r.tenant_id = c.tenant_id")
        .bind(numbers.0)
        .bind(numbers.1)
        .execute(app.owner())
        .await
        .unwrap();
    let number = release(&app, "2.4", &[child]).await;
    ships(&app, number, "now").await;
    app.deliver().await;
    let letters = shipped_mail(&app, CAST.vera.email);
    assert_eq!(letters.len(), 1);
    assert!(letters[0].text.contains("Dark mode") && letters[0].text.contains("Night theme"), "{}", letters[0].text);
}

#[tokio::test]
async fn a_mailbox_that_does_not_exist_is_suppressed_and_delays_nobody() {
    let app = TestApp::start_with(crate::support::Setup { smtp: true, ..Default::default() }).await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    app.max().votes_for(idea).await.is(303);
    app.smtp().answers(CAST.vera.email, "550 5.1.1 no such mailbox");
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "now").await;
    app.deliver().await;
    assert_eq!(app.mailbox().len(), 1, "Max is not delayed by Vera's address");
    let failed = app.rel().get(&format!("/admin/releases/{number}?told=failed")).await.says("no such mailbox");
    assert!(!failed.one("#told table").contains("Max Meyer"));
    let reason: Option<String> =
        app.in_scope(&CAST.acme, "select suppressed_reason from users where email = 'vera@customer.example'").await;
    assert!(reason.unwrap().contains("no such mailbox"));
}

#[tokio::test]
async fn a_mailbox_that_is_full_is_tried_again_and_told_once() {
    let app = TestApp::start_with(crate::support::Setup { smtp: true, ..Default::default() }).await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    app.smtp().answers(CAST.vera.email, "452 4.2.2 mailbox full");
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "now").await;
    app.deliver().await;
    assert!(app.mailbox().is_empty());
    app.smtp().takes_everything();
    settles(&app).await;
    settles(&app).await;
    assert_eq!(app.mailbox().len(), 1);
    assert_eq!(app.number("select count(*) from notices where state = 'sent'").await, 1);
}

#[tokio::test]
async fn a_person_deleted_while_their_mail_waits_gets_none_and_has_a_row() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "settle").await;
    app.change(
        "update users set email = null, name = 'Deleted person', deleted_at = now() where email = 'vera@customer.example'",
    )
    .await;
    settles(&app).await;
    assert!(app.mailbox().is_empty());
    let reasons: Vec<(String,)> = app.sql("select reason from notices").await;
    assert_eq!(reasons[0].0, "deleted");
}

#[tokio::test]
async fn sending_now_does_not_wait_for_the_delay() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "settle").await;
    app.rel().post(&format!("/admin/releases/{number}/shipment/mail"), &[]).await.is(303);
    app.deliver().await;
    assert_eq!(shipped_mail(&app, CAST.vera.email).len(), 1);
}

#[tokio::test]
async fn four_clicks_lead_from_an_idea_to_shipped() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let ada: Browser = app.ada();
    // 1: into a new release, from the idea's page. 2: ship. 3: with the mail at once.
    let page = ada.does(&format!("/ideas/{idea}/release"), &[("release", "new")]).await;
    let ship = page.attribute("a[href$='/shipment']", "href").expect("a way to ship");
    let review = ada.get(&ship).await.is(200).says("Dark mode");
    let frame = review.attribute("iframe", "src").unwrap();
    ada.get(&frame).await.is(200).says("Dark mode");
    ada.does(&ship, &[("announcement", "now")]).await.says("Shipped");
    app.deliver().await;
    assert_eq!(shipped_mail(&app, CAST.vera.email).len(), 1);
}
