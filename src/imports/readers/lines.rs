//! Ideas as JSON Lines: one object a line, under the names that people give such fields. They are the headings of a table, and
//! guessed as those are ([`super::csv::guess`]); what a cell cannot hold may be nested: an author with an address, a list of
//! voters, the comments.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use serde_json::{Map, Value};

use super::csv::{at_midnight, guess, list, votes};
use super::{Fault, Head, Item, Reader, Shape, dates, somebody, text};
use crate::clock::{Date, Time};
use crate::imports::fingerprint;
use crate::imports::options::{Encoding, Field, Options};
use crate::imports::record::{Comment, Idea, Person, Vote, explain};

/// Objects, a line each.
pub(super) const SHAPE: Shape = Shape { word: "lines", name: "Ideas, one JSON object a line", recognise, open };

/// The longest line, in bytes.
const LONGEST: u64 = 16 * 1024 * 1024;

/// What lists in an object are called.
const VOTERS: [&str; 3] = ["voters", "votes", "upvoters"];
const COMMENTS: [&str; 3] = ["comments", "replies", "discussion"];

/// Marks of a comment among staff.
const AMONG_STAFF: [&str; 4] = ["staff_only", "internal", "is_internal", "private"];

fn recognise(head: &Head) -> bool {
    let Some(first) = head.text.lines().find(|line| !line.trim().is_empty()) else { return false };
    let Ok(object) = serde_json::from_str::<Map<String, Value>>(first) else { return false };
    let keys: Vec<String> = object.keys().cloned().collect();
    guess(&keys).contains_key(&Field::Title)
}

fn open(file: File, options: &Options) -> Result<Reader, String> {
    let input = BufReader::new(text::open(file, Encoding::Unicode).map_err(|error| error.to_string())?);
    let (ready, left_out) = (VecDeque::new(), BTreeSet::new());
    Ok(Box::new(Lines { input, line: 0, ended: false, date: options.date, ready, left_out }))
}

struct Lines {
    input: BufReader<Box<dyn Read + Send>>,
    line: u64,
    ended: bool,
    date: Option<Date>,
    ready: VecDeque<Item>,
    /// Fields that nothing here is made of.
    left_out: BTreeSet<String>,
}

impl Iterator for Lines {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if self.ended {
                return None;
            }
            self.line += 1;
            if let Err(fault) = self.read() {
                self.ready.clear();
                self.ended |= matches!(fault, Fault::File(_));
                return Some(Item::wrong(self.line, fault));
            }
        }
    }
}

impl Lines {
    /// Reads a line, and says at the end of the file what was left out of it.
    fn read(&mut self) -> Result<(), Fault> {
        let mut line = Vec::new();
        let read = (&mut self.input).take(LONGEST).read_until(b'\n', &mut line);
        let read = read.map_err(|error| Fault::File(format!("The file cannot be read from line {} on: {error}.", self.line)))?;
        if read == 0 {
            self.ended = true;
            if !self.left_out.is_empty() {
                let fields = Vec::from_iter(std::mem::take(&mut self.left_out)).join(", ");
                self.ready.push_back(Item::note(format!("Fields that have no place here are left out: {fields}.")));
            }
            return Ok(());
        }
        if line.len() as u64 == LONGEST && line.last() != Some(&b'\n') {
            return Err(Fault::File(format!("Line {} is longer than {} MB.", self.line, LONGEST / 1024 / 1024)));
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            return Ok(());
        }
        let text = std::str::from_utf8(&line).map_err(|_| text::NOT_UTF_8)?;
        let object: Map<String, Value> = serde_json::from_str(text).map_err(|error| explain(&error))?;
        self.object(&object)
    }

    fn object(&mut self, object: &Map<String, Value>) -> Result<(), Fault> {
        let said = Said::of(object);
        let mut voters: Vec<(Person, Option<Time>)> = Vec::new();
        for voter in nested(object, &VOTERS) {
            let voted_at = voter.as_object().map(|voter| Said::of(voter).moment(Field::CreatedAt, None)).transpose()?.flatten();
            voters.extend(person(voter)?.map(|person| (person, voted_at)));
        }
        let author = said.somebody(Field::AuthorName, Field::AuthorEmail)?;
        let created_at = said.moment(Field::CreatedAt, self.date)?.ok_or("The date is missing.")?;
        let mut idea = Idea::titled(&said.text(Field::Title), created_at);
        idea.id = match said.text(Field::Id) {
            id if id.is_empty() => format!("row:{}", fingerprint(&[&idea.title, &said.text(Field::CreatedAt)])),
            id => id,
        };
        idea.body = said.text(Field::Body);
        idea.board = said.word(Field::Board);
        idea.merged_into = said.word(Field::MergedInto);
        idea.tags = said.list(Field::Tags);
        idea.author = author.as_ref().map(|author| author.id.clone());
        idea.response = said.text(Field::Response);
        if let Some(status) = said.word(Field::Status) {
            let (status, reason) = standing(&status);
            idea.status = Some(status.to_owned());
            if idea.response.is_empty() {
                reason.clone_into(&mut idea.response);
            }
        }
        idea.imported_votes = votes(&said.text(Field::Votes))?;
        // Whoever is named, in this file or in another, is one of those who were counted.
        idea.votes_are_all = true;
        if let Some(voter) = said.somebody(Field::VoterName, Field::VoterEmail)? {
            voters.push((voter, said.moment(Field::VotedAt, None)?));
        }
        idea.imported_votes = idea.imported_votes.max(i32::try_from(voters.len()).unwrap_or(i32::MAX));

        let line = self.line;
        self.ready.extend(author.map(|author| Item::new(line, author)));
        let id = idea.id.clone();
        self.ready.push_back(Item::new(line, idea));
        for (voter, voted_at) in voters {
            let vote = Vote::counted(&id, &voter.id, voted_at);
            self.ready.push_back(Item::new(line, voter));
            self.ready.push_back(Item::new(line, vote));
        }
        for (place, comment) in nested(object, &COMMENTS).iter().enumerate() {
            if let Err(fault) = self.comment(&id, place + 1, comment) {
                self.ready.push_back(Item::wrong(line, fault));
            }
        }
        let known = &said.known;
        let left_out = object.iter().filter(|(key, value)| !known.contains(*key) && !is_nothing(value));
        self.left_out.extend(left_out.map(|(key, _)| key.clone()));
        Ok(())
    }

    /// A comment; without an id of its own it is known by its place.
    fn comment(&mut self, idea: &str, place: usize, comment: &Value) -> Result<(), Fault> {
        let Value::Object(comment) = comment else { return Err(format!("Comment {place} is no object.").into()) };
        let said = Said::of(comment);
        let body = said.text(Field::Body);
        if body.trim().is_empty() {
            return Ok(());
        }
        let created_at = said.moment(Field::CreatedAt, self.date).map_err(|words| format!("Comment {place}: {words}"))?;
        let created_at = created_at.ok_or_else(|| {
            format!("Comment {place} does not say when it was written. Please choose a date for all that do not.")
        })?;
        let mut record = Comment::said(idea, &body, created_at);
        record.id = match said.text(Field::Id) {
            id if id.is_empty() => format!("{idea}/{place}"),
            id => id,
        };
        record.staff_only = AMONG_STAFF.iter().any(|key| comment.get(*key) == Some(&Value::Bool(true)));
        if let Some(author) = said.somebody(Field::AuthorName, Field::AuthorEmail)? {
            record.author = Some(author.id.clone());
            self.ready.push_back(Item::new(self.line, author));
        }
        self.ready.push_back(Item::new(self.line, record));
        Ok(())
    }
}

/// What an object says, by the fields that its keys mean.
struct Said<'a> {
    object: &'a Map<String, Value>,
    places: BTreeMap<Field, String>,
    /// Keys that something is made of.
    known: BTreeSet<String>,
}

impl<'a> Said<'a> {
    fn of(object: &'a Map<String, Value>) -> Self {
        let keys: Vec<String> = object.keys().cloned().collect();
        let places = guess(&keys);
        let lists = VOTERS.iter().chain(&COMMENTS).chain(&AMONG_STAFF).map(|key| (*key).to_owned());
        let known = places.values().cloned().chain(lists).collect();
        Self { object, places, known }
    }

    fn value(&self, field: Field) -> &Value {
        self.places.get(&field).and_then(|key| self.object.get(key)).unwrap_or(&Value::Null)
    }

    fn text(&self, field: Field) -> String {
        words(self.value(field))
    }

    fn word(&self, field: Field) -> Option<String> {
        Some(self.text(field)).filter(|text| !text.trim().is_empty())
    }

    fn list(&self, field: Field) -> Vec<String> {
        match self.value(field) {
            Value::Array(values) => values.iter().map(words).filter(|word| !word.trim().is_empty()).collect(),
            value => list(&words(value)),
        }
    }

    /// A moment; the date that a person has chosen for whatever has none.
    fn moment(&self, field: Field, date: Option<Date>) -> Result<Option<Time>, String> {
        match (self.text(field), date) {
            (text, Some(date)) if text.is_empty() => at_midnight(date).map(Some),
            (text, None) if text.is_empty() => Ok(None),
            (text, _) => dates::parse(&text).map(Some),
        }
    }

    fn somebody(&self, name: Field, email: Field) -> Result<Option<Person>, String> {
        match self.value(name) {
            value @ Value::Object(_) => person(value),
            value => somebody(&self.text(email), &words(value)),
        }
    }
}

/// The list under the first of these keys that has one.
fn nested<'a>(object: &'a Map<String, Value>, keys: &[&str]) -> &'a [Value] {
    keys.iter().find_map(|key| object.get(*key).and_then(Value::as_array)).map_or(&[], Vec::as_slice)
}

/// A value as it would stand in a cell; of an object what it is called.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        Value::Object(object) => {
            ["name", "title", "label"].iter().find_map(|key| object.get(*key)).map(words).unwrap_or_default()
        }
        Value::Null | Value::Array(_) => String::new(),
    }
}

/// Somebody by their name, their address, or an object with either.
fn person(value: &Value) -> Result<Option<Person>, String> {
    let said = |keys: &[&str]| keys.iter().find_map(|key| value.get(*key).and_then(Value::as_str)).unwrap_or_default().to_owned();
    match value {
        Value::String(text) if text.contains('@') => somebody(text, ""),
        Value::String(text) => somebody("", text),
        _ => somebody(&said(&["email", "email_address"]), &said(&["name", "full_name", "login", "username", "id"])),
    }
}

/// Whether a field says nothing.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Number(number) => number.as_i64() == Some(0),
        _ => false,
    }
}

/// A status, and the reason that some write behind it: `closed:not_planned`, `archived:Out of scope`.
fn standing(status: &str) -> (&str, &str) {
    match status.split_once(':').map(|(status, reason)| (status.trim(), reason.trim())) {
        // As GitHub says why something was closed, which is the status here.
        Some((status, reason)) if status.eq_ignore_ascii_case("closed") && !reason.contains(' ') => (reason, ""),
        Some((status, reason)) if !status.is_empty() => {
            // One word behind it is a kind of status, and no answer to anybody.
            if reason.contains(' ') { (status, reason) } else { (status, "") }
        }
        _ => (status, ""),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::imports::record::Record;

    fn read(text: &str, options: &Options) -> Vec<Item> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        assert!(recognise(&Head::of(&mut file, options).unwrap()), "{text}");
        open(file, options).unwrap().collect()
    }

    #[test]
    fn fields_are_read_under_the_names_that_people_give_them() {
        let text = r#"{"key":7,"summary":"Dark mode","details":"At night","project":"App","state":"In progress","labels":["ui",{"name":"night"}],"created":"2024-01-01","creator":{"name":"Vera","email":"vera@x.example"},"duplicate_of":"3","upvotes":1,"voters":["Max",{"email":"ada@x.example"}],"kind":"feature","comments":[{"author":"Max","text":"Please","created_at":"2024-01-02"},{"text":" "}]}"#;
        let items = read(text, &Options::default());
        let records: Vec<&Record> = items.iter().filter_map(|item| item.record.as_ref().ok()).collect();
        let idea = records.iter().find_map(|record| if let Record::Idea(idea) = record { Some(idea) } else { None }).unwrap();
        assert_eq!((idea.id.as_str(), idea.title.as_str(), idea.body.as_str()), ("7", "Dark mode", "At night"));
        assert_eq!((idea.board.as_deref(), idea.status.as_deref()), (Some("App"), Some("In progress")));
        assert_eq!((idea.author.as_deref(), idea.merged_into.as_deref()), (Some("vera@x.example"), Some("3")));
        assert_eq!((idea.tags.as_slice(), idea.imported_votes), (&["ui".to_owned(), "night".to_owned()][..], 2));
        let votes = records.iter().filter(|record| matches!(record, Record::Vote(vote) if vote.counted)).count();
        let comments: Vec<&str> = records
            .iter()
            .filter_map(|record| if let Record::Comment(it) = record { Some(it.id.as_str()) } else { None })
            .collect();
        assert_eq!((votes, comments.as_slice()), (2, &["7/1"][..]));
        assert!(matches!(&items.last().unwrap().record, Err(Fault::Note(words)) if words.ends_with(": kind.")), "{items:?}");
    }

    #[test]
    fn what_has_no_date_is_refused_by_its_line_until_somebody_gives_one() {
        let text = "{\"title\":\"a b c\"}\n{\"title\":\"d e f\",\"created_at\":\"2024-01-01\",\"comments\":[{\"body\":\"x\"}]}\n";
        let wrong = |options: &Options| -> Vec<u64> {
            read(text, options).iter().filter(|item| item.record.is_err()).map(|item| item.line).collect()
        };
        assert_eq!(wrong(&Options::default()), [1, 2]);
        assert_eq!(wrong(&Options { date: Some(Date("2020-01-01".parse().unwrap())), ..Options::default() }), [0; 0]);
    }

    #[test]
    fn a_reason_behind_a_status_is_the_answer_or_the_status() {
        assert_eq!(standing("closed:not_planned"), ("not_planned", ""));
        assert_eq!(standing("open:reopened"), ("open", ""));
        assert_eq!(standing("archived:Out of scope"), ("archived", "Out of scope"));
        assert_eq!(standing("done"), ("done", ""));
    }
}
