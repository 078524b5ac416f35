//! Archives: only what is needed is unpacked, onto disk, and never more than an honest archive of that size would hold.

use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek, Write};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use crate::imports::manifest;

/// What may be unpacked of one archive, in bytes.
const MOST: u64 = 4 * 1024 * 1024 * 1024;

/// What one byte of the archive may become. Text shrinks to a tenth, JSON of a regular kind to a fiftieth.
const MOST_PER_BYTE: u64 = 200;

/// Less than this is unpacked whatever it was packed from.
const HARMLESS: u64 = 16 * 1024 * 1024;

/// Entries at most.
const MOST_ENTRIES: usize = 100_000;

/// An archive that is being read.
pub(super) struct Archive {
    zip: ZipArchive<File>,
    /// What may still be unpacked.
    left: u64,
}

impl Archive {
    /// Reads what lies in it.
    pub(super) fn open(mut file: File) -> Result<Self, String> {
        file.rewind().map_err(|error| error.to_string())?;
        let size = file.metadata().map_err(|error| error.to_string())?.len();
        let zip = ZipArchive::new(file).map_err(|error| format!("This archive cannot be opened: {error}."))?;
        if zip.len() > MOST_ENTRIES {
            return Err(format!("There are {} files in this archive; {MOST_ENTRIES} are the most.", zip.len()));
        }
        Ok(Self { zip, left: most(size) })
    }

    /// Compares every file with what an export's manifest says of it; says which differ. Another archive has none.
    pub(super) fn check(&mut self) -> Result<(), String> {
        manifest::check(&mut self.zip).map(|_| ())
    }

    /// Unpacks the entry of this name, in whatever folder of the archive it lies. None where there is none.
    pub(super) fn entry(&mut self, name: &str) -> Result<Option<File>, String> {
        let found = self.zip.file_names().filter_map(Result::ok).find(|path| last(path) == name).map(Cow::into_owned);
        let Some(path) = found else { return Ok(None) };
        let bomb = || {
            format!(
                "{name} unpacks to far more than an archive of this size can honestly hold, so it was not unpacked. \
                 If it is what it says, unpack it and import its files."
            )
        };
        let wrong = |error: &dyn std::fmt::Display| format!("{name} cannot be unpacked: {error}.");
        let mut entry = self.zip.by_name(&path).map_err(|error| wrong(&error))?;
        if entry.size() > self.left {
            return Err(bomb());
        }
        let mut file = tempfile::tempfile().map_err(|error| wrong(&error))?;
        let mut piece = vec![0; 64 * 1024];
        loop {
            // What the archive says of sizes is not believed.
            let read = entry.read(&mut piece).map_err(|error| wrong(&error))?;
            if read == 0 {
                break;
            }
            self.left = self.left.checked_sub(read as u64).ok_or_else(bomb)?;
            file.write_all(&piece[..read]).map_err(|error| wrong(&error))?;
        }
        file.rewind().map_err(|error| wrong(&error))?;
        Ok(Some(file))
    }

    /// What is in the entry of this whole name, which has `most` bytes at most. None where there is none.
    pub(super) fn content(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, String> {
        let Ok(entry) = self.zip.by_name(name) else { return Ok(None) };
        let mut content = Vec::new();
        let read =
            entry.take(most + 1).read_to_end(&mut content).map_err(|error| format!("{name} cannot be unpacked: {error}."))?;
        if read as u64 > most {
            return Err(format!("{name} is longer than {} MB.", most / 1024 / 1024));
        }
        Ok(Some(content))
    }
}

/// The file itself, or what it is when it was compressed by gzip (RFC 1952), on disk.
pub(super) fn unpacked(mut file: File) -> Result<File, String> {
    let unreadable = |error: std::io::Error| format!("This file cannot be unpacked: {error}.");
    let mut magic = Vec::new();
    file.rewind().map_err(unreadable)?;
    (&mut file).take(2).read_to_end(&mut magic).map_err(unreadable)?;
    file.rewind().map_err(unreadable)?;
    if magic != [0x1F, 0x8B] {
        return Ok(file);
    }
    let most = most(file.metadata().map_err(unreadable)?.len());
    let mut plain = tempfile::tempfile().map_err(unreadable)?;
    let written = std::io::copy(&mut MultiGzDecoder::new(file).take(most + 1), &mut plain).map_err(unreadable)?;
    if written > most {
        return Err("This file unpacks to far more than one of this size can honestly hold, so it was not unpacked. \
                    If it is what it says, unpack it and import what comes out."
            .to_owned());
    }
    plain.rewind().map_err(unreadable)?;
    Ok(plain)
}

/// What may be unpacked of something of this size.
fn most(size: u64) -> u64 {
    size.saturating_mul(MOST_PER_BYTE).clamp(HARMLESS, MOST)
}

/// The names of what lies in an archive, without their folders.
pub(super) fn names(file: &File) -> Result<Vec<String>, String> {
    let archive = Archive::open(file.try_clone().map_err(|error| error.to_string())?)?;
    Ok(archive.zip.file_names().filter_map(Result::ok).map(|path| last(&path).to_owned()).collect())
}

/// A path without its folders.
fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(entries: &[(&str, usize)]) -> File {
        let file = tempfile::tempfile().unwrap();
        let mut zip = ZipWriter::new(file.try_clone().unwrap());
        for (name, size) in entries {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&vec![b' '; *size]).unwrap();
        }
        zip.finish().unwrap();
        file
    }

    #[test]
    fn an_entry_is_found_in_whatever_folder_it_lies() {
        let file = archive(&[("backup/posts.json", 10), ("backup/users.json", 5)]);
        assert_eq!(names(&file).unwrap(), ["posts.json", "users.json"]);
        let mut archive = Archive::open(file).unwrap();
        assert_eq!(archive.entry("users.json").unwrap().unwrap().metadata().unwrap().len(), 5);
        assert!(archive.entry("votes.json").unwrap().is_none());
        assert_eq!(archive.content("backup/users.json", 5).unwrap().unwrap(), [b' '; 5]);
        assert!(archive.content("users.json", 5).unwrap().is_none());
        assert!(archive.content("backup/posts.json", 9).unwrap_err().contains("longer"));
    }

    fn gzip(content: &[u8]) -> File {
        let file = tempfile::tempfile().unwrap();
        let mut writer = flate2::write::GzEncoder::new(file, flate2::Compression::default());
        writer.write_all(content).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn what_is_compressed_is_unpacked_and_no_bomb_is() {
        let mut text = String::new();
        unpacked(gzip(b"title")).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "title");
        assert!(unpacked(gzip(&vec![b' '; usize::try_from(HARMLESS).unwrap() * 2])).unwrap_err().contains("far more"));
    }

    #[test]
    fn an_archive_that_would_fill_the_disk_is_refused_in_words() {
        let bomb = archive(&[("posts.json", usize::try_from(HARMLESS).unwrap() * 3)]);
        assert!(bomb.metadata().unwrap().len() < HARMLESS / MOST_PER_BYTE);
        let said = Archive::open(bomb).unwrap().entry("posts.json").unwrap_err();
        assert!(said.contains("far more"), "{said}");
    }
}
