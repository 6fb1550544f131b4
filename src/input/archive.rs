//! Zip archives. No file is ever written under a name from an archive, and no declared size is trusted.

use std::io::{Read, Seek, SeekFrom};

use memchr::memmem;
use zip::ZipArchive;

use super::Window;
use super::unpack::Stream;
use crate::error::Result;

/// The signature of a local file header, which precedes each entry.
const ENTRY: &[u8] = b"PK\x03\x04";

/// The length of a local file header without the name and the extra field.
const HEADER_BYTES: u64 = 30;

/// The number of bytes searched at a time for the next entry of a broken archive.
const SEARCHED_BYTES: u64 = 1 << 20;

/// An entry of an archive, or a reason why there is none.
pub enum Entry<'a> {
    /// A file with its name.
    File(&'a str, Stream<'a>),
    /// An entry that can't be unpacked: its name and the reason, as the rest of the sentence “the entry …”.
    Closed(&'a str, String),
    /// The archive itself is broken; the entries that can still be found follow. The reason is the rest of the
    /// sentence “the archive …”.
    Broken(String),
}

/// Returns true if a file that starts like this is an archive, with entries or without.
pub fn is_archive(head: &[u8]) -> bool {
    head.starts_with(ENTRY) || head.starts_with(b"PK\x05\x06")
}

/// Visits every entry that may be a dump, in the order of their names. Folders, links, hidden files and the resource
/// forks of macOS are skipped.
pub fn each_entry(mut bytes: Window, visit: &mut dyn FnMut(Entry) -> Result<()>) -> Result<()> {
    let mut archive = match ZipArchive::new(&mut bytes) {
        Ok(archive) => archive,
        Err(error) => {
            visit(Entry::Broken(format!("is broken ({error}); what could be found in it was read")))?;
            return each_entry_found(&mut bytes, visit);
        }
    };
    let name_of = |it: usize| Some((archive.name_for_index(it)?.ok()?.into_owned(), it));
    let mut entries: Vec<(String, usize)> = (0..archive.len()).filter_map(name_of).collect();
    entries.sort();
    for (name, index) in entries.into_iter().filter(|(name, _)| may_be_dump(name)) {
        if archive.by_index_data(index).is_ok_and(|it| it.encrypted()) {
            visit(Entry::Closed(&name, ENCRYPTED.to_owned()))?;
            continue;
        }
        match archive.by_index(index) {
            Ok(file) if file.is_dir() || file.is_symlink() => {}
            Ok(file) => visit(Entry::File(&name, Box::new(file)))?,
            Err(error) => {
                visit(Entry::Closed(&name, format!("can't be unpacked ({error}); unpack it by hand")))?
            }
        }
    }
    Ok(())
}

const ENCRYPTED: &str = "is encrypted; unpack it with its password, and name what comes out";

/// Visits the entries of an archive without a central directory, which is at its end: a truncated download.
fn each_entry_found(bytes: &mut Window, visit: &mut dyn FnMut(Entry) -> Result<()>) -> Result<()> {
    let mut next = 0;
    while let Some(start) = find_entry(bytes, next) {
        let Some(header) = Header::read(bytes, start) else { return Ok(()) };
        next = header.data;
        if !may_be_dump(&header.name) {
            continue;
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
        let number = |at: usize| fixed.get(at..at + 2).map(|it| u16::from_le_bytes([it[0], it[1]]));
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

fn may_be_dump(name: &str) -> bool {
    let is_folder = name.ends_with(['/', '\\']);
    !is_folder && !name.split(['/', '\\']).any(|it| it == "__MACOSX" || it.starts_with('.'))
}
