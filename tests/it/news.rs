//! What is under the bell: for whom, of what, and until it is read.

use jiff::SignedDuration;

use crate::moderation::{held, holds, newcomer, says, writes};
use crate::ship::{asks, release, settles, ships};
use crate::support::{Browser, CAST, TestApp};

/// What the bell counts.
pub(crate) async fn bell(browser: &Browser) -> String {
    browser.get("/roadmap").await.is(200).all(".bell-count").concat()
}

/// A minute passes.
pub(crate) fn later(app: &TestApp) {
    app.clock.advance(SignedDuration::from_mins(1));
}

/// The team decides the same about everything that waits.
async fn decides_all(app: &TestApp, act: &str) {
    let waiting: Vec<(String,)> = app.sql("select id::text from held_posts where state = 'waiting' order by id").await;
    for (post,) in waiting {
        app.max().post(&format!("/admin/moderation/{post}"), &[("act", act), ("reason", "spam")]).await.is(303);
    }
}

#[tokio::test]
async fn an_answer_is_news_for_whoever_asked_until_they_read_the_idea() {
    let app = TestApp::start().await;
    let (vera, max) = (app.vera(), app.max());
    let idea = vera.submits("Dark mode").await;
    assert_eq!(bell(&vera).await, "");
    later(&app);
    max.comments_on(idea, "Which hours?").await.is(303);
    later(&app);
    app.rel().comments_on(idea, "And where?").await.is(303);
    assert_eq!(bell(&vera).await, "1", "what is said about one idea is one piece of news");
    assert_eq!(bell(&max).await, "1", "and whoever commented follows what others say, not what they said themselves");
    let page = vera
        .get("/notifications")
        .await
        .is(200)
        .says(&format!("{} and others said something about Dark mode", CAST.rel.name))
        .says("2 comments");
    assert_eq!(page.all(".news > li[data-unread]").len(), 1);
    assert_eq!(bell(&vera).await, "1", "to look at the list is not to have read it");
    let shown = vera.get(&format!("/ideas/{idea}")).await.is(200);
    assert_eq!(shown.all(".bell-count").len(), 0, "the page that shows it does not count it any more");
    assert_eq!(bell(&vera).await, "");
    vera.get("/notifications").await.says("Dark mode").lacks("data-unread");
    assert_eq!(bell(&app.rel()).await, "", "nobody else has read or unread it by that");
    later(&app);
    max.comments_on(idea, "Thank you").await.is(303);
    assert_eq!(bell(&vera).await, "1", "what is said later is news again");
}

#[tokio::test]
async fn whoever_only_voted_hears_of_decisions_and_not_of_every_comment() {
    let app = TestApp::start().await;
    let (vera, max) = (app.vera(), app.max());
    let idea = asks(&app, &max, "Dark mode").await;
    vera.votes_for(idea).await.is(303);
    later(&app);
    max.comments_on(idea, "Which hours?").await.is(303);
    assert_eq!(bell(&vera).await, "");
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "now").await;
    assert_eq!(bell(&vera).await, "1");
    vera.get("/notifications").await.says("Dark mode is there, in 2.4.");
    settles(&app).await;
    assert_eq!(bell(&vera).await, "1", "that it is mailed does not say it a second time");
}

#[tokio::test]
async fn no_mail_is_not_no_news_but_a_no_to_the_idea_is() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let (dark, export) = (asks(&app, &vera, "Dark mode").await, asks(&app, &vera, "Export").await);
    vera.post("/profile/mail", &[("scope", "everything"), ("out", "true")]).await.is(303);
    vera.post("/profile/mail", &[("scope", "idea"), ("out", "true"), ("idea", &export.to_string())]).await.is(303);
    later(&app);
    for idea in [dark, export] {
        app.max().comments_on(idea, "Which hours?").await.is(303);
    }
    let number = release(&app, "2.4", &[dark, export]).await;
    ships(&app, number, "now").await;
    settles(&app).await;
    vera.get("/notifications").await.says("Dark mode is there").lacks("Export");
    assert!(app.mail_to(CAST.vera.email).is_empty());
}

#[tokio::test]
async fn what_is_taken_back_in_time_was_no_news() {
    let app = TestApp::start().await.leaves_outbox();
    let vera = app.vera();
    let idea = asks(&app, &vera, "Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "settle").await;
    assert_eq!(bell(&vera).await, "1");
    app.rel().post(&format!("/admin/releases/{number}/shipment/removal"), &[]).await.is(303);
    assert_eq!(bell(&vera).await, "");
}

#[tokio::test]
async fn nobody_hears_of_what_they_may_not_see() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let idea = vera.submits("Dark mode").await;
    later(&app);
    let (number, submission) = (idea.to_string(), CAST.acme.board.to_string());
    let note = [("body", "They pay little"), ("staff_only", "true"), ("submission", &submission)];
    app.max().post(&format!("/ideas/{number}/comments"), &note).await.is(303);
    assert_eq!(bell(&vera).await, "", "a note among staff");
    app.max().comments_on(idea, "Which hours?").await.is(303);
    assert_eq!(bell(&vera).await, "1");
    app.change("update boards set visibility = 'staff' where slug = 'features'").await;
    assert_eq!(bell(&vera).await, "", "an idea that is not for them any more");
    vera.get("/notifications").await.lacks("Dark mode");
    app.gus().get("/notifications").await.lacks("Dark mode");
    app.nobody().get("/notifications").await.leads_to("/sign-in");
}

#[tokio::test]
async fn everything_is_marked_as_read_that_had_been_shown() {
    let app = TestApp::start().await;
    let (vera, max) = (app.vera(), app.max());
    let (dark, export) = (vera.submits("Dark mode").await, vera.submits("Export").await);
    later(&app);
    max.comments_on(dark, "Which hours?").await.is(303);
    let page = vera.get("/notifications").await;
    later(&app);
    max.comments_on(export, "To what?").await.is(303);
    vera.submit(&page, "form[action='/notifications/read']", &[]).await.leads_to("/notifications");
    assert_eq!(bell(&vera).await, "1", "what came after the page was shown was not read");
    vera.get("/notifications").await.says(&format!("{} commented on Export", CAST.max.name));
    later(&app);
    let page = vera.get("/notifications").await;
    vera.submit(&page, "form[action='/notifications/read']", &[]).await.is(303);
    assert_eq!(bell(&vera).await, "");
    vera.post("/notifications/read", &[("until", "soon")]).await.is(422);
}

#[tokio::test]
async fn whoever_is_given_an_idea_is_told_so_and_hears_what_customers_say() {
    let app = TestApp::start().await;
    let max = app.max();
    let idea = app.vera().submits("Dark mode").await;
    later(&app);
    app.ada().post("/admin/ideas/bulk", &[("idea", &idea.to_string()), ("assignee", &CAST.max.id.to_string())]).await.is(303);
    max.get("/notifications").await.says(&format!("{} gave Dark mode to you.", CAST.ada.name));
    max.get(&format!("/ideas/{idea}")).await.is(200);
    assert_eq!(bell(&max).await, "");
    later(&app);
    app.vera().comments_on(idea, "Any news?").await.is(303);
    assert_eq!(bell(&max).await, "1");
    assert_eq!(bell(&app.ada()).await, "", "whoever gave it away does not look after it");
}

#[tokio::test]
async fn news_is_news_for_sixty_days() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let idea = vera.submits("Dark mode").await;
    later(&app);
    app.max().comments_on(idea, "Which hours?").await.is(303);
    app.clock.advance(SignedDuration::from_hours(61 * 24));
    app.change("update sessions set expires_at = expires_at + interval '1 year'").await;
    assert_eq!(bell(&vera).await, "");
}

#[tokio::test]
async fn what_somebody_sent_is_news_for_them_once_it_appears_until_they_see_it() {
    let app = TestApp::start().await;
    let nia = newcomer(&app, "nia").await;
    holds(&app, "all").await;
    let asked = app.idea_by(&CAST.vera, "Dark mode").await;
    writes(&app, &nia, "Zebra mode", "Stripes").await.leads_to("/waiting/");
    says(&app, &nia, asked.number, "At night").await.leads_to("/waiting/");
    assert_eq!(bell(&nia).await, "", "what waits is no news");
    decides_all(&app, "approve").await;
    assert_eq!(bell(&nia).await, "2");
    let page = nia.get("/notifications").await.says("Your idea Zebra mode is there.").says("Your comment on Dark mode is there.");
    assert_eq!(page.all(".news > li[data-unread]").len(), 2);
    app.deliver().await;
    assert_eq!(bell(&nia).await, "2", "that it is mailed does not say it a second time");
    let comment: String = app.in_scope(&CAST.acme, "select id::text from comments").await;
    let comment = format!("/ideas/{}#comment-{comment}", asked.number);
    assert_eq!(page.all(&format!(".news a[href='{comment}']")), ["Dark mode"]);
    nia.get(&format!("/ideas/{}", asked.number)).await.is(200);
    assert_eq!(bell(&nia).await, "1");
    nia.get("/ideas/2").await.is(200).says("Zebra mode");
    assert_eq!(bell(&nia).await, "");
    nia.get("/notifications").await.says("Your idea Zebra mode is there.").lacks("data-unread");
    for other in [app.vera(), app.max(), app.gus()] {
        other.get("/notifications").await.is(200).lacks("Zebra mode");
    }
    app.change("update ideas set deleted_at = now() where title = 'Zebra mode'").await;
    app.change("update comments set deleted_at = now()").await;
    nia.get("/notifications").await.lacks("Zebra mode").lacks("Dark mode");
}

#[tokio::test]
async fn what_is_declined_is_news_until_its_author_has_read_why() {
    let app = TestApp::start().await.leaves_outbox();
    let nia = newcomer(&app, "nia").await;
    holds(&app, "all").await;
    writes(&app, &nia, "Zebra mode", "Stripes").await.leads_to("/waiting/");
    let post = format!("/waiting/{}", held(&app).await);
    let undo = format!("/admin/moderation/{}/undo", held(&app).await);
    decides_all(&app, "decline").await;
    assert_eq!(bell(&nia).await, "1");
    let page = nia.get("/notifications").await.says("Your idea Zebra mode does not appear. The team says why.");
    assert_eq!(page.attribute(".news > li[data-unread] a", "href").unwrap(), post);
    app.max().post(&undo, &[]).await.is(303);
    assert_eq!(bell(&nia).await, "", "what was taken back in time was no news");
    later(&app);
    decides_all(&app, "decline").await;
    assert_eq!(bell(&nia).await, "1");
    let shown = nia.get(&post).await.is(200).says("It reads like advertising.");
    assert_eq!(shown.all(".bell-count").len(), 0, "the page that says why does not count it any more");
    assert_eq!(bell(&nia).await, "");
    nia.get("/notifications").await.says("Zebra mode").lacks("data-unread");
    later(&app);
    app.max().post(&undo, &[]).await.is(303);
    decides_all(&app, "decline").await;
    assert_eq!(bell(&nia).await, "", "declined twice, they are told once");
    writes(&app, &nia, "Zebra nights", "").await.leads_to("/waiting/");
    decides_all(&app, "decline").await;
    let page = nia.get("/notifications").await.says("Zebra nights");
    nia.submit(&page, "form[action='/notifications/read']", &[]).await.leads_to("/notifications");
    assert_eq!(bell(&nia).await, "");
    for other in [app.vera(), app.max(), app.gus()] {
        other.get("/notifications").await.is(200).lacks("Zebra mode");
    }
    app.change("update boards set visibility = 'staff' where slug = 'features'").await;
    nia.get("/notifications").await.lacks("Zebra mode");
}

#[tokio::test]
async fn how_the_team_decided_is_said_in_the_language_of_the_author_and_without_mail_too() {
    let app = TestApp::start().await;
    let nia = newcomer(&app, "nia").await;
    holds(&app, "all").await;
    app.change("update users set language = 'de' where name = 'nia'").await;
    nia.post("/profile/mail", &[("scope", "everything"), ("out", "true")]).await.is(303);
    let asked = app.idea_by(&CAST.vera, "Dark mode").await;
    writes(&app, &nia, "Zebra", "Streifen").await.leads_to("/waiting/");
    decides_all(&app, "approve").await;
    says(&app, &nia, asked.number, "Nachts").await.leads_to("/waiting/");
    decides_all(&app, "decline").await;
    app.clock.advance(SignedDuration::from_hours(1));
    app.deliver().await;
    assert!(app.mail_to("nia@new.example").is_empty());
    nia.get("/notifications")
        .await
        .says("Ihre Idee Zebra ist da.")
        .says("Ihr Kommentar zu Dark mode erscheint nicht. Das Team sagt, warum.");
}
