//! The server as a process: its beginning, its end, and one that outlived its Shipboard.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::Duration;
use std::{fs, io, thread};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tokio::sync::{oneshot, watch};
use tokio::time;

/// How often a process that must end, or a file that must change, is looked at.
pub(super) const GLANCE: Duration = Duration::from_millis(5);

/// How long a fast shutdown may take before the server is stopped hard; nothing committed is lost either way.
const PATIENCE: Duration = Duration::from_mins(1);

/// A server that is our child.
#[derive(Debug)]
pub(super) struct Server {
    pid: Pid,
    ended: watch::Receiver<Option<ExitStatus>>,
}

impl Server {
    /// Starts the server from a thread of its own, which then waits for it to end.
    ///
    /// Linux sends the signal that `setpriv --pdeathsig` asks for when the *thread* that started the process ends, so
    /// that thread must live as long as Shipboard does.
    pub(super) async fn start(mut command: Command) -> io::Result<Self> {
        let (begun, beginning) = oneshot::channel();
        let (end, ended) = watch::channel(None);
        thread::Builder::new().name("postgres".to_owned()).spawn(move || match command.spawn() {
            Ok(mut child) => {
                // Whoever asked may have gone; the server is then ended by `Drop` or along with Shipboard.
                let _ = begun.send(Ok(Pid::from_child(&child)));
                end.send_replace(Some(child.wait().unwrap_or_default()));
            }
            Err(error) => {
                let _ = begun.send(Err(error));
            }
        })?;
        let pid = beginning.await.map_err(io::Error::other)??;
        Ok(Self { pid, ended })
    }

    /// The number of the process.
    pub(super) fn pid(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    /// Whether it has ended, and been waited for.
    pub(super) fn has_ended(&self) -> bool {
        self.ended.borrow().is_some()
    }

    /// Returns when it has ended, for whichever reason. Does not keep it from being stopped meanwhile.
    pub(super) fn end(&self) -> impl Future<Output = ()> + use<> {
        let mut ended = self.ended.clone();
        async move {
            let _ = ended.wait_for(Option::is_some).await;
        }
    }

    /// Asks for a fast shutdown and waits for it.
    pub(super) async fn stop(mut self) {
        self.signal(Signal::INT);
        if time::timeout(PATIENCE, self.ended.wait_for(Option::is_some)).await.is_err() {
            tracing::warn!(pid = self.pid(), "PostgreSQL does not stop, and is stopped hard");
            self.signal(Signal::QUIT);
            let _ = self.ended.wait_for(Option::is_some).await;
        }
    }

    fn signal(&self, signal: Signal) {
        if !self.has_ended() {
            // The only failure is that it has just ended.
            let _ = kill_process(self.pid, signal);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.signal(Signal::INT);
    }
}

/// What a server writes about itself into its data folder.
#[derive(Debug)]
pub(super) struct PidFile {
    path: PathBuf,
    pid: Pid,
    ready: bool,
}

impl PidFile {
    /// The file in this data folder, if there is one.
    pub(super) fn read(data: &Path) -> Option<Self> {
        let path = data.join("postmaster.pid");
        let text = fs::read_to_string(&path).ok()?;
        let mut lines = text.lines();
        let pid = Pid::from_raw(lines.next()?.trim().parse().ok()?)?;
        Some(Self { path, pid, ready: lines.nth(6).is_some_and(|status| status.trim() == "ready") })
    }

    /// Whether this server has said that it takes connections.
    pub(super) fn says_ready(&self, server: &Server) -> bool {
        self.ready && self.pid == server.pid
    }

    /// Stops the server that wrote this file, should it still run, and takes the file away if it would mislead the next one.
    pub(super) async fn clear(self, data: &Path) -> io::Result<()> {
        if is_server_of(self.pid, data) {
            tracing::info!(pid = self.pid.as_raw_nonzero(), "stopping a PostgreSQL that outlived its Shipboard");
            // The only failure is that it has just ended.
            let _ = kill_process(self.pid, Signal::INT);
            if time::timeout(PATIENCE, self.end(data)).await.is_err() {
                let _ = kill_process(self.pid, Signal::QUIT);
                self.end(data).await;
            }
        }
        // PostgreSQL takes any live process of that number for a server, even one that has ended and was not waited for.
        if self.path.exists() && test_kill_process(self.pid).is_ok() {
            fs::remove_file(&self.path)?;
        }
        Ok(())
    }

    async fn end(&self, data: &Path) {
        while is_server_of(self.pid, data) {
            time::sleep(GLANCE).await;
        }
    }
}

/// Whether that process is a live server of this data folder, and not another one that was given its number since.
fn is_server_of(pid: Pid, data: &Path) -> bool {
    if test_kill_process(pid).is_err() {
        return false;
    }
    let number = pid.as_raw_nonzero();
    if Path::new("/proc/self/stat").exists() {
        // A server's working folder is its data folder; one that has ended and was not waited for has none.
        return fs::read_link(format!("/proc/{number}/cwd")).is_ok_and(|folder| folder == data);
    }
    let said = Command::new("ps").args(["-o", "stat=,args=", "-p", &number.to_string()]).output();
    said.is_ok_and(|said| {
        let said = String::from_utf8_lossy(&said.stdout).trim().to_owned();
        !said.starts_with('Z') && said.contains(&*data.to_string_lossy())
    })
}
