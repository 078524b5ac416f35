//! The user that PostgreSQL runs as, who is never root.

use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use rustix::process::geteuid;

use super::error::EmbeddedError;

/// An ordinary user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Account {
    uid: u32,
    gid: u32,
    /// Whether that is somebody other than the one who runs Shipboard.
    dropped: bool,
}

impl Account {
    /// Who runs the server of this data folder: its owner, or for a new one whoever runs Shipboard, or for root `postgres` or `nobody`.
    pub(super) fn choose(data: &Path) -> Result<Self, EmbeddedError> {
        let me = geteuid();
        let owner = fs::metadata(data).ok();
        if !me.is_root() {
            let gid = rustix::process::getegid().as_raw();
            return match owner {
                Some(owner) if owner.uid() != me.as_raw() => {
                    Err(EmbeddedError::Foreign { folder: data.to_owned(), uid: owner.uid() })
                }
                _ => Ok(Self { uid: me.as_raw(), gid, dropped: false }),
            };
        }
        match owner {
            Some(owner) if owner.uid() != 0 => Ok(Self { uid: owner.uid(), gid: owner.gid(), dropped: true }),
            _ => ["postgres", "nobody"].into_iter().find_map(Self::named).ok_or(EmbeddedError::NoAccount),
        }
    }

    /// The user's number.
    pub(super) fn uid(self) -> u32 {
        self.uid
    }

    /// A command that will run as this user, in this folder, undisturbed by what PostgreSQL reads from the environment.
    pub(super) fn command(self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        // Root's own working folder may be closed to the user, and then PostgreSQL does not find itself.
        command.current_dir(folder).env("LC_ALL", "C");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        if self.dropped {
            // The standard library drops root's further groups along with the user.
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Makes this user the owner of what root has made for it.
    pub(super) fn own(self, path: &Path) -> Result<(), EmbeddedError> {
        if self.dropped {
            chown(path, Some(self.uid), Some(self.gid)).map_err(EmbeddedError::file("changing the owner of", path))?;
        }
        Ok(())
    }

    /// Says why a program could not be run, above all when the way to the folder is closed to this user.
    pub(super) fn refusal(self, source: io::Error, program: PathBuf, folder: &Path) -> EmbeddedError {
        if self.dropped && source.kind() == io::ErrorKind::PermissionDenied {
            let closed = folder.ancestors().filter(|way| !self.may_enter(way)).last().unwrap_or(folder).to_owned();
            return EmbeddedError::Unreachable { folder: folder.to_owned(), closed, uid: self.uid };
        }
        EmbeddedError::Run { program, source }
    }

    /// Whether the mode of a folder lets this user pass through it.
    fn may_enter(self, folder: &Path) -> bool {
        let Ok(folder) = fs::metadata(folder) else {
            return false;
        };
        let bit = match folder {
            ref folder if folder.uid() == self.uid => 0o100,
            ref folder if folder.gid() == self.gid => 0o010,
            _ => 0o001,
        };
        folder.mode() & bit != 0
    }

    /// The user of that name, as every source of users that the system knows has it.
    fn named(name: &str) -> Option<Self> {
        let id = |which| {
            let output = Command::new("id").args([which, name]).output().ok()?;
            String::from_utf8(output.stdout).ok()?.trim().parse().ok()
        };
        Some(Self { uid: id("-u")?, gid: id("-g")?, dropped: true })
    }
}
