//! A writer that leaves out the control characters that XML 1.0 forbids. No parser reads a document that has one.

use std::io::{self, Write};

/// Passes bytes on, without control characters other than tab, line feed and carriage return.
pub struct Printable<'a> {
    to: &'a mut dyn Write,
    /// The number of characters that were left out.
    pub n_left_out: usize,
}

impl<'a> Printable<'a> {
    /// A writer to another one.
    pub fn new(to: &'a mut dyn Write) -> Printable<'a> {
        Printable { to, n_left_out: 0 }
    }
}

/// In UTF-8, such a byte is never part of another character.
fn is_forbidden(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')
}

impl Write for Printable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for allowed in bytes.split(|byte| is_forbidden(*byte)) {
            self.to.write_all(allowed)?;
        }
        self.n_left_out += bytes.iter().filter(|byte| is_forbidden(**byte)).count();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
