//! Boards and issues of other tools, whole, again, and back. The data is read as in `exports_of_others`.

use shipboard::imports::State;
use shipboard::imports::options::Options;
use shipboard::imports::record::Kind;

use super::exports_of_others::{data, round, shape};
use super::{bring, carry, counts_are_right, errors, made, rows};
use crate::support::TestApp;

#[tokio::test]
async fn trello_boards_come_in_whole_with_their_comments() {
    for (name, cards, comments) in
        [("clipkit-trello-ja/board-export.json.gz", 67, 4), ("gocd-trello/board-export.json.gz", 122, 93)]
    {
        let app = TestApp::start().await;
        let Some(done) = round(&app, name, "trello").await else { return };
        assert_eq!((done.summary.of(Kind::Idea), done.summary.of(Kind::Comment)), (made(cards), made(comments)), "{name}");
        assert_eq!(app.number("select count(*) from ideas where created_at > now() - interval '1 hour'").await, 0);
    }
}

#[tokio::test]
async fn issues_of_github_come_in_by_the_api_and_by_the_command_line() {
    let app = TestApp::start().await;
    let Some(done) = round(&app, "rust-issue-archive/github-rest-issues.sample.json", "github").await else { return };
    assert_eq!(done.summary.of(Kind::Idea), made(44));
    assert_eq!(app.number("select max(imported_votes)::bigint from ideas").await, 24);
    let app = TestApp::start().await;
    let Some(done) = round(&app, "temporal-issues/gh-cli-issues.sample.json", "gh").await else { return };
    assert_eq!(done.summary.of(Kind::Idea), made(60));
    assert!(done.summary.of(Kind::Comment).made > 0);
}

#[tokio::test]
async fn issues_of_jira_come_in_with_their_comments() {
    let app = TestApp::start().await;
    let Some(done) = round(&app, "jira-cloud-csv/jira-cloud-export.csv", "jira").await else { return };
    assert_eq!((done.summary.of(Kind::Idea), done.summary.of(Kind::Comment)), (made(2), made(1)));
    let moments: Vec<(String,)> = app.sql("select created_at::text from ideas order by created_at").await;
    assert_eq!(moments[0].0, "2024-01-08 14:10:00+00");
}

/// A portal does not say when somebody asked: without a date that a person has chosen each line is refused.
#[tokio::test]
async fn wishes_of_a_portal_need_a_date_and_bring_their_counts() {
    let app = TestApp::start().await;
    let Some(content) = data("monarch-productboard/ideas.json") else { return };
    assert_eq!(shape(&content), "productboard");
    let before = rows(&app).await;
    let id = bring(&app, &content, "productboard", &Options::default()).await;
    carry(&app, id, State::Running).await;
    let wrong = errors(&app, id).await;
    assert_eq!(wrong.len(), 14);
    assert!(wrong[0].1.contains("choose a date"), "{wrong:?}");
    assert_eq!(rows(&app).await["ideas"], before["ideas"]);

    let options = Options { date: Some(shipboard::clock::Date("2026-01-13".parse().unwrap())), ..Options::default() };
    let id = bring(&app, &content, "productboard", &options).await;
    let done = carry(&app, id, State::Running).await;
    assert_eq!((errors(&app, id).await, done.summary.of(Kind::Idea)), (vec![], made(14)));
    assert_eq!(app.number("select max(vote_count)::bigint from ideas").await, 2382);
    counts_are_right(&app).await;
}
