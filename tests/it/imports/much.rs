//! Much at once: bounded memory, and a rate that can be waited for. `SHIPBOARD_IMPORT_ROWS` says how many rows (500,000 for the
//! long run).

use std::time::Instant;

use shipboard::imports::State;
use shipboard::imports::options::Options;
use shipboard::imports::record::Kind;

use super::{bring, carry, counts_are_right, made};
use crate::support::TestApp;

fn rows() -> i64 {
    std::env::var("SHIPBOARD_IMPORT_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(6_000)
}

/// What this process holds in memory, in MB.
fn memory() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<i64>().ok()).unwrap_or(0) / 1024
}

#[tokio::test]
async fn a_long_table_comes_in_and_goes_again() {
    let app = TestApp::start().await;
    let mut file = String::from("id,title,body,created_at,status,tags,votes,author_email\n");
    for row in 0..rows() {
        file += &format!(
            "{row},Wish number {row},\"So that {row} things go faster, every day\",2023-0{}-1{},planned,\"tag{},more\",{},person{}@x.example\n",
            row % 9 + 1,
            row % 9,
            row % 50,
            row % 7,
            row % 5_000
        );
    }
    let id = bring(&app, file.as_bytes(), "csv", &Options::default()).await;
    drop(file);
    let (before, begun) = (memory(), Instant::now());
    let done = carry(&app, id, State::Running).await;
    let took = begun.elapsed();
    assert_eq!(done.state, State::Done, "{:?}", done.failure);
    assert_eq!(done.summary.of(Kind::Idea), made(rows()));
    counts_are_right(&app).await;
    let begun = Instant::now();
    let undone = carry(&app, id, State::Undoing).await;
    assert_eq!(undone.state, State::Undone, "{:?}", undone.failure);
    assert_eq!(app.number("select count(*) from ideas").await, 0);
    eprintln!(
        "import: {} rows, {}/s, memory grew by {} MB; undone in {:.1} s",
        rows(),
        u128::try_from(rows()).unwrap() * 1000 / took.as_millis().max(1),
        memory() - before,
        begun.elapsed().as_secs_f64()
    );
}
