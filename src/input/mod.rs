//! Bytes before anything is known about their format: files, folders, archives, compressed files, and bytes that are
//! not UTF-8.

pub(crate) mod archive;
pub(crate) mod encoding;
pub(crate) mod folder;
pub(crate) mod growth;
pub(crate) mod lines;
pub(crate) mod preamble;
pub(crate) mod sanitize;
mod source;
pub(crate) mod spool;
pub(crate) mod unpack;

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::Path;

pub use source::{Source, Window};

/// The number of bytes at the start of an input by which its compression and its format are recognised.
pub const HEAD_BYTES: usize = 64 * 1024;

/// The first bytes of a reader, at most [`HEAD_BYTES`].
pub(crate) fn read_head(from: &mut (impl Read + ?Sized)) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    from.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// A short text file, such as settings, as a whole. It is decoded to UTF-8 if it has a byte order mark; bytes that
/// are not UTF-8 are kept.
///
/// # Errors
/// The file can't be read, or is longer than `limit` bytes, like a device that was named by mistake.
pub(crate) fn read_short(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if limit < bytes.len() as u64 {
        return Err(io::Error::other(format!("it is longer than {} MiB", limit >> 20)));
    }
    Ok(encoding::decoded_whole(bytes))
}

/// A short file of text that must be UTF-8, without a byte order mark; otherwise as [`read_short`].
///
/// # Errors
/// As [`read_short`], or the file is not UTF-8.
pub(crate) fn read_short_text(path: &Path, limit: u64) -> io::Result<String> {
    let text = String::from_utf8(read_short(path, limit)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Implements [`Read::read`] for a reader that has its own buffer.
fn read_buffered(from: &mut impl BufRead, into: &mut [u8]) -> io::Result<usize> {
    let available = from.fill_buf()?;
    let n_bytes = available.len().min(into.len());
    into[..n_bytes].copy_from_slice(&available[..n_bytes]);
    from.consume(n_bytes);
    Ok(n_bytes)
}

/// Fills `into`, or as much of it as is left to read.
fn read_full(from: &mut (impl Read + ?Sized), into: &mut [u8]) -> io::Result<usize> {
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
