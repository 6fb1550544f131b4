//! A writer that leaves out the characters that XML 1.0 forbids: most control characters, U+FFFE and U+FFFF. XML
//! parsers reject a document that contains one.

use std::io::{self, Write};

/// Passes bytes on without forbidden characters. [`finish`](Printable::finish) writes the last ones.
pub struct Printable<'a> {
    to: &'a mut dyn Write,
    /// The first bytes of a character that may be U+FFFE or U+FFFF.
    held: Vec<u8>,
    /// The number of characters that were left out.
    n_left_out: usize,
}

/// The first two of the three bytes of U+FFFE and U+FFFF.
const NONCHARACTER: [u8; 2] = [0xef, 0xbf];

impl<'a> Printable<'a> {
    /// Wraps a writer.
    pub fn new(to: &'a mut dyn Write) -> Printable<'a> {
        Printable { to, held: Vec::new(), n_left_out: 0 }
    }

    /// Writes the bytes that are held back, and returns the number of characters that were left out.
    ///
    /// # Errors
    /// The output can't be written.
    pub fn finish(self) -> io::Result<usize> {
        self.to.write_all(&self.held)?;
        Ok(self.n_left_out)
    }
}

/// In UTF-8, such a byte is never part of another character.
fn is_control(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')
}

impl Write for Printable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let joined = [&std::mem::take(&mut self.held)[..], bytes].concat();
        // The start of the bytes that were not yet passed on.
        let mut start = 0;
        let is_suspect = |byte: &u8| *byte == NONCHARACTER[0] || is_control(*byte);
        let mut next = 0;
        while let Some(at) = joined[next..].iter().position(is_suspect).map(|offset| next + offset) {
            let rest = &joined[at..];
            let n_forbidden = match rest {
                [byte, ..] if is_control(*byte) => 1,
                [0xef, 0xbf, 0xbe | 0xbf, ..] => 3,
                _ if rest.len() < 3 && NONCHARACTER.starts_with(rest) => {
                    self.held = rest.to_vec();
                    self.to.write_all(&joined[start..at])?;
                    return Ok(bytes.len());
                }
                _ => 0,
            };
            next = at + n_forbidden.max(1);
            if 0 < n_forbidden {
                self.to.write_all(&joined[start..at])?;
                self.n_left_out += 1;
                start = next;
            }
        }
        self.to.write_all(&joined[start..])?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &[u8], n_left_out: usize) {
        // The pieces in which the bytes arrive make no difference.
        for size in 1..=bytes.len() {
            let mut written = Vec::new();
            let mut printable = Printable::new(&mut written);
            bytes.chunks(size).for_each(|piece| printable.write_all(piece).expect("memory takes all"));
            assert_eq!(printable.finish().expect("memory takes all"), n_left_out, "{size}");
            assert_eq!(written, expected, "{size}");
        }
    }

    #[test]
    fn what_xml_forbids_is_left_out() {
        check(b"a\x00b\x1fc\td\r\n", b"abc\td\r\n", 2);
        check("a\u{ffff}b\u{fffe}\u{ffff}".as_bytes(), b"ab", 3);
    }

    #[test]
    fn what_xml_allows_stays() {
        let text = "\u{feff}\u{fffd}\u{ff01}\u{7f}\u{85} é 漢 🧶";
        check(text.as_bytes(), text.as_bytes(), 0);
        // Broken UTF-8 is passed on unchanged.
        check(b"a\xef\xbf", b"a\xef\xbf", 0);
        check(b"\xef\xefa\xef", b"\xef\xefa\xef", 0);
    }
}
