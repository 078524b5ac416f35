//! Ideas that may be the same: shown while one writes, kept from those who may not see them, and a queue for whoever triages.

use jiff::SignedDuration;
use shipboard::app::App;
use shipboard::boards::Visibility;
use shipboard::config::Config;
use shipboard::db::Db;
use shipboard::ids::IdeaId;
use shipboard::limits::Limits;
use shipboard::similar::{self, Draft, Similar};

use crate::support::{CAST, TestApp, embeddings};

/// The ideas that somebody who writes this title is shown.
async fn shown(app: &TestApp, title: &str) -> Vec<String> {
    let path = format!("/ideas/similar?title={}", shipboard::web::form::escape(title));
    app.nobody().enhanced().get(&path).await.is(200).all(".similar a")
}

/// Another server on the same database.
async fn another(app: &TestApp) -> App {
    let options = (*app.owner().connect_options()).clone();
    let db = Db::connect(options, 2).await.unwrap();
    App::new(db, app.clock.clone(), app.config.clone(), app.mail.clone(), Limits::off())
}

/// Another server, with a model at this address.
pub(super) async fn another_with(app: &TestApp, url: &str) -> App {
    let db = Db::connect((*app.owner().connect_options()).clone(), 2).await.unwrap();
    let config = Config { embeddings: embeddings(Some(url)), ..app.config.clone() };
    App::new(db, app.clock.clone(), config, app.mail.clone(), Limits::off())
}

fn draft(title: &str) -> Draft<'_> {
    Draft { title, text: "", meant: None }
}

/// How many ideas a server finds for somebody who writes this title.
async fn told(app: &App, title: &str) -> usize {
    let mut tx = app.db.tenant_read(CAST.acme.id).await.unwrap();
    similar::for_words(app, &mut tx, draft(title), &[Visibility::Public], None, 5).await.unwrap().len()
}

/// What stands beside an idea at the desk.
async fn beside(app: &TestApp, idea: IdeaId) -> Vec<Similar> {
    let mut tx = app.db.tenant_read(CAST.acme.id).await.unwrap();
    similar::for_idea(app, &mut tx, idea, &Visibility::ALL, 5).await.unwrap()
}

/// Lets the words of new ideas settle, and does what is due then.
async fn settle(app: &TestApp) {
    app.clock.advance(SignedDuration::from_mins(1));
    app.deliver().await;
}

async fn hide(app: &TestApp, number: i32) {
    app.change(
        "insert into boards (tenant_id, id, slug, name, visibility, position, created_at)
         select id, gen_random_uuid(), 'team', 'Team', 'staff', 2, created_at from tenants on conflict do nothing",
    )
    .await;
    let hide =
        "update ideas i set board_id = b.id from boards b where b.tenant_id = i.tenant_id and b.slug = 'team' and i.number = $1";
    sqlx::query(hide).bind(number).execute(app.owner()).await.unwrap();
}

#[tokio::test]
async fn somebody_who_writes_is_shown_what_is_much_like_it_and_no_noise() {
    let app = TestApp::start().await;
    for title in ["Dark mode", "Export invoices as PDF in one go", "Keyboard shortcuts for booking"] {
        app.vera().submits(title).await;
    }
    for (title, found) in [
        ("Please add a dark mode to the dashboard", "Dark mode"),
        ("darkmode", "Dark mode"),
        ("exporting all invoices as pdf", "Export invoices as PDF in one go"),
        ("Keybord shortcuts for bookings", "Keyboard shortcuts for booking"),
    ] {
        assert_eq!(shown(&app, title).await, [format!("{found} (opens in a new tab)")], "{title}");
    }
    for other in ["Import bank statements", "Please add a calendar", "the", "", "ab", "\u{0}"] {
        assert_eq!(shown(&app, other).await, [""; 0], "{other}");
    }
    assert_eq!(app.gus().get("/ideas/similar?title=dark%20mode").await.is(200).text().trim(), "");
    let page = app.max().enhanced().get("/ideas/similar?title=dark%20mode%20please").await.is(200);
    assert_eq!(page.one(".similar-why"), "shares “dark”, “mode”");
    assert_eq!(page.attribute("button.similar-vote", "aria-pressed").as_deref(), Some("false"));
    app.max().votes_for(1).await;
    let page = app.max().enhanced().get("/ideas/similar?title=dark%20mode%20please").await.is(200);
    assert_eq!(page.attribute("button.similar-vote", "aria-pressed").as_deref(), Some("true"));
}

#[tokio::test]
async fn what_was_written_changed_or_said_in_another_language_counts_at_once_and_on_every_server() {
    let app = TestApp::start().await;
    let other = another(&app).await;
    let vera = app.vera();
    let idea = vera.submits("Dark mode").await;
    assert_eq!((told(&app, "dark mode").await, told(&other, "dark mode").await), (1, 1));
    vera.post(&format!("/ideas/{idea}/edit"), &[("title", "Export as PDF"), ("body", "")]).await.is(303);
    for server in [&app, &other] {
        assert_eq!((told(server, "dark mode").await, told(server, "PDF exports").await), (0, 1));
    }
    // A transaction that writes earlier and is seen later is not missed.
    let mut late = app.db.tenant(CAST.acme.id).await.unwrap();
    sqlx::query("update ideas set title = 'Calendar'").execute(&mut *late).await.unwrap();
    app.vera().submits("Keyboard shortcuts").await;
    assert_eq!(told(&app, "keyboard shortcuts").await, 1);
    late.commit().await.unwrap();
    assert_eq!((told(&app, "calendars").await, told(&app, "PDF exports").await), (1, 0));
    // What may yet be undone is found by nobody, and once undone has left no trace, not even where it was there first.
    let third = another(&app).await;
    let mut undone = app.db.tenant(CAST.acme.id).await.unwrap();
    sqlx::query("update ideas set title = 'Spreadsheet' where number = 1").execute(&mut *undone).await.unwrap();
    for server in [&app, &third] {
        let found = similar::for_words(server, &mut undone, draft("Spreadsheets"), &Visibility::ALL, None, 5).await.unwrap();
        assert!(found.is_empty(), "{found:?}");
    }
    drop(undone);
    for server in [&app, &third] {
        assert_eq!((told(server, "calendars").await, told(server, "spreadsheets").await), (1, 0));
    }
    app.change("update tenants set language = 'de'").await;
    vera.submits("Häuser sortieren").await;
    assert_eq!(told(&app, "Haus sortieren").await, 1);
}

#[tokio::test]
async fn what_somebody_may_not_see_is_not_much_like_anything() {
    let app = TestApp::start().await.leaves_outbox();
    let dark = app.idea_by(&CAST.vera, "Dark mode").await;
    let black = app.idea_by(&CAST.max, "Black background").await;
    assert_eq!(shown(&app, "dark mode").await.len(), 1);
    hide(&app, dark.number).await;
    assert_eq!(shown(&app, "dark mode").await, [""; 0]);
    let page = app.max().enhanced().get("/ideas/similar?title=dark%20mode").await;
    assert_eq!(page.all(".similar a").len(), 1, "staff see staff boards");
    // What was merged into something hidden gives nothing away, and neither does a hidden part of what can be seen.
    let merge = "update ideas p set merged_into = r.id, canonical_id = r.id from ideas r where r.number = $1 and p.number = $2";
    sqlx::query(merge).bind(dark.number).bind(black.number).execute(app.owner()).await.unwrap();
    assert_eq!(shown(&app, "black background").await, [""; 0]);
    app.change("update ideas set merged_into = null, canonical_id = id").await;
    sqlx::query(merge).bind(black.number).bind(dark.number).execute(app.owner()).await.unwrap();
    assert_eq!(shown(&app, "dark mode").await, [""; 0]);
    assert_eq!(shown(&app, "black background").await, ["Black background (opens in a new tab)"]);
    app.change("update ideas set deleted_at = now() where number = 2").await;
    assert_eq!(shown(&app, "black background").await, [""; 0]);
}

#[tokio::test]
async fn beside_an_idea_stand_those_like_it_but_neither_itself_nor_its_parts_nor_what_was_told_apart() {
    let app = TestApp::start().await.leaves_outbox();
    let dark = app.idea_by(&CAST.vera, "Dark mode for the dashboard").await;
    let part = app.idea_by(&CAST.max, "Dashboard in dark mode").await;
    let other = app.idea_by(&CAST.max, "A dark dashboard mode").await;
    app.idea_by(&CAST.max, "Import bank statements").await;
    let numbers = |similar: Vec<Similar>| similar.into_iter().map(|one| one.number).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(numbers(beside(&app, dark.id).await), [part.number, other.number].into());
    sqlx::query("update ideas set merged_into = $1, canonical_id = $1 where number = $2")
        .bind(dark.id)
        .bind(part.number)
        .execute(app.owner())
        .await
        .unwrap();
    assert_eq!(numbers(beside(&app, dark.id).await), [other.number].into());
    assert_eq!(numbers(beside(&app, other.id).await), [dark.number].into());
    let found = beside(&app, other.id).await;
    assert_eq!((found[0].status.as_str(), found[0].reason().english().starts_with("shares “")), ("Under review", true));
    let apart = format!("/admin/duplicates/{}/apart", dark.number);
    app.max().post(&apart, &[("other", &other.number.to_string()), ("apart", "true")]).await.is(303);
    assert_eq!(numbers(beside(&app, dark.id).await), [].into());
}

#[tokio::test]
async fn likely_duplicates_wait_in_a_queue_until_they_are_told_apart_and_come_back_when_that_is_taken_back() {
    let app = TestApp::start().await;
    let (vera, max) = (app.vera(), app.max());
    let first = vera.submits("Dark theme for the app").await;
    max.visit("/admin/duplicates").await.says("No likely duplicates");
    let second = max.submits("App in a dark theme").await;
    vera.submits("Import bank statements").await;
    max.votes_for(first).await;
    settle(&app).await;
    let page = max.visit("/admin/duplicates").await.says("1 pair");
    let why = page.one(".pair-why");
    assert!(why.contains("shares “") && why.contains("dark") && why.contains("theme") && !why.contains("same author"), "{why}");
    let merge = format!("/admin/ideas/{second}/merge");
    assert_eq!(page.attribute(".pair-actions form", "action").as_deref(), Some(merge.as_str()), "what fewer people want goes");
    assert_eq!(page.attribute(".pair-actions a", "href"), Some(format!("{merge}?into={first}")));
    // Two people of one company.
    app.change("insert into companies (tenant_id, id, name, created_at) select id, gen_random_uuid(), 'Initech', created_at from tenants").await;
    app.change("update users u set company_id = c.id from companies c where c.tenant_id = u.tenant_id").await;
    assert!(max.visit("/admin/duplicates").await.one(".pair-why").ends_with("; same author company"));
    // Told apart, by whoever triages alone, it stays away, whatever becomes of the words.
    let (apart, other) = (format!("/admin/duplicates/{second}/apart"), first.to_string());
    app.rel().visit("/admin/duplicates").await.says("1 pair");
    app.rel().post(&apart, &[("other", &other), ("apart", "true")]).await.is(403);
    for _ in 0..2 {
        max.post(&apart, &[("other", &other), ("apart", "true")]).await.is(303);
    }
    assert_eq!(app.number("select count(*) from events where kind = 'ideas.told_apart'").await, 1);
    max.visit("/admin/duplicates").await.says("No likely duplicates");
    vera.post(&format!("/ideas/{first}/edit"), &[("title", "Dark theme in the app"), ("body", "")]).await.is(303);
    settle(&app).await;
    max.visit("/admin/duplicates").await.says("No likely duplicates");
    let kept = max.visit("/admin/duplicates/apart").await.says("Max Meyer");
    max.submit(&kept, "td form", &[]).await.is(303);
    settle(&app).await;
    max.visit("/admin/duplicates").await.says("1 pair");
    max.post(&apart, &[("other", "999"), ("apart", "true")]).await.says("not there any more");
}

#[tokio::test]
async fn the_queue_follows_what_becomes_of_the_ideas() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let first = vera.submits("Dark theme for the app").await;
    let second = vera.submits("App in a dark theme").await;
    settle(&app).await;
    app.max().visit("/admin/duplicates").await.says("1 pair").says("same author");
    vera.post(&format!("/ideas/{second}/edit"), &[("title", "Import bank statements"), ("body", "")]).await.is(303);
    settle(&app).await;
    app.max().visit("/admin/duplicates").await.says("No likely duplicates");
    vera.post(&format!("/ideas/{second}/edit"), &[("title", "A dark theme for the app"), ("body", "")]).await.is(303);
    settle(&app).await;
    app.max().visit("/admin/duplicates").await.says("1 pair");
    app.max().post(&format!("/ideas/{first}/delete"), &[]).await.is(303);
    app.max().visit("/admin/duplicates").await.says("No likely duplicates");
}

#[tokio::test]
async fn what_is_taken_out_of_another_idea_is_compared_again_by_itself() {
    let app = TestApp::start().await;
    let max = app.max();
    let root = app.vera().submits("Calendar in the sidebar").await;
    let part = app.vera().submits("Dark theme for the app").await;
    settle(&app).await;
    max.post(&format!("/admin/ideas/{part}/merge"), &[("into", &root.to_string())]).await.is(303);
    // What is like a part is noted of its root.
    let third = app.rel().submits("App in a dark theme").await;
    settle(&app).await;
    max.visit("/admin/duplicates").await.says("1 pair").says("Calendar in the sidebar");
    max.post(&format!("/admin/ideas/{part}/unmerge"), &[]).await.is(303);
    settle(&app).await;
    let page = max.visit("/admin/duplicates").await.says("1 pair").lacks("Calendar in the sidebar");
    let merge = page.attribute(".pair-actions form", "action").unwrap();
    assert!([part, third].map(|number| format!("/admin/ideas/{number}/merge")).contains(&merge), "{merge}");
    app.deliver().await;
}

#[tokio::test]
async fn all_ideas_are_compared_in_batches_and_the_queue_is_walked_page_by_page() {
    let app = TestApp::start().await;
    for number in 0_u32..230 {
        // Two at a time say the same, in words that nobody else has and that are spelled like nothing else.
        let letter = |place: u32| {
            char::from_u32(u32::from('a') + (number / 2).wrapping_mul(2_654_435_761).rotate_left(place * 5) % 26).unwrap()
        };
        let words: Vec<String> = (0..3).map(|word| (0..7).map(|place| letter(word * 7 + place)).collect()).collect();
        app.idea_by(&CAST.vera, &words.join(" ")).await;
    }
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    similar::jobs::compare_all(&mut tx, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    settle(&app).await;
    let pairs = app.number("select count(*) from likely_pairs").await;
    assert!(pairs >= 115, "{pairs}");
    assert_eq!(app.number("select count(*) from outbox where kind = 'similar.compare_all'").await, 3);
    let (mut seen, mut path) = (std::collections::BTreeSet::new(), Some("/admin/duplicates".to_owned()));
    while let Some(here) = path {
        let page = app.max().visit(&here).await;
        for words in page.all(".pair-actions form[action$=merge] button") {
            assert!(seen.insert(words.clone()), "{words} is shown twice");
        }
        path = page.attribute(".pager [rel=next]", "href");
    }
    assert_eq!(i64::try_from(seen.len()).unwrap(), pairs);
    // A second run finds the same.
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    similar::jobs::compare_all(&mut tx, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    settle(&app).await;
    assert_eq!(app.number("select count(*) from likely_pairs").await, pairs);
}
