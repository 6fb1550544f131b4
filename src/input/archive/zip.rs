//! Zip archives, read through the directory at their end, or from entry to entry if the directory is missing.

use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom};

use flate2::Crc;
use flate2::read::DeflateDecoder;
use memchr::memmem;
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use super::{Entry, may_be_dump};
use crate::error::Result;
use crate::input::Window;
use crate::input::unpack::Stream;

/// The signature of a local file header, which precedes each entry.
const ENTRY: &[u8] = b"PK\x03\x04";

/// The length of a local file header without the name and the extra field.
const HEADER_BYTES: u64 = 30;

/// The number of bytes searched at a time for the next entry of a broken archive.
const SEARCHED_BYTES: u64 = 1 << 20;

/// Returns true if a file that starts like this is a zip archive, with entries or without.
pub fn is_zip(head: &[u8]) -> bool {
    head.starts_with(ENTRY) || head.starts_with(b"PK\x05\x06")
}

/// See [`super::each_zip_entry`].
pub fn each_entry(mut bytes: Window, visit: &mut dyn FnMut(Entry) -> Result<()>) -> Result<()> {
    let mut archive = match ZipArchive::new(&mut bytes) {
        Ok(archive) => archive,
        Err(error) => {
            visit(Entry::Broken(format!("is broken ({error}); what could be found in it was read")))?;
            return each_entry_found(&mut bytes, visit);
        }
    };
    // The crate keeps only the last of several entries of one name.
    if archive.has_duplicate_names() {
        visit(Entry::Broken("has several entries of one name; each was read".to_owned()))?;
        return each_entry_found(&mut bytes, visit);
    }
    let name_of = |index: usize| Some((archive.name_for_index(index)?.ok()?.into_owned(), index));
    let mut entries: Vec<(String, usize)> = (0..archive.len()).filter_map(name_of).collect();
    entries.sort();
    for (name, index) in entries.into_iter().filter(|(name, _)| may_be_dump(name)) {
        if archive.by_index_data(index).is_ok_and(|entry| entry.encrypted()) {
            visit(Entry::Closed(&name, ENCRYPTED.to_owned()))?;
            continue;
        }
        match archive.by_index_raw(index) {
            Ok(file) if file.is_dir() || file.is_symlink() => {}
            Ok(file) => match Unpacked::new(file) {
                Ok(unpacked) => visit(Entry::File(&name, Box::new(unpacked)))?,
                Err(method) => {
                    let why = format!("can't be unpacked (its method is {method}); unpack it by hand");
                    visit(Entry::Closed(&name, why))?;
                }
            },
            Err(error) => {
                visit(Entry::Closed(&name, format!("can't be unpacked ({error}); unpack it by hand")))?
            }
        }
    }
    Ok(())
}

/// The name with a number before its extension: `a (2).xml`.
fn numbered(name: &str, number: usize) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains(['/', '\\']) => {
            format!("{stem} ({number}).{extension}")
        }
        _ => format!("{name} ({number})"),
    }
}

/// The unpacked bytes of an entry, and an error at their end if the size or the checksum differs from the declared
/// one. The crate's own readers return nothing of an entry that is longer than declared.
struct Unpacked<'a> {
    inner: Stream<'a>,
    crc: Crc,
    n_read: u64,
    declared_size: u64,
    declared_crc: u32,
}

impl<'a> Unpacked<'a> {
    /// Wraps the packed bytes of an entry.
    ///
    /// # Errors
    /// The compression method is not supported; its name is returned.
    fn new<R: Read + 'a>(file: ZipFile<'a, R>) -> std::result::Result<Unpacked<'a>, String> {
        let (declared_size, declared_crc) = (file.size(), file.crc32());
        let inner: Stream = match file.compression() {
            CompressionMethod::Stored => Box::new(file),
            CompressionMethod::Deflated => Box::new(DeflateDecoder::new(file)),
            other => return Err(other.to_string()),
        };
        Ok(Unpacked { inner, crc: Crc::new(), n_read: 0, declared_size, declared_crc })
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n_read = self.inner.read(into)?;
        self.n_read += n_read as u64;
        self.crc.update(&into[..n_read]);
        if 0 < n_read || into.is_empty() {
            return Ok(n_read);
        }
        let what = if self.n_read != self.declared_size {
            format!("the archive declares {} bytes, and it has {}", self.declared_size, self.n_read)
        } else if self.crc.sum() != self.declared_crc {
            "the checksum is wrong".to_owned()
        } else {
            return Ok(0);
        };
        Err(io::Error::new(io::ErrorKind::InvalidData, what))
    }
}

const ENCRYPTED: &str = "is encrypted; unpack it with its password, and name what comes out";

/// Visits the entries of an archive from its start, without the directory at its end, which a truncated download lacks.
fn each_entry_found(bytes: &mut Window, visit: &mut dyn FnMut(Entry) -> Result<()>) -> Result<()> {
    let mut next = 0;
    let mut n_of_name: HashMap<String, usize> = HashMap::new();
    while let Some(start) = find_entry(bytes, next) {
        let Some(mut header) = Header::read(bytes, start) else { return Ok(()) };
        next = header.data;
        if !may_be_dump(&header.name) {
            continue;
        }
        let n_alike = n_of_name.entry(header.name.clone()).or_default();
        *n_alike += 1;
        if 1 < *n_alike {
            header.name = numbered(&header.name, *n_alike);
        }
        if bytes.seek(SeekFrom::Start(header.data)).is_err() {
            return Ok(());
        }
        match header {
            Header { is_encrypted: true, name, .. } => visit(Entry::Closed(&name, ENCRYPTED.to_owned()))?,
            Header { method: 8, name, data, .. } => {
                let mut inflated = flate2::bufread::DeflateDecoder::new(&mut *bytes);
                visit(Entry::File(&name, Box::new(&mut inflated)))?;
                next = data + inflated.total_in();
            }
            Header { method: 0, name, data, len: Some(len), .. } => {
                visit(Entry::File(&name, Box::new((&mut *bytes).take(len))))?;
                next = data.saturating_add(len);
            }
            Header { name, .. } => {
                visit(Entry::Closed(&name, "can't be unpacked without the archive's directory".to_owned()))?;
            }
        }
    }
    Ok(())
}

/// A local file header.
struct Header {
    name: String,
    method: u16,
    is_encrypted: bool,
    /// The length of the compressed data, unless it follows the data.
    len: Option<u64>,
    /// The offset of the compressed data.
    data: u64,
}

impl Header {
    fn read(bytes: &mut Window, start: u64) -> Option<Header> {
        let fixed = bytes.part(start..start + HEADER_BYTES).ok()?;
        let number = |at: usize| fixed.get(at..at + 2).map(|bytes| u16::from_le_bytes([bytes[0], bytes[1]]));
        let (flags, method) = (number(6)?, number(8)?);
        let len = u64::from(number(18)?) | u64::from(number(20)?) << 16;
        let name = start + HEADER_BYTES..start + HEADER_BYTES + u64::from(number(26)?);
        let data = name.end + u64::from(number(28)?);
        let name = String::from_utf8_lossy(&bytes.part(name).ok()?).into_owned();
        let has_len = flags & 8 == 0;
        Some(Header { name, method, is_encrypted: flags & 1 == 1, len: has_len.then_some(len), data })
    }
}

fn find_entry(bytes: &mut Window, mut from: u64) -> Option<u64> {
    loop {
        let searched = bytes.part(from..from.checked_add(SEARCHED_BYTES)?).ok()?;
        if let Some(found) = memmem::find(&searched, ENTRY) {
            return Some(from + found as u64);
        }
        if searched.len() < ENTRY.len() {
            return None;
        }
        // A signature may cross the end of the searched bytes.
        from += (searched.len() + 1 - ENTRY.len()) as u64;
    }
}
