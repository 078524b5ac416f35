//! The private PostgreSQL: it starts anywhere, keeps what it was given, and says what is wrong.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, fs};

use shipboard::db::embedded::{Cluster, Durability, EmbeddedError};
use sqlx::{Connection as _, PgConnection};

/// Names the folder to the copy of this test program that is going to be killed.
const VICTIM: &str = "EMBEDDED_VICTIM";

/// A folder that is gone after the test, and that any user can reach.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let shared_memory = Path::new("/dev/shm");
        let parent = if shared_memory.exists() { shared_memory.to_owned() } else { env::temp_dir() };
        let path = parent.join(format!("shipboard-embedded-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Self(path)
    }

    fn folder(&self) -> PathBuf {
        self.0.join("database")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn connection(cluster: &Cluster) -> PgConnection {
    PgConnection::connect_with(&cluster.connect("shipboard")).await.unwrap()
}

async fn write(cluster: &Cluster, word: &str) {
    let mut connection = connection(cluster).await;
    sqlx::query("create table if not exists words (word text)").execute(&mut connection).await.unwrap();
    sqlx::query("insert into words values ($1)").bind(word).execute(&mut connection).await.unwrap();
}

async fn read(cluster: &Cluster) -> Vec<String> {
    let mut connection = connection(cluster).await;
    sqlx::query_scalar("select word from words order by word").fetch_all(&mut connection).await.unwrap()
}

async fn setting(cluster: &Cluster, name: &str) -> String {
    let mut connection = connection(cluster).await;
    sqlx::query_scalar("select current_setting($1)").bind(name).fetch_one(&mut connection).await.unwrap()
}

#[tokio::test]
async fn a_new_cluster_keeps_what_it_is_given_over_a_restart() {
    let scratch = Scratch::new("restart");
    let cluster = Cluster::start(&scratch.folder(), Durability::Kept).await.unwrap();
    write(&cluster, "kept").await;
    assert_eq!(setting(&cluster, "listen_addresses").await, "");
    assert_eq!(setting(&cluster, "fsync").await, "on");
    assert_eq!(setting(&cluster, "server_encoding").await, "UTF8");
    cluster.stop().await.unwrap();
    assert!(!scratch.folder().join("data/postmaster.pid").exists(), "the server is down");

    let cluster = Cluster::start(&scratch.folder(), Durability::Kept).await.unwrap();
    assert_eq!(read(&cluster).await, ["kept"]);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_throwaway_cluster_waits_for_no_disk_and_searches_every_letter() {
    let scratch = Scratch::new("throwaway");
    let cluster = Cluster::start(&scratch.folder(), Durability::Throwaway).await.unwrap();
    assert_eq!(setting(&cluster, "fsync").await, "off");
    let mut connection = connection(&cluster).await;
    let found: bool = sqlx::query_scalar("select to_tsvector('simple', 'ÄPFEL') @@ to_tsquery('simple', 'äpfel')")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert!(found, "full-text search folds the case of letters outside ASCII");
    let socket = fs::metadata(scratch.folder().join("socket")).unwrap();
    assert_eq!(socket.permissions().mode() & 0o777, 0o700, "only the server's user can reach it");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn the_second_on_one_folder_is_told_who_has_it() {
    let scratch = Scratch::new("second");
    let first = Cluster::start(&scratch.folder(), Durability::Throwaway).await.unwrap();
    let second = Cluster::start(&scratch.folder(), Durability::Throwaway).await.unwrap_err();
    let said = second.to_string();
    assert!(matches!(second, EmbeddedError::Held { pid: Some(pid), .. } if pid == std::process::id()), "{said}");
    assert!(said.contains(&std::process::id().to_string()) && said.contains("SHIPBOARD_DATA"), "{said}");
    write(&first, "undisturbed").await;
    first.stop().await.unwrap();
}

#[tokio::test]
async fn a_killed_owner_loses_nothing() {
    let scratch = Scratch::new("killed");
    let mut owner = start_victim(&scratch.folder());
    owner.kill().unwrap();
    // Not waited for until later: what was killed may still be around when the next one starts.
    let cluster = Cluster::start(&scratch.folder(), Durability::Kept).await.unwrap();
    owner.wait().unwrap();
    assert_eq!(read(&cluster).await, ["before the kill"]);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_killed_along_with_its_owner_recovers() {
    let scratch = Scratch::new("both");
    let mut owner = start_victim(&scratch.folder());
    let pid_file = fs::read_to_string(scratch.folder().join("data/postmaster.pid")).unwrap();
    let server: i32 = pid_file.lines().next().unwrap().parse().unwrap();
    owner.kill().unwrap();
    let server = rustix::process::Pid::from_raw(server).unwrap();
    let _ = rustix::process::kill_process(server, rustix::process::Signal::KILL);
    let cluster = Cluster::start(&scratch.folder(), Durability::Kept).await.unwrap();
    owner.wait().unwrap();
    assert_eq!(read(&cluster).await, ["before the kill"]);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_number_that_another_process_was_given_since_harms_nobody() {
    let scratch = Scratch::new("reused");
    let cluster = Cluster::start(&scratch.folder(), Durability::Throwaway).await.unwrap();
    cluster.stop().await.unwrap();
    let mut bystander = Command::new("sleep").arg("60").spawn().unwrap();
    let data = scratch.folder().join("data");
    fs::write(data.join("postmaster.pid"), format!("{}\n{}\n1\n5432\n\n\n\nready\n", bystander.id(), data.display())).unwrap();
    let cluster = Cluster::start(&scratch.folder(), Durability::Throwaway).await.unwrap();
    cluster.stop().await.unwrap();
    assert!(bystander.try_wait().unwrap().is_none(), "the bystander lives");
    bystander.kill().unwrap();
    bystander.wait().unwrap();
}

#[tokio::test]
async fn a_folder_of_a_newer_postgresql_is_refused() {
    let scratch = Scratch::new("newer");
    let data = scratch.folder().join("data");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("PG_VERSION"), "99\n").unwrap();
    let refusal = Cluster::start(&scratch.folder(), Durability::Throwaway).await.unwrap_err();
    let said = refusal.to_string();
    assert!(matches!(refusal, EmbeddedError::OtherVersion { made_by: 99, .. }), "{said}");
    assert!(said.contains("made by PostgreSQL 99"), "{said}");
}

#[tokio::test]
async fn a_machine_without_postgresql_is_told_the_three_ways_out() {
    let scratch = Scratch::new("none");
    let refusal = Cluster::start_from(&[], &scratch.folder(), Durability::Throwaway).await.unwrap_err();
    let said = refusal.to_string();
    assert!(matches!(refusal, EmbeddedError::NotInstalled), "{said}");
    for way in ["apt install postgresql", "DATABASE_URL", "docker compose up"] {
        assert!(said.contains(way), "{said}");
    }
}

#[tokio::test]
async fn a_folder_with_a_long_path_has_its_socket_elsewhere() {
    let scratch = Scratch::new("long");
    let folder = scratch.0.join("a-name-of-forty-letters-and-then-some-more").join("and-another-one-of-the-very-same-sort");
    let cluster = Cluster::start(&folder, Durability::Throwaway).await.unwrap();
    write(&cluster, "reached").await;
    let socket = setting(&cluster, "unix_socket_directories").await;
    assert!(!socket.starts_with(scratch.0.to_str().unwrap()), "{socket}");
    cluster.stop().await.unwrap();
    fs::remove_dir(socket).unwrap();
}

#[tokio::test]
async fn root_is_told_which_folder_is_closed_to_the_user_of_the_server() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let scratch = Scratch::new("closed");
    let closed = scratch.0.join("home");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    let refusal = Cluster::start(&closed.join("data"), Durability::Throwaway).await.unwrap_err();
    let said = refusal.to_string();
    assert!(matches!(&refusal, EmbeddedError::Unreachable { closed: found, .. } if *found == closed), "{said}");
    assert!(said.contains("SHIPBOARD_DATA"), "{said}");
}

#[tokio::test]
async fn what_an_interrupted_creation_left_is_no_obstacle() {
    let scratch = Scratch::new("interrupted");
    let unfinished = scratch.folder().join("data.unfinished/base");
    fs::create_dir_all(unfinished).unwrap();
    let cluster = Cluster::start(&scratch.folder(), Durability::Throwaway).await.unwrap();
    cluster.stop().await.unwrap();
}

/// Runs a copy of this test program that holds a cluster, and returns when it has written to it.
fn start_victim(folder: &Path) -> Child {
    let mut victim = Command::new(env::current_exe().unwrap())
        .args(["--exact", "embedded::the_victim", "--ignored", "--nocapture"])
        .env(VICTIM, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(victim.stdout.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap().contains("written")), "the victim got as far as writing");
    victim
}

#[tokio::test]
#[ignore = "what the tests of a sudden end run in a process of its own"]
async fn the_victim() {
    let Some(folder) = env::var_os(VICTIM) else {
        return;
    };
    let cluster = Cluster::start(Path::new(&folder), Durability::Kept).await.unwrap();
    write(&cluster, "before the kill").await;
    println!("written");
    tokio::time::sleep(Duration::from_mins(1)).await;
    cluster.stop().await.unwrap();
}
