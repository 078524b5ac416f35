//! Lists of ideas: their orders, their filters, and walking them page by page.

use std::collections::BTreeSet;

use shipboard::ids::{BoardId, TagId};

use crate::support::{Browser, CAST, IdeaRow, TestApp};

/// Ideas of Vera's, each with one vote less than the one before.
async fn ideas(app: &TestApp, titles: &[&str]) -> Vec<IdeaRow> {
    let mut rows = Vec::new();
    for (title, votes) in titles.iter().zip((0_i32..).map(|place| 100 - place)) {
        let row = app.idea_by(&CAST.vera, title).await;
        sqlx::query("update ideas set vote_count = $2, heat = $3 where id = $1")
            .bind(row.id)
            .bind(votes)
            .bind(f64::from(row.number) / 7.0)
            .execute(app.owner())
            .await
            .unwrap();
        rows.push(row);
    }
    rows
}

/// Another board of Acme's.
async fn board(app: &TestApp, slug: &str, visibility: &str) -> BoardId {
    let id = BoardId::new();
    sqlx::query(
        "insert into boards (tenant_id, id, slug, name, visibility, position, created_at)
         values ($1, $2, $3, $3, $4::visibility, 9, $5)",
    )
    .bind(CAST.acme.id)
    .bind(id)
    .bind(slug)
    .bind(visibility)
    .bind(app.clock.now())
    .execute(app.owner())
    .await
    .unwrap();
    id
}

async fn put(app: &TestApp, idea: IdeaRow, board: BoardId) {
    sqlx::query("update ideas set board_id = $2 where id = $1").bind(idea.id).bind(board).execute(app.owner()).await.unwrap();
}

async fn tag(app: &TestApp, idea: IdeaRow, name: &str) {
    let id = TagId::new();
    let tag: TagId = sqlx::query_scalar(
        "insert into tags (tenant_id, id, name) values ($1, $2, $3)
         on conflict (tenant_id, lower(name)) do update set name = excluded.name returning id",
    )
    .bind(CAST.acme.id)
    .bind(id)
    .bind(name)
    .fetch_one(app.owner())
    .await
    .unwrap();
    sqlx::query("insert into idea_tags (tenant_id, idea_id, tag_id) values ($1, $2, $3)")
        .bind(CAST.acme.id)
        .bind(idea.id)
        .bind(tag)
        .execute(app.owner())
        .await
        .unwrap();
}

async fn titles(browser: &Browser, path: &str) -> Vec<String> {
    browser.get(path).await.is(200).all(".idea-title")
}

#[tokio::test]
async fn a_list_is_sorted_by_votes_by_trend_or_by_age() {
    let app = TestApp::start().await;
    // The more votes the older; the trend runs the other way, and with age.
    ideas(&app, &["Alpha", "Beta", "Gamma"]).await;
    let nobody = app.nobody();
    assert_eq!(titles(&nobody, "/?sort=top").await, ["Alpha", "Beta", "Gamma"]);
    assert_eq!(titles(&nobody, "/?sort=new").await, ["Gamma", "Beta", "Alpha"]);
    assert_eq!(titles(&nobody, "/").await, ["Gamma", "Beta", "Alpha"]);
    assert_eq!(titles(&app.gus(), "/").await, [""; 0]);
}

#[tokio::test]
async fn walking_a_list_shows_every_idea_once_even_while_others_are_added() {
    let app = TestApp::start().await;
    let names: Vec<String> = (0..55).map(|number| format!("Idea {number:02}")).collect();
    let before: BTreeSet<String> = names.iter().cloned().collect();
    ideas(&app, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    // Equal keys are told apart by the number.
    app.change("update ideas set vote_count = vote_count / 10, heat = floor(heat)").await;
    for sort in ["top", "new", "trending"] {
        let nobody = app.nobody();
        let (mut seen, mut pages) = (Vec::new(), vec![]);
        let mut path = Some(format!("/?sort={sort}"));
        while let Some(at) = path {
            let page = nobody.get(&at).await.is(200);
            seen.extend(page.all(".idea-title"));
            app.idea_by(&CAST.vera, &format!("Added while {sort}")).await;
            path = page.attribute("a[rel=next]", "href");
            pages.push(page);
        }
        let walked: Vec<String> = seen.into_iter().filter(|title| before.contains(title)).collect();
        assert_eq!(walked.len(), 55, "{sort} repeats or skips");
        assert_eq!(walked.iter().cloned().collect::<BTreeSet<_>>(), before);
        // And back again: what stood right above is right above.
        let last = pages.pop().unwrap();
        let back = nobody.get(&last.attribute("a[rel=prev]", "href").unwrap()).await.is(200);
        assert_eq!(back.all(".idea-title").last(), pages.pop().unwrap().all(".idea-title").last(), "{sort}");
    }
}

#[tokio::test]
async fn filters_combine_and_say_how_many_are_left() {
    let app = TestApp::start().await;
    let rows = ideas(&app, &["Export as PDF", "Export as CSV", "Dark mode", "Night mode"]).await;
    let mobile = board(&app, "mobile", "public").await;
    put(&app, rows[1], mobile).await;
    put(&app, rows[2], mobile).await;
    for row in [rows[0], rows[1], rows[3]] {
        tag(&app, row, "files").await;
    }
    sqlx::query("update ideas set status_id = $1 where id = $2")
        .bind(CAST.acme.statuses[1])
        .bind(rows[1].id)
        .execute(app.owner())
        .await
        .unwrap();
    let nobody = app.nobody();
    assert_eq!(titles(&nobody, "/b/mobile?sort=top").await, ["Export as CSV", "Dark mode"]);
    assert_eq!(titles(&nobody, "/?tag=files&sort=top").await, ["Export as PDF", "Export as CSV", "Night mode"]);
    assert_eq!(titles(&nobody, "/?tag=files&status=planned").await, ["Export as CSV"]);
    assert_eq!(titles(&nobody, "/b/mobile?tag=files&status=open").await, [""; 0]);
    assert_eq!(titles(&nobody, "/b/mobile?q=export&tag=files&status=planned").await, ["Export as CSV"]);
    let page = nobody.get("/b/mobile").await.says("2 ideas");
    assert_eq!(page.all(".facets section:first-child .facets-count"), ["4", "2", "2"]);
    assert_eq!(page.all(".facets section:nth-child(2) .facets-count"), ["1", "1", "0", "0", "0"]);
    // What a link does not mean is not said.
    assert_eq!(titles(&nobody, "/?status=nonsense&tag=nonsense&after=nonsense&sort=nonsense").await.len(), 4);
}

#[tokio::test]
async fn what_a_reader_may_not_see_is_in_no_list_and_in_no_count() {
    let app = TestApp::start().await;
    let rows = ideas(&app, &["For everybody", "For customers", "For the team", "Merged away", "Deleted"]).await;
    let customers = board(&app, "customers", "signed_in").await;
    let team = board(&app, "team", "staff").await;
    put(&app, rows[1], customers).await;
    put(&app, rows[2], team).await;
    sqlx::query("update ideas set merged_into = $2, canonical_id = $2 where id = $1")
        .bind(rows[3].id)
        .bind(rows[0].id)
        .execute(app.owner())
        .await
        .unwrap();
    sqlx::query("update ideas set deleted_at = created_at where id = $1").bind(rows[4].id).execute(app.owner()).await.unwrap();
    for (browser, count, said) in [(app.nobody(), 1, "1 idea"), (app.vera(), 2, "2 ideas"), (app.max(), 3, "3 ideas")] {
        let page = browser.get("/").await.is(200);
        assert_eq!(page.all(".idea-title").len(), count);
        assert_eq!(page.one(".toolbar-count"), said);
        let found = browser.get("/?q=team").await;
        assert_eq!(found.all(".idea-title").len(), usize::from(count == 3));
    }
    app.nobody().get("/b/customers").await.is(404);
    app.nobody().get("/b/nowhere").await.is(404);
    app.vera().get("/b/team").await.is(404);
    app.vera().get("/b/customers").await.is(200).says("For customers");
    app.gus().get("/b/features").await.is(200).lacks("For everybody");
}

#[tokio::test]
async fn a_list_says_which_ideas_the_reader_wants() {
    let app = TestApp::start().await;
    let rows = ideas(&app, &["Wanted", "Not wanted"]).await;
    app.vera().votes_for(rows[0].number).await;
    let page = app.vera().get("/?sort=top").await;
    assert_eq!(page.attribute(&format!("#vote-button-{}", rows[0].number), "aria-pressed").as_deref(), Some("true"));
    assert_eq!(page.attribute(&format!("#vote-button-{}", rows[1].number), "aria-pressed").as_deref(), Some("false"));
    let page = app.nobody().get("/").await;
    assert_eq!(page.attribute(&format!("#vote-button-{}", rows[0].number), "aria-pressed").as_deref(), Some("false"));
}

#[tokio::test]
async fn a_script_gets_the_list_alone_and_going_back_gets_the_page() {
    let app = TestApp::start().await;
    ideas(&app, &["Dark mode"]).await;
    let fragment = app.nobody().enhanced().get("/?sort=top").await.is(200).says("Dark mode").lacks("<html");
    assert!(fragment.text().trim_start().starts_with("<div class=\"columns\" id=\"list\""));
    app.nobody().enhanced().with_header("hx-history-restore-request", "true").get("/?sort=top").await.says("Powered by");
}

#[tokio::test]
async fn an_empty_list_says_what_to_do() {
    let app = TestApp::start().await;
    let nobody = app.nobody();
    nobody.get("/").await.says("No ideas yet");
    nobody.get("/?status=done").await.says("No idea fits");
    let page = nobody.get("/?q=zebra%20crossing").await.says("Nothing found");
    assert_eq!(page.attribute(".empty a", "href").as_deref(), Some("/ideas/new?title=zebra%20crossing"));
}

#[tokio::test]
async fn staff_weigh_ideas_by_companies_and_what_they_pay() {
    let app = TestApp::start().await;
    let rows = ideas(&app, &["Cheap", "Dear"]).await;
    app.change(
        "insert into companies (tenant_id, id, name, monthly_revenue_minor, currency, created_at)
         select id, gen_random_uuid(), 'Kettle', 420000, 'EUR', created_at from tenants where slug = 'acme'",
    )
    .await;
    app.change(
        "update users u set company_id = c.id from companies c
          where c.tenant_id = u.tenant_id and u.email in ('vera@customer.example', 'rel@acme.example')",
    )
    .await;
    app.vera().votes_for(rows[1].number).await;
    app.rel().votes_for(rows[1].number).await;
    let page = app.rel().get("/admin/ideas?sort=revenue").await.is(200).says("€ 4,200");
    assert!(page.all("tbody tr")[0].starts_with("Dear"));
    assert!(!page.words().contains("€ 8,400"), "a company counts once");
    assert!(page.all("[name=to_status]").is_empty(), "whoever only ships does not sort");
    app.vera().get("/admin/ideas").await.is(404);
    app.nobody().get("/admin/ideas").await.leads_to("/sign-in");
}

#[tokio::test]
async fn a_manager_changes_many_ideas_at_once() {
    let app = TestApp::start().await.leaves_outbox();
    let rows = ideas(&app, &["One", "Two", "Three"]).await;
    board(&app, "mobile", "public").await;
    tag(&app, rows[2], "files").await;
    let max = app.max();
    let page = max.get("/admin/ideas").await.is(200);
    assert_eq!(page.all("tbody tr").len(), 3);
    let planned = CAST.acme.statuses[1].to_string();
    let numbers: Vec<String> = rows.iter().map(|row| row.number.to_string()).collect();
    let change = [
        ("idea", numbers[0].as_str()),
        ("idea", numbers[1].as_str()),
        ("to_status", &planned),
        ("tag", "files"),
        ("to_board", "mobile"),
    ];
    max.does("/admin/ideas/bulk", &change).await.says("Changed 2 ideas: status “Planned”, board “mobile”, tag “files”.");
    assert_eq!(titles(&app.nobody(), "/b/mobile?tag=files&status=planned&sort=new").await, ["Two", "One"]);
    max.does("/admin/ideas/bulk", &change).await.says("They were all like that already.");
    max.does("/admin/ideas/bulk", &[("to_status", &planned)]).await.says("No idea was selected");
    max.does("/admin/ideas/bulk", &[("idea", &numbers[2])]).await.says("Please choose what is to change first");
    max.does("/admin/ideas/bulk", &[("idea", &numbers[2]), ("untag", "files")]).await.says("Changed #3: no tag “files”.");
    max.does(&format!("/admin/ideas/{}/status", numbers[2]), &[("status", &planned)]).await.says("Changed #3: status “Planned”.");
    app.vera().post("/admin/ideas/bulk", &change).await.is(404);
    app.rel().post("/admin/ideas/bulk", &change).await.is(403);
    app.gus().does("/admin/ideas/bulk", &change).await.says("Please choose what is to change first");
    app.gus().post(&format!("/admin/ideas/{}/status", numbers[2]), &[("status", &planned)]).await.is(404);
}
