//! Whether pages stay as fast as they are while a release is being told: the real server, its own PostgreSQL, and a mail
//! server on loopback. Prints how long pages took in turns of quiet and of mail, and the ratio of the two.
//!
//! `cargo bench --bench mail_beside_pages [-- VOTERS]`

use std::net::{SocketAddr, TcpListener as StdListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use shipboard::access::Role;
use shipboard::app::{Site, TenantState};
use shipboard::clock::Clock;
use shipboard::db::Db;
use shipboard::db::embedded::Cluster;
use shipboard::ids::{TenantId, UserId};
use shipboard::releases::ship::{self, Announcement};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Who asked for what the release has, unless the command line says otherwise.
const VOTERS: usize = 1_000;

/// How many times quiet and mail take turns.
const ROUNDS: usize = 3;

/// Browsers at the same time.
const READERS: usize = 4;

/// How long a quiet turn is.
const QUIET: Duration = Duration::from_secs(4);

/// The pages that are asked for, in turn.
const PAGES: [&str; 4] = ["/", "/ideas/1", "/roadmap", "/changelog"];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let voters = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(VOTERS);
    let folder = tempfolder()?;
    let sink = Sink::start().await?;
    let server = Server::start(&folder, &sink).await?;
    println!("{voters} voters a ship, {READERS} readers, {ROUNDS} rounds of quiet and mail in turns");
    let stage = Stage::set(&folder, voters).await?;

    let (mut quiet, mut busy, mut rates) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let calm = readers(server.address, || async { tokio::time::sleep(QUIET).await }).await?;
        let before = sink.taken();
        let began = Instant::now();
        let number = stage.ship(round).await?;
        let told = readers(server.address, || async {
            while sink.taken() < before + voters {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await?;
        let took = began.elapsed();
        #[expect(clippy::cast_precision_loss, reason = "a rate to be read")]
        let rate = voters as f64 / took.as_secs_f64();
        println!(
            "round {round}: release {number} told to {voters} in {:.1} s ({rate:.0} mails/s); pages p50 {:.2} ms quiet, {:.2} ms beside mail",
            took.as_secs_f64(),
            milliseconds(&calm, 50),
            milliseconds(&told, 50),
        );
        rates.push(rate);
        quiet.extend(calm);
        busy.extend(told);
    }
    for share in [50, 90, 99] {
        let (calm, told) = (milliseconds(&quiet, share), milliseconds(&busy, share));
        println!("pages p{share}: {calm:.2} ms quiet, {told:.2} ms beside mail, ratio {:.2}", told / calm);
    }
    stage.once(sink.taken(), voters * ROUNDS).await?;
    drop(server);
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// An empty folder that the private PostgreSQL's user can reach.
fn tempfolder() -> anyhow::Result<std::path::PathBuf> {
    let folder = std::env::temp_dir().join(format!("shipboard-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The value that this share of all measurements does not exceed, in milliseconds.
fn milliseconds(times: &[Duration], share: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get((times.len() * share / 100).min(times.len().saturating_sub(1))).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}

/// Readers who open one page after the other until `done` is.
async fn readers<F: Future<Output = ()>>(address: SocketAddr, done: impl FnOnce() -> F) -> anyhow::Result<Vec<Duration>> {
    let stop = Arc::new(AtomicUsize::new(0));
    let reading: Vec<_> = (0..READERS).map(|_| tokio::spawn(read(address, stop.clone()))).collect();
    done().await;
    stop.store(1, Ordering::Relaxed);
    let mut times = Vec::new();
    for reader in reading {
        times.extend(reader.await??);
    }
    Ok(times)
}

/// One browser: a connection that stays open, and pages on it.
async fn read(address: SocketAddr, stop: Arc<AtomicUsize>) -> anyhow::Result<Vec<Duration>> {
    let mut stream = BufReader::new(TcpStream::connect(address).await?);
    let mut times = Vec::new();
    for page in PAGES.iter().cycle() {
        if stop.load(Ordering::Relaxed) == 1 {
            break;
        }
        let began = Instant::now();
        let request = format!("GET {page} HTTP/1.1\r\nhost: demo.localhost\r\naccept: text/html\r\n\r\n");
        stream.get_mut().write_all(request.as_bytes()).await?;
        let mut length = None;
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        ensure!(line.starts_with("HTTP/1.1 200"), "{page} answered {}", line.trim());
        loop {
            line.clear();
            stream.read_line(&mut line).await?;
            let Some((name, value)) = line.split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.trim().parse::<usize>()?);
            }
        }
        let mut body = vec![0; length.context("the server says how long a page is")?];
        stream.read_exact(&mut body).await?;
        times.push(began.elapsed());
        // A page a person reads: the readers are no load test.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(times)
}

/// The server, as it is started for real.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    async fn start(folder: &Path, sink: &Sink) -> anyhow::Result<Self> {
        let address = StdListener::bind("127.0.0.1:0")?.local_addr()?;
        let command = |verb: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_shipboard"));
            command.arg(verb).env("SHIPBOARD_DATA", folder).env("SHIPBOARD_ADDRESS", address.to_string());
            command.env("SHIPBOARD_BASE_URL", "http://localhost").env("SHIPBOARD_METRICS_ADDRESS", "off");
            command.env("SMTP_URL", format!("smtp://{}", sink.address)).env("SHIPBOARD_LOG", "warn").env_remove("DATABASE_URL");
            command.stdout(Stdio::null());
            command
        };
        ensure!(command("demo").status()?.success(), "the demo could not be loaded");
        let process = command("serve").spawn()?;
        for _ in 0..200 {
            if TcpStream::connect(address).await.is_ok() {
                return Ok(Self { process, address });
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("the server did not start")
    }
}

impl Drop for Server {
    /// Stops it as its operator would, and with it its PostgreSQL, however the bench ends.
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        let _ = self.process.wait();
    }
}

/// The demo's workspace, with ideas that a crowd wants.
struct Stage {
    db: Db,
    tenant: TenantId,
    actor: UserId,
    clock: Clock,
    /// One for each round: nobody is told of the same idea twice.
    ideas: Vec<uuid::Uuid>,
}

impl Stage {
    async fn set(folder: &Path, voters: usize) -> anyhow::Result<Self> {
        let options = Cluster::join(&folder.join("postgresql"), "shipboard").await?;
        let db = Db::connect(options, 2).await?;
        let mut global = db.global().await?;
        let tenant: TenantId = sqlx::query_scalar("select id from tenants where slug = 'demo'").fetch_one(&mut *global).await?;
        drop(global);
        let mut tx = db.tenant(tenant).await?;
        let ideas: Vec<uuid::Uuid> = sqlx::query_scalar(
            "select i.id from ideas i join statuses s on s.id = i.status_id
              where s.category = 'open' and i.merged_into is null order by i.number limit $1",
        )
        .bind(i64::try_from(ROUNDS)?)
        .fetch_all(&mut *tx)
        .await?;
        sqlx::query("delete from votes where idea_id = any($1)").bind(&ideas).execute(&mut *tx).await?;
        sqlx::query("delete from followers where idea_id = any($1)").bind(&ideas).execute(&mut *tx).await?;
        sqlx::query(
            "with crowd as (
                 insert into users (id, email, name, created_at, confirmed_at)
                 select gen_random_uuid(), 'voter' || n || '@crowd.example', 'Voter ' || n, now(), now() from generate_series(1, $2) n
              returning id)
             insert into votes (idea_id, user_id, created_at) select idea, id, now() from crowd, unnest($1::uuid[]) idea",
        )
        .bind(&ideas)
        .bind(i32::try_from(voters)?)
        .execute(&mut *tx)
        .await?;
        let actor: UserId = sqlx::query_scalar("select id from users where $1 = any(roles) limit 1")
            .bind(Role::Owner)
            .fetch_one(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Self { db, tenant, actor, clock: Clock::system(), ideas })
    }

    /// Ships a release that has the idea in it.
    async fn ship(&self, round: usize) -> anyhow::Result<i32> {
        let now = self.clock.now();
        let mut tx = self.db.tenant(self.tenant).await?;
        let number: i32 = sqlx::query_scalar(
            "insert into releases (id, number, version, stage, created_by, created_at, updated_at)
             values (gen_random_uuid(), next_number('release'), $1, 'planned', $3, $2, $2) returning number",
        )
        .bind(format!("9.{round}"))
        .bind(now)
        .bind(self.actor)
        .fetch_one(&mut *tx)
        .await?;
        sqlx::query(
            "insert into release_items (id, release_id, idea_id, completes, position, created_at)
             select gen_random_uuid(), id, $2, true, 1, created_at from releases where number = $1",
        )
        .bind(number)
        .bind(self.ideas[round - 1])
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        let site = site(self.tenant);
        let mut tx = self.db.tenant(self.tenant).await?;
        ship::ship(&mut tx, &site, number, Announcement::Now, self.actor, now).await?;
        tx.commit().await?;
        Ok(number)
    }

    /// Holds that the ledger and the mail server agree: everybody was told, once a ship.
    async fn once(&self, taken: usize, expected: usize) -> anyhow::Result<()> {
        let mut tx = self.db.tenant(self.tenant).await?;
        let sent: i64 =
            sqlx::query_scalar("select count(*) from notices where idea_id = any($1) and kind = 'shipped' and state = 'sent'")
                .bind(&self.ideas)
                .fetch_one(&mut *tx)
                .await?;
        println!("mails the server took: {taken}; notices the ledger calls sent: {sent}; expected: {expected}");
        Ok(())
    }
}

/// The workspace, as far as shipping at once needs to know it.
fn site(tenant: TenantId) -> Site {
    Site {
        logo: None,
        logo_width: None,
        logo_height: None,
        icon: String::new(),
        id: tenant,
        slug: "demo".to_owned(),
        custom_domain: None,
        name: String::new(),
        tagline: String::new(),
        state: TenantState::Active,
        brand_color: None,
        page_language: None,
        language: "en".to_owned(),
        time_zone: "UTC".to_owned(),
        settle_minutes: 0,
        indexed: false,
        has_public_board: true,
        mail_key: Vec::new(),
    }
}

/// A mail server that takes everything at once.
struct Sink {
    address: SocketAddr,
    taken: Arc<AtomicUsize>,
}

impl Sink {
    async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let (address, taken) = (listener.local_addr()?, Arc::new(AtomicUsize::new(0)));
        let counter = taken.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, counter.clone()));
            }
        });
        Ok(Self { address, taken })
    }

    fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }
}

async fn converse(stream: TcpStream, taken: Arc<AtomicUsize>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.get_mut().write_all(b"220 sink\r\n").await?;
    let mut line = String::new();
    let mut data = false;
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let reply: &[u8] = match (data, line.as_str()) {
            (true, ".\r\n") => {
                data = false;
                taken.fetch_add(1, Ordering::Relaxed);
                b"250 taken\r\n"
            }
            (true, _) => continue,
            (false, command) if command.starts_with("DATA") => {
                data = true;
                b"354 go on\r\n"
            }
            (false, command) if command.starts_with("QUIT") => return Ok(()),
            (false, _) => b"250 ok\r\n",
        };
        stream.get_mut().write_all(reply).await?;
    }
}
