//! The one chromedriver of a test run: started by the first journey, gone with the process, and every browser with it.

use std::fmt::Debug;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::thread;

use axum::http::Method;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::Value;
use url::{ParseError, Url};

/// Where it listens.
pub(super) fn driver() -> &'static str {
    static DRIVER: OnceLock<String> = OnceLock::new();
    DRIVER.get_or_init(|| {
        let there = Command::new("chromedriver").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(there.is_ok_and(|status| status.success()), "chromedriver is missing: run bin/setup test, which installs it");
        start(&std::env::temp_dir().join(format!("shipboard-browsers-{}", std::process::id())))
    })
}

/// Nothing of ours runs when a test process ends, however it ends. So a shell waits for that: the pipe to it closes with our
/// process, and it ends whatever is in its group. Browsers keep everything they write in `folder`.
fn start(folder: &Path) -> String {
    const LAST_WILL: &str = r#"
        chromedriver --port=0 &
        trap '' TERM
        read -r _
        kill -TERM 0
        for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 0.1; kill -0 $! 2>/dev/null || break; done
        rm -rf "$1"
        kill -KILL 0
    "#;
    fs::create_dir_all(folder).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", LAST_WILL, "sh"]).arg(folder).env("HOME", folder).env("TMPDIR", folder);
    shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    let mut shell = shell.spawn().unwrap();
    let lines = BufReader::new(shell.stdout.take().unwrap()).lines();
    // Never waited for: it outlives us.
    std::mem::forget(shell);

    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                let _ = tell.send(port.trim_end_matches('.').to_owned());
            }
        }
    });
    let port = told.recv().expect("chromedriver ended before it listened");
    format!("http://127.0.0.1:{port}")
}

/// A command of chromedriver's own, sent to the address below the session's.
#[derive(Debug)]
pub(super) struct Extra(pub(super) &'static str, pub(super) Value);

impl WebDriverCompatibleCommand for Extra {
    fn endpoint(&self, base_url: &Url, session_id: Option<&str>) -> Result<Url, ParseError> {
        base_url.join(&format!("session/{}/{}", session_id.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _url: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.1.to_string()))
    }
}
