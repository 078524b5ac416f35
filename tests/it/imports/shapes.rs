//! Shapes of which there is no real file here, in the least that shows them: in, in once more, and back.

use std::fmt::Write as _;

use shipboard::imports::options::Options;
use shipboard::imports::record::Kind;
use shipboard::imports::{Import, State};

use super::exports_of_others::shape;
use super::{bring, carry, counts_are_right, errors, made, rows, says_nothing_new};
use crate::support::TestApp;

async fn take_in(app: &TestApp, content: &str, wanted: &str, options: &Options) -> Import {
    assert_eq!(shape(content.as_bytes()), wanted);
    let id = bring(app, content.as_bytes(), wanted, options).await;
    let done = carry(app, id, State::Running).await;
    assert_eq!((done.state, errors(app, id).await), (State::Done, vec![]), "{:?}", done.failure);
    counts_are_right(app).await;
    done
}

/// Takes it in twice, of which the second time changes nothing. Returns both.
async fn twice(app: &TestApp, content: &str, wanted: &str, options: &Options) -> [Import; 2] {
    let first = take_in(app, content, wanted, options).await;
    let before = rows(app).await;
    let second = take_in(app, content, wanted, options).await;
    says_nothing_new(&second);
    assert_eq!(rows(app).await, before);
    [first, second]
}

/// Takes imports back, the last first; nothing is left of them.
async fn back(app: &TestApp, imports: &[Import], before: &std::collections::BTreeMap<String, i64>) {
    for import in imports.iter().rev() {
        let undone = carry(app, import.id, State::Undoing).await;
        assert_eq!((undone.state, undone.summary.kept.as_slice()), (State::Undone, &[][..]), "{:?}", undone.failure);
    }
    assert_eq!(rows(app).await, *before);
}

#[tokio::test]
async fn uservoice_s_dotted_columns_come_in_with_their_merges_and_counts() {
    let app = TestApp::start().await;
    let before = rows(&app).await;
    let table = "suggestion.id,suggestion.title,suggestion.body,suggestion.created_at,suggestion.supporters_count,suggestion.status.name,suggestion.labels.name,suggestion.parent.id,suggestion.creator.email_address\n\
                 11,Dark mode,At night,2023-01-01 10:00:00,5,Planned,\"ui, night\",,vera@x.example\n\
                 12,Night theme,,2023-02-01 10:00:00,2,,,11,max@x.example\n";
    let imports = twice(&app, table, "uservoice-analysis", &Options::default()).await;
    assert_eq!((imports[0].summary.of(Kind::Idea), imports[0].summary.of(Kind::Tag)), (made(2), made(2)));
    let ideas: Vec<(String, i32, bool)> =
        app.sql("select title, vote_count, merged_into is null from ideas order by title").await;
    assert_eq!(ideas, [("Dark mode".to_owned(), 7, true), ("Night theme".to_owned(), 0, false)]);
    back(&app, &imports, &before).await;
}

#[tokio::test]
async fn comments_of_github_find_their_issues_and_pull_requests_are_told_and_no_error() {
    let app = TestApp::start().await;
    let before = rows(&app).await;
    let issues = r#"[{"html_url":"https://github.com/o/r/issues/1","number":1,"title":"Dark mode","created_at":"2023-01-01T00:00:00Z","user":{"login":"vera"},"reactions":{"+1":3}},
                     {"html_url":"https://github.com/o/r/pull/2","number":2,"title":"Add it","created_at":"2023-01-01T00:00:00Z","pull_request":{"url":"x"}}]"#;
    let comments = r#"[{"id":5,"issue_url":"https://api.github.com/repos/o/r/issues/1","body":"Please","user":{"login":"max"},"created_at":"2023-01-02T00:00:00Z"}]"#;
    let [first, second] = twice(&app, issues, "github", &Options::default()).await;
    assert!(first.summary.notes.contains("1 pull request was left out: they are no wishes."), "{:?}", first.summary.notes);
    let [third, fourth] = twice(&app, comments, "github-comments", &Options::default()).await;
    assert_eq!((first.summary.of(Kind::Idea), third.summary.of(Kind::Comment)), (made(1), made(1)));
    assert_eq!(app.number("select comment_count::bigint from ideas").await, 1);
    back(&app, &[first, second, third, fourth], &before).await;
}

#[tokio::test]
async fn a_board_of_trello_that_its_export_has_cut_says_so() {
    let app = TestApp::start().await;
    let before = rows(&app).await;
    let board = |actions: usize| {
        let mut text = String::from(
            r#"{"id":"b","name":"Board","shortLink":"x","prefs":{},"labelNames":{},"lists":[{"id":"l","name":"Ideas"}],"members":[{"id":"m","fullName":"Max"}],"cards":[{"id":"63b0cd0000000000000000aa","name":"Dark mode","idList":"l","idMembersVoted":["m"],"badges":{"votes":3}}],"checklists":[],"actions":["#,
        );
        for number in 0..actions {
            let comma = if number == 0 { "" } else { "," };
            let _ = write!(
                text,
                r#"{comma}{{"id":"a{number}","type":"commentCard","date":"2023-02-01T00:00:00Z","idMemberCreator":"m","data":{{"text":"Comment {number}","board":{{"name":"Board"}},"card":{{"id":"63b0cd0000000000000000aa"}}}}}}"#
            );
        }
        text + "]}"
    };
    let imports = twice(&app, &board(1_000), "trello", &Options::default()).await;
    let cut = |import: &Import| import.summary.notes.iter().any(|note| note.contains("last 1,000 actions"));
    assert!(cut(&imports[0]) && imports[0].summary.of(Kind::Comment) == made(1_000), "{:?}", imports[0].summary);
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 3, "one by name, two without");
    back(&app, &imports, &before).await;
    assert!(!cut(&take_in(&app, &board(999), "trello", &Options::default()).await));
}

#[tokio::test]
async fn a_portal_of_productboard_a_second_time_changes_what_has_changed_there() {
    let app = TestApp::start().await;
    let before = rows(&app).await;
    let options = Options { date: Some(shipboard::clock::Date("2026-01-13".parse().unwrap())), ..Options::default() };
    let portal = r#"{"productboardUrl":"https://p.example","ideas":[{"id":1,"title":"Dark mode","votes":4,"category":"ui","status":"Planned","author":{"username":"vera"}}]}"#;
    let [first, second] = twice(&app, portal, "productboard", &options).await;
    let third = take_in(&app, &portal.replace("\"votes\":4", "\"votes\":9"), "productboard", &options).await;
    assert_eq!((third.summary.of(Kind::Idea).changed, app.number("select vote_count::bigint from ideas").await), (1, 9));
    back(&app, &[first, second, third], &before).await;
}
