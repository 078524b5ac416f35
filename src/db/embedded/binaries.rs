//! The PostgreSQL installed on this machine.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use super::error::EmbeddedError;

/// The oldest major version Shipboard works with.
pub(super) const OLDEST: u32 = 14;

/// Where distributions and package managers put PostgreSQL; the version stands where the star is.
const PLACES: [&str; 8] = [
    "/usr/lib/postgresql/*/bin",                          // Debian, Ubuntu
    "/usr/pgsql-*/bin",                                   // Red Hat and its kin, PostgreSQL's own packages
    "/usr/libexec/postgresql*",                           // Alpine
    "/opt/homebrew/opt/postgresql@*/bin",                 // Homebrew on Apple silicon
    "/usr/local/opt/postgresql@*/bin",                    // Homebrew on Intel
    "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",    // Homebrew on Linux
    "/Applications/Postgres.app/Contents/Versions/*/bin", // Postgres.app
    "/usr/local/pgsql*/bin",                              // built by hand
];

/// The programs of one PostgreSQL.
#[derive(Clone, Debug)]
pub(super) struct Binaries {
    pub(super) major: u32,
    folder: PathBuf,
}

impl Binaries {
    /// The server.
    pub(super) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    /// The program that makes a folder of databases.
    pub(super) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    /// What to run a cluster with: its own major version where it has one, the newest otherwise.
    pub(super) fn choose(places: &[PathBuf], folder: &Path, made_by: Option<u32>) -> Result<Self, EmbeddedError> {
        let mut found = BTreeMap::new();
        for place in places {
            let Some(binaries) = Self::at(place) else {
                continue;
            };
            if made_by == Some(binaries.major) {
                return Ok(binaries);
            }
            found.entry(binaries.major).or_insert(binaries);
        }
        found.retain(|major, _| *major >= OLDEST);
        match (made_by, found.pop_last()) {
            (_, None) => Err(EmbeddedError::NotInstalled),
            (None, Some((_, newest))) => Ok(newest),
            (Some(made_by), Some((newest, _))) => Err(EmbeddedError::OtherVersion {
                folder: folder.to_owned(),
                made_by,
                here: found.into_keys().chain([newest]).collect(),
            }),
        }
    }

    /// The PostgreSQL in a folder, if there is a whole one that runs.
    fn at(place: &Path) -> Option<Self> {
        // A folder on the PATH may hold links to only some of the programs; the rest stands beside what they point to.
        let real = fs::canonicalize(place.join("postgres")).ok()?;
        let folder = [real.parent()?, place].into_iter().find(|folder| folder.join("initdb").exists())?.to_owned();
        let major = major_of_debian(&folder).or_else(|| major_of_program(&folder.join("postgres")))?;
        Some(Self { major, folder })
    }
}

/// Every folder that may hold PostgreSQL here, likely ones first.
pub(super) fn places() -> Vec<PathBuf> {
    let mut places: Vec<_> = PLACES.iter().flat_map(|pattern| matching(pattern)).collect();
    places.extend(env::var_os("PATH").iter().flat_map(env::split_paths));
    places.extend(pg_config());
    places
}

/// The folders that a pattern with one star stands for.
fn matching(pattern: &str) -> Vec<PathBuf> {
    let (before, after) = pattern.split_once('*').unwrap_or((pattern, ""));
    let (parent, start) = before.rsplit_once('/').unwrap_or(("", before));
    let Ok(entries) = fs::read_dir(Path::new("/").join(parent)) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(start))
        .map(|entry| entry.path().join(after.trim_start_matches('/')))
        .collect()
}

/// Where the PostgreSQL that programs are built against keeps its own.
fn pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

/// The version in the name of a folder laid out as Debian does; saves running the program.
fn major_of_debian(folder: &Path) -> Option<u32> {
    folder.strip_prefix("/usr/lib/postgresql").ok()?.iter().next()?.to_str()?.parse().ok()
}

/// The version a server says it is, as in `postgres (PostgreSQL) 17.2`.
fn major_of_program(postgres: &Path) -> Option<u32> {
    let output = Command::new(postgres).arg("--version").output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    let version = said.split_once("(PostgreSQL) ")?.1;
    version.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}
