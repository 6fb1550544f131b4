//! A page of text, read whole: its lines with their indentation and their places in the file.

use std::io::Read;
use std::ops::Range;

use super::Reading;
use crate::comment::Record;
use crate::error::{Damage, ErrorKind, Place, Result};

/// The longest page that is read. A page with ten thousand comments has about 5 MB, and finding the comments of a page
/// takes up to twenty times its size in memory.
pub const LIMIT_BYTES: u64 = 16 << 20;

/// The distance of tab stops.
const TAB_COLUMNS: u32 = 8;

/// A page of text.
pub struct Page {
    text: String,
    /// The places after which the text is longer than the bytes that it was decoded from, each with the total
    /// difference.
    growth: Vec<(usize, usize)>,
}

/// A line that is not blank.
pub struct Line<'a> {
    /// The text without the white space around it.
    pub text: &'a str,
    /// The number of columns before the text.
    pub indent: u32,
    /// The number of blank lines above it.
    pub n_blank_above: u32,
    /// The offset in the page's text where the line starts.
    start: u32,
    /// The offset where the text ends.
    end: u32,
}

impl Page {
    /// Reads an input to its end. Bytes that are not UTF-8 are read as Windows-1252 and reported once.
    ///
    /// # Errors
    /// The input can't be read, or is longer than [`LIMIT_BYTES`].
    pub fn read(reading: &mut Reading) -> Result<Page> {
        let mut bytes = Vec::new();
        let read = (&mut *reading.bytes).take(LIMIT_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|source| reading.failed(source))?;
        if LIMIT_BYTES < bytes.len() as u64 {
            return Err(ErrorKind::TooLarge { name: reading.name.to_owned(), limit: LIMIT_BYTES }.into());
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Page { text, growth: Vec::new() }),
            Err(error) => Ok(decode(error.as_bytes(), reading)),
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines that are not blank.
    pub fn lines(&self) -> Vec<Line<'_>> {
        let text = self.text.as_str();
        let mut lines = Vec::new();
        let mut n_blank_above = 0;
        let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        while start < text.len() {
            let rest = &text.as_bytes()[start..];
            let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            let line = &text[start..start + length];
            let said = line.trim();
            if said.is_empty() {
                n_blank_above += 1;
            } else {
                let blanks = &line[..line.len() - line.trim_start().len()];
                let end = start + blanks.len() + said.len();
                // The cast fits: a page has at most LIMIT_BYTES bytes, and each byte becomes at most three.
                lines.push(Line {
                    text: said,
                    indent: columns(blanks),
                    n_blank_above,
                    start: start as u32,
                    end: end as u32,
                });
                n_blank_above = 0;
            }
            start += length + if rest[length..].starts_with(b"\r\n") { 2 } else { 1 };
        }
        lines
    }

    /// The bytes of the input from the start of the first line to the end of the last; empty without lines.
    pub fn bytes_of(&self, lines: &[Line]) -> Range<u64> {
        match (lines.first(), lines.last()) {
            (Some(first), Some(last)) => self.byte(first.start as usize)..self.byte(last.end as usize),
            _ => 0..0,
        }
    }

    /// The byte of the input at an offset in the decoded text.
    pub fn byte(&self, at: usize) -> u64 {
        let n_before = self.growth.partition_point(|(grown, _)| *grown <= at);
        let growth = n_before.checked_sub(1).map_or(0, |last| self.growth[last].1);
        (at - growth) as u64
    }
}

impl Line<'_> {
    /// The offset in the page's text where the line starts.
    pub fn start(&self) -> usize {
        self.start as usize
    }
}

/// The lines as one text, without their common indentation, and with the blank lines between them.
pub fn join(lines: &[Line]) -> String {
    let margin = lines.iter().map(|line| line.indent).min().unwrap_or(0);
    let mut text = String::new();
    for (line_idx, line) in lines.iter().enumerate() {
        if line_idx != 0 {
            text.extend((0..=line.n_blank_above).map(|_| '\n'));
        }
        text.extend((margin..line.indent).map(|_| ' '));
        text.push_str(line.text);
    }
    text
}

fn decode(bytes: &[u8], reading: &mut Reading) -> Page {
    let mut text = String::with_capacity(bytes.len());
    let mut growth = Vec::new();
    let (mut n_read, mut n_foreign, mut first_foreign) = (0, 0, None);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        n_read += chunk.valid().len();
        for byte in chunk.invalid() {
            first_foreign.get_or_insert(n_read);
            n_foreign += 1;
            n_read += 1;
            text.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[*byte]).0);
            growth.push((text.len(), text.len() - n_read));
        }
    }
    let byte = first_foreign.unwrap_or(0) as u64;
    let what = format!("the page has {n_foreign} bytes that are not UTF-8; they were read as Windows-1252");
    (reading.sink)(Record::Damage(Damage { place: Place { input: reading.input, record: 0, byte }, what }));
    Page { text, growth }
}

fn columns(blanks: &str) -> u32 {
    blanks.chars().fold(0, |column, blank| match blank {
        '\t' => (column / TAB_COLUMNS + 1) * TAB_COLUMNS,
        _ => column + 1,
    })
}
