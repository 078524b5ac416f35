//! Shipboard's own format: a record a line, alone or in the archive that an export is.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use super::zipped::Archive;
use super::{Fault, Head, Item, Reader, Shape, text};
use crate::imports::options::Options;
use crate::imports::record::{Kind, Record, VERSION};

/// The longest line, in bytes.
const LONGEST: u64 = 4 * 1024 * 1024;

/// The longest file of a picture, in bytes: as many points as there may be, in the form that takes most.
const LONGEST_PICTURE: u64 = 32 * 1024 * 1024;

/// What an export's archive calls its records.
pub(super) const ENTRY: &str = "shipboard.jsonl";

/// Records, a line each.
pub(super) const SHAPE: Shape =
    Shape { word: "shipboard", name: "Shipboard (JSON Lines, or the archive of an export)", recognise, open };

fn recognise(head: &Head) -> bool {
    let first = head.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    head.entries.iter().any(|entry| entry == ENTRY) || is_record(first)
}

/// Whether a line is one of ours: another tool's document may have something of a type within it. Of a line that is longer than
/// what is looked at only the beginning counts.
fn is_record(line: &str) -> bool {
    match serde_json::from_str::<serde_json::Value>(line) {
        Ok(value) => serde_json::from_value::<Kind>(value["type"].clone()).is_ok(),
        Err(_) => line.trim_start().starts_with("{\"type\""),
    }
}

fn open(mut file: File, _options: &Options) -> Result<Reader, String> {
    let mut magic = [0; 2];
    let mut beside = None;
    if file.read(&mut magic).is_ok_and(|read| read == 2) && magic == *b"PK" {
        let mut archive = Archive::open(file)?;
        archive.check()?;
        file = archive.entry(ENTRY)?.ok_or_else(|| format!("There is no {ENTRY} in this archive."))?;
        beside = Some(archive);
    }
    let input = text::open(file, crate::imports::options::Encoding::Unicode).map_err(|error| error.to_string())?;
    Ok(Box::new(Lines { input: BufReader::new(input), beside, line: 0, ended: false }))
}

struct Lines {
    input: BufReader<Box<dyn Read + Send>>,
    /// The archive that the records lie in, with the files of pictures beside them.
    beside: Option<Archive>,
    line: u64,
    ended: bool,
}

impl Lines {
    /// A record with what lies beside it.
    fn whole(&mut self, record: Record) -> Result<Record, String> {
        let Record::Picture(mut picture) = record else { return Ok(record) };
        picture.address()?;
        let archive =
            self.beside.as_mut().ok_or("The file of this picture lies in the archive of the export, which this is not.")?;
        let content = archive.content(&picture.file, LONGEST_PICTURE)?;
        picture.content = content.ok_or_else(|| format!("{} is not in this archive.", picture.file))?;
        picture.check()?;
        Ok(picture.into())
    }
}

impl Iterator for Lines {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.ended {
            self.line += 1;
            let mut line = Vec::new();
            let read = (&mut self.input).take(LONGEST).read_until(b'\n', &mut line);
            let fault = match read {
                Ok(0) => return None,
                Ok(_) if line.len() as u64 == LONGEST && line.last() != Some(&b'\n') => {
                    Fault::File(format!("Line {} is longer than {} MB.", self.line, LONGEST / 1024 / 1024))
                }
                Ok(_) if line.iter().all(u8::is_ascii_whitespace) => continue,
                Ok(_) => match std::str::from_utf8(&line) {
                    Ok(text) => match Record::parse(text.trim()) {
                        Ok(Record::Shipboard(header)) if header.version > VERSION => Fault::File(format!(
                            "This file is of version {} of the format; this Shipboard reads up to {VERSION}. A newer one can read it.",
                            header.version
                        )),
                        Ok(record) => match self.whole(record) {
                            Ok(record) => return Some(Item::new(self.line, record)),
                            Err(words) => Fault::Line(words),
                        },
                        Err(words) => Fault::Line(words),
                    },
                    Err(_) => text::NOT_UTF_8.into(),
                },
                Err(error) => Fault::File(format!("The file cannot be read from line {} on: {error}.", self.line)),
            };
            self.ended = matches!(fault, Fault::File(_));
            return Some(Item::wrong(self.line, fault));
        }
        None
    }
}
