//! The lines of an input, one at a time, each with its byte range. Lines end in `\n`, `\r\n` or `\r`.

use std::io::{self, BufRead};
use std::ops::Range;

/// The length at which a line is cut. In the databases of WordPress and Movable Type, a comment has at most 64 KiB.
pub const MAX_LINE_BYTES: usize = 16 << 20;

/// An iterator over the lines of an input.
pub struct Lines<'a> {
    bytes: &'a mut dyn BufRead,
    n_read: u64,
}

/// One line without its end.
pub struct Line {
    /// The text.
    pub text: String,
    /// Its byte range, including the line end.
    pub bytes: Range<u64>,
    /// The number of bytes that were not UTF-8; they are read as Windows-1252.
    pub n_foreign: usize,
    /// Whether it was longer than [`MAX_LINE_BYTES`].
    pub is_cut: bool,
    /// Whether the file ends without a line end after it.
    pub is_open: bool,
}

impl<'a> Lines<'a> {
    /// The lines of an input that is at its first byte.
    pub fn new(bytes: &'a mut dyn BufRead) -> Lines<'a> {
        Lines { bytes, n_read: 0 }
    }

    /// The number of bytes read so far.
    pub fn n_read(&self) -> u64 {
        self.n_read
    }

    /// The next line.
    pub fn next(&mut self) -> io::Result<Option<Line>> {
        let start = self.n_read;
        let mut line = Vec::new();
        let mut end = None;
        let mut is_cut = false;
        while end.is_none() {
            let available = self.fill()?;
            if available.is_empty() {
                break;
            }
            let found = memchr::memchr2(b'\n', b'\r', available);
            end = found.map(|at| available[at]);
            let length = found.unwrap_or(available.len());
            let room = length.min(MAX_LINE_BYTES - line.len());
            line.extend_from_slice(&available[..room]);
            is_cut |= room < length;
            self.consume(length + usize::from(found.is_some()));
        }
        if end == Some(b'\r') && self.fill()?.first() == Some(&b'\n') {
            self.consume(1);
        }
        if self.n_read == start {
            return Ok(None);
        }
        let (mut text, n_foreign) = decode(line);
        if start == 0 && text.starts_with('\u{feff}') {
            text.remove(0);
        }
        Ok(Some(Line { text, bytes: start..self.n_read, n_foreign, is_cut, is_open: end.is_none() }))
    }

    fn fill(&mut self) -> io::Result<&[u8]> {
        loop {
            match self.bytes.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.bytes.fill_buf()
    }

    fn consume(&mut self, n_bytes: usize) {
        self.bytes.consume(n_bytes);
        self.n_read += n_bytes as u64;
    }
}

/// Decodes bytes as UTF-8, and those that are not UTF-8 as Windows-1252. Returns the text and the number of the latter.
pub fn decode(bytes: Vec<u8>) -> (String, usize) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, 0),
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(bytes.len());
    let mut n_foreign = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        n_foreign += chunk.invalid().len();
        text.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    (text, n_foreign)
}
