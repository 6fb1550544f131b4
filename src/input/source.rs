//! Bytes that can be read more than once: a file, a part of the run's [`Spool`], or memory. Only a few files stay open
//! between two readings, so there may be more inputs than a process may have open files.

use std::fs::{File, Metadata};
use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use super::spool::Spool;
use super::{read_buffered, read_full};

/// The unpacked bytes of one input.
pub struct Source {
    place: Place,
    len: u64,
}

enum Place {
    Memory(Vec<u8>),
    /// A file that stays open, so that it may be renamed or deleted during the run.
    Held {
        file: Mutex<File>,
        stamp: Stamp,
    },
    /// Opened again for each reading.
    Named {
        path: PathBuf,
        stamp: Stamp,
    },
    Spool {
        spool: Arc<Spool>,
        start: u64,
    },
}

/// Length and modification time of a file, by which a change between two readings is noticed.
#[derive(PartialEq)]
struct Stamp {
    len: u64,
    /// Since 1970.
    modified: Option<Duration>,
}

/// The number of bytes that a [`Window`] reads ahead.
const WINDOW_BYTES: usize = 128 * 1024;

impl Source {
    /// Bytes in memory.
    pub(crate) fn memory(bytes: Vec<u8>) -> Source {
        Source { len: bytes.len() as u64, place: Place::Memory(bytes) }
    }

    /// A file that stays open.
    pub(crate) fn held(file: File, metadata: &Metadata) -> Source {
        let stamp = Stamp::of(metadata);
        Source { len: stamp.len, place: Place::Held { file: Mutex::new(file), stamp } }
    }

    /// A file that is opened again for each reading.
    pub(crate) fn named(path: &Path, metadata: &Metadata) -> Source {
        let stamp = Stamp::of(metadata);
        Source { len: stamp.len, place: Place::Named { path: path.to_owned(), stamp } }
    }

    /// A part of the spool.
    pub(crate) fn spooled(spool: Arc<Spool>, bytes: Range<u64>) -> Source {
        Source { len: bytes.end - bytes.start, place: Place::Spool { spool, start: bytes.start } }
    }

    /// The number of bytes.
    #[allow(clippy::len_without_is_empty, reason = "an empty input is no input")]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Checks that the bytes are still those that were there when the input was opened.
    ///
    /// # Errors
    /// The file is gone, or was changed.
    pub fn check_unchanged(&self) -> io::Result<()> {
        match &self.place {
            Place::Memory(_) | Place::Spool { .. } => Ok(()),
            Place::Held { file, stamp } => stamp.check(&lock(file).metadata()?),
            Place::Named { path, stamp } => stamp.check(&path.metadata()?),
        }
    }

    /// The first bytes, at most `limit`.
    ///
    /// # Errors
    /// As [`Source::window`].
    pub fn head(&self, limit: usize) -> io::Result<Vec<u8>> {
        self.bytes(0..limit as u64)
    }

    /// A copy of a byte range, clipped at the end of the source. [`Window::part`] is faster for many ranges.
    ///
    /// # Errors
    /// As [`Source::window`].
    pub fn bytes(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        self.window()?.part(range)
    }

    /// An independent reader from the first byte.
    ///
    /// # Errors
    /// The file is gone, or was changed since the input was opened.
    pub fn window(&self) -> io::Result<Window<'_>> {
        self.check_unchanged()?;
        let file = match &self.place {
            Place::Named { path, .. } => Some(File::open(path)?),
            Place::Memory(_) | Place::Spool { .. } | Place::Held { .. } => None,
        };
        Ok(Window { source: self, file, next: 0, buffer: Vec::new(), used: 0 })
    }
}

impl Stamp {
    fn of(metadata: &Metadata) -> Stamp {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Stamp { len: metadata.len(), modified }
    }

    fn check(&self, metadata: &Metadata) -> io::Result<()> {
        if Stamp::of(metadata) == *self {
            return Ok(());
        }
        Err(was_changed())
    }
}

fn was_changed() -> io::Error {
    io::Error::other("it was changed while threadsift ran; run it again when nothing writes to the file")
}

/// A buffered reader over a [`Source`]; many can be open at once.
pub struct Window<'a> {
    source: &'a Source,
    file: Option<File>,
    next: u64,
    buffer: Vec<u8>,
    used: usize,
}

impl Window<'_> {
    /// A copy of a byte range of the source, clipped at its end, independent of the reader's position.
    ///
    /// # Errors
    /// The file can't be read.
    pub fn part(&mut self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let end = range.end.min(self.source.len);
        let mut bytes = vec![0; end.saturating_sub(range.start) as usize];
        let n_read = self.read_at(range.start, &mut bytes)?;
        bytes.truncate(n_read);
        Ok(bytes)
    }

    fn read_at(&mut self, byte: u64, into: &mut [u8]) -> io::Result<usize> {
        let room = self.source.len.saturating_sub(byte).min(into.len() as u64) as usize;
        let into = &mut into[..room];
        let n_read = match (&mut self.file, &self.source.place) {
            (Some(file), _) => read_from(file, byte, into)?,
            (None, Place::Memory(bytes)) => read_full(&mut &bytes[(byte as usize).min(bytes.len())..], into)?,
            (None, Place::Held { file, .. }) => read_from(&mut lock(file), byte, into)?,
            (None, Place::Spool { spool, start }) => spool.read_at(start + byte, into)?,
            (None, Place::Named { .. }) => 0,
        };
        // Fewer bytes than expected: the file was truncated during the run.
        if n_read < room { Err(was_changed()) } else { Ok(n_read) }
    }
}

fn lock(file: &Mutex<File>) -> MutexGuard<'_, File> {
    // A poisoned lock is harmless: every use seeks first.
    file.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read_from(file: &mut File, byte: u64, into: &mut [u8]) -> io::Result<usize> {
    file.seek(SeekFrom::Start(byte))?;
    read_full(file, into)
}

impl BufRead for Window<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used == self.buffer.len() {
            let mut buffer = std::mem::take(&mut self.buffer);
            buffer.resize(WINDOW_BYTES, 0);
            let n_read = self.read_at(self.next, &mut buffer)?;
            buffer.truncate(n_read);
            self.next += n_read as u64;
            (self.buffer, self.used) = (buffer, 0);
        }
        Ok(&self.buffer[self.used..])
    }

    fn consume(&mut self, n_bytes: usize) {
        self.used = (self.used + n_bytes).min(self.buffer.len());
    }
}

impl Read for Window<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, into)
    }
}

/// Archives are read from their end.
impl Seek for Window<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let here = self.next - (self.buffer.len() - self.used) as u64;
        let byte = match to {
            SeekFrom::Start(byte) => Some(byte),
            SeekFrom::End(offset) => self.source.len.checked_add_signed(offset),
            SeekFrom::Current(offset) => here.checked_add_signed(offset),
        };
        self.next = byte.ok_or(io::ErrorKind::InvalidInput)?;
        self.buffer.clear();
        self.used = 0;
        Ok(self.next)
    }
}
