//! How good the suggestions of likely duplicates are, and how fast: `cargo bench --bench duplicates`.
//!
//! Every tracker with recorded duplicates in the folder of real data (`dev/dups_corpus.<project>.jsonl.gz`, with the queries in
//! `dev/dups_eval.jsonl.gz`) is loaded as ideas, a workspace a board, and asked through the product's own code. A query ranks
//! what was asked before it; it is a hit at k where any idea recorded as the same is among the first k. Controls have no
//! recorded duplicate: they say how often something is suggested where, as far as anybody knows, nothing should be.
//!
//! With `SHIPBOARD_EMBEDDINGS_URL` and `_MODEL` a model is asked as well, and what it says is part of the ranking.
//!
//! The folder is the one that `SHIPBOARD_REAL_DATA` names, or `../shared/data`. The columns to compare with are known for four
//! projects; others are measured all the same.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Parser;
use flate2::read::GzDecoder;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shipboard::access::find_site;
use shipboard::alike::index::READ;
use shipboard::alike::{Hit, Index, Language, Wish};
use shipboard::app::App;
use shipboard::boards::Visibility;
use shipboard::clock::Clock;
use shipboard::config::Config;
use shipboard::db::Db;
use shipboard::db::embedded::{Cluster, Durability};
use shipboard::ideas::submit::{self, NewIdea};
use shipboard::ids::{BoardId, IdeaId, StatusId, TenantId, UserId};
use shipboard::limits::Limits;
use shipboard::mail::Transport;
use shipboard::mail::transport::Memory;
use shipboard::outbox::worker;
use shipboard::similar::{self, Draft};
use shipboard::text::{Body, Title};
use shipboard::workers;
use sqlx::{Connection, PgConnection};

/// R@5 and MRR of PostgreSQL's full text search, of pg_trgm over titles, of BM25 over titles and texts, and of BM25 with the
/// vectors of MiniLM over titles, where those were measured.
const KNOWN: [(&str, [&str; 4]); 4] = [
    ("rust", [".294/.216", ".285/.226", ".430/.342", ".483/.364"]),
    ("temporal", [".620/.422", ".696/.560", ".646/.522", ".747/.613"]),
    ("hadoop", [".576/.484", ".621/.497", ".742/.614", "-"]),
    ("seamonkey", [".717/.622", ".717/.658", ".739/.666", "-"]),
];

/// How far down the ranking a duplicate is looked for, and how many more are asked for because some never count as wrong.
const DEPTH: usize = 50;
const SPARE: usize = 50;

/// Sizes of a board that the time is measured on, and questions asked of each.
const SIZES: [usize; 2] = [1_000, 16_000];
const QUESTIONS: usize = 500;

#[derive(Clone, Deserialize)]
struct Item {
    id: String,
    title: String,
    body: String,
    created_at: String,
    board: String,
}

#[derive(Deserialize)]
struct Query {
    #[serde(rename = "query_id")]
    id: String,
    project: String,
    board: String,
    #[serde(rename = "query_title")]
    title: String,
    #[serde(rename = "query_body")]
    body: String,
    #[serde(rename = "query_created_at")]
    created_at: String,
    relevant_ids: Vec<String>,
    ignore_ids: Vec<String>,
}

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    config: Config,
}

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(measure())
}

async fn measure() -> anyhow::Result<()> {
    let folder = std::env::var_os("SHIPBOARD_REAL_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from)
        .join("dev");
    if !folder.join("dups_eval.jsonl.gz").exists() {
        println!("skipped: no duplicates in {}; SHIPBOARD_REAL_DATA names another folder", folder.display());
        return Ok(());
    }
    let scratch = std::env::temp_dir().join(format!("shipboard-bench-{}", std::process::id()));
    let cluster = Cluster::start(&scratch, Durability::Throwaway).await?;
    let options = cluster.connect("shipboard");
    Db::migrate(&options).await?;
    let db = Db::connect(options.clone(), 4).await?;
    // What is asked for on the command line is meant for the bench, not for the product.
    let config = Command::parse_from(["bench"]).config;
    let app = App::new(db, Clock::system(), config, Transport::Memory(Memory::default()), Limits::off());
    let mut owner = PgConnection::connect_with(&options).await?;

    let queries: Vec<Query> = lines(&folder.join("dups_eval.jsonl.gz"))?;
    let mut corpora = corpora(&folder)?;
    println!("quality, by R@1, R@5, R@10 and MRR over {DEPTH}; beside it R@5/MRR of what was measured elsewhere");
    println!(
        "{:11} {:>7} {:>23} {:>23} {:>10} {:>10} {:>10} {:>10}",
        "project", "queries", "title alone", "title and text", "full text", "trigrams", "BM25", "+ MiniLM"
    );
    let mut shown = Vec::new();
    for (project, items) in &corpora {
        let mine: Vec<&Query> = queries.iter().filter(|query| query.project == *project).collect();
        let [alone, whole] = quality(&app, &mut owner, items, &mine).await?;
        let known = KNOWN.iter().find(|(known, _)| known == project).map_or(["-"; 4], |(_, known)| *known);
        let [full_text, trigrams, bm25, fusion] = known;
        println!(
            "{project:11} {:>7} {:>23} {:>23} {full_text:>10} {trigrams:>10} {bm25:>10} {fusion:>10}",
            whole.positives,
            alone.scores(),
            whole.scores()
        );
        shown.push((project.clone(), alone, whole));
    }
    println!("\nsuggested at all, of the controls and of those with a duplicate, and that duplicate among the first five shown;");
    println!("below, the first and the last were more (-) or less (+) enough: what is said of the controls, and what is right");
    println!("{:11} {:>8} {:>23} {:>23}", "project", "controls", "title alone", "title and text");
    for (project, alone, whole) in &shown {
        println!("{project:11} {:>8} {:>23} {:>23}", whole.controls, alone.suggested(), whole.suggested());
        for (how, tally) in [("title alone", alone), ("title and text", whole)] {
            println!("    {how:15} {}", tally.curve());
        }
    }
    let mut largest = corpora.pop().map_or_else(Vec::new, |(_, items)| items);
    largest.extend(corpora.into_iter().rev().flat_map(|(_, items)| items));
    println!("\ntime of a question, with its transaction, in ms (p50 / p99)");
    for size in SIZES {
        time(&app, &mut owner, &largest, size).await?;
    }
    println!("\nan index alone, its ideas repeated where there are not as many");
    for size in SIZES.into_iter().chain([100_000]) {
        index(&largest, size);
    }
    app.db.close().await;
    owner.close().await?;
    cluster.stop().await?;
    std::fs::remove_dir_all(&scratch)?;
    Ok(())
}

/// Every tracker in the folder, the smallest first, its items in the order they were asked.
fn corpora(folder: &Path) -> anyhow::Result<Vec<(String, Vec<Item>)>> {
    let mut corpora = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if let Some(project) = name.strip_prefix("dups_corpus.").and_then(|rest| rest.strip_suffix(".jsonl.gz")) {
            let mut items: Vec<Item> = lines(&path)?;
            items.sort_by(|one, other| one.created_at.cmp(&other.created_at));
            corpora.push((project.to_owned(), items));
        }
    }
    corpora.sort_by_key(|(_, items)| items.len());
    Ok(corpora)
}

fn lines<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
    let lines = BufReader::new(GzDecoder::new(File::open(path)?)).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// Makes a text fit, as whoever brings it from elsewhere has to.
fn fit(text: &str, most: usize) -> String {
    let spaced = text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c });
    spaced.collect::<String>().trim().chars().take(most).collect()
}

/// A workspace with these ideas. Returns it, and the number of each.
async fn workspace(app: &App, owner: &mut PgConnection, items: &[Item]) -> anyhow::Result<(TenantId, Vec<i32>)> {
    let (tenant, board, status, author) = (TenantId::new(), BoardId::new(), StatusId::new(), UserId::new());
    let slug = tenant.to_string().replace('-', "");
    let now = app.clock.now();
    let rows = "with tenant as (
            insert into tenants (id, slug, name, state, mail_key, created_at) values ($1, $5, 'Bench', 'active', decode(repeat('00', 32), 'hex'), $6)),
        board as (insert into boards (tenant_id, id, slug, name, position, created_at) values ($1, $2, 'all', 'All', 1, $6)),
        status as (insert into statuses (tenant_id, id, name, category, position) values ($1, $3, 'Open', 'open', 1))
        insert into users (tenant_id, id, email, name, created_at) values ($1, $4, 'bench@example.com', 'Bench', $6)";
    let rows = sqlx::query(rows).bind(tenant).bind(board).bind(status).bind(author).bind(&slug).bind(now);
    rows.execute(owner).await?;
    let mut numbers = Vec::with_capacity(items.len());
    for batch in items.chunks(500) {
        let mut tx = app.db.tenant(tenant).await?;
        for item in batch {
            let title = fit(&item.title, Title::MAX);
            let new = NewIdea {
                board,
                author,
                status,
                title: Title::parse(&format!("{title:·<3}")).map_err(anyhow::Error::msg)?,
                body: Body::parse(&fit(&item.body, Body::MAX)).map_err(anyhow::Error::msg)?,
                submission: IdeaId::new().0,
                created_at: now,
            };
            numbers.push(submit::insert(&mut tx, &new).await?.number);
        }
        tx.commit().await?;
    }
    Ok((tenant, numbers))
}

/// How the queries of a project did.
#[derive(Default)]
struct Tally {
    positives: usize,
    controls: usize,
    hits: [usize; 3],
    reciprocal: f64,
    /// Where something was suggested: to controls, to those with a duplicate, and that duplicate.
    suggested: [usize; 3],
    /// By how much the first that is shown to a control stands out, and a duplicate among the first five.
    stand_out: [Vec<f32>; 2],
}

/// What is tried as enough, beside what is: so much more or less.
const MORE_OR_LESS: [f32; 7] = [-0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15];

#[expect(clippy::cast_precision_loss, reason = "thousands")]
fn part(count: usize, of: usize) -> f64 {
    count as f64 / of.max(1) as f64
}

impl Tally {
    fn scores(&self) -> String {
        let [one, five, ten] = self.hits.map(|hits| part(hits, self.positives));
        let mrr = self.reciprocal / part(self.positives, 1).max(1.0);
        format!("{one:.3} {five:.3} {ten:.3} {mrr:.3}")
    }

    /// What a lower or a higher threshold would say of the controls, and of those with a duplicate rightly.
    fn curve(&self) -> String {
        let points = MORE_OR_LESS.map(|more| {
            let [noise, right] = [0, 1].map(|of| self.stand_out[of].iter().filter(|one| **one >= more).count());
            format!("{more:+.2} {:.2}/{:.2}", part(noise, self.controls), part(right, self.positives))
        });
        points.join("  ")
    }

    fn suggested(&self) -> String {
        let [controls, any, right] = self.suggested;
        let [any, right] = [any, right].map(|count| part(count, self.positives));
        format!("{:.2} / {any:.2} / {right:.2}", part(controls, self.controls))
    }
}

/// Asks every query of a project twice: with its title alone, as it is typed, and with its text.
async fn quality(app: &App, owner: &mut PgConnection, items: &[Item], queries: &[&Query]) -> anyhow::Result<[Tally; 2]> {
    let mut boards: BTreeMap<&str, Vec<Item>> = BTreeMap::new();
    for item in items {
        boards.entry(&item.board).or_default().push(item.clone());
    }
    let mut tallies = [Tally::default(), Tally::default()];
    for (board, items) in boards {
        let (tenant, numbers) = workspace(app, owner, &items).await?;
        let named: HashMap<&str, i32> = items.iter().map(|item| item.id.as_str()).zip(numbers.iter().copied()).collect();
        learn(app).await?;
        for query in queries.iter().filter(|query| query.board == board) {
            let meant = similar::meant(app, &query.title).await;
            let before = items.partition_point(|item| item.created_at < query.created_at);
            let before = numbers.get(before).copied().unwrap_or(i32::MAX);
            let numbered =
                |ids: &[String]| -> HashSet<i32> { ids.iter().filter_map(|id| named.get(id.as_str()).copied()).collect() };
            let (relevant, mut ignored) = (numbered(&query.relevant_ids), numbered(&query.ignore_ids));
            ignored.extend(named.get(query.id.as_str()));
            for (tally, text) in tallies.iter_mut().zip(["", query.body.as_str()]) {
                let mut tx = app.db.tenant_read(tenant).await?;
                let ranked = similar::find::ranked(
                    app,
                    &mut tx,
                    Draft { title: &query.title, text, meant: meant.as_deref() },
                    Some(before),
                    DEPTH + SPARE,
                )
                .await?;
                let ranked: Vec<_> = ranked.into_iter().filter(|hit| !ignored.contains(&hit.number)).take(DEPTH).collect();
                let some = ranked.first().is_some_and(Hit::is_telling);
                if query.relevant_ids.is_empty() {
                    tally.controls += 1;
                    tally.suggested[0] += usize::from(some);
                    tally.stand_out[0].extend(ranked.first().map(|hit| hit.stands_out));
                    continue;
                }
                tally.positives += 1;
                let right = ranked.iter().take(5).find(|hit| relevant.contains(&hit.number));
                tally.stand_out[1].extend(right.map(|hit| hit.stands_out));
                tally.suggested[1] += usize::from(some);
                if let Some(place) = ranked.iter().position(|hit| relevant.contains(&hit.number)) {
                    tally.reciprocal += 1.0 / part(place + 1, 1);
                    for (hits, k) in tally.hits.iter_mut().zip([1, 5, 10]) {
                        *hits += usize::from(place < k);
                    }
                    tally.suggested[2] += usize::from(place < 5 && ranked[place].is_telling());
                }
            }
        }
    }
    Ok(tallies)
}

/// Has a model asked about all that is new, where one is set up.
async fn learn(app: &App) -> anyhow::Result<()> {
    similar::meaning_jobs::understand_all(app).await?;
    while worker::drain(app, &workers::handlers(), find_site).await? > 0 {}
    Ok(())
}

/// Times a question of somebody who types a title, the same with a text, and the plain search for any word of the title.
async fn time(app: &App, owner: &mut PgConnection, items: &[Item], size: usize) -> anyhow::Result<()> {
    let items: Vec<Item> = items.iter().take(size).cloned().collect();
    let (tenant, _) = workspace(app, owner, &items).await?;
    sqlx::query("vacuum analyze").execute(&mut *owner).await?;
    let [mut alone, mut whole, mut plain] = [Vec::new(), Vec::new(), Vec::new()];
    let began = Instant::now();
    ask(app, tenant, "The first question builds the index", "").await?;
    let first = began.elapsed();
    for item in items.iter().step_by((size / QUESTIONS).max(1)) {
        let began = Instant::now();
        ask(app, tenant, &item.title, "").await?;
        alone.push(began.elapsed());
        let began = Instant::now();
        ask(app, tenant, &item.title, &item.body).await?;
        whole.push(began.elapsed());
        let began = Instant::now();
        // As the owner, past the policy under which PostgreSQL uses no index for this.
        sqlx::query(
            "select i.id, i.title, ts_rank(i.search, q.query) as rank
               from ideas i, (select replace(plainto_tsquery('english', $2)::text, '&', '|')::tsquery as query) q
              where i.tenant_id = $1 and i.deleted_at is null and i.search @@ q.query
              order by 3 desc limit 5",
        )
        .bind(tenant)
        .bind(&item.title)
        .fetch_all(&mut *owner)
        .await?;
        plain.push(began.elapsed());
    }
    let [alone, whole, plain] = [alone, whole, plain].map(percentiles);
    let ratio = |one: (f64, f64)| format!("{:.2} / {:.2} ({:.2} of the search)", one.0, one.1, one.0 / plain.0);
    println!("{size:>6} ideas: title {}; title and text {}", ratio(alone), ratio(whole));
    println!(
        "              plain full text search {:.2} / {:.2}; the very first question {} ms",
        plain.0,
        plain.1,
        first.as_millis()
    );
    Ok(())
}

/// How long it takes to read this many ideas, what that takes in memory, and how long one question takes of it.
fn index(items: &[Item], size: usize) {
    let began = Instant::now();
    let mut index = Index::new(Language::of("en"));
    for (number, item) in (1..).zip(items.iter().cycle().take(size)) {
        let text: String = item.body.chars().take(usize::try_from(READ).unwrap_or_default()).collect();
        index.read(IdeaId::new(), number, 0, &item.title, &text);
    }
    index.order();
    let built = began.elapsed();
    let questions = items.iter().step_by((items.len() / QUESTIONS).max(1)).map(|item| {
        let began = Instant::now();
        index.like(&Wish::new(index.language(), &item.title, &item.body), None, 100);
        began.elapsed()
    });
    let (middle, most) = percentiles(questions.collect());
    let mib = index.size() / 1024 / 1024;
    println!(
        "{size:>6} ideas: {:.2} s to read, {mib} MiB; a title with its text {middle:.2} / {most:.2} ms",
        built.as_secs_f64()
    );
}

async fn ask(app: &App, tenant: TenantId, title: &str, text: &str) -> anyhow::Result<()> {
    let mut tx = app.db.tenant_read(tenant).await?;
    similar::for_words(app, &mut tx, Draft { title, text, meant: None }, &[Visibility::Public], None, 5).await?;
    Ok(())
}

/// The middle and the 99th of a hundred, in milliseconds.
fn percentiles(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort_unstable();
    let at = |hundredth: usize| times[(times.len() * hundredth / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
    (at(50), at(99))
}
