//! What a release makes of ideas that are combined before it ships, and after.

use super::ideas;
use super::mail::{combines, takes_out};
use crate::ship::{category, release, settles, ships};
use crate::support::{CAST, TestApp};

/// Subjects of all mail to somebody that is not about the merge itself.
fn heard(app: &TestApp, email: &str) -> Vec<String> {
    let letters = app.mail_to(email).into_iter().map(|letter| letter.subject);
    letters.filter(|subject| !subject.starts_with("Combined")).collect()
}

#[tokio::test]
async fn a_release_shows_and_ships_what_its_idea_was_combined_with_and_everybody_hears_once() {
    let app = TestApp::start().await;
    let [root, part] = ideas(&app, ["Themes", "Night theme"]).await;
    app.vera().votes_for(part.number).await.is(303);
    app.max().votes_for(root.number).await.is(303);
    let number = release(&app, "2.4", &[part.number]).await;
    combines(&app, &[part], root).await.is(303);
    settles(&app).await;
    let page = app.rel().get(&format!("/admin/releases/{number}")).await.is(200).says("Themes").lacks("Night theme");
    assert!(page.words().contains("2 people") || page.words().contains('2'), "{}", page.words());
    app.vera().get("/ideas/1").await.is(200);
    app.rel().get(&format!("/admin/releases/{number}/shipment")).await.is(200).says("Themes");
    ships(&app, number, "now").await;
    app.deliver().await;
    assert_eq!(heard(&app, CAST.vera.email), ["It shipped: Themes"]);
    assert!(app.mail_to(CAST.vera.email).iter().any(|letter| letter.text.contains("You asked for “Night theme”")));
    assert_eq!(heard(&app, CAST.max.email), ["It shipped: Themes"]);
    assert_eq!((category(&app, 1).await.as_str(), category(&app, 2).await.as_str()), ("done", "done"));
    app.is_in_order().await;

    // Taken out afterwards, and then rolled back: who was told is corrected, by whichever idea they asked.
    takes_out(&app, part).await;
    app.is_in_order().await;
    app.rel().post(&format!("/admin/releases/{number}/rollback"), &[("note", "Too slow.")]).await.is(303);
    settles(&app).await;
    for email in [CAST.vera.email, CAST.max.email] {
        assert_eq!(heard(&app, email), ["It shipped: Themes", "Not there after all: Themes"]);
    }
    assert_eq!((category(&app, 1).await.as_str(), category(&app, 2).await.as_str()), ("open", "open"));
    app.is_in_order().await;
}

#[tokio::test]
async fn two_ideas_of_a_release_that_were_combined_are_one_line_and_two_again() {
    let app = TestApp::start().await;
    let [root, part] = ideas(&app, ["Themes", "Night theme"]).await;
    app.vera().votes_for(part.number).await.is(303);
    let number = release(&app, "2.4", &[root.number, part.number]).await;
    let path = format!("/admin/releases/{number}");
    combines(&app, &[part], root).await.is(303);
    let lines = |page: &crate::support::Page| page.text().matches("/removal\"").count();
    assert_eq!(lines(&app.rel().get(&path).await), 1);
    takes_out(&app, part).await;
    assert_eq!(lines(&app.rel().get(&path).await), 2);
    combines(&app, &[part], root).await.is(303);
    // What is taken out of the release is taken out for all that it stands for.
    let page = app.rel().get(&path).await;
    let remove = page.attribute("form[action$=removal]", "action").unwrap();
    app.rel().post(&remove, &[]).await.is(303);
    assert_eq!(app.number("select count(*) from release_items").await, 0);
    settles(&app).await;
    app.is_in_order().await;
}

#[tokio::test]
async fn an_idea_that_is_combined_while_the_mail_of_its_ship_waits_is_told_of_all_the_same() {
    let app = TestApp::start().await;
    let [root, part] = ideas(&app, ["Themes", "Night theme"]).await;
    app.vera().votes_for(part.number).await.is(303);
    let number = release(&app, "2.4", &[part.number]).await;
    ships(&app, number, "settle").await;
    combines(&app, &[part], root).await.is(303);
    settles(&app).await;
    assert_eq!(heard(&app, CAST.vera.email), ["It shipped: Night theme"]);
    assert_eq!(category(&app, root.number).await, "open", "what has shipped is the part");
    app.is_in_order().await;
}

#[tokio::test]
async fn who_asked_for_what_is_combined_with_something_shipped_hears_that_it_is_there_and_nothing_twice() {
    let app = TestApp::start().await;
    let [root, part] = ideas(&app, ["Themes", "Night theme"]).await;
    app.rel().votes_for(root.number).await.is(303);
    app.vera().votes_for(part.number).await.is(303);
    let number = release(&app, "2.4", &[root.number]).await;
    app.ada().post(&format!("/admin/releases/{number}/shipment"), &[("announcement", "now")]).await.is(303);
    app.deliver().await;
    combines(&app, &[part], root).await.is(303);
    settles(&app).await;
    let letters = app.mail_to(CAST.vera.email);
    assert_eq!(letters.len(), 1);
    assert!(letters[0].text.contains("You asked for “Night theme”. It is there already: Shipped."), "{}", letters[0].text);
    // Shipping it again after a roll-back tells her as everybody else.
    app.ada().post(&format!("/admin/releases/{number}/rollback"), &[("note", "Too slow.")]).await.is(303);
    settles(&app).await;
    assert_eq!(heard(&app, CAST.vera.email), Vec::<String>::new(), "she was not told that it shipped");
    app.ada().post(&format!("/admin/releases/{number}/shipment"), &[("announcement", "now")]).await.is(303);
    app.deliver().await;
    assert_eq!(heard(&app, CAST.vera.email), ["It shipped: Themes"]);
    assert_eq!(heard(&app, CAST.rel.email), ["It shipped: Themes", "Not there after all: Themes", "It is back: Themes"]);
    settles(&app).await;
    app.is_in_order().await;
}

#[tokio::test]
async fn who_was_told_of_a_part_is_not_told_of_the_same_wish_again_and_is_corrected_once_nothing_of_it_is_there() {
    let app = TestApp::start().await;
    let [root, part] = ideas(&app, ["Themes", "Night theme"]).await;
    app.vera().votes_for(part.number).await.is(303);
    app.rel().votes_for(root.number).await.is(303);
    let first = release(&app, "2.4", &[part.number]).await;
    ships(&app, first, "now").await;
    app.deliver().await;
    combines(&app, &[part], root).await.is(303);
    settles(&app).await;
    let second = release(&app, "2.5", &[root.number]).await;
    let shipment = format!("/admin/releases/{second}/shipment");
    app.ada().visit(&shipment).await.says("was told before");
    app.ada().post(&shipment, &[("announcement", "now")]).await.is(303);
    app.deliver().await;
    assert_eq!(heard(&app, CAST.vera.email), ["It shipped: Night theme"]);
    assert_eq!(heard(&app, CAST.rel.email), ["It shipped: Themes"]);
    let left_out = "select count(*) from notices n join ideas i on i.id = n.idea_id
                     where i.number = 1 and n.state = 'excluded' and n.reason = 'told_before'";
    assert_eq!(app.number(left_out).await, 1, "and a row says why");
    app.is_in_order().await;

    // The first is taken back: what she asked for is there all the same.
    app.rel().post(&format!("/admin/releases/{first}/rollback"), &[("note", "Too slow.")]).await.is(303);
    settles(&app).await;
    assert_eq!(heard(&app, CAST.vera.email), ["It shipped: Night theme"]);
    // Now it is not.
    app.ada().post(&format!("/admin/releases/{second}/rollback"), &[("note", "Too slow.")]).await.is(303);
    settles(&app).await;
    assert_eq!(heard(&app, CAST.vera.email), ["It shipped: Night theme", "Not there after all: Night theme"]);
    assert_eq!(heard(&app, CAST.rel.email), ["It shipped: Themes", "Not there after all: Themes"]);
    // And there again, by the name that it has now.
    app.ada().post(&shipment, &[("announcement", "now")]).await.is(303);
    app.deliver().await;
    assert_eq!(heard(&app, CAST.vera.email).len(), 3);
    settles(&app).await;
    app.is_in_order().await;
}

#[tokio::test]
async fn two_mails_that_wait_when_their_ideas_are_combined_tell_nobody_twice() {
    let app = TestApp::start().await;
    let [root, part] = ideas(&app, ["Themes", "Night theme"]).await;
    app.vera().votes_for(part.number).await.is(303);
    let first = release(&app, "2.4", &[part.number]).await;
    let second = release(&app, "2.5", &[root.number]).await;
    ships(&app, first, "settle").await;
    combines(&app, &[part], root).await.is(303);
    app.ada().post(&format!("/admin/releases/{second}/shipment"), &[("announcement", "settle")]).await.is(303);
    settles(&app).await;
    settles(&app).await;
    assert_eq!(heard(&app, CAST.vera.email).len(), 1, "{:?}", heard(&app, CAST.vera.email));
    app.is_in_order().await;
}

#[tokio::test]
async fn a_mail_waits_while_another_about_the_same_wish_is_being_sent_and_leaves_if_that_fails() {
    let app = TestApp::start().await;
    let [root, part] = ideas(&app, ["Themes", "Night theme"]).await;
    app.vera().votes_for(part.number).await.is(303);
    combines(&app, &[part], root).await.is(303);
    settles(&app).await;
    let number = release(&app, "2.5", &[root.number]).await;
    app.ada().post(&format!("/admin/releases/{number}/shipment"), &[("announcement", "settle")]).await.is(303);
    // A server has handed the other mail over, and has not heard yet what became of it.
    let sending = "insert into notices (tenant_id, user_id, idea_id, kind, epoch, state, mail, created_at)
                   select tenant_id, $1, id, 'shipped', 1, 'sending', 'another', now() from ideas where number = 2";
    sqlx::query(sending).bind(CAST.vera.id).execute(app.owner()).await.unwrap();
    settles(&app).await;
    assert_eq!(heard(&app, CAST.vera.email), [""; 0]);
    app.change("update notices set state = 'failed', reason = 'mailbox gone' where mail = 'another'").await;
    app.clock.advance(jiff::SignedDuration::from_hours(1));
    app.deliver().await;
    assert_eq!(heard(&app, CAST.vera.email), ["It shipped: Themes"]);
    app.is_in_order().await;
}
