//! The roadmap: what is promised, by how far it is or by the release it comes with.

use jiff::SignedDuration;
use shipboard::boards::Category;
use shipboard::ideas::status;
use shipboard::releases::ship::Announcement;
use shipboard::releases::{Stage, store};

use crate::changelog::{acme, asked, drafted, hides, ships};
use crate::ship::release;
use crate::support::{CAST, IdeaRow, Page, TestApp};

/// Max says how far an idea is.
async fn becomes(app: &TestApp, idea: IdeaRow, category: Category) {
    let (mut tx, _) = acme(app).await;
    let status = CAST.acme.statuses[category as usize];
    status::set(&mut tx, idea.id, status, Some(CAST.max.id), app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// Rel promises a release.
async fn promises(app: &TestApp, number: i32) {
    let (mut tx, _) = acme(app).await;
    let release = store::find(&mut tx, number).await.unwrap();
    store::set_stage(&mut tx, release.id, Stage::Planned, CAST.rel.id, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// The titles in a column, from the top.
fn column(page: &Page, heading: &str) -> Vec<String> {
    page.all(&format!("section[aria-labelledby={heading}] h3"))
}

#[tokio::test]
async fn ideas_stand_by_how_far_they_are_the_most_wanted_first() {
    let app = TestApp::start().await;
    let (vera, max, rel) = (CAST.vera.id, CAST.max.id, CAST.rel.id);
    let few = asked(&app, "Few want this", &[vera]).await;
    let many = asked(&app, "Many want this", &[vera, max, rel]).await;
    let made = asked(&app, "Being made", &[max]).await;
    let done = asked(&app, "Just done", &[]).await;
    let declined = asked(&app, "Never", &[]).await;
    asked(&app, "Not decided", &[vera, max, rel]).await;
    for (idea, category) in [
        (few, Category::Planned),
        (many, Category::Planned),
        (made, Category::Active),
        (done, Category::Done),
        (declined, Category::Declined),
    ] {
        becomes(&app, idea, category).await;
    }

    let page = app.nobody().get("/roadmap").await.is(200).lacks("Not decided").lacks("Never");
    assert_eq!(column(&page, "column-planned"), ["Many want this", "Few want this"]);
    assert_eq!(column(&page, "column-active"), ["Being made"]);
    assert_eq!(column(&page, "column-done"), ["Just done"]);
    assert_eq!(page.all(".roadmap-count"), ["2 ideas", "1 idea", "1 idea"]);
    // What is done takes no more votes; a vote that was cast is shown to whoever cast it.
    assert!(page.attribute(&format!("#vote-button-{}", done.number), "type").is_none());
    let pressed = format!("#vote-button-{}", made.number);
    assert_eq!(page.attribute(&pressed, "aria-pressed").unwrap(), "false");
    assert_eq!(app.max().get("/roadmap").await.attribute(&pressed, "aria-pressed").unwrap(), "true");

    app.gus().get("/roadmap").await.is(200).lacks("Many want this");
}

#[tokio::test]
async fn an_idea_in_two_releases_names_the_one_it_shipped_in_or_else_the_one_to_come() {
    let app = TestApp::start().await.leaves_outbox();
    let idea = app.vera().submits("Dark mode").await;
    let (early, late) = (release(&app, "2.4", &[idea]).await, release(&app, "2.5", &[idea]).await);
    for number in [early, late] {
        promises(&app, number).await;
    }
    let named = async || {
        let (board, roadmap) = (app.nobody().get("/").await, app.nobody().get("/roadmap").await);
        (board.one(".idea-facts .badge"), roadmap.one(".roadmap-item p"))
    };
    crate::ship::ships(&app, early, "silent").await;
    assert_eq!(named().await, ("2.4".to_owned(), "Features · 2.4".to_owned()));
    // There is more to come of it.
    let planned = CAST.acme.statuses[Category::Planned as usize].to_string();
    app.max().post(&format!("/ideas/{idea}/status"), &[("status", &planned), ("response", "")]).await.is(303);
    assert_eq!(named().await, ("2.5".to_owned(), "Features · 2.5".to_owned()));
}

#[tokio::test]
async fn what_was_done_long_ago_is_history() {
    let app = TestApp::start().await;
    let old = asked(&app, "Done in spring", &[]).await;
    becomes(&app, old, Category::Done).await;
    app.clock.advance(SignedDuration::from_hours(91 * 24));
    let new = asked(&app, "Done in winter", &[]).await;
    becomes(&app, new, Category::Done).await;
    let page = app.nobody().get("/roadmap").await;
    assert_eq!(column(&page, "column-done"), ["Done in winter"]);
}

#[tokio::test]
async fn ideas_on_boards_a_reader_may_not_see_are_not_on_the_roadmap_nor_in_its_counts() {
    let app = TestApp::start().await;
    let dark = asked(&app, "Dark mode", &[]).await;
    let ledger = asked(&app, "Replace the ledger", &[CAST.max.id]).await;
    hides(&app, ledger).await;
    for idea in [dark, ledger] {
        becomes(&app, idea, Category::Planned).await;
    }
    let release = drafted(&app, "4.8", &[dark, ledger]).await;
    promises(&app, release).await;

    for path in ["/roadmap", "/roadmap?by=release"] {
        for reader in [app.nobody(), app.vera()] {
            let page = reader.get(path).await.is(200).says("Dark mode").lacks("Replace the ledger");
            assert_eq!(page.all(".roadmap-count")[0], "1 idea", "{path}");
        }
        let page = app.max().get(path).await.says("Replace the ledger");
        assert_eq!(page.all(".roadmap-count")[0], "2 ideas", "{path}");
    }
    app.change("update boards set visibility = 'signed_in' where slug = 'internal'").await;
    app.nobody().get("/roadmap").await.lacks("Replace the ledger");
    app.vera().get("/roadmap").await.says("Replace the ledger");
}

#[tokio::test]
async fn releases_to_come_stand_in_the_order_they_are_meant_to_and_drafts_nowhere() {
    let app = TestApp::start().await;
    let dark = asked(&app, "Dark mode", &[CAST.vera.id]).await;
    let quiet = asked(&app, "Quiet hours", &[]).await;
    let draft = drafted(&app, "9.9", &[quiet]).await;
    let shipped = drafted(&app, "4.7", &[quiet]).await;
    ships(&app, shipped, Announcement::Silent).await;
    let (late, undated, soon) =
        (drafted(&app, "5.0", &[dark]).await, drafted(&app, "Someday", &[]).await, drafted(&app, "4.8", &[dark]).await);
    for release in [late, undated, soon] {
        promises(&app, release).await;
    }
    app.change("update releases set target_date = '2027-08-01', target_precision = 'quarter' where version = '5.0'").await;
    app.change("update releases set target_date = '2027-03-01', target_precision = 'month' where version = '4.8'").await;

    let page = app.nobody().get("/roadmap?by=release").await.is(200).lacks("9.9");
    assert_eq!(page.all(".roadmap-head h2"), ["4.8", "5.0", "Someday"]);
    assert_eq!(page.all(".roadmap-when"), ["around March 2027", "Q3 2027", "No date yet"]);
    assert_eq!(column(&page, &format!("release-{soon}")), ["Dark mode"]);
    let shipped = page.attribute(".idea-title a", "href").unwrap();
    app.nobody().get(&shipped).await.is(200).says("4.7").says("Quiet hours");
    // To its own team a draft stands on the desk, and not on the public page either.
    app.rel().get("/roadmap?by=release").await.lacks("9.9");
    app.nobody().get("/roadmap").await.lacks("9.9");
    assert_ne!(draft, soon);
    app.gus().get("/roadmap?by=release").await.is(200).says("No release is planned").lacks("4.8");
}

#[tokio::test]
async fn of_very_many_ideas_the_most_wanted_are_shown_and_the_rest_is_not_counted_through() {
    let app = TestApp::start().await;
    sqlx::query(
        "insert into ideas (tenant_id, id, number, board_id, author_id, status_id, title, body, body_html, canonical_id, submission,
                            search, vote_count, created_at)
         select $1, id, 1000 + n, $2, $3, $4, 'Idea ' || n, '', '', id, id, '', n, now()
           from (select n, gen_random_uuid() as id from generate_series(1, 1001) n) new",
    )
    .bind(CAST.acme.id)
    .bind(CAST.acme.board)
    .bind(CAST.vera.id)
    .bind(CAST.acme.statuses[Category::Planned as usize])
    .execute(app.owner())
    .await
    .unwrap();
    let page = app.nobody().get("/roadmap").await.says("The 40 most wanted of more than 1,000.");
    assert_eq!(page.all(".roadmap-count")[0], "1000+ ideas");
    let shown = column(&page, "column-planned");
    assert_eq!((shown.len(), shown[0].as_str(), shown[39].as_str()), (40, "Idea 1001", "Idea 962"));
}
