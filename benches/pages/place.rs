//! Where it is measured: a PostgreSQL of its own, and the server as it is started for real.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use shipboard::db::embedded::{Cluster, Durability};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use tokio::net::TcpStream;

/// The program that is measured.
const SHIPBOARD: &str = env!("CARGO_BIN_EXE_shipboard");

/// The database, as its owner.
pub(crate) struct Place {
    pub(crate) owner: PgPool,
    pub(crate) folder: PathBuf,
    cluster: Cluster,
    /// Whether what was filled is there the next time.
    stays: bool,
}

impl Place {
    /// Starts a PostgreSQL that keeps what it is given, with the product's schema in it.
    pub(crate) async fn take() -> anyhow::Result<Self> {
        let named = std::env::var_os("SHIPBOARD_BENCH_DATA").map(PathBuf::from);
        let stays = named.is_some();
        let folder = named.unwrap_or_else(|| std::env::temp_dir().join(format!("shipboard-pages-{}", std::process::id())));
        Self::take_in(folder, stays).await
    }

    /// Another one, which has nothing to do with this but where it lies.
    pub(crate) async fn another(&self, name: &str) -> anyhow::Result<Self> {
        Self::take_in(self.folder.join(name), self.stays).await
    }

    async fn take_in(folder: PathBuf, stays: bool) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        let cluster = Cluster::start(&folder, Durability::Kept).await?;
        let options = cluster.connect("shipboard");
        shipboard::db::Db::migrate(&options).await?;
        let owner = PgPoolOptions::new().max_connections(4).connect_with(options).await?;
        Ok(Self { owner, folder, cluster, stays })
    }

    pub(crate) fn options(&self) -> PgConnectOptions {
        self.cluster.connect("shipboard")
    }

    /// The folder of its socket.
    pub(crate) fn socket(&self) -> anyhow::Result<PathBuf> {
        self.options().get_socket().cloned().context("a private PostgreSQL has a socket")
    }

    pub(crate) fn url(&self) -> anyhow::Result<String> {
        Ok(format!("postgres://shipboard@localhost/shipboard?host={}", self.socket()?.display()))
    }

    /// What PostgreSQL has said.
    pub(crate) fn log(&self) -> PathBuf {
        self.folder.join("postgres.log")
    }

    pub(crate) async fn version(&self) -> anyhow::Result<String> {
        Ok(sqlx::query_scalar("show server_version").fetch_one(&self.owner).await?)
    }

    /// Says something to PostgreSQL in words of ours.
    pub(crate) async fn say(&self, statement: impl Into<String>) -> anyhow::Result<()> {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement.into())).execute(&self.owner).await?;
        Ok(())
    }

    pub(crate) fn verify(&self) -> anyhow::Result<String> {
        let output = self.command(Path::new(SHIPBOARD), "verify", 0)?.output()?;
        let words = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        Ok(format!("{} {}", output.status, words.lines().last().unwrap_or_default()))
    }

    fn command(&self, program: &Path, verb: &str, port: u16) -> anyhow::Result<Command> {
        let mut command = Command::new(program);
        command.arg(verb).env("SHIPBOARD_DATA", self.folder.join("data")).env("DATABASE_URL", self.url()?);
        command
            .env("SHIPBOARD_ADDRESS", format!("127.0.0.1:{port}"))
            .env("SHIPBOARD_BASE_URL", format!("http://localhost:{port}"));
        command.env("SHIPBOARD_METRICS_ADDRESS", "off").env("SHIPBOARD_LOG", "warn").env("SHIPBOARD_TRUSTED_PROXIES", "1");
        // What is meant for this program is no setting of the product's.
        let ours = std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("SHIPBOARD_BENCH_"));
        ours.for_each(|(name, _)| _ = command.env_remove(name));
        Ok(command)
    }

    /// The server, with these settings besides.
    pub(crate) async fn serve(&self, settings: &[(&str, &str)]) -> anyhow::Result<Server> {
        self.serve_by(Path::new(SHIPBOARD), settings).await
    }

    /// Another program that serves as the server does.
    pub(crate) async fn serve_by(&self, program: &Path, settings: &[(&str, &str)]) -> anyhow::Result<Server> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = self.command(program, "serve", port)?;
        command.envs(settings.iter().copied()).stdout(Stdio::null());
        Server::start(command, SocketAddr::from(([127, 0, 0, 1], port))).await
    }

    /// A ceiling that is a program of its own and says the port it listens on.
    pub(crate) async fn bare(&self, pages: &Path) -> anyhow::Result<Server> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("bare").arg(pages).env("SHIPBOARD_BENCH_PORT", port.to_string());
        Server::start(command, SocketAddr::from(([127, 0, 0, 1], port))).await
    }

    pub(crate) async fn leave(self) -> anyhow::Result<()> {
        self.owner.close().await;
        self.cluster.stop().await?;
        if !self.stays {
            std::fs::remove_dir_all(&self.folder)?;
        }
        Ok(())
    }
}

/// A running program that answers requests.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process to the first answer.
    pub(crate) started_in: Duration,
}

impl Server {
    async fn start(mut command: Command, address: SocketAddr) -> anyhow::Result<Self> {
        let began = Instant::now();
        let mut process = command.spawn()?;
        while TcpStream::connect(address).await.is_err() {
            ensure!(process.try_wait()?.is_none(), "the server ended before it answered");
            ensure!(began.elapsed() < Duration::from_secs(30), "the server did not start");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok(Self { process, address, started_in: began.elapsed() })
    }

    /// Memory that is resident, in MiB.
    pub(crate) fn memory(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("a process has memory")?;
        let kilobytes: f64 = line.split_whitespace().nth(1).context("a number")?.parse()?;
        Ok(kilobytes / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        let _ = self.process.wait();
    }
}
