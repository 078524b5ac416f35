//! Text that is not always UTF-8: decoded as it is read.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use encoding_rs::{CoderResult, Decoder, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::imports::options::Encoding;

/// What is decoded at a time.
const PIECE: usize = 32 * 1024;

/// A file as UTF-8, from its beginning. A mark at its beginning says more than anybody's guess. What claims to be UTF-8 is passed
/// on as it is: whoever splits it into lines can say which one is not.
pub fn open(mut file: File, encoding: Encoding) -> io::Result<Box<dyn Read + Send>> {
    file.rewind()?;
    let mut mark = Vec::new();
    (&mut file).take(3).read_to_end(&mut mark)?;
    let (coding, length) = match mark.as_slice() {
        [0xEF, 0xBB, 0xBF] => (UTF_8, 3),
        [0xFF, 0xFE, ..] => (UTF_16LE, 2),
        [0xFE, 0xFF, ..] => (UTF_16BE, 2),
        _ if encoding == Encoding::Windows1252 => (WINDOWS_1252, 0),
        _ => (UTF_8, 0),
    };
    file.seek(SeekFrom::Start(length))?;
    if coding == UTF_8 {
        return Ok(Box::new(BufReader::with_capacity(PIECE, file)));
    }
    Ok(Box::new(Decoded {
        file,
        decoder: coding.new_decoder_without_bom_handling(),
        raw: Vec::new(),
        text: Vec::new(),
        at: 0,
        ended: false,
    }))
}

/// What to do about a text that is not UTF-8.
pub(super) const NOT_UTF_8: &str = "This is not UTF-8. If the file was saved by a spreadsheet on Windows, choose the encoding Windows-1252, \
     or save it again as “CSV UTF-8”.";

struct Decoded {
    file: File,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    ended: bool,
}

impl Decoded {
    fn refill(&mut self) -> io::Result<()> {
        let mut piece = vec![0; PIECE];
        let read = self.file.read(&mut piece)?;
        self.raw.extend_from_slice(&piece[..read]);
        let last = read == 0;
        self.text.resize(self.raw.len() * 3 + 16, 0);
        let (result, used, written, _) = self.decoder.decode_to_utf8(&self.raw, &mut self.text, last);
        self.raw.drain(..used);
        self.text.truncate(written);
        self.at = 0;
        self.ended = last && result == CoderResult::InputEmpty;
        Ok(())
    }
}

impl Read for Decoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.ended {
            self.refill()?;
        }
        let length = buffer.len().min(self.text.len() - self.at);
        buffer[..length].copy_from_slice(&self.text[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(bytes: &[u8], encoding: Encoding) -> String {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        let mut text = String::new();
        open(file, encoding).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_mark_at_the_beginning_is_believed_and_left_out() {
        assert_eq!(read(b"\xEF\xBB\xBFtitle", Encoding::Unicode), "title");
        assert_eq!(read(b"\xEF\xBB\xBFtitle", Encoding::Windows1252), "title");
        assert_eq!(read(b"\xFF\xFEt\0\xFC\0", Encoding::Unicode), "tü");
        assert_eq!(read(b"\xFE\xFF\0t\0\xFC", Encoding::Unicode), "tü");
        assert_eq!(read(b"", Encoding::Unicode), "");
    }

    #[test]
    fn older_files_of_windows_are_read_where_that_is_chosen() {
        assert_eq!(read(b"Gr\xF6\xDFe \x80", Encoding::Windows1252), "Größe €");
    }

    #[test]
    fn a_letter_that_is_cut_between_two_pieces_is_whole() {
        let letters = "ü".repeat(PIECE);
        let bytes: Vec<u8> = letters.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let bytes = [&[0xFF, 0xFE][..], &bytes[..]].concat();
        assert_eq!(read(&bytes, Encoding::Unicode), letters);
    }
}
