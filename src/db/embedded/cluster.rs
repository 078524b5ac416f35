//! A private PostgreSQL from its creation to its shutdown.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{fs, panic};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{Connection as _, PgConnection};
use tokio::task::JoinHandle;
use tokio::{task, time};

use super::account::Account;
use super::binaries::{self, Binaries};
use super::error::EmbeddedError;
use super::folder::{self, Folder};
use super::process::{GLANCE, PidFile, Server};

/// The owner of everything in a private cluster, and the name of the database that Shipboard keeps its data in.
const NAME: &str = "shipboard";

/// The port in the socket's name; a private cluster listens on no network.
const PORT: u16 = 5432;

/// How often a start is tried again while the last processes of a killed server go away, and how long between.
const ATTEMPTS: u32 = 50;
const PAUSE: Duration = Duration::from_millis(200);

/// How long after its end a server is started again, and how long after each start that came to nothing: a disk may be full.
const AGAIN: Duration = Duration::from_secs(1);

/// What the server is run with, whatever its folder says.
const SETTINGS: [&str; 13] = [
    "listen_addresses=",
    "port=5432",
    "unix_socket_permissions=0700",
    "max_connections=100",
    "shared_buffers=128MB",
    // Our statements are short: compiling them costs more than it saves.
    "jit=off",
    "timezone=UTC",
    "log_timezone=UTC",
    "logging_collector=off",
    "log_destination=stderr",
    "log_checkpoints=off",
    // What people typed stays out of the log.
    "log_error_verbosity=terse",
    "log_line_prefix=%m [%p] ",
];

/// What a server that may lose everything is spared.
const CARELESS: [&str; 8] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=4GB",
    "checkpoint_timeout=1h",
];

/// The locales a cluster is made with: the first that the installed PostgreSQL knows.
///
/// ICU sorts as people expect. The C type must know Unicode all the same, or full-text search takes `Ü` and `ü` for
/// different letters. `C.UTF-8` needs no package of locales; PostgreSQL 14 and builds without ICU get by with less.
const LOCALES: [&[&str]; 3] =
    [&["--locale-provider=icu", "--icu-locale=und", "--locale=C.UTF-8"], &["--locale=C.UTF-8"], &["--no-locale"]];

/// Whether what is written must survive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// As PostgreSQL does it: what is committed stays.
    Kept,
    /// Nothing is waited for; a crash may lose everything. For tests.
    Throwaway,
}

/// A running PostgreSQL that is nobody's but ours.
#[derive(Debug)]
pub struct Cluster {
    // Declared before what it keeps, so that a dropped cluster is told to stop before its lock is given up.
    keeper: Keeper,
    kept: Arc<Kept>,
}

/// What a cluster is started from, as often as that is needed.
#[derive(Debug)]
struct Kept {
    folder: Folder,
    socket: PathBuf,
    binaries: Binaries,
    account: Account,
    durability: Durability,
    /// None while it is being started again.
    server: Mutex<Option<Server>>,
}

/// Starts a server again that ends while nobody has told it to: killed, or out of disk.
#[derive(Debug)]
struct Keeper(JoinHandle<()>);

impl Drop for Keeper {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Cluster {
    /// Starts the cluster in this folder, made where it is missing, with a database named `shipboard` in it.
    ///
    /// A server that outlived the Shipboard it belonged to is stopped first, and loses nothing by it.
    pub async fn start(folder: &Path, durability: Durability) -> Result<Self, EmbeddedError> {
        let places = blocking(binaries::places).await;
        Self::start_from(&places, folder, durability).await
    }

    /// The same, with the PostgreSQL found in one of these places and nowhere else.
    pub async fn start_from(places: &[PathBuf], folder: &Path, durability: Durability) -> Result<Self, EmbeddedError> {
        let (path, places) = (folder.to_owned(), places.to_owned());
        let (folder, binaries, account) = blocking(move || {
            let folder = Folder::take(&path)?;
            let binaries = Binaries::choose(&places, folder.path(), folder.made_by())?;
            let account = Account::choose(&folder.data())?;
            account.own(folder.path())?;
            Ok::<_, EmbeddedError>((folder, binaries, account))
        })
        .await?;
        if folder.made_by().is_none() {
            create(&folder, &binaries, account, durability).await?;
        }
        let socket = folder.socket(account)?;
        let server = launch(&folder, &socket, &binaries, account, durability).await?;
        let kept = Arc::new(Kept { folder, socket, binaries, account, durability, server: Mutex::new(Some(server)) });
        let keeper = Keeper(tokio::spawn(kept.clone().keep()));
        let cluster = Self { keeper, kept };
        cluster.create_database().await?;
        Ok(cluster)
    }

    /// How to connect to a database of the cluster as the owner of everything in it.
    pub fn connect(&self, database: &str) -> PgConnectOptions {
        at(&self.kept.socket, database)
    }

    /// How to connect to a database of the cluster in this folder while another Shipboard runs it. Waits for one that is just
    /// starting.
    pub async fn join(folder: &Path, database: &str) -> Result<PgConnectOptions, EmbeddedError> {
        let folder = fs::canonicalize(folder).map_err(EmbeddedError::file("reading", folder))?;
        let options = at(&folder::socket_folder(&folder), database);
        let mut attempts = 1;
        loop {
            match PgConnection::connect_with(&options).await {
                Ok(connection) => {
                    connection.close().await?;
                    return Ok(options);
                }
                Err(_) if attempts < ATTEMPTS => attempts += 1,
                Err(source) => return Err(EmbeddedError::Silent { folder, source }),
            }
            time::sleep(PAUSE).await;
        }
    }

    /// The folder that holds all of it.
    pub fn folder(&self) -> &Path {
        self.kept.folder.path()
    }

    /// Ends every connection, stops the server, and returns when it is down.
    pub async fn stop(mut self) -> Result<(), EmbeddedError> {
        self.keeper.0.abort();
        // However the keeper ended, it starts nothing any more.
        let _ = (&mut self.keeper.0).await;
        if let Some(server) = self.kept.take() {
            server.stop().await;
        }
        Ok(())
    }

    async fn create_database(&self) -> Result<(), EmbeddedError> {
        let mut connection = PgConnection::connect_with(&self.connect("postgres")).await?;
        let exists: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(NAME)
            .fetch_one(&mut connection)
            .await?;
        if !exists {
            sqlx::query("create database shipboard").execute(&mut connection).await?;
        }
        connection.close().await?;
        Ok(())
    }
}

impl Drop for Cluster {
    /// The keeper may hold on to the folder for a moment longer; the server is told to stop before that.
    fn drop(&mut self) {
        self.keeper.0.abort();
        drop(self.kept.take());
    }
}

impl Kept {
    fn take(&self) -> Option<Server> {
        self.server.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    async fn keep(self: Arc<Self>) {
        loop {
            let ended = self.server.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(Server::end);
            let Some(ended) = ended else { return };
            ended.await;
            tracing::error!(log = %self.folder.log().display(), "the private PostgreSQL has ended, and is started again");
            let server = loop {
                time::sleep(AGAIN).await;
                match launch(&self.folder, &self.socket, &self.binaries, self.account, self.durability).await {
                    Ok(server) => break server,
                    Err(error) => tracing::error!(%error, "the private PostgreSQL could not be started again; trying on"),
                }
            };
            *self.server.lock().unwrap_or_else(PoisonError::into_inner) = Some(server);
        }
    }
}

/// The way to the server that listens in this folder.
fn at(socket: &Path, database: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(socket)
        .port(PORT)
        .username(NAME)
        .database(database)
        .ssl_mode(PgSslMode::Disable)
}

/// Makes the data of a new cluster: whole under its name, or not there at all.
async fn create(folder: &Folder, binaries: &Binaries, account: Account, durability: Durability) -> Result<(), EmbeddedError> {
    let mut words = String::new();
    for locale in LOCALES {
        let unfinished = folder.begin(account)?;
        let mut command = account.command(&binaries.initdb(), folder.path());
        command
            .args(["--username", NAME, "--encoding=UTF8", "--auth-local=trust", "--auth-host=reject"])
            .args(locale)
            .args((durability == Durability::Throwaway).then_some("--no-sync"))
            .arg("--pgdata")
            .arg(&unfinished);
        let output = run(command).await.map_err(|error| account.refusal(error, binaries.initdb(), folder.path()))?;
        if output.status.success() {
            let data = folder.data();
            // An empty folder of that name is no data; one with something in it is left alone, and refused.
            return fs::rename(&unfinished, &data).map_err(EmbeddedError::file("creating", data));
        }
        words = String::from_utf8_lossy(&output.stderr).trim().replace('\n', " / ");
        if words.contains("could not look up effective user ID") {
            return Err(EmbeddedError::NamelessUser { uid: account.uid() });
        }
    }
    Err(EmbeddedError::Create { folder: folder.path().to_owned(), words })
}

/// Runs a program to its end.
async fn run(mut command: Command) -> std::io::Result<Output> {
    blocking(move || command.stdin(Stdio::null()).output()).await
}

/// Does what blocks away from the threads that serve.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let done = task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| panic::resume_unwind(error.into_panic()))
}

/// Starts the server and returns when it takes connections.
async fn launch(
    folder: &Folder,
    socket: &Path,
    binaries: &Binaries,
    account: Account,
    durability: Durability,
) -> Result<Server, EmbeddedError> {
    let data = folder.data();
    if let Some(left) = PidFile::read(&data) {
        left.clear(&data).await.map_err(EmbeddedError::file("clearing", &data))?;
    }
    folder::clear_socket(socket);
    for _ in 1..ATTEMPTS {
        let command = server_command(folder, socket, binaries, account, durability).await?;
        let server = Server::start(command).await.map_err(|error| account.refusal(error, binaries.postgres(), folder.path()))?;
        if wait_until_ready(&server, &data).await {
            return Ok(server);
        }
        if !folder.end_of_log().contains("pre-existing shared memory block") {
            break;
        }
        time::sleep(PAUSE).await;
    }
    Err(EmbeddedError::Start { log: folder.log(), words: folder.end_of_log() })
}

/// The command that becomes the server.
async fn server_command(
    folder: &Folder,
    socket: &Path,
    binaries: &Binaries,
    account: Account,
    durability: Durability,
) -> Result<Command, EmbeddedError> {
    // Where `setpriv` can, it has the system stop the server when Shipboard is killed. Elsewhere the next start does.
    let postgres = binaries.postgres();
    let mut probe = Command::new("setpriv");
    probe.args(["--pdeathsig", "INT", "true"]);
    let mut command = if run(probe).await.is_ok_and(|output| output.status.success()) {
        let mut command = account.command(Path::new("setpriv"), folder.path());
        command.args(["--pdeathsig", "INT"]).arg(postgres);
        command
    } else {
        account.command(&postgres, folder.path())
    };
    let settings = if durability == Durability::Throwaway { CARELESS.as_slice() } else { &[] };
    for setting in SETTINGS.iter().chain(settings) {
        command.args(["-c", setting]);
    }
    let log = folder.open_log()?;
    command.arg("-k").arg(socket).arg("-D").arg(folder.data()).stdin(Stdio::null());
    command.stdout(log.try_clone().map_err(EmbeddedError::file("opening", folder.log()))?).stderr(log);
    // A group of its own, or Ctrl-C would stop the database before Shipboard has finished with it.
    command.process_group(0);
    Ok(command)
}

/// Waits for the server to take connections; false if it ended instead. Recovery after a crash takes its time.
async fn wait_until_ready(server: &Server, data: &Path) -> bool {
    loop {
        if server.has_ended() {
            return false;
        }
        if PidFile::read(data).is_some_and(|file| file.says_ready(server)) {
            return true;
        }
        time::sleep(GLANCE).await;
    }
}
