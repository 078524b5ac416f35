//! A workspace, taken away.

mod columns;
mod contents;
mod doors;
mod moving;
mod round_trip;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use serde_json::Value;
use shipboard::exports;
use shipboard::imports::manifest::{self, Manifest};
use zip::ZipArchive;

use crate::support::{TestApp, Workspace};

/// An export, unpacked.
pub(crate) struct Export {
    pub(crate) manifest: Manifest,
    /// Every file of text by its name.
    pub(crate) files: BTreeMap<String, String>,
    /// Every picture by the name of its file.
    pub(crate) pictures: BTreeMap<String, Vec<u8>>,
}

impl Export {
    /// Unpacks a zip, every file of which is what its manifest says.
    pub(crate) fn unpack(bytes: &[u8]) -> Self {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let manifest = manifest::check(&mut zip).unwrap().expect("an export has a manifest");
        let (mut files, mut pictures) = (BTreeMap::new(), BTreeMap::new());
        for at in 0..zip.len() {
            let mut file = zip.by_index(at).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            if name.starts_with("pictures/") {
                pictures.insert(name, bytes);
            } else {
                files.insert(name, String::from_utf8(bytes).unwrap());
            }
        }
        Self { manifest, files, pictures }
    }

    /// The export of a workspace as it stands.
    pub(crate) async fn of(app: &TestApp, workspace: &Workspace) -> Self {
        Self::unpack(&zipped(app, workspace).await)
    }

    /// The lines that an import reads.
    pub(crate) fn lines(&self) -> &str {
        &self.files[manifest::RECORDS]
    }

    /// The records of one kind.
    pub(crate) fn records(&self, kind: &str) -> Vec<Value> {
        let records = self.lines().lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        records.filter(|record| record["type"] == kind).collect()
    }

    /// A table, line by line.
    fn table(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let text = self.files[name].strip_prefix('\u{feff}').expect("spreadsheets are told that it is UTF-8");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().map(Result::unwrap).collect()
    }
}

/// The same, before it is unpacked.
pub(crate) async fn zipped(app: &TestApp, workspace: &Workspace) -> Vec<u8> {
    let mut snapshot = app.db.tenant_snapshot(workspace.id).await.unwrap();
    let (_, bytes) = exports::write(&mut snapshot, Vec::new(), "http://acme.localhost", app.clock.now()).await.unwrap();
    bytes
}
