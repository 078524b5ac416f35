//! Boards, statuses and tags: kept by managers, never into a state that does not work.

use crate::support::{CAST, TestApp};

#[tokio::test]
async fn a_manager_opens_changes_orders_closes_and_reopens_boards() {
    let app = TestApp::start().await;
    let max = app.max();
    let page = max.get("/admin/boards").await.is(200);
    let sent = max.submit(&page, ".measure form", &[("name", "Mobile app"), ("description", "On the go")]).await;
    max.follow(sent).await.is(200).says("The board “Mobile app” is open.");
    app.nobody().get("/b/mobile-app").await.is(200).says("On the go");

    let page = max.post("/admin/boards", &[("name", "Twin"), ("slug", "features"), ("visibility", "public")]).await.is(422);
    assert_eq!(page.one("#field-slug-error"), "Another board has this address. Please choose a different one.");
    assert_eq!(page.attribute("#field-name", "value").as_deref(), Some("Twin"));

    max.does("/admin/boards/mobile-app/move", &[("way", "up")]).await;
    assert_eq!(app.nobody().get("/").await.all(".facets section:first-child a").len(), 3);
    assert!(app.nobody().get("/").await.all(".facets section:first-child a")[1].starts_with("Mobile app"));

    let fields = [("name", "Phones"), ("slug", "phones"), ("visibility", "staff")];
    max.does("/admin/boards/mobile-app", &fields).await.says("The board “Phones” is saved.");
    app.vera().get("/b/phones").await.is(404);
    app.max().get("/b/phones").await.is(200);

    max.does("/admin/boards/features/close", &[("move_to", "phones")]).await.says("its ideas are on “Phones”");
    app.nobody().get("/b/features").await.is(200).says("Closed to new ideas");
    max.post("/admin/boards/phones/close", &[]).await.is(422).says("This is the only open board");
    max.does("/admin/boards/features/reopen", &[]).await.says("takes ideas again");
}

#[tokio::test]
async fn boards_are_managers_business() {
    let app = TestApp::start().await;
    let fields = [("name", "Mine"), ("visibility", "public")];
    app.rel().get("/admin/boards").await.is(200).lacks("New board");
    app.rel().post("/admin/boards", &fields).await.is(403);
    app.vera().get("/admin/boards").await.is(404);
    app.vera().post("/admin/boards", &fields).await.is(404);
    app.nobody().get("/admin/statuses").await.leads_to("/sign-in");
    app.gus().does("/admin/boards", &fields).await;
    app.nobody().get("/b/mine").await.is(404);
    app.max().get("/admin/boards/mine").await.is(404);
    assert_eq!(app.number("select count(*) from boards").await, 3);
}

#[tokio::test]
async fn every_category_keeps_a_status_and_a_status_in_use_stays() {
    let app = TestApp::start().await;
    app.idea_by(&CAST.vera, "Dark mode").await;
    let max = app.max();
    let open = CAST.acme.statuses[0];
    max.post(&format!("/admin/statuses/{open}/delete"), &[]).await.is(422).says("is the only status that means “open”");
    let fields = [("name", "Under review"), ("category", "done")];
    max.post(&format!("/admin/statuses/{open}"), &fields).await.is(422).says("is the only status that means “open”");

    max.does("/admin/statuses", &[("name", "Needs an answer"), ("category", "open")]).await.says("There is a new status");
    max.post(&format!("/admin/statuses/{open}/delete"), &[]).await.is(422).says("is where 1 idea stands");
    let added: String = app.in_scope(&CAST.acme, "select id::text from statuses where name = 'Needs an answer'").await;
    max.does(&format!("/admin/statuses/{added}/move"), &[("way", "up")]).await;
    let first = max.get("/").await.all(".facets section:last-child .status");
    assert_eq!(first[..2], ["Needs an answer", "Under review"]);
    let page = max.post(&format!("/admin/statuses/{added}"), &[("name", "planned")]).await.is(422);
    assert_eq!(page.one(&format!("#error-{added}")), "Another status is called that.");
    max.does(&format!("/admin/statuses/{added}/delete"), &[]).await.says("is gone");
    app.gus().post(&format!("/admin/statuses/{open}/delete"), &[]).await.is(404);
    app.rel().post(&format!("/admin/statuses/{open}/delete"), &[]).await.is(403);
}

#[tokio::test]
async fn the_first_status_goes_no_higher_and_the_last_no_lower_and_what_was_refused_shows_its_button() {
    let app = TestApp::start().await;
    let max = app.max();
    let page = max.get("/admin/statuses").await.is(200);
    let rows = page.all("tr[id^=status-]").len();
    for way in ["up", "down"] {
        assert_eq!(page.all(&format!("button[name=way][value={way}]")).len(), rows);
        assert_eq!(page.all(&format!("button[name=way][value={way}][disabled]")).len(), 1);
    }
    assert!(page.attribute("tr[id^=status-]:first-child [value=up]", "disabled").is_some());
    assert!(page.attribute("tr[id^=status-]:last-child [value=down]", "disabled").is_some());
    assert_eq!(page.all("form[data-changed]").len(), 0);
    let path = format!("/admin/statuses/{}", CAST.acme.statuses[0]);
    let refused = max.post(&path, &[("name", "planned")]).await.is(422);
    assert_eq!(refused.attribute("form[data-changed]", "action"), Some(path));
}

#[tokio::test]
async fn tags_are_added_renamed_coloured_and_taken_off_everything() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.vera, "Dark mode").await;
    let max = app.max();
    let page = max.get("/admin/statuses").await;
    let sent = max.submit(&page, "form[action='/admin/tags']", &[("name", "Looks"), ("color", "teal")]).await;
    max.follow(sent).await.says("There is a new tag: “Looks”.");
    max.post("/admin/tags", &[("name", "LOOKS")]).await.is(422).says("Another tag is called that.");
    let number = idea.number.to_string();
    max.does("/admin/ideas/bulk", &[("idea", &number), ("tag", "Looks")]).await.says("Changed #1: tag “Looks”.");
    let key: String = app.in_scope(&CAST.acme, "select id::text from tags").await;
    max.does(&format!("/admin/tags/{key}"), &[("name", "Colours"), ("color", "pink")]).await;
    assert_eq!(app.nobody().get("/?tag=colours").await.attribute(".idea .badge", "data-color").as_deref(), Some("pink"));
    app.gus().post(&format!("/admin/tags/{key}/delete"), &[]).await.is(404);
    max.does(&format!("/admin/tags/{key}/delete"), &[]).await.says("is gone");
    assert_eq!(app.number("select count(*) from idea_tags").await, 0);
}
