//! The desk: one idea or many changed from a list, what came of it said, and taken back by a button.

use jiff::SignedDuration;

use crate::support::{Browser, CAST, Page, TestApp};

/// A tag of Acme's.
async fn tag(app: &TestApp, name: &str) {
    sqlx::query("insert into tags (tenant_id, id, name) values ($1, gen_random_uuid(), $2)")
        .bind(CAST.acme.id)
        .bind(name)
        .execute(app.owner())
        .await
        .unwrap();
}

/// Another board of Acme's.
async fn board(app: &TestApp, slug: &str) {
    sqlx::query(
        "insert into boards (tenant_id, id, slug, name, position, created_at) values ($1, gen_random_uuid(), $2, $2, 9, now())",
    )
    .bind(CAST.acme.id)
    .bind(slug)
    .execute(app.owner())
    .await
    .unwrap();
}

/// Does something to ideas at the desk, at a moment of its own, and opens the page that follows.
async fn does(app: &TestApp, browser: &Browser, ideas: &[i32], what: &[(&str, &str)]) -> Page {
    app.clock.advance(SignedDuration::from_mins(1));
    let numbers: Vec<String> = ideas.iter().map(i32::to_string).collect();
    let mut fields: Vec<(&str, &str)> = numbers.iter().map(|number| ("idea", number.as_str())).collect();
    fields.extend(what);
    browser.does("/admin/ideas/bulk", &fields).await
}

/// How an idea is: status, board, tags, who looks after it.
async fn standing(app: &TestApp, number: i32) -> (String, String, String, Option<String>) {
    sqlx::query_as(
        "select s.name, b.slug, coalesce(string_agg(t.name, ', ' order by t.name), ''), u.name
           from ideas i join statuses s on s.id = i.status_id join boards b on b.id = i.board_id
           left join idea_tags it on it.idea_id = i.id left join tags t on t.id = it.tag_id
           left join users u on u.id = i.assignee_id
          where i.number = $1 and i.tenant_id = $2
          group by s.name, b.slug, u.name",
    )
    .bind(number)
    .bind(CAST.acme.id)
    .fetch_one(app.owner())
    .await
    .unwrap()
}

fn is(status: &str, board: &str, tags: &str, assignee: Option<&str>) -> (String, String, String, Option<String>) {
    (status.to_owned(), board.to_owned(), tags.to_owned(), assignee.map(str::to_owned))
}

#[tokio::test]
async fn whatever_is_done_to_several_ideas_is_undone_by_the_button_beside_the_sentence() {
    let app = TestApp::start().await.leaves_outbox();
    let (one, two) = (app.vera().submits("Dark mode").await, app.vera().submits("Night shift").await);
    tag(&app, "files").await;
    board(&app, "mobile").await;
    let planned = CAST.acme.statuses[1].to_string();
    let max = app.max();
    let page =
        does(&app, &max, &[one, two], &[("to_status", &planned), ("tag", "files"), ("to_board", "mobile"), ("assignee", "me")])
            .await
            .says("Changed 2 ideas: status “Planned”, board “mobile”, tag “files”, given to Max Meyer.");
    assert_eq!(standing(&app, one).await, is("Planned", "mobile", "files", Some("Max Meyer")));
    let undone = max.submit(&page, ".flash form", &[]).await;
    max.follow(undone).await.says("2 ideas are as they were.");
    for idea in [one, two] {
        assert_eq!(standing(&app, idea).await, is("Under review", "features", "", None));
    }
}

#[tokio::test]
async fn what_somebody_has_decided_since_stands_when_the_first_takes_theirs_back() {
    let app = TestApp::start().await.leaves_outbox();
    let idea = app.vera().submits("Dark mode").await;
    let (max, ada) = (app.max(), app.ada());
    let page = does(&app, &max, &[idea], &[("to_status", &CAST.acme.statuses[1].to_string())]).await;
    does(&app, &ada, &[idea], &[("to_status", &CAST.acme.statuses[2].to_string())]).await;
    let undone = max.submit(&page, ".flash form", &[]).await;
    max.follow(undone).await.says("Nothing was undone. Somebody has changed #1 since, which stands.");
    assert_eq!(standing(&app, idea).await.0, "In progress");
    // What Max did is nobody else's to take back, and not for ever.
    let path = page.attribute(".flash form", "action").unwrap();
    app.change(
        "update ideas set status_id = (select id from statuses s where s.name = 'Planned' and s.tenant_id = ideas.tenant_id)",
    )
    .await;
    ada.does(&path, &[]).await.says("Nothing was undone.");
    app.gus().does(&path, &[]).await.says("Nothing was undone.");
    app.vera().post(&path, &[]).await.is(404);
    app.nobody().post(&path, &[]).await.leads_to("/sign-in");
    app.clock.advance(SignedDuration::from_hours(25));
    max.post(&path, &[]).await.is(422).says("too long ago");
}

#[tokio::test]
async fn an_idea_is_promised_in_a_release_from_the_desk_and_taken_out_again() {
    let app = TestApp::start().await.leaves_outbox();
    let idea = app.vera().submits("Dark mode").await;
    let release = app.draft_release("2.4").await;
    app.rel().does(&format!("/admin/releases/{}/stage", release.number), &[("planned", "true")]).await;
    let number = release.number.to_string();
    // Linking is everybody's at the desk; deciding is not.
    let page = does(&app, &app.rel(), &[idea], &[("release", &number)]).await.says("Changed #1: in release 2.4.");
    assert_eq!(standing(&app, idea).await.0, "Planned");
    assert_eq!(app.number("select count(*) from release_items").await, 1);
    let rel = app.rel();
    let undone = rel.submit(&page, ".flash form", &[]).await;
    rel.follow(undone).await.says("#1 is as it was.");
    assert_eq!(standing(&app, idea).await.0, "Under review");
    assert_eq!(app.number("select count(*) from release_items").await, 0);
    let status = CAST.acme.statuses[1].to_string();
    app.rel().post("/admin/ideas/bulk", &[("idea", "1"), ("to_status", &status)]).await.is(403);
    // A release that has shipped takes no more, and says so.
    app.change("update releases set stage = 'shipped', shipped_at = now(), attempt = 1").await;
    let page = does(&app, &rel, &[idea], &[("release", &number)]).await.says("Not changed: #1: This release has shipped");
    assert!(page.all(".flash form").is_empty(), "there is nothing to undo");
}

#[tokio::test]
async fn what_cannot_be_changed_is_named_with_the_reason_and_the_others_are_changed() {
    let app = TestApp::start().await.leaves_outbox();
    let (one, two) = (app.vera().submits("Dark mode").await, app.vera().submits("Night shift").await);
    app.change("update ideas set deleted_at = created_at where number = 2").await;
    let planned = CAST.acme.statuses[1].to_string();
    does(&app, &app.max(), &[one, two], &[("to_status", &planned)])
        .await
        .says("Changed #1: status “Planned”. Not changed: #2: It has been combined or deleted meanwhile.");
    let max = app.max();
    does(&app, &max, &[one], &[("assignee", &CAST.vera.id.to_string())]).await.says("Please choose what is to change first");
    does(&app, &max, &[one], &[]).await.says("Please choose what is to change first");
    does(&app, &max, &[], &[("to_status", &planned)]).await.says("No idea was selected");
    let many: Vec<i32> = (1..=201).collect();
    let numbers: Vec<String> = many.iter().map(i32::to_string).collect();
    let fields: Vec<(&str, &str)> = numbers.iter().map(|number| ("idea", number.as_str())).collect();
    max.post("/admin/ideas/bulk", &fields).await.is(422).says("more than 200 ideas at once");
    // With another workspace's words and numbers nothing happens at home.
    does(&app, &app.gus(), &[one], &[("to_status", &planned)]).await.says("Please choose what is to change first");
    let own = CAST.globex.statuses[1].to_string();
    does(&app, &app.gus(), &[one], &[("to_status", &own)]).await.says("No idea was selected");
}

#[tokio::test]
async fn declining_from_the_desk_tells_whoever_asked_unless_it_is_undone_before_the_mail_leaves() {
    let app = TestApp::start().await;
    let (one, two) = (app.vera().submits("Dark mode").await, app.vera().submits("Night shift").await);
    let declined = CAST.acme.statuses[4].to_string();
    let max = app.max();
    does(&app, &max, &[one], &[("to_status", &declined)]).await;
    let page = does(&app, &max, &[two], &[("to_status", &declined)]).await;
    max.submit(&page, ".flash form", &[]).await.is(303);
    app.clock.advance(SignedDuration::from_mins(30));
    app.deliver().await;
    let letters = app.mail_to(CAST.vera.email);
    assert_eq!(letters.len(), 1);
    assert!(letters[0].text.contains("Dark mode") && !letters[0].text.contains("Night shift"), "{}", letters[0].text);
}

#[tokio::test]
async fn the_open_idea_stands_beside_the_list_with_everything_that_can_be_done_and_leads_on_to_the_next() {
    let app = TestApp::start().await.leaves_outbox();
    let (one, two, three) = (
        app.vera().submits("Dark mode").await,
        app.vera().submits("Export as CSV").await,
        app.vera().submits("Dark mode at night").await,
    );
    app.vera().comments_on(two, "We need it for the auditors.").await;
    let max = app.max();
    let page = max.get(&format!("/admin/ideas?open={two}")).await.is(200);
    assert_eq!(page.one("#panel-title"), "Export as CSV");
    assert!(page.one(".panel .comments").contains("We need it for the auditors."));
    assert_eq!(page.attribute("[data-roving-item][aria-current]", "href"), Some(format!("/admin/ideas?open={two}")));
    // Newest first: after the second comes the first.
    let planned = CAST.acme.statuses[1].to_string();
    let next = max.submit(&page, &format!(".panel [name=to_status][value='{planned}']"), &[]).await;
    let page = max.follow(next.leads_to(&format!("/admin/ideas?open={one}"))).await.says("Changed #2: status “Planned”.");
    assert_eq!(page.one("#panel-title"), "Dark mode");
    assert!(page.one(".panel-similar").contains("Dark mode at night"), "what is much like it is named");
    // Giving it to oneself is no decision: it stays open.
    let stays = max.submit(&page, ".panel [value=me]", &[]).await;
    max.follow(stays.leads_to(&format!("/admin/ideas?open={one}"))).await;
    assert_eq!(standing(&app, one).await.3.as_deref(), Some("Max Meyer"));
    assert_eq!(max.get("/admin/ideas?assignee=me").await.all("[data-roving-item]"), ["Dark mode"]);
    assert_eq!(max.get("/admin/ideas?assignee=nobody").await.all("[data-roving-item]"), ["Dark mode at night", "Export as CSV"]);
    // With a script it is the idea alone that comes.
    let fragment =
        max.enhanced().get(&format!("/admin/ideas?open={three}")).await.is(200).says("Dark mode at night").lacks("<html");
    assert!(fragment.text().trim_start().starts_with("<section class=\"panel\""));
    // What is gone leaves the list alone; what is the neighbour's is not there.
    app.max().get("/admin/ideas?open=99").await.is(200).lacks("panel-title");
    app.gus().get(&format!("/admin/ideas?open={one}")).await.is(200).lacks("Dark mode");
    app.vera().get(&format!("/admin/ideas?open={one}")).await.is(404);
    app.rel().get(&format!("/admin/ideas?open={one}")).await.is(200).lacks("to_status");
}

#[tokio::test]
async fn the_order_of_the_table_is_chosen_beside_the_filters_or_by_the_heading_of_a_column() {
    let app = TestApp::start().await;
    for title in ["Dark mode", "Export as CSV"] {
        app.vera().submits(title).await;
        app.clock.advance(SignedDuration::from_mins(1));
    }
    app.max().votes_for(1).await.is(303);
    let max = app.max();
    let page = max.get("/admin/ideas").await.is(200);
    assert_eq!(page.all("[data-roving-item]"), ["Export as CSV", "Dark mode"]);
    assert_eq!(page.one("select[name=sort] [selected]"), "Newest");
    assert_eq!(page.one("th[aria-sort]"), "Asked");
    let page = max.get("/admin/ideas?sort=top").await.is(200);
    assert_eq!(page.all("thead th a"), ["Votes", "Companies", "Revenue", "Asked"]);
    assert_eq!(page.all("[data-roving-item]"), ["Dark mode", "Export as CSV"]);
    assert_eq!((page.one("select[name=sort] [selected]").as_str(), page.one("th[aria-sort]").as_str()), ("Most votes", "Votes"));
    // What is so by itself is said by no word: the whole table stays the whole table.
    let page = max.get("/admin/ideas?q=&status=&sort=").await.is(200);
    assert_eq!(page.one(".desk-views [aria-current]"), "All");
}

#[tokio::test]
async fn a_note_is_for_the_team_and_an_answer_for_everybody_and_what_was_refused_is_kept() {
    let app = TestApp::start().await.leaves_outbox();
    let idea = app.vera().submits("Dark mode").await;
    let max = app.max();
    let page = max.get(&format!("/admin/ideas?open={idea}")).await;
    let noted = max.submit(&page, ".panel-say button:not([name])", &[("body", "Kettle asked twice.")]).await;
    max.follow(noted.leads_to(&format!("/admin/ideas?open={idea}")))
        .await
        .says("Noted, for the team only.")
        .says("Kettle asked twice.");
    let page = max.get(&format!("/admin/ideas?open={idea}")).await;
    let answered = max.submit(&page, ".panel-say [name=public]", &[("body", "It comes in spring.")]).await;
    max.follow(answered).await.says("Answered.");
    app.nobody().get(&format!("/ideas/{idea}")).await.says("It comes in spring.").lacks("Kettle asked twice.");
    let path = format!("/admin/ideas/{idea}/note");
    let long = "x".repeat(5001);
    let refused = max.post(&path, &[("body", &long), ("back", "/admin/inbox")]).await.is(422).says("5,000 are the most");
    assert_eq!(refused.attribute("input[name=back]", "value").as_deref(), Some("/admin/inbox"));
    assert_eq!(refused.one("textarea").len(), 5001);
    max.get(&path).await.is(200).says("Note, for the team");
    app.rel().post(&path, &[("body", "Seen.")]).await.is(303);
    app.gus().post(&path, &[("body", "Hello")]).await.is(404);
    app.vera().post(&path, &[("body", "Hello")]).await.is(404);
    app.nobody().post(&path, &[("body", "Hello")]).await.leads_to("/sign-in");
    // A form leads back to a page of ours, wherever it says.
    max.post("/admin/ideas/bulk", &[("idea", "1"), ("assignee", "me"), ("back", "//evil.example")])
        .await
        .leads_to("/admin/ideas");
}

#[tokio::test]
async fn somebody_who_leaves_looks_after_nothing() {
    let app = TestApp::start().await.leaves_outbox();
    let idea = app.vera().submits("Dark mode").await;
    does(&app, &app.ada(), &[idea], &[("assignee", &CAST.max.id.to_string())]).await;
    app.max().post("/admin/views", &[("name", "Mine"), ("q", "dark")]).await.is(303);
    app.ada().does(&format!("/admin/people/{}/delete", CAST.max.id), &[]).await;
    assert_eq!(standing(&app, idea).await.3, None);
    assert_eq!(app.number("select count(*) from views").await, 0, "nobody else sees it");
}

#[tokio::test]
async fn likely_duplicates_are_combined_from_the_desk_and_taken_apart_again() {
    let app = TestApp::start().await.leaves_outbox();
    let (one, two, three) = (
        app.vera().submits("Dark mode").await,
        app.vera().submits("Dark mode at night").await,
        app.vera().submits("Export as CSV").await,
    );
    let max = app.max();
    app.clock.advance(SignedDuration::from_mins(1));
    // The next of the table is open afterwards, and what was combined is in no list.
    let page = max.get(&format!("/admin/ideas?open={two}")).await;
    let combined = max.submit(&page, &format!(".panel [name=merge_into][value='{one}']"), &[]).await;
    let page = max.follow(combined.leads_to(&format!("/admin/ideas?open={one}"))).await.says("Changed #2: combined with #1.");
    assert_eq!(page.all("[data-roving-item]"), ["Export as CSV", "Dark mode"]);
    let undone = max.submit(&page, ".flash form", &[]).await;
    max.follow(undone).await.says("#2 is as it was.");
    assert_eq!(app.number("select count(*) from ideas where merged_into is not null").await, 0);
    // Several at once; a number that is none, or their own, is said and changes nothing.
    does(&app, &max, &[one, two, three], &[("merge_into", "#3")]).await.says("Changed 2 ideas: combined with #3.");
    assert_eq!(app.number("select count(*) from ideas where merged_into is not null").await, 2);
    does(&app, &max, &[three], &[("merge_into", "99")]).await.says("There is no idea “99” to combine with.");
    does(&app, &max, &[three], &[("merge_into", "soon")]).await.says("There is no idea “soon” to combine with.");
    app.rel().post("/admin/ideas/bulk", &[("idea", "3"), ("merge_into", "1")]).await.is(403);
    does(&app, &app.gus(), &[one], &[("merge_into", "3")]).await.says("There is no idea “3” to combine with.");
}
