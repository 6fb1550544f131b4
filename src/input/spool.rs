//! A temporary file for bytes that can't be read twice (standard input, pipes), not as they are (compressed files),
//! or not in the order in which they are written (an output's pieces).
//!
//! The file has no name, so the system removes it when the run ends, however it ends. One file serves all inputs, so
//! that the system's limit of open files does not matter.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::read_full;

/// The number of bytes copied at a time.
const CHUNK_BYTES: usize = 128 * 1024;

/// The default limit of the copied bytes.
const MAX_BYTES: u64 = 16 << 30;

/// The greatest growth by unpacking that is allowed by default. Packed text is seldom smaller than a fiftieth of
/// itself; a file that grows more than this was made to fill disks. Deflate reaches 1,032.
const MAX_GROWTH: u64 = 200;

/// The number of bytes that is always allowed, whatever the growth.
const ALWAYS_ALLOWED_BYTES: u64 = 256 << 20;

/// Appends bytes to a temporary file and reads them again, from any thread. The file is created with the first byte.
#[derive(Default)]
pub struct Spool {
    inner: Mutex<Inner>,
    limit: Option<u64>,
}

#[derive(Default)]
struct Inner {
    /// Positioned at its end between two calls.
    file: Option<BufWriter<File>>,
    len: u64,
    n_expected: u64,
}

/// The reason why a reader could not be copied to a [`Spool`].
pub enum CopyError {
    /// The reader failed.
    Read(io::Error),
    /// The temporary file can't be written.
    Write(io::Error),
    /// The spool would hold more than `limit` bytes.
    Limit {
        /// The most bytes.
        limit: u64,
        /// The number of bytes in the spool before this copy.
        before: u64,
    },
}

/// The error of a spool that can't be written, which distinguishes it from the error of an output.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SpoolFailed(#[source] io::Error);

impl Spool {
    /// An empty spool into which at most `limit` bytes can be copied; `None`: 16 GiB, and no more than 200 times the
    /// bytes announced with [`Spool::expect`].
    pub fn new(limit: Option<u64>) -> Spool {
        Spool { limit, ..Spool::default() }
    }

    /// Announces packed bytes. The default limit is a multiple of their number.
    pub fn expect(&self, n_bytes: u64) {
        self.lock().n_expected += n_bytes;
    }

    /// The maximum number of bytes that the announced bytes may unpack to, whether they are copied or not.
    pub fn growth_limit(&self) -> u64 {
        self.lock().growth_limit()
    }

    /// Copies the rest of a reader and returns the place of the copy. The copy of a reader that is too long is
    /// removed again, to make room for others.
    pub fn copy(&self, from: &mut dyn Read) -> Result<Range<u64>, CopyError> {
        let mut chunk = vec![0; CHUNK_BYTES];
        let start = self.lock().len;
        loop {
            // The lock is not held here, because the reader may read from this spool.
            let n_read = read_full(from, &mut chunk).map_err(CopyError::Read)?;
            let mut inner = self.lock();
            let limit = self.limit.unwrap_or(MAX_BYTES.min(inner.growth_limit()));
            if limit < inner.len + n_read as u64 {
                inner.truncate(start).map_err(CopyError::Write)?;
                return Err(CopyError::Limit { limit, before: start });
            }
            inner.append(&chunk[..n_read]).map_err(CopyError::Write)?;
            if n_read < chunk.len() {
                inner.flush().map_err(CopyError::Write)?;
                return Ok(start..inner.len);
            }
        }
    }

    /// Appends bytes, without any limit, and returns their place. Errors are [`SpoolFailed`].
    pub fn append(&self, bytes: &[u8]) -> io::Result<Range<u64>> {
        let mut inner = self.lock();
        let start = inner.len;
        inner.append(bytes).map_err(|error| io::Error::new(error.kind(), SpoolFailed(error)))?;
        Ok(start..inner.len)
    }

    /// The bytes at a place that [`Spool::append`] returned.
    pub fn get(&self, place: Range<u64>) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; (place.end - place.start) as usize];
        let n_read = self.read_at(place.start, &mut bytes)?;
        bytes.truncate(n_read);
        Ok(bytes)
    }

    /// Fills `into` from an offset, or as much of it as there are bytes.
    pub fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        let mut inner = self.lock();
        let Some(file) = &mut inner.file else { return Ok(0) };
        let outcome = file.seek(SeekFrom::Start(offset)).and_then(|_| read_full(file.get_mut(), into));
        file.seek(SeekFrom::End(0))?;
        outcome
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic while the lock is held can't leave the file elsewhere than at its end or in an error.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn growth_limit(&self) -> u64 {
        self.n_expected.saturating_mul(MAX_GROWTH).max(ALWAYS_ALLOWED_BYTES)
    }

    /// Removes the bytes from `len` on.
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            file.flush()?;
            file.get_mut().set_len(len)?;
            file.seek(SeekFrom::End(0))?;
            self.len = len;
        }
        Ok(())
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(BufWriter::new(tempfile::tempfile()?)),
        };
        file.write_all(bytes)?;
        self.len += bytes.len() as u64;
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), |file| file.flush())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks whether `n_bytes` can be copied; nothing is ever written beyond the limit.
    fn check(limit: Option<u64>, n_expected: u64, n_bytes: u64, fits: bool) {
        let spool = Spool::new(limit);
        spool.expect(n_expected);
        let outcome = spool.copy(&mut io::repeat(b'a').take(n_bytes));
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
        // The limit is that of all copies together.
        let spool = Spool::new(Some(10));
        assert!(spool.copy(&mut &b"123456"[..]).is_ok_and(|place| place == (0..6)));
        assert!(spool.copy(&mut &b"7890"[..]).is_ok_and(|place| place == (6..10)));
        assert!(matches!(spool.copy(&mut &b"!"[..]), Err(CopyError::Limit { limit: 10, before: 10 })));
    }

    #[test]
    fn pieces_are_found_again_in_any_order() {
        let spool = Spool::default();
        let one = spool.append(b"one").expect("it is written");
        let two = spool.append("zwö".as_bytes()).expect("it is written");
        assert_eq!(spool.get(two).expect("it is read"), "zwö".as_bytes());
        let three = spool.append(b"three").expect("it is written");
        assert_eq!(spool.get(one).expect("it is read"), b"one");
        assert_eq!(spool.get(three).expect("it is read"), b"three");
    }
}
