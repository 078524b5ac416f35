//! How fast pages and writes are, as shares of what could be reached at best: the real server on a PostgreSQL of its own, beside
//! ceilings that are measured in the same minute, in turns. Load comes from this program, over loopback, from one thread.
//!
//! `cargo bench --bench pages`. What it fills and how long it measures is said by the environment: see [`Sizes`]. Filling the
//! large workspace takes minutes: with `SHIPBOARD_BENCH_DATA`, a folder, it is kept there for the next time.

mod beside;
mod ceilings;
mod data;
mod growth;
mod load;
mod place;
mod rows;
mod sink;
mod statements;
mod told;

use std::path::PathBuf;
use std::time::Duration;

use place::Place;
use rows::Report;
use tokio::task::LocalSet;

/// What is measured with what.
pub(crate) struct Sizes {
    /// The first workspace: ideas, votes, people.
    pub(crate) small: [u32; 3],
    /// A large one beside it; with 0 ideas there is none.
    pub(crate) large: [u32; 3],
    /// Workspaces of a hundred ideas each, besides.
    pub(crate) workspaces: u32,
    /// Who asked for a release that is shipped.
    pub(crate) voters: u32,
    /// Turns.
    pub(crate) rounds: usize,
    /// How long each measurement is.
    pub(crate) turn: Duration,
    /// Connections.
    pub(crate) connections: usize,
    /// Rows whose names have one of these words, separated by commas; all where there is none.
    pub(crate) only: String,
    /// Another program that serves as this one does: see [`beside`].
    pub(crate) other: Option<PathBuf>,
}

impl Sizes {
    fn read() -> anyhow::Result<Self> {
        let word = |name: &str, otherwise: &str| std::env::var(name).unwrap_or_else(|_| otherwise.to_owned());
        let three = |name: &str, otherwise: &str| -> anyhow::Result<[u32; 3]> {
            let numbers = word(name, otherwise).split(',').map(|part| part.trim().parse()).collect::<Result<Vec<u32>, _>>()?;
            numbers.try_into().map_err(|_| anyhow::anyhow!("{name} is ideas,votes,people"))
        };
        Ok(Self {
            small: three("SHIPBOARD_BENCH_SMALL", "1000,50000,2000")?,
            large: three("SHIPBOARD_BENCH_LARGE", "0,0,0")?,
            workspaces: word("SHIPBOARD_BENCH_WORKSPACES", "0").parse()?,
            voters: word("SHIPBOARD_BENCH_VOTERS", "100000").parse()?,
            rounds: word("SHIPBOARD_BENCH_ROUNDS", "3").parse()?,
            turn: Duration::from_secs_f64(word("SHIPBOARD_BENCH_SECONDS", "3").parse()?),
            connections: word("SHIPBOARD_BENCH_CONNECTIONS", "16").parse()?,
            only: word("SHIPBOARD_BENCH_ONLY", ""),
            other: std::env::var_os("SHIPBOARD_BENCH_OTHER").map(PathBuf::from),
        })
    }

    /// Whether a row is wanted.
    pub(crate) fn wants(&self, row: &str) -> bool {
        self.only.is_empty() || self.only.split(',').any(|word| row.contains(word.trim()))
    }
}

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let many = || tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match words.first().map(String::as_str) {
        // The ceilings are programs of their own, as the server is.
        Some("bare") => many()?.block_on(ceilings::bare(&words[1])),
        Some("letters") => many()?.block_on(sink::letters(&words[1..])),
        Some("inner") => many()?.block_on(ceilings::inner(&words[1..])),
        _ => tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(LocalSet::new().run_until(measure())),
    }
}

async fn measure() -> anyhow::Result<()> {
    let sizes = Sizes::read()?;
    let place = Place::take().await?;
    println!(
        "PostgreSQL {}; {} connections; {} turns of {:?} each, what is compared one after the other",
        place.version().await?,
        sizes.connections,
        sizes.rounds,
        sizes.turn
    );
    data::fill(&place, &sizes).await?;
    let mut report = Report::new(&sizes);
    rows::pages(&place, &sizes, &mut report).await?;
    rows::writes(&place, &sizes, &mut report).await?;
    told::click(&place, &sizes, &mut report).await?;
    told::mail(&place, &sizes, &mut report).await?;
    growth::rows(&place, &sizes, &mut report).await?;
    beside::rows(&place, &sizes, &mut report).await?;
    rows::footprint(&place, &sizes, &mut report).await?;
    report.print();
    println!("\nshipboard verify: {}", place.verify()?);
    statements::plans(&place, &sizes).await?;
    place.leave().await
}
