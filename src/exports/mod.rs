//! A workspace, taken away: everything in it in one file that another Shipboard reads, and tables for people.
//!
//! An export is a zip of `shipboard.jsonl` (the records that an import reads, see `imports::record`), tables for
//! spreadsheets, the pictures that texts mention, each called as the texts say, and `manifest.json`, which counts the records and
//! says the SHA-256 of each file. It is written while it is read, from one snapshot: it shows one moment, and takes no more memory
//! for a large workspace than for a small one.
//!
//! What lets somebody in (sessions, sign-in links, password hashes, the key that signs links in mail) never goes along. What
//! is under way does not either: a mail that has not left leaves from where it was planned, or not at all.

pub mod archive;
mod desk;
mod facts;
mod nouns;
pub mod pages;
pub mod person;
pub mod person_pages;
mod pictures;
mod sheets;
mod sizes;

use std::collections::BTreeMap;
use std::fmt::Display;

use futures_util::TryStreamExt;
use serde::Serialize;

use archive::{Archive, Outlet};
use nouns::Rows;

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::imports::manifest::{MANIFEST, Manifest, RECORDS};
use crate::imports::record::{Kind, Record, Shipboard, SourceId, VERSION};

/// One kind of record after the other, in the order of the format.
const STREAMS: [for<'a> fn(&'a mut TenantTx) -> Rows<'a>; 23] = [
    nouns::companies,
    nouns::boards,
    nouns::statuses,
    nouns::tags,
    nouns::people,
    nouns::currencies,
    nouns::segments,
    pictures::records,
    nouns::releases,
    nouns::ideas,
    facts::revisions,
    facts::votes,
    facts::refusals,
    facts::comments,
    facts::followers,
    facts::opt_outs,
    facts::items,
    facts::notices,
    facts::subscribers,
    desk::held,
    desk::distinct,
    desk::views,
    facts::events,
];

/// What a workspace has that does not go along, and why: the manifest says it to whoever moves.
const LEFT_OUT: [(&str, &str); 7] = [
    ("sessions, passwords, sign-in links and keys", "they let somebody in"),
    ("mail that has not left", "it leaves from where it was planned, or not at all"),
    ("posts that were held and approved", "what they became stands among the ideas and comments"),
    ("pictures that no text mentions", "they wait for a text that is still to be sent, or are about to be swept out"),
    ("the inbox and the queue of likely duplicates", "they follow from what goes along"),
    ("imports and what they can take back", "an import can be undone only where it was made"),
    (
        "the settings and the address of the workspace",
        "the record “workspace” says them; an import leaves those of the other alone",
    ),
];

/// Writes the workspace that `tx` sees, which has to be a snapshot. `origin` is where its ideas are found.
pub async fn write<O: Outlet>(tx: &mut TenantTx, outlet: O, origin: &str, now: Time) -> Result<(Manifest, O)> {
    let mut archive = Archive::new(outlet, now);
    let (slug, workspace) = nouns::workspace(tx).await?;
    archive.begin(RECORDS)?;
    let mut records = BTreeMap::new();
    let header = Shipboard { version: VERSION, exported_at: Some(now), workspace: Some(slug.clone()) };
    line(&mut archive, &mut records, &header.into())?;
    line(&mut archive, &mut records, &workspace.into())?;
    for stream in STREAMS {
        let mut rows = stream(tx);
        while let Some(record) = rows.try_next().await? {
            line(&mut archive, &mut records, &record)?;
            archive.flow().await?;
        }
    }
    archive.end().await?;
    sheets::write(tx, &mut archive, origin).await?;
    pictures::write(tx, &mut archive).await?;

    let manifest = Manifest {
        version: VERSION,
        shipboard: env!("CARGO_PKG_VERSION").to_owned(),
        workspace: slug,
        exported_at: now,
        records,
        left_out: LEFT_OUT.map(|(what, why)| (what.to_owned(), why.to_owned())).into(),
        files: archive.entries().to_vec(),
    };
    archive.begin(MANIFEST)?;
    serde_json::to_writer_pretty(archive.text(), &manifest).map_err(Error::internal)?;
    archive.end().await?;
    Ok((manifest, archive.finish().await?))
}

/// Puts one record on a line of its own.
fn line<O: Outlet>(archive: &mut Archive<O>, records: &mut BTreeMap<Kind, u64>, record: &Record) -> Result<()> {
    *records.entry(record.kind()).or_default() += 1;
    json(archive.text(), record)?;
    archive.text().push(b'\n');
    Ok(())
}

fn json(text: &mut Vec<u8>, value: &impl Serialize) -> Result<()> {
    serde_json::to_writer(text, value).map_err(Error::internal)
}

/// An id as a record names it.
fn id(id: impl Display) -> SourceId {
    id.to_string()
}

/// What a file with the export of a workspace is called: `acme-2026-11-23.zip`.
pub fn file_name(slug: &str, now: Time) -> String {
    format!("{slug}-{}.zip", now.timestamp().strftime("%Y-%m-%d"))
}
