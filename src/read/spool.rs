//! One temporary file for all that can't be read twice (standard input, pipes) or not as it is (packed files). It
//! has no name, so it goes when the run ends, however it ends; and it is one however many inputs there are, so that
//! the system's limit of open files does not matter.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::source::read_full;

/// How much is copied at a time.
const PIECE_BYTES: usize = 128 * 1024;

/// What may be unpacked as long as nobody said otherwise, in all.
const MOST_BYTES: u64 = 16 << 30;

/// Packed text is seldom smaller than a fiftieth of itself; what grows more than this, and is not small, was made to
/// fill disks. Deflate reaches 1,032.
const MOST_GROWTH: u64 = 200;

/// So much is always allowed.
const ALWAYS_ALLOWED_BYTES: u64 = 256 << 20;

/// See the module's page.
#[derive(Default)]
pub struct Spool {
    inner: Mutex<Inner>,
    limit: Option<u64>,
}

#[derive(Default)]
struct Inner {
    file: Option<File>,
    len: u64,
    n_packed: u64,
}

/// Why something could not be copied.
pub enum Failure {
    /// It can't be read.
    Read(io::Error),
    /// The temporary file can't be written.
    Write(io::Error),
    /// There would be more than `limit` bytes in all.
    Limit {
        /// The most bytes.
        limit: u64,
        /// How many there were before this one.
        before: u64,
    },
}

impl Spool {
    /// An empty one that takes at most `limit` bytes; `None`: 16 GiB, and no more than 200 times what was packed.
    pub fn new(limit: Option<u64>) -> Spool {
        Spool { inner: Mutex::default(), limit }
    }

    /// Says that so many bytes of inputs are about to be unpacked or copied.
    pub fn expect(&self, n_bytes: u64) {
        self.lock().n_packed += n_bytes;
    }

    /// Copies everything that comes; gives the place of the copy.
    pub fn add(&self, from: &mut dyn Read) -> Result<Range<u64>, Failure> {
        let mut piece = vec![0; PIECE_BYTES];
        let start = self.lock().len;
        loop {
            // What is copied may come out of this file too, so it is not locked meanwhile.
            let n_read = read_full(from, &mut piece).map_err(Failure::Read)?;
            let mut inner = self.lock();
            let growth = inner.n_packed.saturating_mul(MOST_GROWTH).max(ALWAYS_ALLOWED_BYTES);
            let limit = self.limit.unwrap_or(MOST_BYTES.min(growth));
            if limit < inner.len + n_read as u64 {
                return Err(Failure::Limit { limit, before: start });
            }
            inner.write(&piece[..n_read]).map_err(Failure::Write)?;
            if n_read < piece.len() {
                return Ok(start..inner.len);
            }
        }
    }

    /// Fills `into` from a byte on, as far as there is something.
    pub fn read_at(&self, byte: u64, into: &mut [u8]) -> io::Result<usize> {
        match &mut self.lock().file {
            Some(file) => {
                file.seek(SeekFrom::Start(byte))?;
                read_full(file, into)
            }
            None => Ok(0),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A poisoned lock leaves nothing half-done here: every use seeks first.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile()?),
        };
        file.seek(SeekFrom::Start(self.len))?;
        file.write_all(bytes)?;
        self.len += bytes.len() as u64;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many bytes fit; nothing is ever written beyond the limit.
    fn check(limit: Option<u64>, n_packed: u64, n_bytes: u64, fits: bool) {
        let spool = Spool::new(limit);
        spool.expect(n_packed);
        let outcome = spool.add(&mut io::repeat(b'a').take(n_bytes));
        assert_eq!(outcome.is_ok(), fits);
        assert!(spool.lock().len <= n_bytes.min(limit.unwrap_or(u64::MAX)));
    }

    #[test]
    fn no_more_is_copied_than_the_limit() {
        check(Some(1000), 1, 1000, true);
        check(Some(1000), 1, 1001, false);
        check(Some(0), 1, 1, false);
        check(None, 1, 1 << 20, true);
        check(None, 1, ALWAYS_ALLOWED_BYTES + 1, false);
        // The limit is that of all together.
        let spool = Spool::new(Some(10));
        assert!(spool.add(&mut &b"123456"[..]).is_ok_and(|it| it == (0..6)));
        assert!(spool.add(&mut &b"7890"[..]).is_ok_and(|it| it == (6..10)));
        assert!(matches!(spool.add(&mut &b"!"[..]), Err(Failure::Limit { limit: 10, before: 10 })));
    }
}
