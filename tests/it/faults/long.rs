//! The long part: the stories of all families with thousands of people and hundreds of kills, and a table at the end.

use std::time::Duration;

use super::kills::Death;
use super::readers::Answers;
use super::reckoning::Reckoning;
use super::{database, kills, mail_server, neighbours};

/// Who is told in each story.
const PEOPLE: usize = 2_000;

/// What came of a story: a line of the table.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) kills: usize,
    pub(super) reckoning: Reckoning,
    pub(super) answers: Answers,
    pub(super) took: Duration,
}

impl Row {
    fn print(&self) {
        let Reckoning { people, told, left_out, twice, most } = self.reckoning;
        let Answers { cut, wrong, .. } = &self.answers;
        let well = self.answers.of(200) + self.answers.of(303);
        println!(
            "{:<26} {:>5} {people:>7} {told:>7} {left_out:>8} {twice:>7} {most:>5} {well:>7} {:>5} {:>5} {cut:>6} {:>8.1}",
            self.name,
            self.kills,
            self.answers.of(503),
            wrong.len(),
            self.took.as_secs_f64(),
        );
    }
}

/// `SHIPBOARD_FAULTS=long cargo test --test it faults::long -- --nocapture`
#[tokio::test]
async fn whatever_happens_everybody_is_told_once() {
    if std::env::var("SHIPBOARD_FAULTS").is_ok_and(|part| part == "long") {
        tell_it_all().await;
    }
}

async fn tell_it_all() {
    let mut rows = Vec::new();
    let mut done = |row: Row| {
        row.print();
        rows.push(row);
    };
    println!("each line as it comes; the table follows");
    done(kills::story(1, PEOPLE, 80, Death::Alone).await);
    done(kills::story(2, PEOPLE, 80, Death::Alone).await);
    done(kills::story(4, PEOPLE, 80, Death::Alone).await);
    done(database::stopped(PEOPLE, 12).await);
    done(database::cut(PEOPLE, 60).await);
    done(database::exhausted(PEOPLE, 3).await);
    for trouble in mail_server::TROUBLES {
        done(mail_server::story(trouble, PEOPLE).await);
    }
    let pondering = mail_server::story(mail_server::Trouble::Ponders, 8).await;
    assert_eq!(pondering.reckoning.twice, 0, "nobody takes away what somebody is at");
    done(pondering);
    let stopping = database::told_to_stop(PEOPLE).await;
    let flood = neighbours::story(20_000).await;
    println!(
        "\n{:<26} {:>5} {:>7} {:>7} {:>8} {:>7} {:>5} {:>7} {:>5} {:>5} {:>6} {:>8}",
        "", "kills", "people", "told", "left out", "twice", "most", "pages", "503", "wrong", "cut", "seconds"
    );
    rows.iter().for_each(Row::print);
    let sum = |of: fn(&Row) -> usize| rows.iter().map(of).sum::<usize>();
    println!(
        "\n{} kills; {} to be told, {} told once, {} left out with a reason, {} taken twice under one name; {} pages answered, {} of them 503, {} wrongly",
        sum(|row| row.kills),
        sum(|row| row.reckoning.people),
        sum(|row| row.reckoning.told),
        sum(|row| row.reckoning.left_out),
        sum(|row| row.reckoning.twice),
        sum(|row| row.answers.by_status.values().sum()),
        sum(|row| row.answers.of(503)),
        sum(|row| row.answers.wrong.len()),
    );
    println!("a server that was told to stop without its database stopped after {:.1} s", stopping.as_secs_f64());
    println!("{flood}");
}
