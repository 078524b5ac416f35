//! One idea's page: what it shows to whom, and editing, deciding, deleting.

use crate::support::{CAST, IdeaRow, TestApp};

fn page_of(idea: IdeaRow) -> String {
    format!("/ideas/{}", idea.number)
}

#[tokio::test]
async fn an_idea_on_a_board_for_people_who_signed_in_does_not_exist_for_nobody() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.vera, "Dark mode").await;
    app.nobody().visit(&page_of(idea)).await.says("Dark mode");
    app.change("update boards set visibility = 'signed_in'").await;
    app.nobody().get(&page_of(idea)).await.is(404).lacks("Dark mode");
    app.vera().visit(&page_of(idea)).await.says("Dark mode");
    app.change("update boards set visibility = 'staff'").await;
    app.vera().get(&page_of(idea)).await.is(404).lacks("Dark mode");
    app.vera().votes_for(idea.number).await.is(404);
    app.vera().comments_on(idea.number, "Hello?").await.is(404);
    app.rel().visit(&page_of(idea)).await.says("Dark mode");
}

#[tokio::test]
async fn nothing_of_an_idea_is_there_for_the_neighbour() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.vera, "Dark mode").await;
    let gus = app.gus();
    for path in ["", "/edit", "/history", "/delete", "/voters"] {
        gus.get(&format!("{}{path}", page_of(idea))).await.is(404);
    }
    let (status, board) = (CAST.acme.statuses[1].to_string(), CAST.acme.board.to_string());
    for (path, fields) in [
        ("follow", vec![("following", "true")]),
        ("edit", vec![("title", "Mine"), ("body", "")]),
        ("status", vec![("status", status.as_str()), ("response", "")]),
        ("sort", vec![("board", board.as_str())]),
        ("delete", vec![]),
        ("restore", vec![]),
        ("voters", vec![("who", "x@y.example"), ("source", "")]),
    ] {
        let path = format!("{}/{path}", page_of(idea));
        gus.post(&path, &fields).await.is(404);
        app.nobody().post(&path, &fields).await.leads_to("/sign-in");
    }
}

#[tokio::test]
async fn what_was_merged_leads_to_its_root_which_says_so_and_takes_votes_for_it() {
    let app = TestApp::start().await;
    let root = app.idea_by(&CAST.vera, "Dark mode").await;
    let part = app.idea_by(&CAST.vera, "Night theme").await;
    sqlx::query("update ideas set merged_into = $2, canonical_id = $2 where id = $1")
        .bind(part.id)
        .bind(root.id)
        .execute(app.owner())
        .await
        .unwrap();
    let vera = app.vera();
    let moved = vera.get(&page_of(part)).await.is(308);
    assert_eq!(moved.location(), Some(format!("/ideas/{}?from={}", root.number, part.number).as_str()));
    let shown = vera.follow(moved).await.says("“Night theme”, which was combined with this");
    assert_eq!(shown.attribute("link[rel=canonical]", "href"), Some(format!("http://acme.localhost:3000{}", page_of(root))));
    vera.submit(&shown, ".vote-large button", &[]).await.is(303);
    vera.submit(&shown, "#talk > .comment-form", &[("body", "Yes")]).await.leads_to(&format!(
        "{}?from={}",
        page_of(root),
        part.number
    ));
    for counted in ["votes", "comments"] {
        let table = if counted == "votes" { "select idea_id from votes" } else { "select idea_id from comments" };
        let meant: shipboard::ids::IdeaId = sqlx::query_scalar(table).fetch_one(app.owner()).await.unwrap();
        assert_eq!(meant, part.id);
    }
    vera.visit(&page_of(root)).await.says(&format!("on #{}", part.number)).lacks("You were looking for");
    // A number that was not combined with it says nothing.
    vera.visit(&format!("{}?from=99", page_of(root))).await.lacks("You were looking for");
    assert_eq!(app.number("select max(vote_count)::bigint * 10 + max(comment_count) from ideas").await, 11);
}

#[tokio::test]
async fn the_page_says_where_an_idea_stands_and_what_the_team_answered() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.vera, "Dark mode").await;
    let max = app.max();
    let shown = max.visit(&page_of(idea)).await;
    let planned = CAST.acme.statuses[1].to_string();
    max.submit(&shown, "#triage form:has([name=status])", &[("status", &planned), ("response", "We *start* in May")])
        .await
        .is(303);
    let shown = app.nobody().visit(&page_of(idea)).await;
    assert_eq!(shown.one(".idea-head .status"), "Planned");
    assert_eq!(shown.one(".response .prose"), "We start in May");
    assert!(shown.one(".response .byline").starts_with("Max Meyer Team"));
    assert_eq!(shown.all(".timeline li p"), ["Planned", "Asked by Vera Voss"]);
    shown.lacks("id=\"triage\"");
    // The same again is nothing new; another answer is.
    max.post(&format!("{}/status", page_of(idea)), &[("status", &planned), ("response", "We *start* in May")]).await.is(303);
    max.post(&format!("{}/status", page_of(idea)), &[("status", &planned), ("response", "In June")]).await.is(303);
    assert_eq!(
        app.nobody().visit(&page_of(idea)).await.all(".timeline li p"),
        ["The team answered", "Planned", "Asked by Vera Voss"]
    );
    // Who ships does not triage, and a customer does not decide.
    app.rel().post(&format!("{}/status", page_of(idea)), &[("status", &planned)]).await.is(403);
    app.vera().post(&format!("{}/status", page_of(idea)), &[("status", &planned)]).await.is(404);
    assert_eq!(app.mailbox().len(), 0);
}

#[tokio::test]
async fn who_asked_hears_that_it_is_declined() {
    let app = TestApp::start().await;
    app.change("update tenants set settle_minutes = 0").await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    app.vera().votes_for(idea.number).await;
    let declined = CAST.acme.statuses[4].to_string();
    app.max().post(&format!("{}/status", page_of(idea)), &[("status", &declined), ("response", "Too dark")]).await.is(303);
    app.deliver().await;
    let mail = app.mail_to(CAST.vera.email);
    assert_eq!(mail.len(), 1);
    assert_eq!(app.mailbox().len(), 1);
}

#[tokio::test]
async fn an_author_edits_until_the_team_takes_it_up_and_what_it_said_is_kept() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.vera, "Dark moad").await;
    let edit = format!("{}/edit", page_of(idea));
    let vera = app.vera();
    let form = vera.visit(&edit).await;
    let refused = vera.submit(&form, "main form", &[("title", "D"), ("body", "For the *night*")]).await.is(422);
    assert_eq!(refused.one(".field-error"), "The title needs at least 3 characters.");
    assert_eq!(refused.one("textarea"), "For the *night*");
    vera.submit(&refused, "main form", &[("title", "Dark mode")]).await.leads_to(&page_of(idea));
    let shown = vera.visit(&page_of(idea)).await.says("Dark mode").says("For the night").says("edited");
    shown.lacks("moad").lacks("/history");
    app.vera().get(&format!("{}/history", page_of(idea))).await.is(404);
    app.max().visit(&format!("{}/history", page_of(idea))).await.says("Dark moad").says("Vera Voss");
    // Found by its new words.
    assert_eq!(app.number("select count(*) from ideas where search @@ to_tsquery('english', 'night & mode')").await, 1);

    app.rel().get(&edit).await.is(403);
    sqlx::query("update ideas set status_id = $1").bind(CAST.acme.statuses[1]).execute(app.owner()).await.unwrap();
    vera.get(&edit).await.is(403).says("The team has taken this up");
    vera.post(&edit, &[("title", "Light mode"), ("body", "")]).await.is(403);
    app.max().post(&edit, &[("title", "Dark theme"), ("body", "")]).await.is(303);
    vera.visit(&page_of(idea)).await.says("Dark theme").lacks("/edit");
}

#[tokio::test]
async fn an_author_deletes_what_is_theirs_alone_and_a_manager_anything_and_back() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let own = app.idea_by(&CAST.vera, "Dark mode").await;
    vera.votes_for(own.number).await;
    let ask = vera.visit(&format!("{}/delete", page_of(own))).await.says("1 vote");
    vera.submit(&ask, "main form", &[]).await.is(303);
    vera.get(&page_of(own)).await.is(404);
    app.rel().get(&page_of(own)).await.is(404).lacks("Dark mode");

    let shared = app.idea_by(&CAST.vera, "Night theme").await;
    app.rel().votes_for(shared.number).await;
    vera.visit(&page_of(shared)).await.lacks("/delete");
    vera.visit(&format!("{}/delete", page_of(shared))).await.says("not yours alone any more");
    vera.post(&format!("{}/delete", page_of(shared)), &[]).await.is(422);
    app.rel().post(&format!("{}/delete", page_of(shared)), &[]).await.is(403);
    app.rel().comments_on(shared.number, "Mine too").await;
    let max = app.max();
    let ask = max.visit(&format!("{}/delete", page_of(shared))).await.says("1 vote").says("1 comment");
    max.submit(&ask, "main form", &[]).await.is(303);
    vera.get(&page_of(shared)).await.is(404).lacks("Night theme");
    let gone = max.get(&page_of(shared)).await.is(404).says("is deleted");
    vera.post(&format!("{}/restore", page_of(shared)), &[]).await.is(404);
    max.submit(&gone, "main form", &[]).await.is(303);
    vera.visit(&page_of(shared)).await.says("Night theme").says("Mine too");
}

#[tokio::test]
async fn an_idea_shows_the_release_it_is_in_and_drafts_only_to_staff() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.vera, "Dark mode").await;
    let release = app.draft_release("2.4").await;
    sqlx::query(
        "insert into release_items (tenant_id, id, release_id, idea_id, position, created_at) values ($1, gen_random_uuid(), $2, $3, 1, $4)",
    )
    .bind(CAST.acme.id)
    .bind(release.id)
    .bind(idea.id)
    .bind(app.clock.now())
    .execute(app.owner())
    .await
    .unwrap();
    let link = |page: &crate::support::Page| page.attribute(".facts a[href*='/']", "href");
    app.vera().visit(&page_of(idea)).await.lacks("2.4");
    assert_eq!(link(&app.rel().visit(&page_of(idea)).await), Some(format!("/admin/releases/{}", release.number)));
    app.change("update releases set stage = 'planned'").await;
    assert_eq!(link(&app.vera().visit(&page_of(idea)).await.says("2.4")).as_deref(), Some("/roadmap"));
    app.max().post(&format!("{}/delete", page_of(idea)), &[]).await.is(422).says("promised for 2.4");
    app.change("update releases set stage = 'shipped', shipped_at = now()").await;
    assert_eq!(link(&app.nobody().visit(&page_of(idea)).await.says("2.4")), Some(format!("/changelog/{}", release.number)));
}

#[tokio::test]
async fn a_manager_sorts_an_idea_into_a_board_and_tags() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.vera, "Dark mode").await;
    let board = shipboard::ids::BoardId::new();
    sqlx::query("insert into boards (tenant_id, id, slug, name, position, created_at) values ($1, $2, 'apps', 'Apps', 2, $3)")
        .bind(CAST.acme.id)
        .bind(board)
        .bind(app.clock.now())
        .execute(app.owner())
        .await
        .unwrap();
    for tag in ["Look", "Night"] {
        sqlx::query("insert into tags (tenant_id, id, name) values ($1, gen_random_uuid(), $2)")
            .bind(CAST.acme.id)
            .bind(tag)
            .execute(app.owner())
            .await
            .unwrap();
    }
    let max = app.max();
    let tags: Vec<(uuid::Uuid,)> = app.sql("select id from tags order by name").await;
    let (board, one, other) = (board.to_string(), tags[0].0.to_string(), tags[1].0.to_string());
    let sort = format!("{}/sort", page_of(idea));
    max.post(&sort, &[("board", &board), ("tags", &one), ("tags", &other)]).await.is(303);
    let shown = app.nobody().visit(&page_of(idea)).await.says("Apps");
    assert_eq!(shown.all(".facts .badge"), ["Look", "Night"]);
    max.post(&sort, &[("board", &board), ("tags", &other)]).await.is(303);
    assert_eq!(app.nobody().visit(&page_of(idea)).await.all(".facts .badge"), ["Night"]);
    app.vera().post(&sort, &[("board", &board)]).await.is(404);
}
