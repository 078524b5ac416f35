//! Other tools' exports, whole. The data is not the project's to give away, so it is read from the folder that
//! `SHIPBOARD_REAL_DATA` names, or from `../shared/data`; where it is not there, the test says so and counts as skipped.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use shipboard::imports::options::Options;
use shipboard::imports::readers::{self, Head};
use shipboard::imports::record::Kind;
use shipboard::imports::{Import, State};

use super::{bring, carry, counts_are_right, errors, rows, says_nothing_new, tempfile};
use crate::support::TestApp;

/// A file of the folder, unpacked.
pub(super) fn data(name: &str) -> Option<Vec<u8>> {
    let named = std::env::var_os("SHIPBOARD_REAL_DATA").map(PathBuf::from);
    let path = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data")).join("exports").join(name);
    let Ok(mut file) = File::open(&path) else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no {}", path.display());
        return None;
    };
    let mut content = Vec::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        GzDecoder::new(file).read_to_end(&mut content).unwrap();
    } else {
        file.read_to_end(&mut content).unwrap();
    }
    Some(content)
}

/// The shape that a file is recognised as.
pub(super) fn shape(content: &[u8]) -> &'static str {
    let mut file = tempfile();
    file.write_all(content).unwrap();
    readers::recognise(&Head::of(&mut file, &Options::default()).unwrap()).map_or("nothing", |shape| shape.word)
}

async fn take_in(app: &TestApp, content: &[u8]) -> Import {
    let id = bring(app, content, shape(content), &Options::default()).await;
    let done = carry(app, id, State::Running).await;
    assert_eq!(done.state, State::Done, "{:?}", done.failure);
    assert_eq!(errors(app, id).await, []);
    counts_are_right(app).await;
    done
}

/// Takes a file in, once more, and back.
pub(super) async fn round(app: &TestApp, name: &str, wanted: &str) -> Option<Import> {
    let content = data(name)?;
    assert_eq!(shape(&content), wanted);
    let done = take_in(app, &content).await;
    let before = rows(app).await;
    says_nothing_new(&take_in(app, &content).await);
    assert_eq!(rows(app).await, before);
    Some(done)
}

#[tokio::test]
async fn fider_s_table_comes_in_whole_and_leaves_nothing_when_it_is_undone() {
    let app = TestApp::start().await;
    let before = rows(&app).await;
    let Some(done) = round(&app, "reconstructed/fider-redash.csv", "fider").await else { return };
    assert_eq!(done.summary.of(Kind::Idea).made, 519);
    assert_eq!(
        app.number("select count(*) from users where email like '%@imported.invalid' and suppressed_reason is not null").await,
        done.summary.of(Kind::Person).made
    );
    carry(&app, done.id, State::Undoing).await;
    let second: Vec<(sqlx::types::Uuid,)> = app.sql("select id from imports where state = 'done'").await;
    carry(&app, shipboard::ids::ImportId(second[0].0), State::Undoing).await;
    assert_eq!(rows(&app).await, before);
}

#[tokio::test]
async fn uservoice_s_voters_are_counted_once_and_by_name() {
    let app = TestApp::start().await;
    let Some(done) = round(&app, "reconstructed/uservoice-full-suggestions.csv", "uservoice").await else { return };
    assert_eq!(done.summary.of(Kind::Idea).made, 120);
    assert_eq!(app.number("select count(*) from votes").await, done.summary.of(Kind::Vote).made);
    assert_eq!(app.number("select sum(imported_votes) from ideas").await, 0, "every vote has a name");
    assert_eq!(app.number("select sum(vote_count) from ideas").await, done.summary.of(Kind::Vote).made);
}

#[tokio::test]
async fn canny_s_lists_come_in_one_after_the_other_and_votes_get_their_names() {
    let app = TestApp::start().await;
    if round(&app, "reconstructed/canny-api-boards-list.json", "canny").await.is_none() {
        return;
    }
    let posts = round(&app, "reconstructed/canny-api-posts-list.json", "canny").await.unwrap();
    assert_eq!(posts.summary.of(Kind::Idea).made, 120);
    let total = app.number("select sum(vote_count) from ideas").await;
    let votes = round(&app, "reconstructed/canny-api-votes-list.json.gz", "canny").await.unwrap();
    assert_eq!(votes.summary.of(Kind::Vote).made, total, "the scores were the votes");
    assert_eq!(app.number("select sum(vote_count) from ideas").await, total);
    assert_eq!(app.number("select sum(imported_votes) from ideas").await, 0);
    carry(&app, votes.id, State::Undoing).await;
    assert_eq!(app.number("select sum(imported_votes) from ideas").await, total, "undone, the scores are numbers again");
    counts_are_right(&app).await;
}

#[tokio::test]
async fn quackback_s_template_comes_in_whole() {
    let app = TestApp::start().await;
    let Some(done) = round(&app, "reconstructed/quackback-template-opengov.csv", "quackback").await else { return };
    assert_eq!(done.summary.of(Kind::Idea).made, 300);
}

#[tokio::test]
async fn fider_s_backup_names_every_voter_and_follower_and_leaves_nothing_when_it_is_undone() {
    let app = TestApp::start().await;
    let before = rows(&app).await;
    let file = tempfile();
    let mut zip = zip::ZipWriter::new(file.try_clone().unwrap());
    for (name, rows) in [
        (
            "users.json",
            r#"[{"id":1,"name":"Jon","email":"jon@x.example","created_at":"2020-01-01T00:00:00Z","status":1},
                {"id":2,"name":"Arya","email":"arya@x.example","created_at":"2020-01-01T00:00:00Z","status":1}]"#,
        ),
        (
            "posts.json",
            r#"[{"id":11,"number":1,"title":"Dragons","description":"Three","created_at":"2020-02-01T00:00:00Z","user_id":1,"status":4,"response":"Soon","response_date":"2020-03-01T00:00:00Z"},
                {"id":12,"number":2,"title":"More dragons","created_at":"2020-02-02T00:00:00Z","user_id":2,"status":5,"original_id":11}]"#,
        ),
        (
            "post_votes.json",
            r#"[{"post_id":11,"user_id":1,"created_at":"2020-02-01T00:00:00Z"},{"post_id":12,"user_id":2,"created_at":"2020-02-03T00:00:00Z"}]"#,
        ),
        (
            "post_subscribers.json",
            r#"[{"post_id":11,"user_id":1,"created_at":"2020-02-01T00:00:00Z","status":0},{"post_id":11,"user_id":2,"created_at":"2020-02-01T00:00:00Z","status":1}]"#,
        ),
        ("tags.json", r#"[{"id":5,"name":"fire","slug":"fire"}]"#),
        ("post_tags.json", r#"[{"post_id":11,"tag_id":5}]"#),
        ("comments.json", r#"[{"id":1,"content":"Yes","post_id":12,"user_id":1,"created_at":"2020-02-05T00:00:00Z"}]"#),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(rows.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    let mut content = Vec::new();
    std::io::Seek::rewind(&mut &file).unwrap();
    (&file).read_to_end(&mut content).unwrap();

    assert_eq!(shape(&content), "fider-backup");
    let done = take_in(&app, &content).await;
    assert_eq!(
        (done.summary.of(Kind::Idea).made, done.summary.of(Kind::Vote).made, done.summary.of(Kind::Comment).made),
        (2, 2, 1)
    );
    let dragons: Vec<(i32, i32, String)> = app
        .sql("select i.vote_count, i.comment_count, s.category::text from ideas i join statuses s on s.id = i.status_id where title = 'Dragons'")
        .await;
    assert_eq!(dragons, [(2, 1, "planned".to_owned())]);
    let followers: Vec<(String, String)> =
        app.sql("select u.name, f.reason::text from followers f join users u on u.id = f.user_id order by 1, 2").await;
    let followers: Vec<(&str, &str)> = followers.iter().map(|(name, reason)| (name.as_str(), reason.as_str())).collect();
    assert_eq!(
        followers,
        [("Arya", "asked"), ("Arya", "submitted"), ("Jon", "submitted")],
        "Jon said no to news of Dragons, and Arya's reason stands"
    );
    let undone = carry(&app, done.id, State::Undoing).await;
    assert_eq!((undone.state, undone.summary.kept.as_slice()), (State::Undone, &[][..]), "{:?}", undone.failure);
    assert_eq!(rows(&app).await, before);
}
