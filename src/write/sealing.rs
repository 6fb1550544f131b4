//! A writer that adds a seal to the end of a cleaned export.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use crate::read::{SEAL_TAIL_BYTES, Seal, digest_digits};

/// Passes bytes on and computes their digest.
pub struct Sealing<'a> {
    to: &'a mut dyn Write,
    digest: Sha256,
    /// The last bytes, which show whether the document is complete.
    tail: Vec<u8>,
}

impl<'a> Sealing<'a> {
    /// Wraps a writer.
    pub fn new(to: &'a mut dyn Write) -> Sealing<'a> {
        Sealing { to, digest: Sha256::new(), tail: Vec::new() }
    }

    /// Writes the seal in a line of its own. Returns false, and writes nothing, if the document does not end with
    /// the end of its root: in a truncated document, the seal might become part of a text.
    ///
    /// # Errors
    /// The output can't be written.
    pub fn finish(mut self, seal: &Seal) -> io::Result<bool> {
        if !Seal::can_follow(&self.tail) {
            return Ok(false);
        }
        if !self.tail.ends_with(b"\n") {
            self.write_all(b"\n")?;
        }
        self.to.write_all(seal.line(&digest_digits(self.digest)).as_bytes())?;
        Ok(true)
    }
}

impl Write for Sealing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write_all(bytes)?;
        self.digest.update(bytes);
        self.tail.extend_from_slice(&bytes[bytes.len().saturating_sub(SEAL_TAIL_BYTES)..]);
        // Cut only when it is twice as long as needed, because most pieces are short.
        if 2 * SEAL_TAIL_BYTES < self.tail.len() {
            self.tail.drain(..self.tail.len() - SEAL_TAIL_BYTES);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
