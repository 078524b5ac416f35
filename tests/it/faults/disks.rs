//! Disks that are full or may not be written to, a private PostgreSQL that is killed, and a migration that is.
//!
//! Small disks are mounted, which takes root; where there is none, these tests say so and do nothing.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rand::RngExt as _;
use shipboard::db::embedded::Cluster;
use shipboard::text::token::Token;
use sqlx::{Connection as _, PgConnection};

use super::crowd::{acme, gather, is_to_be_told, is_tried_again, waiting};
use super::readers::ask;
use super::servers::{Server, database_url, program, until};
use crate::support::{Database, TestApp};

/// A small disk in memory, gone after the test.
struct Disk(PathBuf);

impl Disk {
    /// One of so many megabytes, or none, said by name.
    fn of(megabytes: usize, what_for: &str) -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("shipboard-disk-{}-{megabytes}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let disk = Self(folder);
        if disk.mounts("mount", &["-t", "tmpfs", "-o", &format!("size={megabytes}m,mode=755"), "tmpfs"]) {
            return Some(disk);
        }
        eprintln!("skipped, because only root can mount a small disk: {what_for}");
        None
    }

    fn mounts(&self, program: &str, words: &[&str]) -> bool {
        let mut command = Command::new(program);
        command.args(words).arg(&self.0).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    /// To the last byte.
    fn fills(&self) {
        let mut file = File::create(self.0.join("filler")).unwrap();
        for size in [1 << 16, 1 << 10, 1] {
            let piece = vec![7; size];
            while file.write_all(&piece).is_ok() {}
        }
    }

    fn has_room_again(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }

    fn may_be_written_to(&self, may: bool) {
        assert!(self.mounts("mount", &["-o", if may { "remount,rw" } else { "remount,ro" }]));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        self.mounts("umount", &["-l"]);
        let _ = fs::remove_dir(&self.0);
    }
}

#[tokio::test]
async fn mail_that_finds_no_room_in_its_folder_waits_for_it() {
    let Some(disk) = Disk::of(1, "a folder for mail that is full or may not be written to") else { return };
    let mail = disk.0.join("mail");
    fs::create_dir(&mail).unwrap();
    let app = acme(1).await;
    let crowd = gather(&app, 30).await;
    let mut server =
        Server::with(&[("DATABASE_URL", &database_url(&app)), ("SHIPBOARD_DATA", disk.path()), ("SHIPBOARD_POOL", "4")]);
    server.is_ready().await;
    disk.fills();
    is_to_be_told(&app, &crowd, "Wish").await;
    all_wait_because(&app, "No space left on device").await;
    assert_eq!(files(&mail), 0, "nothing half written is left behind");
    disk.has_room_again();
    disk.may_be_written_to(false);
    is_tried_again(&app).await;
    all_wait_because(&app, "Read-only file system").await;
    disk.may_be_written_to(true);
    is_tried_again(&app).await;
    until("all mail is there", async || waiting(&app).await == 0).await;
    assert_eq!(files(&mail), 30);
    assert_eq!(app.number("select count(*) from notices where state = 'sent'").await, 30);
}

async fn all_wait_because(app: &TestApp, reason: &str) {
    until("all mail waits", async || {
        let waiting: Vec<(Option<String>,)> = app.sql("select reason from outbox where kind = 'releases.ship_mail'").await;
        waiting.len() == 30 && waiting.iter().all(|(why,)| why.as_ref().is_some_and(|why| why.contains(reason)))
    })
    .await;
}

fn files(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

#[test]
fn a_data_folder_that_may_not_be_written_to_is_named_with_the_way_out() {
    let Some(disk) = Disk::of(2, "a data folder that may not be written to") else { return };
    disk.may_be_written_to(false);
    let ended = program("serve", &[("SHIPBOARD_DATA", disk.path())]).output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(!ended.status.success() && said.contains(disk.path()), "{said}");
    assert!(said.contains("Read-only file system") && said.contains("SHIPBOARD_DATA"), "{said}");
}

/// A server on a private PostgreSQL, with Acme in it.
async fn private_server(data: &str) -> Server {
    let founded = ["workspace", "create", "Acme", "--slug", "acme", "--owner", "ada@acme.example"];
    let mut command = program(founded[0], &[("SHIPBOARD_DATA", data)]);
    let said = command.args(&founded[1..]).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let mut server = Server::with(&[("SHIPBOARD_DATA", data)]);
    server.is_ready().await;
    server
}

/// Asks for a page, and to be let in, which is written down. Whether both were done; a passing fault is answered as one.
async fn works(server: &Server) -> bool {
    let page = ask(server.address, "GET", "acme", "/", None).await.unwrap();
    let form = ("email=vera%40customer.example", &Token::new());
    let written = ask(server.address, "POST", "acme", "/sign-in", Some(form)).await.unwrap();
    for answer in [&page, &written] {
        assert!(matches!(answer.status, 200 | 303 | 429 | 503), "{} {}", answer.head, answer.body);
    }
    page.status == 200 && matches!(written.status, 303 | 429)
}

#[tokio::test]
async fn a_private_database_on_a_full_disk_works_again_when_there_is_room() {
    let Some(disk) = Disk::of(300, "a private PostgreSQL on a full disk") else { return };
    let server = private_server(disk.path()).await;
    assert!(works(&server).await);
    let options = Cluster::join(&disk.0.join("postgresql"), "shipboard").await.unwrap();
    disk.fills();
    let mut owner = PgConnection::connect_with(&options).await.unwrap();
    let mut refused = None;
    for _ in 0..50 {
        let much = "create table if not exists junk (words text); insert into junk select repeat(md5(n::text), 30) from generate_series(1, 20000) n";
        if let Err(error) = sqlx::raw_sql(much).execute(&mut owner).await {
            refused = Some(error);
            break;
        }
    }
    assert!(refused.is_some(), "the disk was not full");
    works(&server).await;
    disk.has_room_again();
    until("it works again", async || works(&server).await).await;
}

#[tokio::test]
async fn a_private_database_that_is_killed_is_started_again_beside_the_running_server() {
    let folder =
        tempfile::tempdir_in(if Path::new("/dev/shm").exists() { Path::new("/dev/shm") } else { Path::new("/tmp") }).unwrap();
    fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let server = private_server(folder.path().to_str().unwrap()).await;
    assert!(works(&server).await);
    let running = || {
        let file = fs::read_to_string(folder.path().join("postgresql/data/postmaster.pid")).unwrap_or_default();
        file.lines().next().and_then(|pid| rustix::process::Pid::from_raw(pid.parse().ok()?))
    };
    for _ in 0..2 {
        let killed = running().unwrap();
        rustix::process::kill_process(killed, rustix::process::Signal::KILL).unwrap();
        // Whoever asks meanwhile waits a moment, or is asked to come back.
        until("another one runs", async || works(&server).await && running().is_some_and(|pid| pid != killed)).await;
    }
    assert!(server.said().contains("the private PostgreSQL has ended, and is started again"));
}

#[tokio::test]
async fn a_migration_that_is_killed_again_and_again_ends_as_if_nothing_had_been() {
    const COLUMNS: &str = "select count(*) from information_schema.columns where table_schema = 'public'";
    const MIGRATIONS: &str = "select count(*) from _sqlx_migrations where success";
    let whole = acme(0).await;
    let database = Database::create_empty().await;
    let url = sqlx::ConnectOptions::to_url_lossy(&database.options()).to_string();
    for _ in 0..8 {
        let mut migration =
            program("migrate", &[("DATABASE_URL", &url)]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let pause = rand::rng().random_range(20..600);
        tokio::time::sleep(Duration::from_millis(pause)).await;
        migration.kill().unwrap();
        migration.wait().unwrap();
    }
    let ended = program("migrate", &[("DATABASE_URL", &url)]).output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    for what in [COLUMNS, MIGRATIONS] {
        let here: i64 = sqlx::query_scalar(what).fetch_one(database.owner()).await.unwrap();
        assert_eq!(here, whole.number(what).await, "{what}");
    }
}
