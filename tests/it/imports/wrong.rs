//! What is wrong with a file is named by its line, and nothing is made up.

use shipboard::imports::State;
use shipboard::imports::options::{Encoding, Options};
use shipboard::imports::record::Kind;

use super::{bring, carry, counts_are_right, errors, import, store_of};
use crate::support::TestApp;

#[tokio::test]
async fn what_cannot_be_taken_is_named_and_the_rest_comes_in() {
    let app = TestApp::start().await;
    let file = r#"{"type":"idea","id":"1","title":"Fine","created_at":"2023-01-01T00:00:00Z"}
{"type":"idea","id":"2","title":"No date"}
{"type":"idea","id":"3","title":"  ","created_at":"2023-01-01T00:00:00Z"}
{"type":"idea","id":"1","title":"Twice","created_at":"2023-01-01T00:00:00Z"}
{"type":"idea","id":"4","title":"By nobody","author":"u9","created_at":"2023-01-01T00:00:00Z"}
not json
{"type":"person","id":"u1","email":"not an address"}
{"type":"vote","idea":"1","person":"u1"}
{"type":"vote","idea":"77","person":"u1"}
{"type":"wish"}
"#;
    let done = import(&app, file).await;
    assert_eq!(done.state, State::Done);
    let found = errors(&app, done.id).await;
    let lines: Vec<i64> = found.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8, 9, 10], "{found:#?}");
    for ((_, words), wanted) in
        found.iter().zip(["created_at", "title", "before", "u9", "JSON", "not an address", "u1", "77", "wish"])
    {
        assert!(words.contains(wanted), "{words} was to say {wanted}");
    }
    assert_eq!(app.number("select count(*) from ideas").await, 1);
    let dates: Vec<(bool,)> = app.sql("select created_at = '2023-01-01' from ideas").await;
    assert_eq!(dates, [(true,)]);
}

#[tokio::test]
async fn ideas_that_are_part_of_each_other_stand_alone_and_are_named() {
    let app = TestApp::start().await;
    let idea = |id: &str, into: &str| {
        format!(
            "{{\"type\":\"idea\",\"id\":\"{id}\",\"title\":\"Idea {id}\",\"created_at\":\"2023-01-01T00:00:00Z\",\"merged_into\":\"{into}\"}}\n"
        )
    };
    let file = [idea("a", "b"), idea("b", "c"), idea("c", "a"), idea("d", "d"), idea("e", "nowhere"), idea("f", "a")].concat();
    let done = import(&app, &file).await;
    let lines: Vec<i64> = errors(&app, done.id).await.into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [3, 4, 5]);
    let roots: Vec<(String, String)> = app
        .sql("select i.title, r.title from ideas i join ideas r on r.id = i.canonical_id where i.merged_into is not null order by 1")
        .await;
    let chained = |title: &str| (title.to_owned(), "Idea c".to_owned());
    assert_eq!(roots, [chained("Idea a"), chained("Idea b"), chained("Idea f")]);
    counts_are_right(&app).await;
}

#[tokio::test]
async fn a_table_of_windows_is_read_where_that_is_chosen_and_named_where_not() {
    let app = TestApp::start().await;
    let text = b"Titel;Datum\nGr\xF6\xDFere Schrift;2024-05-01\nZweite;2024-05-02\n";
    let id = bring(&app, text, "csv", &Options::default()).await;
    let checked = carry(&app, id, State::Checking).await;
    assert_eq!((checked.state, checked.summary.of(Kind::Idea).made), (State::Checked, 1));
    assert!(errors(&app, id).await[0].1.contains("Windows-1252"));
    let id = bring(&app, text, "csv", &Options { encoding: Encoding::Windows1252, ..Options::default() }).await;
    carry(&app, id, State::Running).await;
    assert_eq!(app.number("select count(*) from ideas where title = 'Größere Schrift'").await, 1);
}

#[tokio::test]
async fn a_file_that_breaks_off_says_where_and_what_stands_before_can_be_undone() {
    let app = TestApp::start().await;
    let posts = "{\"posts\":[{\"id\":\"1\",\"title\":\"First wish\",\"created\":\"2023-01-01T00:00:00Z\",\"score\":2},{\"id\":";
    let id = bring(&app, posts.as_bytes(), "canny", &Options::default()).await;
    let failed = carry(&app, id, State::Running).await;
    assert_eq!(failed.state, State::Failed);
    assert!(failed.failure.unwrap().contains("can be undone"));
    assert_eq!(app.number("select count(*) from ideas").await, 1);
    carry(&app, id, State::Undoing).await;
    assert_eq!(app.number("select count(*) from ideas").await, 0);
}

#[tokio::test]
async fn a_table_that_lacks_a_column_is_refused_as_a_whole() {
    let app = TestApp::start().await;
    let id = bring(&app, b"title,created_at\nWish,2024-01-01\n", "fider", &Options::default()).await;
    let checked = carry(&app, id, State::Checking).await;
    assert_eq!(checked.summary.of(Kind::Idea).made, 0);
    assert!(errors(&app, id).await[0].1.contains("number"));
    let id = bring(&app, b"name\nWish\n", "csv", &Options::default()).await;
    let failed = carry(&app, id, State::Checking).await;
    assert_eq!(failed.state, State::Failed);
    assert!(failed.failure.unwrap().contains("date"));
}

#[tokio::test]
async fn a_cell_that_a_spreadsheet_would_compute_is_text() {
    let app = TestApp::start().await;
    let file = "title,body,created_at\n'=1+1,\"=HYPERLINK(\"\"http://x\"\")\",2024-01-01\n";
    let id = bring(&app, file.as_bytes(), "csv", &Options::default()).await;
    carry(&app, id, State::Running).await;
    let idea: Vec<(String, String)> = app.sql("select title, body from ideas").await;
    assert_eq!(idea, [("=1+1".to_owned(), "=HYPERLINK(\"http://x\")".to_owned())]);
}

#[tokio::test]
async fn a_file_that_was_brought_and_never_taken_in_is_forgotten_after_a_week() {
    let app = TestApp::start().await;
    let file = b"{\"type\":\"person\",\"id\":\"u1\",\"email\":\"milton@initech.example\"}\n";
    let looked_at = bring(&app, file, "shipboard", &Options::default()).await;
    carry(&app, looked_at, State::Checking).await;
    bring(&app, file, "shipboard", &Options::default()).await;
    let taken_in = bring(&app, file, "shipboard", &Options::default()).await;
    carry(&app, taken_in, State::Running).await;
    app.clock.advance(jiff::SignedDuration::from_hours(6 * 24));
    app.deliver().await;
    assert_eq!(app.number("select count(*) from imports").await, 3);
    app.clock.advance(jiff::SignedDuration::from_hours(25));
    app.deliver().await;
    assert_eq!(store_of(&app).await.iter().map(|import| import.id).collect::<Vec<_>>(), [taken_in]);
    assert_eq!(app.number("select count(*) from import_chunks").await, 0);
}
