//! Bytes that can be read more than once: a file as it is, or a spooled copy of what can't be read twice
//! (standard input, compressed files, databases). A spooled copy has no name, so it goes when the run ends, however it ends.

use std::fs::File;
use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::isso;

/// The decompressed bytes of one input.
pub struct Source {
    file: Mutex<File>,
    len: u64,
    broken: Option<String>,
}

/// How much a [`Window`] reads ahead.
const WINDOW_BYTES: usize = 128 * 1024;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

impl Source {
    /// Opens a file, or standard input for `-`.
    pub fn open(path: &Path) -> io::Result<Source> {
        if path == Path::new("-") {
            return Source::unpacked(spool(&mut io::stdin().lock())?);
        }
        let file = File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
        }
        // Pipes and devices can't be read twice.
        let file = if file.metadata()?.is_file() { file } else { spool(&mut &file)? };
        Source::unpacked(file)
    }

    fn unpacked(mut file: File) -> io::Result<Source> {
        let mut magic = [0; 2];
        let packed = read_full(&mut file, &mut magic)? == magic.len() && magic == GZIP_MAGIC;
        file.rewind()?;
        let mut broken = None;
        if packed {
            let mut unpacked = Salvage {
                inner: flate2::read::MultiGzDecoder::new(io::BufReader::new(file)),
                n_bytes: 0,
                broken: None,
            };
            file = spool(&mut unpacked)?;
            broken = unpacked.broken;
        }
        let mut magic = [0; 16];
        read_full(&mut file, &mut magic)?;
        file.rewind()?;
        if isso::is_database(&magic) {
            file = isso::unpack(file)?;
        }
        let len = file.metadata()?.len();
        Ok(Source { file: Mutex::new(file), len, broken })
    }

    /// What was wrong with the compression, if anything; what could be unpacked before it is here.
    pub fn broken(&self) -> Option<&str> {
        self.broken.as_deref()
    }

    /// The number of bytes.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Is there nothing in it?
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The first bytes, at most `limit`.
    pub fn head(&self, limit: usize) -> io::Result<Vec<u8>> {
        self.bytes(0..limit as u64)
    }

    /// A copy of a part; what lies beyond the end is left out.
    pub fn bytes(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let end = range.end.min(self.len);
        let mut bytes = vec![0; end.saturating_sub(range.start) as usize];
        let n_read = self.read_at(range.start, &mut bytes)?;
        bytes.truncate(n_read);
        Ok(bytes)
    }

    /// A reader of its own, from the first byte.
    pub fn window(&self) -> Window<'_> {
        Window { source: self, next: 0, buffer: vec![0; WINDOW_BYTES], filled: 0, used: 0 }
    }

    fn read_at(&self, byte: u64, into: &mut [u8]) -> io::Result<usize> {
        // A poisoned lock leaves nothing half-done here: every use seeks first.
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(byte))?;
        read_full(&mut *file, into)
    }
}

/// A buffered reader over a [`Source`]; many can be open at once.
pub struct Window<'a> {
    source: &'a Source,
    next: u64,
    buffer: Vec<u8>,
    filled: usize,
    used: usize,
}

impl BufRead for Window<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used == self.filled {
            self.filled = self.source.read_at(self.next, &mut self.buffer)?;
            self.next += self.filled as u64;
            self.used = 0;
        }
        Ok(&self.buffer[self.used..self.filled])
    }

    fn consume(&mut self, n_bytes: usize) {
        self.used = (self.used + n_bytes).min(self.filled);
    }
}

impl Read for Window<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, into)
    }
}

/// [`Read::read`] of a reader that has its own buffer.
pub(super) fn read_buffered(from: &mut impl BufRead, into: &mut [u8]) -> io::Result<usize> {
    let available = from.fill_buf()?;
    let n_bytes = available.len().min(into.len());
    into[..n_bytes].copy_from_slice(&available[..n_bytes]);
    from.consume(n_bytes);
    Ok(n_bytes)
}

/// Ends where the compressed data is broken, if something could be unpacked before.
struct Salvage<R> {
    inner: R,
    n_bytes: u64,
    broken: Option<String>,
}

impl<R: Read> Read for Salvage<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.inner.read(into) {
            Ok(n_bytes) => {
                self.n_bytes += n_bytes as u64;
                Ok(n_bytes)
            }
            Err(error) if error.kind() != io::ErrorKind::Interrupted && 0 < self.n_bytes => {
                self.broken = Some(error.to_string());
                Ok(0)
            }
            Err(error) => Err(error),
        }
    }
}

fn read_full(from: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < into.len() {
        match from.read(&mut into[filled..]) {
            Ok(0) => break,
            Ok(n_bytes) => filled += n_bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

fn spool(from: &mut dyn Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(from, &mut file)?;
    file.rewind()?;
    Ok(file)
}
