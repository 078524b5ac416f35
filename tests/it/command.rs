//! The command line, run as an operator runs it: beside a server that holds the database, and with settings that are wrong.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use shipboard::db::embedded::{Cluster, Durability};
use shipboard::imports::manifest;
use sqlx::{Connection as _, PgConnection};

/// A data folder that is gone after the test.
pub(crate) struct Data(pub(crate) PathBuf);

impl Data {
    pub(crate) fn new(name: &str) -> Self {
        let shared_memory = Path::new("/dev/shm");
        let parent = if shared_memory.exists() { shared_memory.to_owned() } else { env::temp_dir() };
        let path = parent.join(format!("shipboard-command-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Self(path)
    }

    /// Runs the program on this folder. Returns whether it succeeded, and all that it said.
    fn run(&self, words: &[&str], settings: &[(&str, &str)]) -> (bool, String) {
        let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        let ours = names.filter(|name| name.starts_with("SHIPBOARD_") || name == "DATABASE_URL" || name == "SMTP_URL");
        let mut command = Command::new(env!("CARGO_BIN_EXE_shipboard"));
        for name in ours {
            command.env_remove(name);
        }
        command.args(words).env("SHIPBOARD_DATA", &self.0).envs(settings.iter().copied());
        let output = command.output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    }

    #[track_caller]
    pub(crate) fn succeeds(&self, words: &[&str]) -> String {
        let (succeeded, said) = self.run(words, &[]);
        assert!(succeeded, "{words:?}: {said}");
        said
    }

    #[track_caller]
    pub(crate) fn fails(&self, words: &[&str], settings: &[(&str, &str)]) -> String {
        let (succeeded, said) = self.run(words, settings);
        assert!(!succeeded, "{words:?}: {said}");
        said
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn an_operator_looks_after_workspaces_beside_a_running_server() {
    let data = Data::new("beside");
    let cluster = Cluster::start(&data.0.join("postgresql"), Durability::Throwaway).await.unwrap();
    // The folder is taken, as it is while a server runs; the verbs work beside it.
    assert!(data.succeeds(&["workspace", "list"]).contains("No workspaces yet"));
    let said = data.succeeds(&["workspace", "create", "Fresh Fish", "--owner", "finn@fish.example"]);
    assert!(said.contains("Fresh Fish is open at http://fresh-fish.localhost:3000"), "{said}");
    assert!(said.contains("finn@fish.example owns it") && said.contains("/_mail"), "{said}");
    let said = data.fails(&["workspace", "create", "Fresh Fish", "--owner", "eve@evil.example"], &[]);
    assert!(said.contains("“fresh-fish” is taken"), "{said}");
    assert!(data.fails(&["workspace", "create", "Fish", "--owner", "finn"], &[]).contains("is not an e-mail address"));

    assert!(data.succeeds(&["workspace", "suspend", "fresh-fish"]).contains("suspended"));
    assert!(data.fails(&["workspace", "suspend", "fresh-fish"], &[]).contains("is suspended and stays so"));
    assert!(data.succeeds(&["workspace", "list"]).contains("fresh-fish  suspended"));
    assert!(data.succeeds(&["workspace", "resume", "fresh-fish"]).contains("is open now"));
    assert!(data.fails(&["workspace", "resume", "fish"], &[]).contains("there is no workspace “fish”"));

    let said = data.fails(&["user", "role", "fresh-fish", "finn@fish.example", "admin"], &[]);
    assert!(said.contains("the last owner of Fresh Fish"), "{said}");
    let said = data.succeeds(&["user", "role", "fresh-fish", "finn@fish.example", "owner", "releaser"]);
    assert!(said.contains("is member, releaser, owner in Fresh Fish"), "{said}");
    assert!(data.fails(&["user", "role", "fresh-fish", "finn@fish.example", "king"], &[]).contains("“king” is not a role"));

    let zip = data.0.join("export.zip");
    let out = zip.to_str().unwrap();
    let said = data.succeeds(&["export", "--workspace", "fresh-fish", "--out", out]);
    assert!(said.contains("Fresh Fish is exported: 0 ideas") && said.contains(out), "{said}");
    assert_eq!(fs::metadata(&zip).unwrap().permissions().mode() & 0o777, 0o600);
    let mut zip = zip::ZipArchive::new(fs::File::open(&zip).unwrap()).unwrap();
    assert_eq!(manifest::check(&mut zip).unwrap().unwrap().workspace, "fresh-fish");
    // Nothing is written over, and what does not exist is not exported.
    assert!(data.fails(&["export", "--workspace", "fresh-fish", "--out", out], &[]).contains("--out chooses another file"));
    let said = data.fails(&["export", "--workspace", "fish", "--out", "/dev/null"], &[]);
    assert!(said.contains("there is no workspace “fish”"), "{said}");
    assert!(data.succeeds(&["verify"]).contains("Nothing differs"));
    assert!(data.succeeds(&["verify", "--workspace", "fresh-fish"]).contains("checks of 1 workspace."));
    assert!(data.fails(&["verify", "--workspace", "fish"], &[]).contains("there is no workspace “fish”"));
    let mut owner = PgConnection::connect_with(&cluster.connect("shipboard")).await.unwrap();
    let release = "insert into releases (tenant_id, id, number, version, created_by, created_at, updated_at)
                   select tenant_id, gen_random_uuid(), 3, '1.0', id, now(), now() from users";
    sqlx::query(release).execute(&mut owner).await.unwrap();
    owner.close().await.unwrap();
    let said = data.fails(&["verify"], &[]);
    assert!(said.contains("fresh-fish: the next release would be #1, and there is a #3"), "{said}");
    assert!(said.contains("1 difference found by"), "{said}");
    cluster.stop().await.unwrap();

    // And without a server the verb runs the database itself.
    assert!(data.succeeds(&["workspace", "list"]).contains("fresh-fish  open"));
}

#[test]
fn a_wrong_setting_is_refused_by_name_and_with_what_would_be_right() {
    let data = Data::new("settings");
    for (name, wrong, right) in [
        ("SHIPBOARD_ADDRESS", "localhost", "127.0.0.1:3000"),
        ("SHIPBOARD_BASE_URL", "feedback.example", "https://feedback.example"),
        ("SHIPBOARD_POOL", "1", "2..=200"),
        ("SHIPBOARD_LOG", "a=b=c", "info"),
        ("DATABASE_URL", "mysql://root@host/db", "postgres://user:password@host"),
        ("SMTP_URL", "gopher://host", "smtps://"),
        ("SHIPBOARD_BOUNCE_ADDRESS", "nonsense", "domain"),
        ("SHIPBOARD_BOUNCE_SECRET", "short", "openssl rand"),
        ("SHIPBOARD_DKIM_KEY", "/nonexistent/dkim.pem", "cannot be read"),
        ("SHIPBOARD_DKIM_SELECTOR", "my key", "no name in DNS"),
        ("SHIPBOARD_DKIM_DOMAIN", "feedback..example", "no name in DNS"),
    ] {
        let said = data.fails(&["serve"], &[(name, wrong)]);
        assert!(said.starts_with(&format!("shipboard: {name} is ")), "{said}");
        assert!(said.contains(right), "{said}");
    }
    // Set to nothing is not set: here nobody listens, and that is all that is wrong.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let said = data.fails(&["health"], &[("SMTP_URL", ""), ("SHIPBOARD_ADDRESS", free.as_str())]);
    assert!(said.contains(&format!("no answer from {free}")), "{said}");
}

#[test]
fn help_names_every_verb_and_every_setting() {
    let help = Data::new("help").succeeds(&["--help"]);
    for word in [
        "serve",
        "migrate",
        "workspace",
        "user",
        "export",
        "verify",
        "health",
        "dkim",
        "DATABASE_URL",
        "SHIPBOARD_DATA",
        "SMTP_URL",
        "SHIPBOARD_WORKSPACE",
    ] {
        assert!(help.contains(word), "{word} is not in {help}");
    }
}
