//! What an export of Shipboard's says about itself, and whether its files are still what they were.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::record::Kind;
use crate::clock::Time;

/// The file of the manifest in the zip.
pub const MANIFEST: &str = "manifest.json";

/// The file that an import reads.
pub const RECORDS: &str = "shipboard.jsonl";

/// The longest manifest that is read, in bytes. One takes 4 KB, and 200 bytes more for each picture.
const LONGEST: u64 = 32 * 1024 * 1024;

/// What an export holds.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Manifest {
    /// Of the records: see `record::VERSION`.
    pub version: u32,
    /// Which Shipboard wrote it.
    pub shipboard: String,
    /// The workspace's address on its installation.
    pub workspace: String,
    /// The moment it shows.
    pub exported_at: Time,
    /// How many records there are of each kind.
    pub records: BTreeMap<Kind, u64>,
    /// What the workspace has that is not in it, and why.
    #[serde(default)]
    pub left_out: BTreeMap<String, String>,
    /// Every file but this one.
    pub files: Vec<Entry>,
}

/// One file of an export.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Entry {
    /// Its name in the zip.
    pub name: String,
    /// How long it is.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// Reads the manifest of a zip and compares every file with it. None where the zip has no manifest, so that it is something
/// else. What is wrong is said file by file.
pub fn check<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<Option<Manifest>, String> {
    let mut text = Vec::new();
    match zip.by_name(MANIFEST) {
        Ok(file) => {
            file.take(LONGEST).read_to_end(&mut text).map_err(|_| format!("{MANIFEST} cannot be unpacked"))?;
        }
        Err(_) => return Ok(None),
    }
    let manifest: Manifest =
        serde_json::from_slice(&text).map_err(|error| format!("{MANIFEST} is not the one of a Shipboard export: {error}"))?;
    let mut wrong: Vec<String> = manifest.files.iter().filter_map(|entry| compare(zip, entry).err()).collect();
    if !manifest.files.iter().any(|entry| entry.name == RECORDS) {
        wrong.push(format!("{MANIFEST} does not name {RECORDS}, the file that is read"));
    }
    if wrong.is_empty() {
        Ok(Some(manifest))
    } else {
        Err(format!("The export is damaged or was changed: {}.", wrong.join("; ")))
    }
}

/// Reads one file, and no more of it than the manifest says there is.
fn compare<R: Read + Seek>(zip: &mut ZipArchive<R>, entry: &Entry) -> Result<(), String> {
    let name = &entry.name;
    let file = zip.by_name(name).map_err(|_| format!("{name} is missing"))?;
    let mut summed = Summed::default();
    let bytes =
        io::copy(&mut file.take(entry.bytes.saturating_add(1)), &mut summed).map_err(|_| format!("{name} cannot be unpacked"))?;
    if bytes > entry.bytes {
        return Err(format!("{name} is longer than the {} bytes that were written", entry.bytes));
    }
    if bytes < entry.bytes {
        return Err(format!("{name} ends after {bytes} of {} bytes", entry.bytes));
    }
    if hex(&summed.0.finalize()) != entry.sha256 {
        return Err(format!("{name} is not what was written"));
    }
    Ok(())
}

/// What is written to it is summed, and gone.
#[derive(Default)]
struct Summed(Sha256);

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// As `sha256sum` says it.
pub fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(files: &[(&str, &str)]) -> ZipArchive<Cursor<Vec<u8>>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        ZipArchive::new(zip.finish().unwrap()).unwrap()
    }

    fn manifest(files: &[(&str, &str)]) -> String {
        let entry = |(name, text): &(&str, &str)| Entry {
            name: (*name).to_owned(),
            bytes: text.len() as u64,
            sha256: hex(&Sha256::digest(text.as_bytes())),
        };
        let manifest = Manifest {
            version: 1,
            shipboard: "0.1.0".to_owned(),
            workspace: "acme".to_owned(),
            exported_at: Time::from_timestamp("2026-09-01T09:00:00Z".parse().unwrap()),
            records: [(Kind::Idea, 3)].into(),
            left_out: BTreeMap::new(),
            files: files.iter().map(entry).collect(),
        };
        serde_json::to_string(&manifest).unwrap()
    }

    #[test]
    fn an_export_that_is_whole_is_known_and_another_zip_is_not() {
        let said = manifest(&[(RECORDS, "{}"), ("ideas.csv", "number")]);
        let whole = check(&mut zipped(&[(RECORDS, "{}"), ("ideas.csv", "number"), (MANIFEST, &said)])).unwrap().unwrap();
        assert_eq!((whole.records[&Kind::Idea], whole.files.len()), (3, 2));
        assert_eq!(check(&mut zipped(&[("posts.json", "[]")])).unwrap(), None);
    }

    #[test]
    fn a_manifest_may_name_as_many_pictures_as_an_archive_has_files() {
        let said = manifest(&[(RECORDS, "{}")]);
        let many = serde_json::from_str::<Manifest>(&said).unwrap();
        let picture = Entry {
            name: format!("pictures/{}-1600x2400.png", "0".repeat(32)),
            bytes: 1_000_000,
            sha256: hex(&Sha256::digest(b"")),
        };
        let files = many.files.iter().cloned().chain(std::iter::repeat_n(picture, 100_000)).collect();
        let long = serde_json::to_string_pretty(&Manifest { files, ..many }).unwrap();
        assert!((long.len() as u64) < LONGEST, "{}", long.len());
    }

    #[test]
    fn whichever_file_differs_is_named() {
        let said = manifest(&[(RECORDS, "{}"), ("ideas.csv", "number"), ("votes.csv", "idea"), ("people.csv", "name")]);
        let changed = [(RECORDS, "{}"), ("ideas.csv", "numbed"), ("votes.csv", "ide"), (MANIFEST, said.as_str())];
        let wrong = check(&mut zipped(&changed)).unwrap_err();
        assert!(wrong.contains("ideas.csv is not what was written"), "{wrong}");
        assert!(wrong.contains("votes.csv ends after 3 of 4 bytes") && wrong.contains("people.csv is missing"), "{wrong}");
        assert!(!wrong.contains(RECORDS), "{wrong}");
        assert!(check(&mut zipped(&[(MANIFEST, "[]")])).unwrap_err().contains("is not the one of a Shipboard export"));
        assert!(check(&mut zipped(&[(MANIFEST, &manifest(&[]))])).unwrap_err().contains(RECORDS));
        let longer = check(&mut zipped(&[(RECORDS, "{}{}"), (MANIFEST, &manifest(&[(RECORDS, "{}")]))])).unwrap_err();
        assert!(longer.contains("longer than the 2 bytes"), "{longer}");
    }
}
