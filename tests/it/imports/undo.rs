//! Undoing an import: it leaves nothing but what others have built upon, and says so.

use shipboard::imports::State;
use shipboard::imports::record::Kind;

use super::{carry, counts_are_right, import, rows};
use crate::support::TestApp;

const FILE: &str = r#"{"type":"company","id":"c1","name":"Initech"}
{"type":"person","id":"u1","email":"milton@initech.example","company":"c1"}
{"type":"person","id":"u2","name":"No address"}
{"type":"idea","id":"1","title":"Staplers","author":"u1","created_at":"2023-01-01T00:00:00Z","board":"Office","status":"Odd","tags":["red"]}
{"type":"idea","id":"2","title":"Red ones","author":"u2","created_at":"2023-01-01T00:00:00Z","merged_into":"1","imported_votes":3}
{"type":"vote","idea":"1","person":"u2"}
{"type":"vote","idea":"2","person":"u1"}
{"type":"comment","id":"a","idea":"1","author":"u1","body":"Mine","created_at":"2023-01-03T00:00:00Z"}
{"type":"comment","id":"b","idea":"1","parent":"a","author":"u2","body":"Yours","created_at":"2023-01-03T00:00:00Z"}
{"type":"opt_out","id":"o","person":"u1","scope":"everything","created_at":"2023-04-01T00:00:00Z"}
"#;

#[tokio::test]
async fn undoing_leaves_nothing_when_nothing_was_added_since() {
    let app = TestApp::start().await;
    let before = rows(&app).await;
    let done = import(&app, FILE).await;
    assert_eq!(done.state, State::Done, "{:?}", done.failure);
    let undone = carry(&app, done.id, State::Undoing).await;
    assert_eq!((undone.state, undone.summary.kept.as_slice()), (State::Undone, &[][..]), "{:?}", undone.failure);
    assert_eq!(rows(&app).await, before);
    let again = import(&app, FILE).await;
    assert_eq!(again.summary.of(Kind::Idea).made, 2, "what was undone can come again");
}

#[tokio::test]
async fn what_others_have_built_upon_stays_and_is_named() {
    let app = TestApp::start().await.leaves_outbox();
    let done = import(&app, FILE).await;
    let number: i64 = app.number("select number::bigint from ideas where title = 'Staplers'").await;
    app.vera().does(&format!("/ideas/{number}/vote"), &[("voted", "true")]).await;
    let undone = carry(&app, done.id, State::Undoing).await;
    assert_eq!(undone.state, State::Undone, "{:?}", undone.failure);
    assert_eq!(undone.summary.kept[0], "1 idea stays, with what others have added since.");
    let left: Vec<(String, i32)> = app.sql("select title, vote_count from ideas").await;
    assert_eq!(left, [("Staplers".to_owned(), 1)]);
    assert_eq!(
        app.number("select count(*) from users where email = 'milton@initech.example'").await,
        1,
        "its author stays with it"
    );
    assert_eq!(app.number("select count(*) from comments").await, 0);
    counts_are_right(&app).await;
}

#[tokio::test]
async fn what_was_changed_is_as_it_was_unless_somebody_has_changed_it_since() {
    let app = TestApp::start().await.leaves_outbox();
    import(&app, FILE).await;
    let later = FILE
        .replace("Staplers", "Stapling machines")
        .replace("\"imported_votes\":3", "\"imported_votes\":8")
        .replace("Red ones", "Blue ones");
    let changed = import(&app, &later).await;
    assert_eq!(changed.summary.of(Kind::Idea).changed, 2);
    app.change("update ideas set title = 'Green ones' where title = 'Blue ones'").await;
    let undone = carry(&app, changed.id, State::Undoing).await;
    let ideas: Vec<(String, i32)> = app.sql("select title, imported_votes from ideas order by title").await;
    assert_eq!(ideas, [("Green ones".to_owned(), 3), ("Staplers".to_owned(), 0)]);
    assert_eq!(undone.summary.kept.len(), 1, "{:?}", undone.summary.kept);
    assert!(undone.summary.kept[0].starts_with("1 change stays"));
    counts_are_right(&app).await;
    let again = import(&app, &later).await;
    assert_eq!(again.summary.of(Kind::Idea).changed, 2, "what was undone can be changed again");
}

#[tokio::test]
async fn an_import_is_in_the_history_of_the_workspace() {
    let app = TestApp::start().await;
    let done = import(&app, FILE).await;
    carry(&app, done.id, State::Undoing).await;
    let kinds: Vec<(String, bool)> =
        app.sql("select kind, actor_id is not null from events where kind like 'import.%' order by id").await;
    let kinds: Vec<&str> = kinds.iter().map(|(kind, known)| if *known { kind.as_str() } else { "by nobody" }).collect();
    assert_eq!(kinds, ["import.started", "import.finished", "import.undo_started", "import.undone"]);
}
