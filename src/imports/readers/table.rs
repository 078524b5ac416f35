//! Tables: rows of cells, whatever separates them, with a limit on what one row may be.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::{ByteRecord, ReaderBuilder, Terminator};

use super::{Fault, text};
use crate::imports::options::Options;
use crate::text::table::as_written;

/// The longest row, in bytes. A longer one is a quotation mark that was never closed, or worse.
const LONGEST_ROW: u64 = 4 * 1024 * 1024;

/// The most cells of a row.
const MOST_CELLS: usize = 2_000;

/// What separates cells, the most usual first.
const SEPARATORS: [u8; 4] = *b",;\t|";

/// A table that is being read.
pub struct Table {
    reader: csv::Reader<Bounded>,
    allowance: Arc<AtomicU64>,
    /// The headings, as they are written.
    pub columns: Vec<String>,
    ended: bool,
}

/// One row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Where it begins.
    pub line: u64,
    cells: Vec<String>,
}

impl Row {
    /// The cell in this place, trimmed; empty where there is none.
    pub fn cell(&self, place: Option<usize>) -> &str {
        place.and_then(|place| self.cells.get(place)).map_or("", |cell| plain(cell))
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// A cell as it was meant: a quotation mark before what a spreadsheet would compute is how others, and we, keep it from doing
/// that. What does compute is text here like any other.
fn plain(cell: &str) -> &str {
    as_written(cell.trim())
}

impl Table {
    /// Reads the headings.
    pub fn open(file: File, options: &Options) -> Result<Self, String> {
        let mut head = Vec::new();
        let unreadable = |error: io::Error| error.to_string();
        text::open(file.try_clone().map_err(unreadable)?, options.encoding)
            .map_err(unreadable)?
            .take(super::HEAD)
            .read_to_end(&mut head)
            .map_err(unreadable)?;
        if head.contains(&0) {
            return Err("This is not a table of text: it has zero bytes in it. If it comes from a spreadsheet, save it as CSV."
                .to_owned());
        }
        let separator = separator(&String::from_utf8_lossy(&head));
        let allowance = Arc::new(AtomicU64::new(LONGEST_ROW));
        let inner = text::open(file, options.encoding).map_err(unreadable)?;
        let reader = ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .terminator(Terminator::Any(b'\n'))
            .from_reader(Bounded { inner, allowance: allowance.clone(), ended: false });
        let mut table = Self { reader, allowance, columns: Vec::new(), ended: false };
        match table.read() {
            None => return Err("The file is empty.".to_owned()),
            Some((_, Err(Fault::Line(words) | Fault::File(words) | Fault::Note(words)))) => return Err(words),
            Some((_, Ok(row))) => table.columns = row.cells.iter().map(|cell| cell.trim().to_owned()).collect(),
        }
        Ok(table)
    }

    /// The place of a column, by its heading, whatever the case.
    pub fn place(&self, heading: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.eq_ignore_ascii_case(heading))
    }

    fn read(&mut self) -> Option<(u64, Result<Row, Fault>)> {
        if self.ended {
            return None;
        }
        self.allowance.store(LONGEST_ROW, Ordering::Relaxed);
        let mut record = ByteRecord::new();
        let before = self.reader.position().line();
        match self.reader.read_byte_record(&mut record) {
            Ok(false) => None,
            Ok(true) => {
                // The reader has counted blank lines before the row, and the end of its own.
                let within = record.as_slice().split(|byte| *byte == b'\n').count() as u64 - 1;
                let line = self.reader.position().line() - within - 1;
                Some((line, row(line, &record)))
            }
            Err(error) => {
                self.ended = true;
                let words = if error.is_io_error() && self.allowance.load(Ordering::Relaxed) == 0 {
                    format!(
                        "The row that begins in line {before} is longer than {} MB. A quotation mark may be missing its partner.",
                        LONGEST_ROW / 1024 / 1024
                    )
                } else {
                    format!("The table cannot be read from line {before} on: {error}.")
                };
                Some((before, Err(Fault::File(words))))
            }
        }
    }
}

fn row(line: u64, record: &ByteRecord) -> Result<Row, Fault> {
    if record.len() > MOST_CELLS {
        return Err(Fault::Line(format!("This row has {} cells; {MOST_CELLS} are the most.", record.len())));
    }
    let last = record.len() - 1;
    let bare = |(place, cell): (usize, &[u8])| {
        // Lines end in "\r\n" where Windows wrote them.
        let cell = cell.strip_suffix(b"\r").filter(|_| place == last).unwrap_or(cell);
        String::from_utf8(cell.to_vec())
    };
    let cells: Result<Vec<String>, _> = record.iter().enumerate().map(bare).collect();
    match cells {
        // PostgreSQL does not hold them, and no text needs them.
        Ok(cells) if cells.iter().any(|cell| cell.contains('\0')) => Err("This row has zero bytes in it.".into()),
        Ok(cells) => Ok(Row { line, cells }),
        Err(_) => Err(text::NOT_UTF_8.into()),
    }
}

impl Iterator for Table {
    type Item = (u64, Result<Row, Fault>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.read()? {
                (_, Ok(row)) if row.is_empty() => {}
                other => return Some(other),
            }
        }
    }
}

/// The headings of a text, were it a table.
pub(super) fn headings(head: &str) -> Vec<String> {
    let mut reader =
        ReaderBuilder::new().delimiter(separator(head)).has_headers(false).flexible(true).from_reader(head.as_bytes());
    reader.records().next().and_then(Result::ok).map(|record| record.iter().map(str::to_owned).collect()).unwrap_or_default()
}

/// What separates the cells of the first line: whichever of the usual ones stands there most often, outside of quotation marks.
fn separator(head: &str) -> u8 {
    let mut counts = [0; SEPARATORS.len()];
    let mut quoted = false;
    for byte in head.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            byte if !quoted => {
                if let Some(place) = SEPARATORS.iter().position(|separator| *separator == byte) {
                    counts[place] += 1;
                }
            }
            _ => {}
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    SEPARATORS[counts.iter().position(|count| *count == most).unwrap_or(0)]
}

/// Passes on no more than is allowed until the allowance is renewed, and ends the last line.
struct Bounded {
    inner: Box<dyn Read + Send>,
    allowance: Arc<AtomicU64>,
    ended: bool,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let allowance = self.allowance.load(Ordering::Relaxed);
        if allowance == 0 {
            return Err(io::Error::other("the row is too long"));
        }
        let most = usize::try_from(allowance).unwrap_or(usize::MAX).min(buffer.len());
        let mut read = self.inner.read(&mut buffer[..most])?;
        if read == 0 && most > 0 && !self.ended {
            self.ended = true;
            buffer[0] = b'\n';
            read = 1;
        }
        self.allowance.fetch_sub(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn table(text: &[u8]) -> Table {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text).unwrap();
        Table::open(file, &Options::default()).unwrap()
    }

    #[test]
    fn the_separator_is_whichever_the_headings_are_separated_by() {
        for (head, wanted) in
            [("a,b;c,d", b','), ("title;text;a,b;c", b';'), ("a\tb", b'\t'), ("\"a,b,c\";d", b';'), ("one", b',')]
        {
            assert_eq!(separator(head), wanted, "{head}");
        }
    }

    #[test]
    fn rows_know_their_line_and_cells_are_as_they_were_meant() {
        let mut table = table(b"Title;Text\r\n\r\nDark mode;\"two\nlines\"\n'=1+1;=1+1\n");
        assert_eq!(table.columns, ["Title", "Text"]);
        let (line, row) = table.next().unwrap();
        assert_eq!((line, row.unwrap().cell(Some(1))), (3, "two\nlines"));
        let (line, row) = table.next().unwrap();
        let row = row.unwrap();
        assert_eq!((line, row.cell(Some(0)), row.cell(Some(1)), row.cell(Some(7))), (5, "=1+1", "=1+1", ""));
        assert!(table.next().is_none());
    }

    #[test]
    fn a_quotation_mark_without_a_partner_does_not_swallow_the_memory() {
        let mut text = b"title,text\na,\"".to_vec();
        text.resize(text.len() + usize::try_from(LONGEST_ROW).unwrap() * 2, b'x');
        let faults: Vec<_> = table(&text).collect();
        assert!(matches!(&faults[..], [(_, Err(Fault::File(words)))] if words.contains("quotation mark")), "{}", faults.len());
    }

    #[test]
    fn a_row_that_is_not_utf_8_says_what_to_do() {
        let faults: Vec<_> = table(b"title\nGr\xF6\xDFe\nfine\n").collect();
        assert!(matches!(&faults[0].1, Err(Fault::Line(words)) if words.contains("Windows-1252")));
        assert!(faults[1].1.is_ok());
    }
}
