//! Saved views of the table: one's own, those that are shared, and what becomes of them.

use crate::support::TestApp;

#[tokio::test]
async fn a_view_keeps_what_the_table_is_narrowed_to_and_is_ones_own_until_it_is_shared() {
    let app = TestApp::start().await.leaves_outbox();
    app.vera().submits("Dark mode").await;
    let max = app.max();
    let page = max.get("/admin/ideas?q=dark&sort=top&assignee=nobody&open=1").await;
    let saved = max.submit(&page, "form[action='/admin/views']", &[("name", "Dark things")]).await;
    let page =
        max.follow(saved.leads_to("/admin/ideas?q=dark&sort=top&assignee=nobody")).await.says("The view “Dark things” is saved.");
    assert_eq!(page.one(".desk-views .tabs [aria-current]"), "Dark things");
    assert_eq!(page.all("[data-roving-item]"), ["Dark mode"]);
    app.rel().get("/admin/ideas").await.lacks("Dark things");

    let renamed = max.submit(&page, ".desk-view", &[("name", "Night"), ("shared", "true")]).await;
    max.follow(renamed).await.says("The view “Night” is saved.");
    let page = app.rel().get("/admin/ideas").await.says("Night");
    let path = page.attribute(".desk-views .tabs a[title]", "href").unwrap();
    assert_eq!(path, "/admin/ideas?q=dark&sort=top&assignee=nobody");
    // What somebody shares is theirs to change, and an admin's to delete.
    let page = app.rel().get(&path).await.says("Shared by Max Meyer");
    assert!(page.all("form[action$='/delete']").is_empty());
    let view = app.max().get(&path).await.attribute("form.desk-view", "action").unwrap();
    app.rel().post(&view, &[("name", "Mine now")]).await.is(404);
    app.rel().post(&format!("{view}/delete"), &[]).await.is(404);
    app.gus().post(&view, &[("name", "Mine now")]).await.is(404);
    app.gus().post(&format!("{view}/delete"), &[]).await.is(404);
    app.gus().get("/admin/ideas").await.lacks("Night");
    app.vera().post(&view, &[("name", "Mine now")]).await.is(404);
    app.nobody().post("/admin/views", &[("name", "Mine now")]).await.leads_to("/sign-in");
    app.ada().does(&format!("{view}/delete"), &[]).await.says("The view “Night” is deleted.").lacks("title=\"Shared by");
}

#[tokio::test]
async fn a_name_that_is_missing_or_taken_is_said_beside_the_field() {
    let app = TestApp::start().await;
    let max = app.max();
    max.post("/admin/views", &[("name", "Dark"), ("q", "dark")]).await.is(303);
    let page = max.post("/admin/views", &[("name", "dark"), ("q", "night"), ("sort", "top")]).await.is(422);
    assert_eq!(page.one(".desk-view .field-error"), "You have a view of this name already.");
    assert_eq!(page.attribute(".desk-view [name=q]", "value").as_deref(), Some("night"), "what was narrowed is kept");
    assert_eq!(page.attribute(".desk-view [name=name]", "value").as_deref(), Some("dark"));
    max.post("/admin/views", &[("name", " "), ("q", "night")]).await.is(422).says("The name is missing.");
    // Another may use it.
    app.ada().post("/admin/views", &[("name", "Dark"), ("q", "dark")]).await.is(303);
    let page = max.get("/admin/ideas?q=dark").await;
    let refused = max.submit(&page, "form.desk-view", &[("name", "x".repeat(61).as_str())]).await.is(422);
    assert!(refused.one(".desk-view .field-error").contains("60 are the most"));
}
