//! Thousands of real ideas, and every one of tens of thousands of real votes: each count agrees with the file.
//!
//! The data is not the project's to give away, so it is read from the folder that `SHIPBOARD_REAL_DATA` names, or from
//! `../shared/data`. Where it is not there, the test says so and counts as skipped.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use futures_util::future::{join_all, try_join_all};
use jiff::SignedDuration;
use serde::Deserialize;
use shipboard::boards::Visibility;
use shipboard::boards::store::{NewBoard, create as create_board};
use shipboard::clock::Time;
use shipboard::db::Db;
use shipboard::error::Error;
use shipboard::ideas::comments::{self, NewComment};
use shipboard::ideas::submit::{self, NewIdea};
use shipboard::ideas::votes;
use shipboard::ids::{BoardId, IdeaId, UserId};
use shipboard::text::{Body, CommentBody, Email, Line, Name, Slug, Title};
use shipboard::users;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};

use crate::support::{Browser, CAST, TestApp};

/// What one transaction brings.
const BATCH: usize = 500;

/// Transactions at a time.
const HANDS: usize = 4;

/// The items of every project, and who voted for what in the one that names its voters.
const ITEMS: &str = "dev/ideas.jsonl.gz";
const VOTES: &str = "exports/wikimedia-wishlist/votes.csv.gz";
const NAMED: &str = "wishlist";

#[derive(Deserialize)]
struct Item {
    id: String,
    project: String,
    title: String,
    #[serde(default)]
    body: Option<String>,
    /// Some have lost theirs.
    created_at: Option<Time>,
    author: Option<String>,
    votes: Option<i32>,
    comments: Vec<Said>,
}

impl Item {
    fn asked_at(&self) -> Time {
        self.created_at.unwrap_or_else(|| Time::from_timestamp("2015-01-01T00:00:00Z".parse().unwrap()))
    }
}

#[derive(Deserialize)]
struct Said {
    author: Option<String>,
    created_at: Option<Time>,
    body: String,
}

/// The folder of real data, if it is there.
fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("SHIPBOARD_REAL_DATA").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"));
    if folder.join(ITEMS).exists() && folder.join(VOTES).exists() {
        return Some(folder);
    }
    tell(&format!("skipped: no real data in {}; SHIPBOARD_REAL_DATA names another folder", folder.display()));
    None
}

/// Says something that is read although the test passes, whose printed words are not shown.
fn tell(words: &str) {
    let _ = writeln!(std::io::stderr(), "real data: {words}");
}

fn lines(path: &Path) -> impl Iterator<Item = String> {
    BufReader::new(GzDecoder::new(File::open(path).unwrap())).lines().map(Result::unwrap)
}

/// Makes a text fit, as whoever brings it from elsewhere has to: no control characters, and no longer than it may be.
fn fit(text: &str, most: usize, lines: bool) -> String {
    let spaced = text.chars().map(|c| if c.is_control() && !(lines && matches!(c, '\n' | '\t')) { ' ' } else { c });
    let clean: String = spaced.collect::<String>().trim().to_owned();
    if clean.chars().count() <= most { clean } else { clean.chars().take(most - 1).chain(['…']).collect() }
}

fn said(comment: &Said) -> Option<CommentBody> {
    CommentBody::parse(&fit(&comment.body, CommentBody::MAX, true)).ok()
}

/// Everybody who wrote or voted, by what the files call them.
async fn people(db: &Db, names: Vec<String>, now: Time) -> HashMap<String, UserId> {
    let hands = names.chunks(names.len().div_ceil(HANDS)).map(async |names| {
        let mut known = Vec::new();
        for batch in names.chunks(BATCH) {
            let mut tx = db.tenant(CAST.acme.id).await?;
            for name in batch {
                let email = Email::parse(&format!("{name}@people.example")).unwrap();
                known.push((name.clone(), users::store::ensure(&mut tx, &email, now).await?));
            }
            tx.commit().await?;
        }
        Ok::<_, Error>(known)
    });
    try_join_all(hands).await.unwrap().into_iter().flatten().collect()
}

/// Every item as an idea of its project's board. Counts that come without names are kept as such.
async fn ideas(
    db: Db,
    items: Arc<Vec<Item>>,
    boards: BTreeMap<String, BoardId>,
    people: Arc<HashMap<String, UserId>>,
) -> Vec<(IdeaId, i32)> {
    let mut ideas = Vec::new();
    for batch in items.chunks(BATCH) {
        let mut tx = db.tenant(CAST.acme.id).await.unwrap();
        for item in batch {
            let new = NewIdea {
                board: boards[&item.project],
                author: item.author.as_ref().map_or(CAST.ada.id, |author| people[author]),
                status: CAST.acme.statuses[0],
                title: Title::parse(&format!("{:·<3}", fit(&item.title, Title::MAX, false))).unwrap(),
                body: Body::parse(&fit(item.body.as_deref().unwrap_or_default(), Body::MAX, true)).unwrap(),
                submission: IdeaId::new().0,
                created_at: item.asked_at(),
            };
            let idea = submit::insert(&mut tx, &new).await.unwrap();
            assert!(idea.fresh);
            if item.project != NAMED && item.votes.is_some_and(|votes| votes > 0) {
                sqlx::query("update ideas set imported_votes = $2 where id = $1")
                    .bind(idea.id)
                    .bind(item.votes)
                    .execute(&mut *tx)
                    .await
                    .unwrap();
                votes::recount(&mut tx, idea.id).await.unwrap();
            }
            ideas.push((idea.id, idea.number));
        }
        tx.commit().await.unwrap();
    }
    ideas
}

/// What was said about every `HANDS`th item from `first` on.
async fn talk(db: Db, first: usize, items: Arc<Vec<Item>>, ideas: Arc<Vec<(IdeaId, i32)>>, people: Arc<HashMap<String, UserId>>) {
    let mine: Vec<(usize, &Said, CommentBody)> = (first..items.len())
        .step_by(HANDS)
        .flat_map(|place| items[place].comments.iter().filter_map(move |comment| Some((place, comment, said(comment)?))))
        .collect();
    for batch in mine.chunks(BATCH) {
        let mut tx = db.tenant(CAST.acme.id).await.unwrap();
        for (place, comment, body) in batch {
            let new = NewComment {
                idea: ideas[*place].0,
                author: comment.author.as_ref().map_or(CAST.ada.id, |author| people[author]),
                parent: None,
                visible: Visibility::ALL.to_vec(),
                by_staff: false,
                body: body.clone(),
                staff_only: false,
                submission: IdeaId::new().0,
            };
            assert!(
                comments::add(&mut tx, &new, comment.created_at.unwrap_or(items[*place].asked_at())).await.unwrap().is_some()
            );
        }
        tx.commit().await.unwrap();
    }
}

/// One vote of the file: for which idea, by whom, and when.
type Cast = (IdeaId, UserId, Time);

/// Votes for ideas that no other hand touches, so that nobody waits for anybody. Person by person, as votes come.
async fn vote(db: Db, mut cast: Vec<Cast>) {
    cast.sort_by_key(|(idea, user, _)| (*user, *idea));
    for batch in cast.chunks(BATCH) {
        let mut tx = db.tenant(CAST.acme.id).await.unwrap();
        for (idea, user, moment) in batch {
            assert!(votes::set(&mut tx, *idea, *user, true, None, *moment).await.unwrap().changed);
        }
        tx.commit().await.unwrap();
    }
}

/// What a cluster that is meant to last does by itself, and the throwaway one of the tests does not: without statistics of
/// the tables that grow, their plans stay those of empty ones.
async fn tidy(options: PgConnectOptions) {
    let mut connection = PgConnection::connect_with(&options.disable_statement_logging()).await.unwrap();
    loop {
        sqlx::query("vacuum (analyze) ideas, votes, comments, followers").execute(&mut connection).await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Walks a list by its links to the end. Returns the numbers of the ideas as they came.
async fn walk(browser: &Browser, start: String) -> Vec<i32> {
    let mut numbers = Vec::new();
    let mut path = Some(start);
    while let Some(here) = path {
        let page = browser.get(&here).await.is(200);
        let text = page.text();
        let titles = text.split("<h2 class=\"idea-title\"><a href=\"/ideas/").skip(1);
        numbers.extend(titles.map(|rest| rest.split('"').next().unwrap().parse::<i32>().unwrap()));
        let next = text.split_once("rel=\"next\" href=\"").and_then(|(_, rest)| rest.split('"').next());
        path = next.map(|next| next.replace("&#38;", "&").replace("&amp;", "&"));
    }
    numbers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_count_agrees_with_thousands_of_real_ideas_and_votes() {
    let Some(folder) = folder() else { return };
    let app = TestApp::start().await;
    let tidying = tokio::spawn(tidy((*app.owner().connect_options()).clone()));
    let mut clock = Instant::now();
    let mut lap = |what: &str, many: usize| {
        tell(&format!("{many} {what} in {:.1} s", clock.elapsed().as_secs_f64()));
        clock = Instant::now();
    };
    let items: Arc<Vec<Item>> = Arc::new(lines(&folder.join(ITEMS)).map(|line| serde_json::from_str(&line).unwrap()).collect());
    let ballots: Vec<(String, String)> = lines(&folder.join(VOTES))
        .skip(1)
        .map(|line| line.split_once(',').map(|(idea, voter)| (idea.to_owned(), voter.to_owned())).unwrap())
        .collect();

    // What the files say, before anything of ours has touched it.
    let mut voters: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for (idea, voter) in &ballots {
        voters.entry(idea).or_default().insert(voter);
    }
    let names: BTreeSet<String> = items
        .iter()
        .flat_map(|item| item.author.iter().chain(item.comments.iter().filter_map(|comment| comment.author.as_ref())))
        .chain(ballots.iter().map(|(_, voter)| voter))
        .cloned()
        .collect();

    let mut boards = BTreeMap::new();
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    for project in items.iter().map(|item| &item.project).collect::<BTreeSet<_>>() {
        let new = NewBoard {
            name: Name::parse(project).unwrap(),
            slug: Slug::parse(project).unwrap(),
            description: Line::parse("").unwrap(),
            visibility: Visibility::Public,
        };
        boards.insert(project.clone(), create_board(&mut tx, &new, app.clock.now()).await.unwrap());
    }
    tx.commit().await.unwrap();
    let count = names.len();
    let people = Arc::new(people(&app.db, names.into_iter().collect(), app.clock.now()).await);
    lap("people", count);
    let ideas = tokio::spawn(ideas(app.db.clone(), items.clone(), boards.clone(), people.clone())).await.unwrap();
    let ideas = Arc::new(ideas);
    lap("ideas", ideas.len());
    let hands = (0..HANDS).map(|first| tokio::spawn(talk(app.db.clone(), first, items.clone(), ideas.clone(), people.clone())));
    join_all(hands).await.into_iter().for_each(Result::unwrap);
    let talked: usize = items.iter().map(|item| item.comments.iter().filter(|comment| said(comment).is_some()).count()).sum();
    lap("comments", talked);
    let places: HashMap<&str, usize> = items.iter().enumerate().map(|(place, item)| (item.id.as_str(), place)).collect();
    let mut hands: Vec<Vec<Cast>> = vec![Vec::new(); HANDS];
    for (turn, (idea, voter)) in (0..).zip(&ballots) {
        let place = places[idea.as_str()];
        let moment = items[place].asked_at() + SignedDuration::from_mins(turn);
        hands[place % HANDS].push((ideas[place].0, people[voter], moment));
    }
    let hands = hands.into_iter().map(|cast| tokio::spawn(vote(app.db.clone(), cast)));
    join_all(hands).await.into_iter().for_each(Result::unwrap);
    lap("votes", ballots.len());

    tidying.abort();

    // Numbers: unique, without gaps.
    let numbers: BTreeSet<i32> = ideas.iter().map(|(_, number)| *number).collect();
    assert_eq!(numbers.len(), items.len());
    assert_eq!((numbers.first().copied(), numbers.last().copied()), (Some(1), i32::try_from(items.len()).ok()));

    // Counts: of the idea as everybody sees it, and of what stands behind it.
    let counted: Vec<(IdeaId, i32, i32, i64, i64)> = app
        .sql(
            "select i.id, i.vote_count, i.comment_count, coalesce(v.cast, 0), coalesce(c.written, 0)
               from ideas i
               left join (select idea_id, count(*) as cast from votes group by idea_id) v on v.idea_id = i.id
               left join (select idea_id, count(*) as written from comments group by idea_id) c on c.idea_id = i.id",
        )
        .await;
    let counted: HashMap<IdeaId, (i32, i32, i64, i64)> =
        counted.into_iter().map(|(id, votes, comments, cast, written)| (id, (votes, comments, cast, written))).collect();
    for (item, (id, _)) in items.iter().zip(ideas.iter()) {
        let named = voters.get(item.id.as_str()).map_or(0, BTreeSet::len);
        let nameless = if item.project == NAMED { 0 } else { item.votes.unwrap_or(0).max(0) };
        let comments = item.comments.iter().filter(|comment| said(comment).is_some()).count();
        let expected = (
            i32::try_from(named).unwrap() + nameless,
            i32::try_from(comments).unwrap(),
            i64::try_from(named).unwrap(),
            i64::try_from(comments).unwrap(),
        );
        assert_eq!(counted[id], expected, "{}", item.id);
    }
    lap("counts agree", counted.len());

    // Counting again changes nothing.
    let before: Vec<(IdeaId, i32, f64)> = app.sql("select id, vote_count, heat from ideas order by number").await;
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    for (id, ..) in &before {
        votes::recount(&mut tx, *id).await.unwrap();
    }
    tx.commit().await.unwrap();
    let after: Vec<(IdeaId, i32, f64)> = app.sql("select id, vote_count, heat from ideas order by number").await;
    for (one, other) in before.iter().zip(&after) {
        assert_eq!((one.0, one.1), (other.0, other.1));
        assert!((one.2 - other.2).abs() < 1e-9, "{} is not {}", one.2, other.2);
    }
    lap("recounts change nothing", after.len());
    app.is_in_order().await;
    lap("ideas are in order", after.len());

    // Page by page, in every order, each idea comes once.
    let nobody = app.nobody().enhanced();
    let path = |sort| format!("/b/{NAMED}?sort={sort}");
    let walks = ["trending", "top", "new"].map(|sort| walk(&nobody, path(sort)));
    let listed: HashMap<i32, (i32, f64)> =
        after.iter().zip(1..).map(|((_, votes, heat), number)| (number, (*votes, *heat))).collect();
    let wishes: BTreeSet<i32> =
        (1..).zip(items.iter()).filter(|(_, item)| item.project == NAMED).map(|(number, _)| number).collect();
    for (order, walked) in ["trending", "top", "new"].into_iter().zip(join_all(walks).await) {
        assert_eq!(walked.len(), wishes.len(), "by {order}");
        assert_eq!(walked.iter().copied().collect::<BTreeSet<_>>(), wishes, "by {order}");
        let sorted = walked.is_sorted_by(|one, other| {
            let ((votes, heat), (other_votes, other_heat)) = (listed[one], listed[other]);
            match order {
                "trending" => (heat, one) > (other_heat, other),
                "top" => (votes, one) > (other_votes, other),
                _ => one > other,
            }
        });
        assert!(sorted, "by {order}");
    }
    lap("wishes walked three times", wishes.len());
}
