//! What could be reached at best: the same bytes from memory, the same page without the network, the same statements alone.

use std::collections::HashMap;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use axum::response::IntoResponse;
use clap::Parser;
use shipboard::app::App;
use shipboard::clock::Clock;
use shipboard::config::Config;
use shipboard::db::PLANNING;
use shipboard::limits::Limits;
use shipboard::mail::Transport;
use tower::ServiceExt;

use crate::load::Turn;
use crate::place::Place;

/// A page as it was sent, for [`bare`].
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Sent {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// A handler that answers with bytes from memory and does nothing else.
pub(crate) async fn bare(file: &str) -> anyhow::Result<()> {
    let pages: HashMap<String, Sent> = serde_json::from_slice(&std::fs::read(file)?)?;
    let pages: HashMap<String, (HeaderMap, axum::body::Bytes)> = pages
        .into_iter()
        .map(|(path, sent)| {
            let headers = sent
                .headers
                .iter()
                .filter_map(|(name, value)| Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?)));
            (path, (headers.collect(), sent.body.into()))
        })
        .collect();
    let pages = Arc::new(pages);
    let port: u16 = std::env::var("SHIPBOARD_BENCH_PORT")?.parse()?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let answer = move |uri: Uri| {
        let pages = pages.clone();
        async move {
            match pages.get(uri.path()) {
                Some((headers, body)) => (headers.clone(), body.clone()).into_response(),
                None => axum::http::StatusCode::NOT_FOUND.into_response(),
            }
        }
    };
    axum::serve(listener, axum::Router::new().fallback(answer)).await?;
    Ok(())
}

#[derive(Parser)]
struct Settings {
    #[command(flatten)]
    config: Config,
}

/// The product's routes called inside a process: statements and template, without a network and without compressing.
/// Prints how often a second. Words: host, path, connections, seconds.
pub(crate) async fn inner(words: &[String]) -> anyhow::Result<()> {
    let [host, path, connections, seconds] = words else { anyhow::bail!("host, path, connections, seconds") };
    let config = Settings::parse_from(["bench", "--page-cache", "0"]).config;
    let options = config.database_url.as_ref().map(secrecy::ExposeSecret::expose_secret).context("DATABASE_URL")?.parse()?;
    let db = shipboard::db::Db::connect(options, config.pool).await?;
    let app = App::new(db, Clock::system(), config, Transport::Memory(Arc::default()), Limits::off());
    let router = shipboard::router::router(&app);
    let (end, done) = (Instant::now() + Duration::from_secs_f64(seconds.parse()?), Arc::new(AtomicUsize::new(0)));
    let hands = (0..connections.parse()?).map(|_| {
        let (router, done, host, path) = (router.clone(), done.clone(), host.clone(), path.clone());
        tokio::spawn(async move {
            while Instant::now() < end {
                let mut request = Request::get(&path).header("host", &host).body(Body::empty())?;
                request.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::from(([127, 0, 0, 1], 4))));
                let reply = router.clone().oneshot(request).await?;
                anyhow::ensure!(reply.status() == 200, "{path} answered {}", reply.status());
                to_bytes(reply.into_body(), usize::MAX).await?;
                done.fetch_add(1, Ordering::Relaxed);
            }
            anyhow::Ok(())
        })
    });
    let began = Instant::now();
    for hand in hands.collect::<Vec<_>>() {
        hand.await??;
    }
    #[expect(clippy::cast_precision_loss, reason = "a rate to be read")]
    let rate = done.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64();
    println!("{rate}");
    Ok(())
}

/// Runs [`inner`] as a program of its own.
pub(crate) async fn run_inner(place: &Place, host: &str, path: &str, connections: usize, turn: Duration) -> anyhow::Result<Turn> {
    let output = tokio::process::Command::new(std::env::current_exe()?)
        .args(["inner", host, path, &connections.to_string(), &turn.as_secs_f64().to_string()])
        .env("DATABASE_URL", place.url()?)
        .env("SHIPBOARD_BASE_URL", "http://localhost:3000")
        .output()
        .await?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(Turn { rate: String::from_utf8(output.stdout)?.trim().parse()?, ..Turn::default() })
}

/// PostgreSQL doing a script alone, over the same socket, in the scope of a workspace and as the server's role.
pub(crate) async fn pgbench(
    place: &Place,
    tenant: uuid::Uuid,
    script: &str,
    variables: &[(String, String)],
    connections: usize,
    turn: Duration,
) -> anyhow::Result<Turn> {
    let file = place.folder.join("script.sql");
    std::fs::write(&file, script)?;
    let planning = PLANNING.map(|(name, value)| format!(" -c {name}={value}")).concat();
    let mut command = Command::new(program()?);
    command.args(["-n", "-M", "prepared", "-h"]).arg(place.socket()?).args(["-U", "shipboard", "-f"]).arg(&file);
    let threads = if connections > 1 { "2" } else { "1" };
    command.args(["-c", &connections.to_string(), "-j", threads, "-T", &turn.as_secs().max(1).to_string()]);
    for (name, value) in variables {
        command.arg("-D").arg(format!("{name}={value}"));
    }
    command.arg("shipboard").env("PGOPTIONS", format!("-c app.tenant_id={tenant} -c role=shipboard_app{planning}"));
    let output = tokio::process::Command::from(command).output().await?;
    let words = String::from_utf8_lossy(&output.stdout);
    let figure =
        |name: &str| words.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse::<f64>().ok());
    let rate = figure("tps = ").with_context(|| format!("pgbench: {words}{}", String::from_utf8_lossy(&output.stderr)))?;
    let failed = words
        .lines()
        .find_map(|line| line.strip_prefix("number of failed transactions: ")?.split_whitespace().next()?.parse().ok());
    Ok(Turn {
        rate,
        middle: figure("latency average = ").unwrap_or_default(),
        errors: failed.unwrap_or_default(),
        ..Turn::default()
    })
}

/// pgbench of the newest PostgreSQL that is installed.
fn program() -> anyhow::Result<std::path::PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin/pgbench")))
        .filter(|path| path.exists())
        .collect();
    found.sort();
    found.pop().or_else(|| Command::new("pgbench").arg("--version").output().ok().map(|_| "pgbench".into())).context(
        "pgbench is missing: it is part of PostgreSQL's server programs (Debian: postgresql-15 or the version that is installed)",
    )
}
