//! The servers under test: the program as it is started for real, on the database of a test.

use std::env;
use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sqlx::ConnectOptions as _;

use super::readers::ask;
use crate::support::TestApp;

static STARTED: AtomicU32 = AtomicU32::new(0);

/// The program with a verb, on a database, with no settings but these.
pub(super) fn program(verb: &str, settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shipboard"));
    let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    for name in names.filter(|name| name.starts_with("SHIPBOARD_") || name == "DATABASE_URL" || name == "SMTP_URL") {
        command.env_remove(name);
    }
    command.arg(verb).env("SHIPBOARD_DATA", "/nonexistent").env("SHIPBOARD_LOG", "warn").envs(settings.iter().copied());
    command
}

/// The address of a test's database, as `DATABASE_URL` says it.
pub(super) fn database_url(app: &TestApp) -> String {
    app.database().options().to_url_lossy().into()
}

/// A server, which can be killed and started again at the same address.
pub(super) struct Server {
    settings: Vec<(String, String)>,
    pub(super) address: SocketAddr,
    log: PathBuf,
    process: Option<Child>,
}

impl Server {
    /// One beside a test, which mails by the test's mail server. It has a small pool, since many share one PostgreSQL.
    pub(super) fn beside(app: &TestApp) -> Self {
        Self::with(&[("DATABASE_URL", &database_url(app)), ("SMTP_URL", &app.smtp().url()), ("SHIPBOARD_POOL", "4")])
    }

    /// One with these settings.
    pub(super) fn with(settings: &[(&str, &str)]) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("faults-{}-{number}.log", std::process::id()));
        let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut server = Self { settings, address, log, process: None };
        server.starts();
        server
    }

    /// Starts it again.
    pub(super) fn starts(&mut self) {
        let settings: Vec<(&str, &str)> = self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let log = File::options().create(true).append(true).open(&self.log).unwrap();
        let mut command = program("serve", &settings);
        command.env("SHIPBOARD_ADDRESS", self.address.to_string()).env("SHIPBOARD_BASE_URL", "http://localhost");
        command.env("SHIPBOARD_METRICS_ADDRESS", "off").stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        self.process = Some(command.spawn().unwrap());
    }

    /// Waits until it can work.
    pub(super) async fn is_ready(&mut self) {
        loop {
            if ask(self.address, "GET", "acme", "/health/ready", None).await.is_ok_and(|answer| answer.status == 200) {
                return;
            }
            let ended = self.process.as_mut().unwrap().try_wait().unwrap();
            assert!(ended.is_none(), "the server ended: {}", self.said());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// SIGKILL, and it is gone.
    pub(super) fn is_killed(&mut self) {
        let mut process = self.process.take().expect("it was started");
        process.kill().unwrap();
        let ended = process.wait().unwrap();
        assert_eq!(ended.signal(), Some(9), "the server had ended by itself: {}", self.said());
    }

    /// What it has logged.
    pub(super) fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Server {
    /// Stopped as its operator would, so that a private PostgreSQL stops with it.
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let pid = rustix::process::Pid::from_child(&process);
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
            let _ = process.wait();
        }
        if std::thread::panicking() {
            eprintln!("the end of what {} logged:\n{}", self.address, end_of(&self.said()));
        }
        let _ = fs::remove_file(&self.log);
    }
}

fn end_of(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

/// Waits for something to become so.
pub(super) async fn until(what: &str, mut so: impl AsyncFnMut() -> bool) {
    const PATIENCE: Duration = Duration::from_mins(10);
    let waiting = async {
        while !so().await {
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, waiting).await.is_ok(), "it never came to be so that {what}");
}
