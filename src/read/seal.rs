//! The seal of a cleaned export: an XML comment after the document that records the settings of the run. The
//! removed comments are missing as evidence, so judging the rest again could give other results. A sealed export
//! that is unchanged is therefore not judged again.
//!
//! XML allows comments after the root element, and WordPress's importers ignore them. The seal has a digest of all
//! bytes before it, so text in a comment can't imitate a seal, and a changed export has no valid one.

use std::io;
use std::ops::Range;

use memchr::memmem;
use sha2::{Digest, Sha256};

use crate::input::{Source, Window};

/// The description of the run that wrote a cleaned export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// A digest of the settings, the model and the version of threadsift.
    pub settings: String,
    /// A digest of the decisions about the whole dump. The export may be a part of the dump.
    pub decisions: String,
}

/// A seal at its place in an export.
pub struct PlacedSeal {
    /// The bytes of its line.
    pub bytes: Range<u64>,
    /// The seal.
    pub seal: Seal,
    /// Whether the bytes before it are those that it was made for.
    pub is_intact: bool,
}

/// The end of the document. Only white space and other comments, such as those of cache plugins, are between it and the
/// seal.
const ROOT_END: &[u8] = b"</rss>";

const START: &str = "<!-- cleaned by threadsift; settings ";
const DECISIONS: &str = ", decisions ";
const BYTES: &str = ", bytes ";
const END: &str = " -->";

/// The number of bytes at the end of an export in which the end of the document and the seal are looked for.
pub const TAIL_BYTES: usize = 8192;

/// The number of bytes that are hashed at once.
const PIECE: u64 = 1 << 20;

impl Seal {
    /// The line for an export with this digest.
    pub fn line(&self, bytes: &str) -> String {
        let Seal { settings, decisions } = self;
        format!("{START}{settings}{DECISIONS}{decisions}{BYTES}{bytes}{END}\n")
    }

    /// Returns true if a document that ends with these bytes is complete, so that a seal can follow.
    pub fn can_follow(tail: &[u8]) -> bool {
        let Some(end) = memmem::rfind(tail, ROOT_END) else { return false };
        let mut rest = tail[end + ROOT_END.len()..].trim_ascii_start();
        while let Some(comment) = rest.strip_prefix(b"<!--") {
            let Some(end) = memmem::find(comment, b"-->") else { return false };
            rest = comment[end + 3..].trim_ascii_start();
        }
        rest.is_empty()
    }

    fn parse(line: &str) -> Option<(Seal, &str)> {
        let fields = line.trim_end().strip_prefix(START)?.strip_suffix(END)?;
        let (settings, rest) = fields.split_once(DECISIONS)?;
        let (decisions, bytes) = rest.split_once(BYTES)?;
        let is_digest = |digest: &str| digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        let seal = Seal { settings: settings.to_owned(), decisions: decisions.to_owned() };
        [settings, decisions, bytes].into_iter().all(is_digest).then_some((seal, bytes))
    }
}

impl PlacedSeal {
    /// Finds the seal at the end of an export.
    ///
    /// # Errors
    /// The export can't be read.
    pub fn find(source: &Source) -> io::Result<Option<PlacedSeal>> {
        let mut window = source.window()?;
        let first = source.len().saturating_sub(TAIL_BYTES as u64);
        let tail = window.part(first..source.len())?;
        let Some(start) = memmem::rfind(&tail, START.as_bytes()) else { return Ok(None) };
        if !Seal::can_follow(&tail[..start]) {
            return Ok(None);
        }
        let line = std::str::from_utf8(&tail[start..]).ok();
        let Some((seal, bytes)) = line.and_then(Seal::parse) else { return Ok(None) };
        let start = first + start as u64;
        let is_intact = digest_before(&mut window, start)? == bytes;
        Ok(Some(PlacedSeal { bytes: start..source.len(), seal, is_intact }))
    }
}

fn digest_before(window: &mut Window, end: u64) -> io::Result<String> {
    let mut digest = Sha256::new();
    let mut start = 0;
    while start < end {
        let next = end.min(start + PIECE);
        digest.update(window.part(start..next)?);
        start = next;
    }
    Ok(hex(digest))
}

/// The digest as the seal writes it: 32 hexadecimal digits.
pub fn hex(digest: Sha256) -> String {
    digest.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}
