//! Thousands of real ideas and tens of thousands of real votes through the command, as an operator would bring them: each count is
//! the file's, coming again changes nothing, and taking it back leaves nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use serde::Deserialize;

use super::by_command::{Desk, real};

/// The date of what has none in the files.
const DATE: &[&str] = &["--date", "2015-01-01"];

#[derive(Deserialize)]
struct Item {
    id: String,
    votes: Option<i32>,
    duplicate_of: Option<String>,
    comments: Vec<Said>,
}

#[derive(Deserialize)]
struct Said {
    body: String,
}

/// What is counted of one idea: votes without a name, with a name, and comments.
type Counted = (i32, i64, i64);

fn lines(path: &Path) -> impl Iterator<Item = String> {
    BufReader::new(GzDecoder::new(File::open(path).unwrap())).lines().map(Result::unwrap)
}

/// What stands behind every idea, by what the file calls it.
async fn counted(desk: &Desk) -> BTreeMap<String, Counted> {
    let rows: Vec<(String, i32, i64, i64)> = desk
        .rows(
            "select s.source_id, i.imported_votes, coalesce(v.count, 0), coalesce(c.count, 0)
               from import_sources s
               join ideas i on i.id = s.target_id
               left join (select idea_id, count(*) from votes group by 1) v on v.idea_id = i.id
               left join (select idea_id, count(*) from comments group by 1) c on c.idea_id = i.id
              where s.kind = 'idea'",
        )
        .await;
    rows.into_iter().map(|(id, nameless, named, comments)| (id, (nameless, named, comments))).collect()
}

#[tokio::test]
async fn thousands_of_real_ideas_and_all_of_their_votes_come_in_by_the_command_and_leave_nothing_when_they_are_undone() {
    let (Some(ideas), Some(votes)) = (real("dev/ideas.jsonl.gz"), real("exports/wikimedia-wishlist/votes.csv.gz")) else {
        return;
    };
    let items: Vec<Item> = lines(&ideas).map(|line| serde_json::from_str(&line).unwrap()).collect();
    let mut voters: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in lines(&votes).skip(1) {
        let (idea, voter) = line.split_once(',').unwrap();
        assert!(voters.entry(idea.to_owned()).or_default().insert(voter.to_owned()), "twice: {line}");
    }
    let comments = |item: &Item| item.comments.iter().filter(|comment| !comment.body.trim().is_empty()).count();
    let expected = |named: &dyn Fn(&Item) -> usize| -> BTreeMap<String, Counted> {
        let counted = |item: &Item| {
            let (all, named) = (item.votes.unwrap_or(0), named(item));
            // Of those who were counted some have a name now.
            let nameless = all - i32::try_from(named).unwrap();
            (item.id.clone(), (nameless, i64::try_from(named).unwrap(), i64::try_from(comments(item)).unwrap()))
        };
        items.iter().map(counted).collect()
    };

    let desk = Desk::open("thousands").await;
    let first = desk.imports_twice(&ideas, DATE);
    assert_eq!(counted(&desk).await, expected(&|_| 0));
    let linked = desk.number("select count(*) from ideas where merged_into is not null").await;
    let duplicates = items.iter().filter(|item| item.duplicate_of.is_some()).count();
    assert_eq!(linked, i64::try_from(duplicates).unwrap() - 1, "all but the one that would make a circle");

    let second = desk.imports_twice(&votes, &[]);
    assert_eq!(counted(&desk).await, expected(&|item| voters.get(&item.id).map_or(0, BTreeSet::len)));

    for id in second.iter().rev().chain(first.iter().rev()) {
        desk.undoes(id);
    }
    assert!(desk.data.succeeds(&["verify"]).contains("Nothing differs"));
    assert_eq!(desk.everything().await, 0);
    desk.stop().await;
}
