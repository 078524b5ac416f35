//! A zip that is sent away while it is written: what is kept in memory does not grow with it.

use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::clock::Time;
use crate::error::{Error, Result};
use crate::imports::manifest::{Entry, hex};

/// Bytes that are compressed, and bytes that are sent away, at once.
const PIECE: usize = 64 * 1024;

/// How hard it is compressed (zlib, 1 to 9): twice as fast as the usual 6, and a tenth larger.
const LEVEL: i64 = 4;

/// Where an archive goes, piece by piece. It is asked for the next piece when it has taken the last.
pub trait Outlet: Send {
    /// Takes a piece; whatever it waits for, the archive waits for.
    fn take(&mut self, piece: Vec<u8>) -> impl Future<Output = io::Result<()>> + Send;
}

impl<W: Write + Send> Outlet for W {
    async fn take(&mut self, piece: Vec<u8>) -> io::Result<()> {
        self.write_all(&piece)
    }
}

/// A zip on its way to an outlet. Files are written one after the other.
pub struct Archive<O> {
    zip: Box<ZipWriter<StreamWriter<Tray>>>,
    /// Compressed, and not sent yet.
    tray: Tray,
    outlet: O,
    options: SimpleFileOptions,
    /// Written, and not compressed yet.
    written: Vec<u8>,
    digest: Sha256,
    bytes: u64,
    entries: Vec<Entry>,
}

impl<O: Outlet> Archive<O> {
    /// An empty one. Its files bear the time `now`.
    pub fn new(outlet: O, now: Time) -> Self {
        let tray = Tray::default();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .last_modified_time(stamp(now).unwrap_or_default())
            .unix_permissions(0o600)
            // How large a file gets is known when it has been sent.
            .large_file(true);
        Self {
            zip: Box::new(ZipWriter::new_stream(tray.clone())),
            tray,
            outlet,
            options,
            written: Vec::with_capacity(2 * PIECE),
            digest: Sha256::new(),
            bytes: 0,
            entries: Vec::new(),
        }
    }

    /// Begins a file. The one before has to be ended.
    pub fn begin(&mut self, name: &str) -> Result<()> {
        self.begin_with(name, self.options)
    }

    /// The same for what is compressed already, as pictures are.
    pub fn begin_as_it_is(&mut self, name: &str) -> Result<()> {
        let stored = CompressionMethod::Stored;
        self.begin_with(name, self.options.compression_method(stored).compression_level(None))
    }

    fn begin_with(&mut self, name: &str, options: SimpleFileOptions) -> Result<()> {
        self.zip.start_file(name, options).map_err(Error::internal)?;
        self.entries.push(Entry { name: name.to_owned(), bytes: 0, sha256: String::new() });
        Ok(())
    }

    /// What is put here belongs to the file that was begun. Say [`Archive::flow`] now and then.
    pub fn text(&mut self) -> &mut Vec<u8> {
        &mut self.written
    }

    /// Sends on what has come together, once it is a piece.
    pub async fn flow(&mut self) -> Result<()> {
        if self.written.len() >= PIECE {
            self.compress()?;
            if self.tray.len() >= PIECE {
                self.send().await?;
            }
        }
        Ok(())
    }

    /// Ends the file that was begun. What it was is kept for the manifest.
    pub async fn end(&mut self) -> Result<()> {
        self.compress()?;
        if let Some(entry) = self.entries.last_mut() {
            entry.bytes = mem::take(&mut self.bytes);
            entry.sha256 = hex(&self.digest.finalize_reset());
        }
        self.send().await
    }

    /// The files that have been ended.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Ends the zip. Without this it is none, and whoever has a part of it can tell.
    pub async fn finish(mut self) -> Result<O> {
        self.zip.finish().map_err(Error::internal)?;
        let rest = self.tray.empty();
        self.outlet.take(rest).await.map_err(Error::internal)?;
        Ok(self.outlet)
    }

    fn compress(&mut self) -> Result<()> {
        self.digest.update(&self.written);
        self.bytes += self.written.len() as u64;
        self.zip.write_all(&self.written).map_err(Error::internal)?;
        self.written.clear();
        Ok(())
    }

    async fn send(&mut self) -> Result<()> {
        let piece = self.tray.empty();
        if piece.is_empty() { Ok(()) } else { self.outlet.take(piece).await.map_err(Error::internal) }
    }
}

/// What a writer writes to that wants a place of its own, which we want to empty meanwhile.
#[derive(Clone, Debug, Default)]
pub(super) struct Tray(Arc<Mutex<Vec<u8>>>);

impl Tray {
    fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// What has come together.
    pub(super) fn empty(&self) -> Vec<u8> {
        mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Tray {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The time of a file, as a zip keeps it: without a zone, in steps of two seconds, from 1980.
fn stamp(now: Time) -> Option<DateTime> {
    let moment = now.timestamp().to_zoned(jiff::tz::TimeZone::UTC);
    let small = |number: i8| u8::try_from(number).ok();
    DateTime::from_date_and_time(
        u16::try_from(moment.year()).ok()?,
        small(moment.month())?,
        small(moment.day())?,
        small(moment.hour())?,
        small(moment.minute())?,
        small(moment.second())?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[tokio::test]
    async fn what_goes_in_comes_out_and_the_manifest_knows_it() {
        let now = Time::from_timestamp("2026-09-01T09:00:00Z".parse().unwrap());
        let mut archive = Archive::new(Vec::new(), now);
        let long = "All work and no play. ".repeat(20_000);
        for (name, text) in [("long.txt", long.as_str()), ("empty.txt", ""), ("short.txt", "x")] {
            archive.begin(name).unwrap();
            for piece in text.as_bytes().chunks(999) {
                archive.text().extend_from_slice(piece);
                archive.flow().await.unwrap();
            }
            archive.end().await.unwrap();
        }
        archive.begin_as_it_is("x.png").unwrap();
        archive.text().extend_from_slice(long.as_bytes());
        archive.end().await.unwrap();
        let entries = archive.entries().to_vec();
        let bytes = archive.finish().await.unwrap();
        assert!((long.len()..long.len() + long.len() / 20).contains(&bytes.len()), "{}", bytes.len());
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(zip.len(), 4);
        assert_eq!(zip.by_name("x.png").unwrap().size(), long.len() as u64);
        let mut text = String::new();
        zip.by_name("long.txt").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, long);
        assert_eq!(entries[0].bytes, long.len() as u64);
        // Of nothing, and of "x" (FIPS 180-4).
        assert_eq!(entries[1].sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(entries[2].sha256, "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
    }
}
