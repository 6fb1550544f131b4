//! Valid UTF-8 for parsers that need it, at unchanged offsets: every byte that is not UTF-8 is replaced by a
//! placeholder of one byte and remembered, so that the text that contains it can be restored.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::ops::Range;
use std::rc::Rc;

/// Replaces a byte that is not UTF-8: the control character SUBSTITUTE, which XML forbids anyway.
pub const PLACEHOLDER: char = '\x1a';

const PLACEHOLDER_BYTE: u8 = PLACEHOLDER as u8;

/// The number of bytes checked at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// The original bytes of the placeholders, with their offsets, in order.
#[derive(Clone, Default)]
pub struct Replaced(Rc<RefCell<VecDeque<(u64, u8)>>>);

impl Replaced {
    /// Restores the text of the field at these offsets, with each replaced byte read as Windows-1252, the usual
    /// encoding of such bytes in tables that were once Latin-1. Returns the number of bytes that were not UTF-8.
    /// Fields must be restored in the order of the file.
    pub fn restore(&self, bytes: Range<u64>, text: &mut String) -> usize {
        let mut replaced = self.0.borrow_mut();
        let n_before = replaced.partition_point(|(byte, _)| *byte < bytes.start);
        replaced.drain(..n_before);
        let n_inside = replaced.partition_point(|(byte, _)| *byte < bytes.end);
        if n_inside == 0 {
            return 0;
        }
        let mut originals = replaced.drain(..n_inside).map(|(_, byte)| byte);
        let mut n_foreign = 0;
        let mut restored = String::with_capacity(text.len() + n_inside);
        for char in text.chars() {
            match (char == PLACEHOLDER).then(|| originals.next()).flatten() {
                Some(byte) => {
                    n_foreign += usize::from(byte != PLACEHOLDER_BYTE);
                    restored.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0);
                }
                None => restored.push(char),
            }
        }
        *text = restored;
        n_foreign
    }
}

impl Replaced {
    /// Forgets the bytes at these offsets, whose placeholders were dropped.
    pub fn forget(&self, bytes: Range<u64>) {
        self.0.borrow_mut().retain(|(byte, _)| !bytes.contains(byte));
    }
}

/// A reader that replaces every byte that is not UTF-8 by [`PLACEHOLDER`].
pub struct Sanitized<R> {
    inner: R,
    replaced: Replaced,
    buffer: Vec<u8>,
    used: usize,
    /// The number of valid bytes in the buffer; the rest is the start of an unfinished character.
    checked: usize,
    /// The offset of the buffer's first byte.
    offset: u64,
}

impl<R: BufRead> Sanitized<R> {
    /// Wraps a reader that is at its first byte.
    pub fn new(inner: R) -> (Sanitized<R>, Replaced) {
        let replaced = Replaced::default();
        let reader = Sanitized {
            inner,
            replaced: replaced.clone(),
            buffer: Vec::new(),
            used: 0,
            checked: 0,
            offset: 0,
        };
        (reader, replaced)
    }

    fn refill(&mut self) -> io::Result<()> {
        self.offset += self.checked as u64;
        self.buffer.drain(..self.checked);
        (self.used, self.checked) = (0, 0);
        let unfinished = self.buffer.len();
        (&mut self.inner).take(CHUNK_BYTES as u64).read_to_end(&mut self.buffer)?;
        let at_end = self.buffer.len() == unfinished;
        let mut invalid = Vec::new();
        let is_clean = memchr::memchr(PLACEHOLDER_BYTE, &self.buffer).is_none();
        if is_clean && std::str::from_utf8(&self.buffer).is_ok() {
            self.checked = self.buffer.len();
            return Ok(());
        }
        for chunk in self.buffer.utf8_chunks() {
            let start = self.checked + chunk.valid().len();
            let end = start + chunk.invalid().len();
            invalid.extend(
                memchr::memchr_iter(PLACEHOLDER_BYTE, chunk.valid().as_bytes()).map(|at| at + self.checked),
            );
            // An unfinished character at the end of what was read may be finished by the next bytes.
            if end == self.buffer.len() && !at_end && is_unfinished(chunk.invalid()) {
                self.checked = start;
                break;
            }
            invalid.extend(start..end);
            self.checked = end;
        }
        let mut replaced = self.replaced.0.borrow_mut();
        for byte in invalid {
            replaced.push_back((self.offset + byte as u64, self.buffer[byte]));
            self.buffer[byte] = PLACEHOLDER_BYTE;
        }
        Ok(())
    }
}

fn is_unfinished(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

impl<R: BufRead> BufRead for Sanitized<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used == self.checked {
            self.refill()?;
        }
        Ok(&self.buffer[self.used..self.checked])
    }

    fn consume(&mut self, n_bytes: usize) {
        self.used = (self.used + n_bytes).min(self.checked);
    }
}

impl<R: BufRead> Read for Sanitized<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        super::read_buffered(self, into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str, expected_foreign: usize) {
        let (mut reader, replaced) = Sanitized::new(io::BufReader::with_capacity(3, bytes));
        let mut text = String::new();
        reader.read_to_string(&mut text).expect("sanitized bytes are UTF-8");
        assert_eq!(text.len(), bytes.len(), "no byte moves");
        let n_foreign = replaced.restore(0..bytes.len() as u64, &mut text);
        assert_eq!((text.as_str(), n_foreign), (expected, expected_foreign));
    }

    #[test]
    fn restores_what_was_not_utf8() {
        check("plain & ünïcode 漢字 🧶".as_bytes(), "plain & ünïcode 漢字 🧶", 0);
        check(b"caf\xe9 \x93quoted\x94", "café “quoted”", 3);
        check(b"a real \x1a control", "a real \u{1a} control", 0);
        check(b"cut in the middle \xe6\xbc", "cut in the middle æ¼", 2);
    }
}
