//! The one PostgreSQL of a test run: started by the first test that needs it, gone with the process.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::{fs, thread};

use shipboard::db::Db;
use shipboard::db::embedded::{Cluster, Durability};
use sqlx::postgres::{PgPool, PgPoolOptions};
use tokio::runtime::{Builder, Handle};

use super::fixture;

/// What every test's database is a copy of.
pub(super) const TEMPLATE: &str = "template_of_tests";

/// Databases made and dropped at the same time.
const HANDS: u32 = 4;

/// Memory is where a throwaway cluster is fastest, if there is this much of it free.
const ENOUGH_MEMORY: u64 = 1 << 30;

/// The running server, and the thread that looks after it.
pub(super) struct Server {
    pub(super) cluster: Cluster,
    /// Makes and drops databases. To be used on `handle` only.
    pub(super) admin: PgPool,
    /// The runtime of the server's own thread, which outlives every test's.
    pub(super) handle: Handle,
    /// Copies files instead of writing a log of every page: three times faster, and unknown to PostgreSQL 14.
    pub(super) copies_files: bool,
}

/// The server, started by whoever asks first.
pub(super) fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let (tell, told) = mpsc::channel();
        let live_on = move || {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                tell.send(start().await).unwrap();
                std::future::pending::<()>().await;
            });
        };
        thread::Builder::new().name("databases".to_owned()).spawn(live_on).unwrap();
        told.recv().expect("the PostgreSQL of the tests did not start; the message above says why")
    })
}

async fn start() -> Server {
    let folder = folder();
    remove_when_we_end(&folder);
    let cluster = Cluster::start(&folder, Durability::Throwaway).await.unwrap_or_else(|error| panic!("{error}"));
    let admin = PgPoolOptions::new().max_connections(HANDS).connect_with(cluster.connect("postgres")).await.unwrap();
    let version: String = sqlx::query_scalar("show server_version_num").fetch_one(&admin).await.unwrap();
    sqlx::query("create database template_of_tests").execute(&admin).await.unwrap();
    let template = cluster.connect(TEMPLATE);
    Db::migrate(&template).await.unwrap();
    fixture::plant(&template).await;
    Server { cluster, admin, handle: Handle::current(), copies_files: version.parse::<u32>().unwrap() >= 150_000 }
}

fn folder() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let roomy = rustix::fs::statvfs(memory).is_ok_and(|size| size.f_bavail * size.f_frsize >= ENOUGH_MEMORY);
    let parent = if roomy { memory } else { Path::new(env!("CARGO_TARGET_TMPDIR")) };
    parent.join(format!("shipboard-tests-{}", std::process::id()))
}

/// Nothing of ours runs when a test process ends, however it ends. So somebody else waits for that: the pipe to this shell
/// closes with our process.
fn remove_when_we_end(folder: &Path) {
    const LAST_WILL: &str = r#"
        read -r _
        pid_file="$1/data/postmaster.pid"
        kill -INT "$(head -n 1 "$pid_file" 2>/dev/null)" 2>/dev/null
        for _ in $(seq 100); do [ -e "$pid_file" ] || break; sleep 0.1; done
        rm -rf "$1"
    "#;
    fs::create_dir_all(folder).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", LAST_WILL, "sh"]).arg(folder).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    // A group of its own, or Ctrl-C would end it along with the tests.
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    // Never waited for: it outlives us.
    std::mem::forget(shell.spawn().unwrap());
}
