//! Why a private PostgreSQL could not be had, in sentences somebody can act on.

use std::io;
use std::path::PathBuf;

use super::binaries::OLDEST;

/// What kept the private PostgreSQL from running.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// No usable PostgreSQL is installed.
    #[error(
        "PostgreSQL {OLDEST} or newer was not found on this machine. Install it (Debian and Ubuntu: \
         apt install postgresql), or set DATABASE_URL to a PostgreSQL server that runs already, or \
         start Shipboard with its database in containers (docker compose up)"
    )]
    NotInstalled,
    /// Another process keeps its database in the folder.
    #[error(
        "the database in {} is in use by {}. Stop that one first, or set SHIPBOARD_DATA to another folder",
        folder.display(),
        pid.map_or_else(|| "another Shipboard".to_owned(), |pid| format!("another Shipboard (process {pid})"))
    )]
    Held {
        /// The folder both want.
        folder: PathBuf,
        /// Who has it, where that could be read.
        pid: Option<u32>,
    },
    /// Another process keeps its database in the folder, and cannot be reached there.
    #[error("the database in {} is in use by another Shipboard, which does not let this one in: {source}", folder.display())]
    Silent {
        /// The folder in question.
        folder: PathBuf,
        /// What the last attempt came to.
        source: sqlx::Error,
    },
    /// The folder was made by a PostgreSQL that is not here.
    #[error(
        "the database in {} was made by PostgreSQL {made_by}, and here is only PostgreSQL {}. Install \
         PostgreSQL {made_by}, or set SHIPBOARD_DATA to another folder",
        folder.display(),
        here.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
    )]
    OtherVersion {
        /// The folder in question.
        folder: PathBuf,
        /// The major version that made it.
        made_by: u32,
        /// The major versions installed.
        here: Vec<u32>,
    },
    /// PostgreSQL refuses to run as root, and there is nobody else to run it as.
    #[error(
        "PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody to run \
         it as. Start Shipboard as an ordinary user, or set DATABASE_URL"
    )]
    NoAccount,
    /// The user that PostgreSQL runs as has no name.
    #[error(
        "PostgreSQL needs its user to have a name, and user {uid} has no entry in /etc/passwd. Add one, \
         start Shipboard as another user, or set DATABASE_URL"
    )]
    NamelessUser {
        /// The number of the user.
        uid: u32,
    },
    /// The user that PostgreSQL runs as may not pass through to the folder.
    #[error(
        "PostgreSQL runs as user {uid} because it refuses to run as root, and that user may not enter {} \
         on the way to {}. Set SHIPBOARD_DATA to a folder it may reach, such as /var/lib/shipboard",
        closed.display(),
        folder.display()
    )]
    Unreachable {
        /// The folder of the database.
        folder: PathBuf,
        /// The first folder on the way that is closed.
        closed: PathBuf,
        /// The user who stands before it.
        uid: u32,
    },
    /// The folder is somebody else's.
    #[error(
        "the database in {} belongs to another user (user {uid}). Start Shipboard as that user, or set \
         SHIPBOARD_DATA to another folder",
        folder.display()
    )]
    Foreign {
        /// The folder in question.
        folder: PathBuf,
        /// Whose it is.
        uid: u32,
    },
    /// A folder or file could not be made, read or removed.
    #[error("{doing} {} failed: {source}. Set SHIPBOARD_DATA to a folder that Shipboard may write to", path.display())]
    File {
        /// What was tried, as in "creating".
        doing: &'static str,
        /// With what.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A program of PostgreSQL could not be run at all.
    #[error("{} could not be run: {source}", program.display())]
    Run {
        /// The program.
        program: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The database could not be created.
    #[error("PostgreSQL could not create a database in {}. It said: {words}", folder.display())]
    Create {
        /// The folder in question.
        folder: PathBuf,
        /// What initdb said.
        words: String,
    },
    /// The server ended before it was ready.
    #[error("PostgreSQL would not start. The end of {} says: {words}", log.display())]
    Start {
        /// Where its log is.
        log: PathBuf,
        /// The last lines of it.
        words: String,
    },
    /// The server runs and did not do as asked.
    #[error("the private PostgreSQL did not answer as it should: {0}")]
    Query(#[from] sqlx::Error),
}

impl EmbeddedError {
    /// For `map_err`: the system refused to do something with a path.
    pub(super) fn file(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { doing, path, source }
    }
}
