//! Readers that count bytes for the limit of the [`Spool`].

use std::io::{self, Read};
use std::sync::Arc;

use super::spool::Spool;
use super::unpack::Stream;

/// Announces bytes to the spool while they are read, if their number is not known in advance.
pub struct Counted<R> {
    inner: R,
    spool: Arc<Spool>,
}

impl<R: Read> Counted<R> {
    /// Wraps a reader of packed bytes.
    pub fn new(inner: R, spool: Arc<Spool>) -> Counted<R> {
        Counted { inner, spool }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n_read = self.inner.read(into)?;
        self.spool.expect(n_read as u64);
        Ok(n_read)
    }
}

/// Ends a stream that grows by unpacking more than text can. Bytes of an archive that belong to no dump are not
/// copied, so that no other limit applies to them.
pub struct Bounded<'a> {
    inner: Stream<'a>,
    spool: Arc<Spool>,
    n_read: u64,
}

impl<'a> Bounded<'a> {
    /// Wraps a reader of unpacked bytes.
    pub fn new(inner: Stream<'a>, spool: Arc<Spool>) -> Bounded<'a> {
        Bounded { inner, spool, n_read: 0 }
    }
}

impl Read for Bounded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n_read = self.inner.read(into)?;
        self.n_read += n_read as u64;
        if self.spool.growth_limit() < self.n_read {
            return Err(io::Error::other("unpacked, it is more than 200 times as long as packed"));
        }
        Ok(n_read)
    }
}
