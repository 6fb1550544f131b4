//! Tar archives, read from front to back as a stream. After a broken header, reading continues at the next block
//! that is a header.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use memchr::memmem;
use tar::{Archive, Header};

use super::{Entry, may_be_dump};
use crate::error::Result;
use crate::input::read_full;
use crate::input::unpack::Stream;

/// The size of a header. Everything in an archive starts at a multiple of it.
const BLOCK_BYTES: usize = 512;

/// The most bytes that may precede an entry: long names, extended headers and maps of sparse files, which are read into
/// memory.
const MOST_HEADER_BYTES: u64 = 1 << 20;

/// The most entries that are visited. Each takes memory for its name.
const MOST_ENTRIES: usize = 1_000_000;

/// The mark of the formats of POSIX and GNU, and its place in a header.
const MAGIC: &[u8] = b"ustar";
const MAGIC_BYTE: usize = 257;

/// Returns true if a file that starts like this is a tar archive: its first block has the mark, or is a header with a
/// correct checksum. Archives from before POSIX have no mark.
pub fn is_tar(head: &[u8]) -> bool {
    head.get(MAGIC_BYTE..).is_some_and(|rest| rest.starts_with(MAGIC))
        || head.get(..BLOCK_BYTES).is_some_and(is_header)
}

fn is_header(block: &[u8]) -> bool {
    const CHECKSUM: std::ops::Range<usize> = 148..156;
    if block.len() != BLOCK_BYTES || block[0] == 0 {
        return false;
    }
    let Ok(expected) = Header::from_byte_slice(block).cksum() else { return false };
    // The checksum is calculated as if its own field were blank. Some old programs added signed bytes.
    let bytes =
        || block.iter().enumerate().map(|(at, byte)| if CHECKSUM.contains(&at) { b' ' } else { *byte });
    let unsigned: u32 = bytes().map(u32::from).sum();
    let signed: i64 = bytes().map(|byte| i64::from(byte as i8)).sum();
    unsigned == expected || signed == i64::from(expected)
}

/// See [`super::each_tar_entry`].
pub fn each_entry(bytes: Stream, visit: &mut dyn FnMut(Entry) -> Result<()>) -> Result<()> {
    let limit = Rc::new(Cell::new(0));
    let mut bytes = Limited { inner: bytes, n_read: 0, limit: limit.clone() };
    let mut n_entries = 0;
    let mut broken = None;
    let mut first = Vec::new();
    loop {
        let start = bytes.n_read - first.len() as u64;
        limit.set(start + MOST_HEADER_BYTES);
        let error = each_entry_until_broken(first, &mut bytes, start, &limit, &mut n_entries, visit)?;
        let Some(error) = error else { break };
        broken.get_or_insert(error);
        limit.set(u64::MAX);
        match next_header(&mut bytes) {
            Some(header) => first = header,
            None => break,
        }
    }
    match broken {
        Some(error) => {
            visit(Entry::Broken(format!("is broken ({error}); what could be found in it was read")))
        }
        None => Ok(()),
    }
}

/// Visits the entries up to a broken header; returns what is wrong with it. `first` is a header that was already read,
/// or empty; it starts at the byte `start`.
fn each_entry_until_broken(
    first: Vec<u8>,
    bytes: &mut Limited,
    start: u64,
    limit: &Cell<u64>,
    n_entries: &mut usize,
    visit: &mut dyn FnMut(Entry) -> Result<()>,
) -> Result<Option<io::Error>> {
    let mut archive = Archive::new(first.as_slice().chain(bytes));
    // Archives can be appended to each other.
    archive.set_ignore_zeros(true);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return Ok(Some(error)),
    };
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => return Ok(Some(error)),
        };
        *n_entries += 1;
        if MOST_ENTRIES < *n_entries {
            let what = format!("it has more than {MOST_ENTRIES} entries");
            return Ok(Some(io::Error::other(what)));
        }
        let is_sparse = entry.header().entry_type().is_gnu_sparse();
        let n_stored = if is_sparse { entry.header().entry_size().unwrap_or(0) } else { entry.size() };
        let end = start.saturating_add(entry.raw_file_position()).saturating_add(n_stored);
        limit.set(end.saturating_add(MOST_HEADER_BYTES));
        let kind = entry.header().entry_type();
        if !(kind.is_file() || kind.is_contiguous() || is_sparse) {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let name = name.strip_prefix("./").unwrap_or(&name);
        if !may_be_dump(name) {
            continue;
        }
        if has_sparse_map(&mut entry) {
            let why = "is stored as a sparse file in the POSIX format; unpack it by hand".to_owned();
            visit(Entry::Closed(name, why))?;
            continue;
        }
        let n_left = entry.size();
        visit(Entry::File(name, Box::new(Whole { inner: entry, n_left })))?;
    }
    Ok(None)
}

/// Returns true for a sparse file with its map in the data, which the crate does not support.
fn has_sparse_map<R: Read>(entry: &mut tar::Entry<R>) -> bool {
    match entry.pax_extensions() {
        Ok(Some(extensions)) => {
            extensions.flatten().any(|extension| extension.key_bytes().starts_with(b"GNU.sparse."))
        }
        _ => false,
    }
}

/// The bytes from the next header on, as far as they were read. After lost bytes, headers are not at multiples of
/// [`BLOCK_BYTES`]; those of POSIX and GNU are found by their magic.
fn next_header(bytes: &mut impl Read) -> Option<Vec<u8>> {
    let mut seen = Vec::new();
    let mut block = [0; BLOCK_BYTES];
    loop {
        let n_read = read_full(bytes, &mut block).unwrap_or(0);
        if n_read == BLOCK_BYTES && is_header(&block) {
            return Some(block.to_vec());
        }
        seen.extend_from_slice(&block[..n_read]);
        let starts = memmem::find_iter(&seen, MAGIC).filter_map(|magic| magic.checked_sub(MAGIC_BYTE));
        for start in starts {
            if seen.get(start..start + BLOCK_BYTES).is_some_and(is_header) {
                return Some(seen.split_off(start));
            }
        }
        if n_read < BLOCK_BYTES {
            return None;
        }
        seen.drain(..seen.len().saturating_sub(2 * BLOCK_BYTES));
    }
}

/// A reader that fails beyond a limit, which moves with the entries.
struct Limited<'a> {
    inner: Stream<'a>,
    n_read: u64,
    /// The number of bytes from the start of the archive.
    limit: Rc<Cell<u64>>,
}

impl Read for Limited<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.limit.get() < self.n_read {
            return Err(io::Error::other("a header is longer than 1 MiB"));
        }
        let n_read = self.inner.read(into)?;
        self.n_read += n_read as u64;
        Ok(n_read)
    }
}

/// The bytes of an entry, and an error where the archive ends before the entry does.
struct Whole<R> {
    inner: R,
    n_left: u64,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n_read = self.inner.read(into)?;
        self.n_left = self.n_left.saturating_sub(n_read as u64);
        match n_read {
            0 if 0 < self.n_left && !into.is_empty() => {
                Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends inside this file"))
            }
            _ => Ok(n_read),
        }
    }
}
