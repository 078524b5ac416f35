//! The folder of a private PostgreSQL: its lock, and what lies where in it.

use std::env;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::geteuid;
use sha2::{Digest as _, Sha256};

use super::account::Account;
use super::error::EmbeddedError;

/// The longest path of a socket that every system takes, in bytes: Linux has room for 107, others for 103.
const SOCKET_PATH: usize = 103;

/// What PostgreSQL calls its socket, in a folder of ours.
const SOCKET_NAME: &str = ".s.PGSQL.5432";

/// From which size a log is put aside at a start, in bytes.
const LOG_SIZE: u64 = 4 << 20;

/// A folder that nobody else uses.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Open, and thereby locked.
    _lock: File,
}

impl Folder {
    /// Makes the folder where it is missing, and takes it.
    pub(super) fn take(path: &Path) -> Result<Self, EmbeddedError> {
        // The user who runs the server for root has to get through what is made here.
        let mode = if geteuid().is_root() { 0o711 } else { 0o700 };
        DirBuilder::new().recursive(true).mode(mode).create(path).map_err(EmbeddedError::file("creating", path))?;
        let path = fs::canonicalize(path).map_err(EmbeddedError::file("reading", path))?;
        let lock = lock(&path)?;
        Ok(Self { path, _lock: lock })
    }

    /// The folder itself.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// PostgreSQL's own folder.
    pub(super) fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    /// Where `data` is made, before it takes its name.
    pub(super) fn unfinished(&self) -> PathBuf {
        self.path.join("data.unfinished")
    }

    /// What the server says.
    pub(super) fn log(&self) -> PathBuf {
        self.path.join("postgres.log")
    }

    /// The major version that made the data, if there is any yet.
    pub(super) fn made_by(&self) -> Option<u32> {
        fs::read_to_string(self.data().join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    /// An empty folder for data in the making; what an interrupted attempt left is removed.
    pub(super) fn begin(&self, account: Account) -> Result<PathBuf, EmbeddedError> {
        let unfinished = self.unfinished();
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished).map_err(EmbeddedError::file("removing", &unfinished))?;
        }
        closed_folder(&unfinished, account)?;
        Ok(unfinished)
    }

    /// A folder for the socket that only the server's user and root can enter.
    pub(super) fn socket(&self, account: Account) -> Result<PathBuf, EmbeddedError> {
        let socket = socket_folder(&self.path);
        closed_folder(&socket, account)?;
        Ok(socket)
    }

    /// The log, open for the server to go on with; a long one is put aside first.
    pub(super) fn open_log(&self) -> Result<File, EmbeddedError> {
        let log = self.log();
        if fs::metadata(&log).is_ok_and(|log| log.len() > LOG_SIZE) {
            let aside = self.path.join("postgres.log.1");
            fs::rename(&log, &aside).map_err(EmbeddedError::file("renaming", &log))?;
        }
        OpenOptions::new().create(true).append(true).mode(0o600).open(&log).map_err(EmbeddedError::file("opening", log))
    }

    /// The last lines of the log.
    pub(super) fn end_of_log(&self) -> String {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let mut lines: Vec<_> = log.lines().rev().take(5).collect();
        lines.reverse();
        lines.join(" / ")
    }
}

/// How long a lock is asked for again: a process that was just killed keeps its own until the kernel has put it away, which
/// takes a while on a busy machine.
const DYING: Duration = Duration::from_millis(500);

/// Takes the lock and leaves our process number for whoever comes second.
fn lock(folder: &Path) -> Result<File, EmbeddedError> {
    let path = folder.join("lock");
    let mut lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .mode(0o600)
        .open(&path)
        .map_err(EmbeddedError::file("opening", &path))?;
    let began = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => break,
            Err(TryLockError::WouldBlock) if began.elapsed() < DYING => thread::sleep(Duration::from_millis(10)),
            Err(TryLockError::WouldBlock) => {
                let mut pid = String::new();
                let _ = lock.read_to_string(&mut pid);
                return Err(EmbeddedError::Held { folder: folder.to_owned(), pid: pid.trim().parse().ok() });
            }
            Err(TryLockError::Error(error)) => return Err(EmbeddedError::file("locking", path)(error)),
        }
    }
    let written = lock.set_len(0).and_then(|()| lock.rewind()).and_then(|()| writeln!(lock, "{}", std::process::id()));
    written.map_err(EmbeddedError::file("writing", path))?;
    Ok(lock)
}

/// Where the socket of the database in `folder` is: beside it, or in the temporary folder where its path would be too long.
pub(super) fn socket_folder(folder: &Path) -> PathBuf {
    let near = folder.join("socket");
    if fits(&near) {
        return near;
    }
    let digest = Sha256::digest(folder.as_os_str().as_bytes());
    let name = digest.iter().take(8).fold("shipboard-".to_owned(), |name, byte| format!("{name}{byte:02x}"));
    let far = [env::temp_dir(), PathBuf::from("/tmp")].map(|temporary| temporary.join(&name));
    far.into_iter().find(|far| fits(far)).unwrap_or(near)
}

/// Takes away what a killed server left in the folder of its socket, which would stop the next one.
pub(super) fn clear_socket(folder: &Path) {
    for name in [SOCKET_NAME.to_owned(), format!("{SOCKET_NAME}.lock")] {
        // Usually there is nothing; what cannot be removed the server names in its log.
        let _ = fs::remove_file(folder.join(name));
    }
}

/// Whether a socket in this folder has a path short enough.
fn fits(folder: &Path) -> bool {
    folder.join(SOCKET_NAME).as_os_str().len() <= SOCKET_PATH
}

/// Makes a folder that belongs to the server's user and is closed to others, or finds it to be one.
fn closed_folder(path: &Path, account: Account) -> Result<(), EmbeddedError> {
    if let Err(error) = DirBuilder::new().mode(0o700).create(path)
        && error.kind() != std::io::ErrorKind::AlreadyExists
    {
        return Err(EmbeddedError::file("creating", path)(error));
    }
    // In the temporary folder, somebody else may have been here first.
    let found = fs::symlink_metadata(path).map_err(EmbeddedError::file("reading", path))?;
    let ours = [account.uid(), geteuid().as_raw()].contains(&found.uid());
    if !found.is_dir() || !ours {
        return Err(EmbeddedError::Foreign { folder: path.to_owned(), uid: found.uid() });
    }
    fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(EmbeddedError::file("closing", path))?;
    account.own(path)
}
