//! Real exports through the command, as an operator runs it: in, in once more, counted again, and back. The data is read as in
//! `exports_of_others`; what was put together by hand is always there.

use std::io::Write;
use std::path::{Path, PathBuf};

use shipboard::db::embedded::{Cluster, Durability};
use sqlx::postgres::{PgConnectOptions, PgRow};
use sqlx::{AssertSqlSafe, Connection as _, FromRow, PgConnection};

use crate::command::Data;

/// A workspace beside a running database, and the program.
pub(super) struct Desk {
    pub(super) data: Data,
    cluster: Cluster,
}

impl Desk {
    pub(super) async fn open(name: &str) -> Self {
        let data = Data::new(name);
        let cluster = Cluster::start(&data.0.join("postgresql"), Durability::Throwaway).await.unwrap();
        data.succeeds(&["workspace", "create", "Fish", "--owner", "finn@fish.example"]);
        Self { data, cluster }
    }

    pub(super) async fn number(&self, statement: &str) -> i64 {
        let numbers: Vec<(i64,)> = self.rows(statement).await;
        numbers[0].0
    }

    /// What the owner of everything sees.
    pub(super) async fn rows<T: for<'a> FromRow<'a, PgRow> + Send + Unpin>(&self, statement: &str) -> Vec<T> {
        let options: PgConnectOptions = self.cluster.connect("shipboard");
        let mut owner = PgConnection::connect_with(&options).await.unwrap();
        let rows = sqlx::query_as(AssertSqlSafe(statement.to_owned())).fetch_all(&mut owner).await.unwrap();
        owner.close().await.unwrap();
        rows
    }

    pub(super) async fn stop(self) {
        self.cluster.stop().await.unwrap();
    }

    /// Imports a file. Returns all that was said, and the id to take it back by.
    #[track_caller]
    pub(super) fn imports(&self, file: &Path, besides: &[&str]) -> (String, String) {
        let words = [&["import", file.to_str().unwrap(), "--workspace", "fish"], besides].concat();
        let said = self.data.succeeds(&words);
        let id = said.rsplit("--undo ").next().unwrap().chars().take(36).collect();
        (said, id)
    }

    /// Imports a file twice, of which the second time changes nothing, and counts again. Returns both ids.
    #[track_caller]
    pub(super) fn imports_twice(&self, file: &Path, besides: &[&str]) -> [String; 2] {
        let (said, first) = self.imports(file, besides);
        // Two issues of the real ones name each other as what they duplicate.
        let wrong: Vec<&str> = said.lines().filter(|line| line.starts_with("  line ")).collect();
        assert!(wrong.iter().all(|line| line.contains("which is combined with it")) && wrong.len() < 2, "{said}");
        let (said, second) = self.imports(file, besides);
        for line in said.lines() {
            // Of the five numbers of a row the first two are what is new and what has changed.
            let numbers: Vec<i64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
            assert!(numbers.len() != 5 || numbers[..2] == [0, 0], "{said}");
        }
        assert!(self.data.succeeds(&["verify"]).contains("Nothing differs"));
        [first, second]
    }

    #[track_caller]
    pub(super) fn undoes(&self, id: &str) {
        let said = self.data.succeeds(&["import", "--workspace", "fish", "--undo", id]);
        assert!(said.contains("was taken back") && !said.contains("stay"), "{said}");
    }

    /// Everything that an import may leave.
    pub(super) async fn everything(&self) -> i64 {
        let tables =
            ["ideas", "votes", "comments", "followers", "opt_outs", "tags", "idea_tags", "import_sources", "import_acts"];
        let counts = tables.map(|table| format!("(select count(*) from {table})")).join(" + ");
        self.number(&format!(
            "select {counts} + (select count(*) from users where email not like 'finn@%') + (select count(*) from companies)"
        ))
        .await
    }
}

/// A real file, if it is there.
pub(super) fn real(name: &str) -> Option<PathBuf> {
    let named = std::env::var_os("SHIPBOARD_REAL_DATA").map(PathBuf::from);
    let path = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data")).join(name);
    if path.exists() {
        return Some(path);
    }
    let _ = writeln!(std::io::stderr(), "skipped: there is no {}", path.display());
    None
}

#[tokio::test]
async fn every_real_export_comes_in_by_the_command_and_leaves_nothing_when_it_is_undone() {
    let desk = Desk::open("exports").await;
    let mut undo = Vec::new();
    for (name, besides) in [
        ("clipkit-trello-ja/board-export.json.gz", &[][..]),
        ("gocd-trello/board-export.json.gz", &[]),
        ("jira-cloud-csv/jira-cloud-export.csv", &[]),
        ("monarch-productboard/ideas.json", &["--date", "2026-01-13"]),
        ("reconstructed/canny-api-boards-list.json", &[]),
        ("reconstructed/canny-api-posts-list.json", &[]),
        ("reconstructed/canny-api-votes-list.json.gz", &[]),
        ("reconstructed/fider-redash.csv", &[]),
        ("reconstructed/quackback-template-opengov.csv", &[]),
        ("reconstructed/uservoice-full-suggestions.csv", &[]),
        ("rust-issue-archive/github-rest-issues.sample.json", &[]),
        ("rust-issue-archive/github-rest-comments.sample.json", &[]),
        ("temporal-issues/gh-cli-issues.sample.json", &[]),
    ] {
        let Some(file) = real(&format!("exports/{name}")) else { return };
        undo.extend(desk.imports_twice(&file, besides));
    }
    assert!(desk.number("select count(*) from ideas").await > 1_300);
    for id in undo.iter().rev() {
        desk.undoes(id);
    }
    assert!(desk.data.succeeds(&["verify"]).contains("Nothing differs"));
    assert_eq!(desk.everything().await, 0);
    desk.stop().await;
}

#[tokio::test]
async fn ideas_and_votes_that_somebody_put_together_come_in_by_the_command() {
    let desk = Desk::open("by-hand").await;
    let ideas = desk.data.0.join("ideas.jsonl");
    let lines = "{\"id\":1,\"title\":\"Dark mode\",\"created_at\":\"2024-01-01\",\"author\":\"Vera\",\"votes\":5}\n\
                 {\"id\":2,\"title\":\"Night theme\",\"created_at\":\"2024-02-01\",\"duplicate_of\":1}\n";
    std::fs::write(&ideas, lines).unwrap();
    let votes = desk.data.0.join("votes.csv");
    std::fs::write(&votes, "idea_id,voter\n1,Vera\n2,max@x.example\n2,Vera\n").unwrap();
    let first = desk.imports_twice(&ideas, &[]);
    let second = desk.imports_twice(&votes, &[]);
    assert_eq!(
        desk.number("select vote_count::bigint from ideas where title = 'Dark mode'").await,
        6,
        "4 without names, Vera, Max"
    );
    for id in second.iter().rev().chain(first.iter().rev()) {
        desk.undoes(id);
    }
    assert_eq!(desk.everything().await, 0);
    desk.stop().await;
}
