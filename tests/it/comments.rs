//! Comments, answers to them, and notes that only staff see.

use shipboard::ids::IdeaId;

use crate::support::{Browser, CAST, Page, TestApp};

/// Answers the first comment of a page with the form that stands under it.
async fn answer(browser: &Browser, page: &Page, body: &str) -> Page {
    let parent = page.attribute(".comment-actions input[name=parent]", "value").unwrap();
    browser.submit(page, &format!("#comment-{parent} > .comment-actions > details form:has(textarea)"), &[("body", body)]).await
}

async fn comment_count(app: &TestApp) -> i64 {
    app.number("select comment_count::bigint from ideas").await
}

#[tokio::test]
async fn comments_stand_in_time_order_with_answers_under_them() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.vera, "Dark mode").await;
    let page = format!("/ideas/{}", idea.number);
    let vera = app.vera();
    vera.comments_on(idea.number, "My eyes hurt at **night**").await.leads_to(&format!("{page}#comment-"));
    vera.comments_on(idea.number, "And at dawn").await.is(303);
    let shown = app.max().visit(&page).await;
    answer(&app.max(), &shown, "We hear you").await.is(303);
    let shown = vera.visit(&page).await;
    assert_eq!(shown.one("#comments .number"), "3");
    assert_eq!(shown.all(".comment > .prose"), ["My eyes hurt at night", "We hear you", "And at dawn"]);
    assert_eq!(shown.all(".comment-replies > .comment > .prose"), ["We hear you"]);
    assert_eq!(shown.one(".comment-replies .badge"), "Team");
    assert_eq!(comment_count(&app).await, 3);
}

#[tokio::test]
async fn whoever_writes_sees_how_it_will_read_and_nothing_is_kept() {
    let app = TestApp::start().await;
    let nobody = app.nobody();
    let page = nobody.post("/preview", &[("body", "At **night**\n\n<script>alert(1)</script>")]).await.is(200);
    assert!(page.text().contains("<strong>night</strong>"), "{}", page.text());
    page.lacks("<script");
    nobody.post("/preview", &[("notes", &"a".repeat(20_001))]).await.is(422).says("20,000 are the most");
    assert_eq!(app.number("select (select count(*) from comments) + (select count(*) from intents)").await, 0);
}

#[tokio::test]
async fn one_form_makes_one_comment_however_often_it_is_sent() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let vera = app.vera();
    let shown = vera.visit(&format!("/ideas/{}", idea.number)).await;
    for _ in 0..2 {
        vera.submit(&shown, "#talk > .comment-form", &[("body", "Yes please")]).await.is(303);
    }
    assert_eq!(app.number("select count(*) from comments").await, 1);
    assert_eq!(comment_count(&app).await, 1);
}

#[tokio::test]
async fn an_empty_or_endless_comment_is_refused_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let vera = app.vera();
    vera.comments_on(idea.number, "  ").await.is(422).says("The comment is missing.");
    let long = "long ".repeat(1_001);
    let refused = vera.comments_on(idea.number, &long).await.is(422).says("5,000 are the most.");
    assert_eq!(refused.one("#talk > .comment-form textarea").split(' ').count(), 1_001);
    let fragment = app.vera().enhanced().comments_on(idea.number, "").await.is(422).lacks("<html");
    assert_eq!(fragment.one(".field-error"), "The comment is missing.");
    assert_eq!(comment_count(&app).await, 0);
}

#[tokio::test]
async fn who_wrote_a_comment_edits_and_deletes_it_and_staff_may_delete_any() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let page = format!("/ideas/{}", idea.number);
    let (vera, max, rel) = (app.vera(), app.max(), app.rel());
    vera.comments_on(idea.number, "Frist").await;
    let id: String = sqlx::query_scalar("select id::text from comments").fetch_one(app.owner()).await.unwrap();
    let (edit, delete) = (format!("/comments/{id}/edit"), format!("/comments/{id}/delete"));
    let form = vera.visit(&edit).await;
    vera.submit(&form, "main form", &[("body", "First")]).await.leads_to(&page);
    vera.visit(&page).await.says("First").says("edited").lacks("Frist");
    max.get(&edit).await.is(403);
    max.post(&edit, &[("body", "Mine now")]).await.is(403);
    let shown = max.visit(&page).await;
    answer(&max, &shown, "Congratulations").await.is(303);
    // Its place stays, for the answer's sake.
    rel.post(&delete, &[]).await.is(303);
    let shown = vera.visit(&page).await.says("This comment was deleted.").says("Congratulations").lacks("First");
    assert_eq!(shown.one("#comments .number"), "1");
    assert_eq!(comment_count(&app).await, 1);
    // Twice is once.
    rel.post(&delete, &[]).await.is(404);
    assert_eq!(comment_count(&app).await, 1);
    let reply: String =
        sqlx::query_scalar("select id::text from comments where deleted_at is null").fetch_one(app.owner()).await.unwrap();
    vera.post(&format!("/comments/{reply}/delete"), &[]).await.is(403);
    max.post(&format!("/comments/{reply}/delete"), &[]).await.is(303);
    vera.visit(&page).await.lacks("was deleted").lacks("Congratulations");
    assert_eq!(comment_count(&app).await, 0);
}

#[tokio::test]
async fn a_note_among_staff_does_not_exist_for_anybody_else() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.vera, "Dark mode").await;
    let page = format!("/ideas/{}", idea.number);
    let max = app.max();
    let shown = max.visit(&page).await;
    max.submit(&shown, "#talk > .comment-form", &[("body", "Northwind renews in May"), ("staff_only", "true")]).await.is(303);
    let shown = app.rel().visit(&page).await.says("Northwind renews in May").says("Only staff sees this");
    assert_eq!(shown.one("#comments .number"), "0");
    // An answer to a note is a note, whatever its form said.
    answer(&app.rel(), &shown, "In June").await.is(303);
    for browser in [app.vera(), app.nobody()] {
        let shown = browser.visit(&page).await.lacks("Northwind").lacks("In June").lacks("data-note");
        assert_eq!(shown.one("#comments .number"), "0");
    }
    assert_eq!(comment_count(&app).await, 0);
    assert_eq!(app.number("select count(*) from comments where staff_only").await, 2);
    // Nor can it be found by its id.
    let id: String =
        sqlx::query_scalar("select id::text from comments order by id limit 1").fetch_one(app.owner()).await.unwrap();
    app.vera().post(&format!("/comments/{id}/delete"), &[]).await.is(404);
    app.vera().get(&format!("/comments/{id}/edit")).await.is(404);
    let fields = [("body", "Who?"), ("parent", &id), ("submission", &IdeaId::new().to_string())];
    app.vera().post(&format!("{page}/comments"), &fields).await;
    assert_eq!(app.number("select count(*) from comments").await, 2, "somebody outside the team answered a note");
    // A customer cannot write one either.
    let fields = [("body", "Psst"), ("staff_only", "true"), ("submission", &IdeaId::new().to_string())];
    app.vera().post(&format!("{page}/comments"), &fields).await.is(303);
    app.nobody().visit(&page).await.says("Psst");
}

#[tokio::test]
async fn an_answer_to_an_answer_joins_the_thread() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let page = format!("/ideas/{}", idea.number);
    let vera = app.vera();
    vera.comments_on(idea.number, "One").await;
    let shown = vera.visit(&page).await;
    answer(&vera, &shown, "Two").await;
    let reply: String =
        sqlx::query_scalar("select id::text from comments where parent_id is not null").fetch_one(app.owner()).await.unwrap();
    let fields = [("body", "Three"), ("parent", &reply), ("submission", &IdeaId::new().to_string())];
    vera.post(&format!("{page}/comments"), &fields).await.is(303);
    assert_eq!(vera.visit(&page).await.all(".comment-replies > .comment > .prose"), ["Two", "Three"]);
}

#[tokio::test]
async fn comments_go_by_mail_to_whoever_wants_them_and_to_nobody_else() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let page = format!("/ideas/{}", idea.number);
    app.vera().post(&format!("{page}/follow"), &[("following", "true"), ("comments", "true")]).await.is(303);
    app.rel().votes_for(idea.number).await;
    app.max().comments_on(idea.number, "Soon").await.is(303);
    let shown = app.max().visit(&page).await;
    app.max().submit(&shown, "#talk > .comment-form", &[("body", "Or never"), ("staff_only", "true")]).await.is(303);
    app.deliver().await;
    assert_eq!(app.mailbox().iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), [CAST.vera.email]);
}

#[tokio::test]
async fn comments_are_of_no_concern_to_the_neighbour_and_ask_nobody_who_they_are() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    app.vera().comments_on(idea.number, "Yes").await;
    let id: String = sqlx::query_scalar("select id::text from comments").fetch_one(app.owner()).await.unwrap();
    let gus = app.gus();
    gus.comments_on(idea.number, "No").await.is(404);
    gus.get(&format!("/comments/{id}/edit")).await.is(404);
    gus.post(&format!("/comments/{id}/edit"), &[("body", "No")]).await.is(404);
    gus.post(&format!("/comments/{id}/delete"), &[]).await.is(404);
    app.nobody().comments_on(idea.number, "No").await.leads_to("/sign-in");
    assert_eq!(comment_count(&app).await, 1);
}
