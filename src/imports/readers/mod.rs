//! Readers: each knows one shape of file, and makes a stream of neutral records of it. Memory is bounded by the longest record.
//!
//! A reader is one small file with a [`Shape`], listed in [`SHAPES`]: the narrowest first, because the first that recognises a
//! file is proposed.

mod canny;
pub mod csv;
pub mod dates;
mod fider;
mod fider_backup;
mod github;
mod jira;
mod json;
mod jsonl;
mod lines;
mod productboard;
mod quackback;
mod rows;
pub mod table;
pub mod text;
mod trello;
mod uservoice;
mod votes;
mod zipped;

use std::collections::HashSet;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Read, Seek};

use super::options::Options;
use super::record::{Kind, Person, Record};
use crate::text::{Email, Refusal};

/// What is looked at to recognise a file.
const HEAD: u64 = 64 * 1024;

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This line; the next may be well.
    Line(String),
    /// The rest of the file.
    File(String),
    /// Nothing: something was left out, or is not in the file, that whoever brings it should know of.
    Note(String),
}

impl From<String> for Fault {
    fn from(words: String) -> Self {
        Self::Line(words)
    }
}

impl From<Refusal> for Fault {
    fn from(why: Refusal) -> Self {
        Self::Line(why.english())
    }
}

impl From<&str> for Fault {
    fn from(words: &str) -> Self {
        Self::Line(words.to_owned())
    }
}

/// One record, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Where it stands in the file, from 1; 0 where a file has no lines.
    pub line: u64,
    /// What it says.
    pub record: Result<Record, Fault>,
}

impl Item {
    /// What stands in this line.
    pub(super) fn new(line: u64, record: impl Into<Record>) -> Self {
        Self { line, record: Ok(record.into()) }
    }

    /// What lies in memory with it besides its words, in bytes.
    pub(super) fn weight(&self) -> usize {
        if let Ok(Record::Picture(picture)) = &self.record { picture.content.len() } else { 0 }
    }

    /// What whoever brings the file should know.
    pub(super) fn note(words: impl Into<String>) -> Self {
        Self { line: 0, record: Err(Fault::Note(words.into())) }
    }

    /// What is wrong with this line.
    pub(super) fn wrong(line: u64, fault: impl Into<Fault>) -> Self {
        Self { line, record: Err(fault.into()) }
    }
}

/// The records of a file, one after the other.
pub type Reader = Box<dyn Iterator<Item = Item> + Send>;

/// A kind of file.
#[derive(Debug)]
pub struct Shape {
    /// As forms and the command line say it.
    pub word: &'static str,
    /// As people say it.
    pub name: &'static str,
    /// Whether a file that begins like this is one.
    pub recognise: fn(&Head) -> bool,
    /// Begins to read it.
    pub open: fn(File, &Options) -> Result<Reader, String>,
}

/// Every shape there is, the narrowest first.
pub const SHAPES: &[&Shape] = &[
    &jsonl::SHAPE,
    &fider_backup::SHAPE,
    &fider::SHAPE,
    &uservoice::VOTERS,
    &uservoice::DOTTED,
    &canny::SHAPE,
    &trello::SHAPE,
    &github::COMMENTS,
    &github::REST,
    &github::CLI,
    &productboard::SHAPE,
    &jira::SHAPE,
    &quackback::SHAPE,
    &lines::SHAPE,
    &votes::SHAPE,
    &csv::SHAPE,
];

/// The shape of this word.
pub fn shape(word: &str) -> Option<&'static Shape> {
    SHAPES.iter().copied().find(|shape| shape.word == word)
}

/// Where the ids of a shape are from: both exports of one tool speak of the same ideas, and so do the files that somebody put
/// together by hand.
pub fn source(shape: &Shape) -> &'static str {
    if [lines::SHAPE.word, votes::SHAPE.word].contains(&shape.word) {
        return csv::SHAPE.word;
    }
    shape.word.split('-').next().unwrap_or(shape.word)
}

/// The beginning of a file.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Its first bytes as text, as far as they are.
    pub text: String,
    /// The headings of its first line, were it a table, as they are written.
    pub headings: Vec<String>,
    /// The same, trimmed, in lower case.
    pub columns: Vec<String>,
    /// The names of what lies in it, were it a zip archive.
    pub entries: Vec<String>,
}

impl Head {
    /// Reads the beginning of a file.
    pub fn of(file: &mut File, options: &Options) -> Result<Self, String> {
        file.rewind().map_err(|error| error.to_string())?;
        let mut magic = Vec::new();
        file.take(4).read_to_end(&mut magic).map_err(|error| error.to_string())?;
        let mut head = Self::default();
        if magic.starts_with(b"PK") {
            head.entries = zipped::names(file)?;
        } else {
            let mut bytes = Vec::new();
            text::open(file.try_clone().map_err(|error| error.to_string())?, options.encoding)
                .map_err(|error| error.to_string())?
                .take(HEAD)
                .read_to_end(&mut bytes)
                .map_err(|error| error.to_string())?;
            head.text = String::from_utf8_lossy(&bytes).into_owned();
            head.headings = table::headings(&head.text).iter().map(|heading| heading.trim().to_owned()).collect();
            head.columns = head.headings.iter().map(|heading| heading.to_lowercase()).collect();
        }
        file.rewind().map_err(|error| error.to_string())?;
        Ok(head)
    }

    /// Whether the table has all of these columns (in lower case).
    pub fn has(&self, columns: &[&str]) -> bool {
        columns.iter().all(|wanted| self.columns.iter().any(|column| column == wanted))
    }

    /// Whether it is JSON that begins like this, and has all of these keys somewhere near its beginning.
    pub fn json(&self, begins: &[char], keys: &[&str]) -> bool {
        self.text.trim_start().starts_with(begins) && keys.iter().all(|key| self.text.contains(&format!("\"{key}\"")))
    }
}

/// The file as it is to be read: unpacked, where it was compressed by itself.
pub fn unpacked(file: File) -> Result<File, String> {
    zipped::unpacked(file)
}

/// The shape of a file, if it is one we know.
pub fn recognise(head: &Head) -> Option<&'static Shape> {
    SHAPES.iter().copied().find(|shape| (shape.recognise)(head))
}

/// Remembers what has been told: eight bytes for each.
#[derive(Debug, Default)]
pub(super) struct Once(HashSet<u64>);

impl Once {
    /// Whether this is the first time.
    pub(super) fn first(&mut self, what: impl Hash) -> bool {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        self.0.insert(hasher.finish())
    }
}

/// The same records, where every `id` is told once. A person, board, status or tag may be told as often as a reader likes; two
/// ideas or comments of one `id` are a mistake, and the first one counts.
pub(super) fn once(reader: Reader) -> Reader {
    let mut told = Once::default();
    Box::new(reader.filter_map(move |mut item| {
        let Ok(record) = &item.record else { return Some(item) };
        let Some(id) = record.id() else { return Some(item) };
        let kind = record.kind();
        if told.first((kind, id)) {
            return Some(item);
        }
        if kind <= Kind::Person {
            return None;
        }
        item.record = Err(Fault::Line(format!("“{id}” has come before in this file; the first one counts.")));
        Some(item)
    }))
}

/// Somebody whom a file knows by address, by name, or both: their records, and what to call them by. None where it says nothing.
pub(super) fn somebody(email: &str, name: &str) -> Result<Option<Person>, String> {
    let (email, name) = (email.trim(), name.trim());
    if email.is_empty() && name.is_empty() {
        return Ok(None);
    }
    let mut person = Person::named(name);
    if email.is_empty() {
        person.id = format!("name:{name}");
    } else {
        let email = Email::parse(email)?;
        email.as_str().clone_into(&mut person.id);
        person.email = Some(email.as_str().to_owned());
    }
    Ok(Some(person))
}
