//! JSON documents that are one long array, or have one in them: read an element at a time.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Deserializer, Value};

use super::{Fault, Item, Reader, text};
use crate::imports::options::Encoding;
use crate::imports::record::{Record, explain};

/// The longest element, in bytes.
const LONGEST: u64 = 16 * 1024 * 1024;

/// The elements of an array that are left to be read, each with the line in which it begins.
pub(super) struct Elements {
    input: Input,
    begun: bool,
    ended: bool,
}

/// The array of a document: the document itself, or what stands under `key` in it. None where there is no such array.
pub(super) fn array(file: &File, key: Option<&str>) -> Result<Option<Elements>, String> {
    let unreadable = |error: io::Error| format!("This is not JSON that can be read: {error}.");
    let file = file.try_clone().map_err(unreadable)?;
    let mut input = Input::new(text::open(file, Encoding::Unicode).map_err(unreadable)?);
    let first = input.peek().map_err(unreadable)?;
    let found = match key {
        None => first == Some(b'['),
        Some(key) => first == Some(b'{') && input.enter(key)?,
    };
    if !found {
        return Ok(None);
    }
    input.skip().map_err(unreadable)?;
    Ok(Some(Elements { input, begun: false, ended: false }))
}

impl Elements {
    fn read(&mut self) -> Result<Option<(u64, Value)>, Fault> {
        let broken = |line: u64, words: String| Fault::File(format!("The file cannot be read from line {line} on: {words}"));
        let io = |line: u64| move |error: io::Error| broken(line, format!("{error}."));
        let line = self.input.line;
        let mut next = self.input.peek().map_err(io(line))?;
        if self.begun && next == Some(b',') {
            self.input.skip().map_err(io(line))?;
            next = self.input.peek().map_err(io(line))?;
        } else if self.begun && next != Some(b']') {
            return Err(broken(self.input.line, "it ends in the middle.".to_owned()));
        }
        self.begun = true;
        let line = self.input.line;
        match next {
            Some(b']') => Ok(None),
            None => Err(broken(line, "it ends in the middle.".to_owned())),
            Some(_) => {
                let value = self.input.value::<Value>().map_err(|words| broken(line, words))?;
                Ok(Some((line, value)))
            }
        }
    }
}

impl Iterator for Elements {
    type Item = (u64, Result<Value, Fault>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.read() {
            Ok(Some((line, value))) => Some((line, Ok(value))),
            Ok(None) => {
                self.ended = true;
                None
            }
            Err(fault) => {
                self.ended = true;
                Some((self.input.line, Err(fault)))
            }
        }
    }
}

/// One list of the document, opened when it is first asked for.
pub(super) struct List {
    /// Until it is opened.
    file: Option<File>,
    key: &'static str,
    elements: Option<Elements>,
}

impl Iterator for List {
    type Item = (u64, Result<Value, Fault>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(file) = self.file.take() {
            match array(&file, Some(self.key)) {
                Ok(elements) => self.elements = elements,
                Err(words) => return Some((0, Err(Fault::File(words)))),
            }
        }
        self.elements.as_mut()?.next()
    }
}

impl List {
    /// The list under a key of the document; it may have none.
    pub(super) fn new(file: &File, key: &'static str) -> Result<Self, String> {
        Ok(Self { file: Some(file.try_clone().map_err(|error| error.to_string())?), key, elements: None })
    }
}

/// What is made of one element: nothing, or several records.
pub(super) type Made = Result<Vec<Record>, Fault>;

/// The records of the list under a key, in its order.
pub(super) fn list(file: &File, key: &'static str, make: impl Fn(Value) -> Made + Send + 'static) -> Result<Reader, String> {
    Ok(made(List::new(file, key)?, make))
}

/// The records of a document that is a list.
pub(super) fn whole(file: &File, make: impl Fn(Value) -> Made + Send + 'static) -> Result<Reader, String> {
    let elements = array(file, None)?.ok_or_else(|| "This is not a list.".to_owned())?;
    Ok(made(elements, make))
}

fn made(
    elements: impl Iterator<Item = (u64, Result<Value, Fault>)> + Send + 'static,
    make: impl Fn(Value) -> Made + Send + 'static,
) -> Reader {
    Box::new(elements.flat_map(move |(line, value)| match value.and_then(&make) {
        Ok(records) => records.into_iter().map(|record| Item { line, record: Ok(record) }).collect(),
        Err(fault) => vec![Item::wrong(line, fault)],
    }))
}

/// An element as what it should be.
pub(super) fn parse<T: DeserializeOwned>(value: Value) -> Result<T, Fault> {
    serde_json::from_value(value).map_err(|error| Fault::Line(explain(&error)))
}

/// Text that knows its line and does not look further ahead than it must.
struct Input {
    inner: BufReader<Box<dyn Read + Send>>,
    line: u64,
    left: u64,
}

impl Input {
    fn new(inner: Box<dyn Read + Send>) -> Self {
        Self { inner: BufReader::new(inner), line: 1, left: LONGEST }
    }

    /// The next byte that is no space, not taken yet.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let Some(byte) = self.inner.fill_buf()?.first().copied() else { return Ok(None) };
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.skip()?;
        }
    }

    /// Takes one byte.
    fn skip(&mut self) -> io::Result<()> {
        if self.inner.fill_buf()?.first() == Some(&b'\n') {
            self.line += 1;
        }
        self.inner.consume(1);
        Ok(())
    }

    /// Takes one value. A number, `true`, `false` or `null` is read up to what ends it.
    fn value<T: DeserializeOwned>(&mut self) -> Result<T, String> {
        self.left = LONGEST;
        let first = self.peek().map_err(|error| error.to_string())?;
        if matches!(first, Some(b'{' | b'[' | b'"')) {
            let too_long = "one element is longer than 16 MB.";
            return match Deserializer::from_reader(&mut *self).into_iter::<T>().next() {
                Some(Ok(value)) => Ok(value),
                Some(Err(error)) if error.is_io() && self.left == 0 => Err(too_long.to_owned()),
                Some(Err(error)) => Err(explain(&error)),
                None => Err("it ends in the middle.".to_owned()),
            };
        }
        let mut word = Vec::new();
        loop {
            let next = self.inner.fill_buf().map_err(|error| error.to_string())?.first().copied();
            match next {
                Some(byte) if !byte.is_ascii_whitespace() && !matches!(byte, b',' | b']' | b'}') && word.len() < 64 => {
                    word.push(byte);
                    self.inner.consume(1);
                }
                _ => return serde_json::from_slice(&word).map_err(|error| explain(&error)),
            }
        }
    }

    /// Goes to the array under a key of the object that begins here. False where there is none.
    fn enter(&mut self, wanted: &str) -> Result<bool, String> {
        let unreadable = |error: io::Error| error.to_string();
        self.skip().map_err(unreadable)?;
        loop {
            match self.peek().map_err(unreadable)? {
                Some(b'"') => {}
                Some(b',') => {
                    self.skip().map_err(unreadable)?;
                    continue;
                }
                _ => return Ok(false),
            }
            let key: String = self.value()?;
            if self.peek().map_err(unreadable)? != Some(b':') {
                return Err("This is not JSON: a colon is missing.".to_owned());
            }
            self.skip().map_err(unreadable)?;
            if key == wanted && self.peek().map_err(unreadable)? == Some(b'[') {
                return Ok(true);
            }
            self.pass_over()?;
        }
    }

    /// Passes over a value, however long it is, with no more of it in memory than the place in it.
    fn pass_over(&mut self) -> Result<(), String> {
        let first = self.peek().map_err(|error| error.to_string())?;
        if !matches!(first, Some(b'{' | b'[' | b'"')) {
            return self.value::<Value>().map(|_| ());
        }
        self.left = u64::MAX;
        match Deserializer::from_reader(&mut *self).into_iter::<IgnoredAny>().next() {
            Some(Ok(_)) => Ok(()),
            Some(Err(error)) => Err(explain(&error)),
            None => Err("This is not JSON: it ends in the middle.".to_owned()),
        }
    }
}

impl Read for Input {
    /// A byte at a time, which is how serde_json asks, so that nothing is taken that belongs to the next element.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other("too long"));
        }
        let Some(place) = buffer.first_mut() else { return Ok(0) };
        let Some(byte) = self.inner.fill_buf()?.first().copied() else { return Ok(0) };
        *place = byte;
        self.left -= 1;
        self.line += u64::from(byte == b'\n');
        self.inner.consume(1);
        Ok(1)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn elements(text: &str, key: Option<&str>) -> Option<Vec<(u64, Result<Value, Fault>)>> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        array(&file, key).unwrap().map(Iterator::collect)
    }

    #[test]
    fn an_array_is_read_an_element_at_a_time_wherever_it_stands() {
        let text = "{\"hasMore\": false, \"n\": 12, \"other\": [1, {\"posts\": [9]}],\n \"posts\": [\n {\"a\": 1},\n 2 , \"x\"]}";
        let found = elements(text, Some("posts")).unwrap();
        let found: Vec<(u64, String)> = found.into_iter().map(|(line, value)| (line, value.unwrap().to_string())).collect();
        assert_eq!(found, [(3, "{\"a\":1}".to_owned()), (4, "2".to_owned()), (4, "\"x\"".to_owned())]);
        assert_eq!(elements("[]", None).unwrap(), []);
        assert!(elements("{\"votes\": []}", Some("posts")).is_none());
    }

    #[test]
    fn a_file_that_ends_in_the_middle_says_so() {
        let found = elements("[{\"a\": 1}, {\"a\":", None).unwrap();
        assert!(found[0].1.is_ok() && matches!(&found[1].1, Err(Fault::File(_))) && found.len() == 2);
    }

    #[test]
    fn one_endless_element_does_not_swallow_the_memory() {
        let text = format!("[\"{}\"]", "x".repeat(usize::try_from(LONGEST).unwrap() + 10));
        let found = elements(&text, None).unwrap();
        assert!(matches!(&found[0].1, Err(Fault::File(words)) if words.contains("16 MB")), "{:?}", found.len());
    }
}
