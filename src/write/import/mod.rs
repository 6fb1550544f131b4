//! A clean export made ready for WordPress's importer or for another person: cut into parts, with parents before their
//! replies, without some metadata, without personal data.
//!
//! The clean export is read once more. Edits of bytes in its comments, and the places of its items, follow from that;
//! the parts are then copied from it.

mod comment_edits;
mod redaction;
mod renumbering;

use std::io::{self, Write};
use std::ops::Range;

use memchr::memmem;
use wildmatch::WildMatch;

use redaction::PersonalData;
pub use redaction::{PERSONAL_DATA, Redaction};

use super::sealing::Sealing;
use super::{Compared, output_failed, plural};
use crate::comment::Record;
use crate::error::{ErrorKind, Result};
use crate::input::Window;
use crate::read::{Columns, Input, Seal};

/// What is done to a clean export.
#[derive(Default)]
pub struct Preparation {
    /// The largest part, in bytes; `None` for a single one. Comments under parents with greater numbers are numbered
    /// anew if this is given, because the importer would put them under other comments.
    pub split_size: Option<u64>,
    /// The personal data that is replaced.
    pub redaction: Option<Redaction>,
    /// The keys of metadata of comments that are left out.
    pub drop_meta: Vec<WildMatch>,
}

/// A clean export and what is done to it.
pub struct Prepared<'a> {
    export: &'a Input,
    /// In the order of the bytes, without overlaps.
    edits: Vec<Edit>,
    /// The parts, each with the ranges of its items.
    parts: Vec<Vec<Range<u64>>>,
    head: Range<u64>,
    tail: Range<u64>,
    /// Counts of what was done, one line each.
    pub remarks: Vec<String>,
}

/// A change of bytes.
struct Edit {
    bytes: Range<u64>,
    replacement: String,
}

/// The bytes before which the export holds no items.
const ITEM_END: &[u8] = b"</item>";

impl Preparation {
    /// Returns true if there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.split_size.is_none() && self.redaction.is_none() && self.drop_meta.is_empty()
    }

    /// The fields of comments that stay as they are; `is_copied` is false for a dump that was converted.
    pub fn compared(&self, is_copied: bool) -> Compared {
        let is_redacted = |data| self.redaction.as_ref().is_some_and(|redaction| redaction.has(data));
        Compared {
            ids: is_copied && self.split_size.is_none(),
            texts: !is_redacted(PersonalData::Email),
            email: !is_redacted(PersonalData::Email),
            ip: !is_redacted(PersonalData::Ip),
        }
    }

    /// Finds the edits and the parts of a clean export.
    ///
    /// # Errors
    /// The export can't be read.
    pub fn prepare<'a>(&self, export: &'a Input) -> Result<Prepared<'a>> {
        let failed = |source| ErrorKind::Read { name: export.name.clone(), source };
        let mut comments = Vec::new();
        let mut items = Vec::new();
        export.read(0, &Columns::default(), &mut |record| match record {
            Record::Comment(comment) => comments.push(comment),
            Record::Post(post) => items.push(post.byte),
            _ => {}
        })?;
        let mut window = export.source().window().map_err(failed)?;
        items.sort_unstable();
        items.dedup();
        let layout = Layout::find(&mut window, export.source().len(), &items).map_err(failed)?;
        let new_ids = match self.split_size {
            Some(_) => renumbering::new_ids(&comments),
            None => renumbering::NewIds::new(),
        };
        let mut editor = comment_edits::Editor::new(self, &new_ids);
        editor.edit_head(&mut window, &layout).map_err(failed)?;
        for comment in &comments {
            editor.edit_comment(&mut window, comment).map_err(failed)?;
        }
        let (edits, mut remarks) = editor.finish();
        let parts = self.parts(&layout, &edits);
        if let Some(split_size) = self.split_size {
            let size =
                |items: &Vec<Range<u64>>| items.iter().map(|item| edited_len(item, &edits)).sum::<u64>();
            let n_larger = parts.iter().filter(|items| split_size < layout.frame_len() + size(items)).count();
            if 0 < n_larger {
                let parts = plural(n_larger, "part", "parts");
                remarks.push(format!("{parts} larger than the limit: a post is never cut in two"));
            }
        }
        Ok(Prepared { export, edits, parts, head: layout.head, tail: layout.tail, remarks })
    }

    /// Distributes the items over parts.
    fn parts(&self, layout: &Layout, edits: &[Edit]) -> Vec<Vec<Range<u64>>> {
        let Some(split_size) = self.split_size else { return vec![layout.items.clone()] };
        let mut parts: Vec<Vec<Range<u64>>> = Vec::new();
        let mut len = u64::MAX;
        for item in &layout.items {
            let item_len = edited_len(item, edits);
            if split_size < len.saturating_add(item_len) {
                parts.push(Vec::new());
                len = layout.frame_len();
            }
            len += item_len;
            parts.last_mut().expect("a part was begun").push(item.clone());
        }
        if parts.is_empty() { vec![Vec::new()] } else { parts }
    }
}

impl Prepared<'_> {
    /// The number of parts.
    pub fn n_parts(&self) -> usize {
        self.parts.len()
    }

    /// Writes a part, a whole export, with its seal.
    ///
    /// # Errors
    /// The export can't be read, or the output can't be written.
    pub fn write_part(&self, part: usize, seal: Option<&Seal>, to: &mut dyn Write) -> Result<()> {
        let failed = |source| ErrorKind::Read { name: self.export.name.clone(), source };
        let mut window = self.export.source().window().map_err(failed)?;
        let mut sealing = Sealing::new(to);
        let ranges = [&self.head].into_iter().chain(&self.parts[part]).chain([&self.tail]);
        for range in ranges {
            self.copy(&mut window, range.clone(), &mut sealing).map_err(output_failed)?;
        }
        if let Some(seal) = seal {
            sealing.finish(seal).map_err(output_failed)?;
        }
        Ok(())
    }

    fn copy(&self, window: &mut Window, range: Range<u64>, to: &mut dyn Write) -> io::Result<()> {
        let mut done = range.start;
        for edit in edits_in(&range, &self.edits) {
            super::wxr::copy_bytes(window, done..edit.bytes.start, to)?;
            to.write_all(edit.replacement.as_bytes())?;
            done = edit.bytes.end;
        }
        super::wxr::copy_bytes(window, done..range.end, to)
    }
}

/// The edits inside a range.
fn edits_in<'a>(range: &Range<u64>, edits: &'a [Edit]) -> &'a [Edit] {
    let start = edits.partition_point(|edit| edit.bytes.start < range.start);
    let end = edits.partition_point(|edit| edit.bytes.start < range.end);
    &edits[start..end]
}

/// The number of bytes of a range after its edits.
fn edited_len(range: &Range<u64>, edits: &[Edit]) -> u64 {
    let edits = edits_in(range, edits);
    let removed: u64 = edits.iter().map(|edit| edit.bytes.end - edit.bytes.start).sum();
    let added: u64 = edits.iter().map(|edit| edit.replacement.len() as u64).sum();
    range.end - range.start - removed + added
}

/// The structure of an export: what precedes the items, the items, and what follows them.
struct Layout {
    head: Range<u64>,
    items: Vec<Range<u64>>,
    tail: Range<u64>,
}

impl Layout {
    /// Finds the ends of the items, whose starts are known.
    fn find(window: &mut Window, len: u64, starts: &[u64]) -> io::Result<Layout> {
        let mut items = Vec::new();
        for (position, start) in starts.iter().enumerate() {
            let next = starts.get(position + 1).copied().unwrap_or(len);
            items.push(*start..item_end(window, *start..next)?);
        }
        let first = starts.first().copied().unwrap_or(len);
        let last = items.last().map_or(len, |item| item.end);
        Ok(Layout { head: 0..first, items, tail: last..len })
    }

    /// The number of bytes that every part has besides its items.
    fn frame_len(&self) -> u64 {
        self.head.end - self.head.start + self.tail.end - self.tail.start
    }
}

/// The byte after an item and the white space that follows it. The last end tag before the next item is its own;
/// others are in its texts.
fn item_end(window: &mut Window, range: Range<u64>) -> io::Result<u64> {
    const PIECE: u64 = 1 << 20;
    let mut end = range.end;
    while range.start < end {
        let start = end.saturating_sub(PIECE).max(range.start);
        // Pieces overlap, so that no tag is cut.
        let piece = window.part(start..range.end.min(end + ITEM_END.len() as u64))?;
        if let Some(at) = memmem::rfind(&piece, ITEM_END) {
            let after = at + ITEM_END.len();
            let n_blank = piece[after..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            return Ok(start + (after + n_blank) as u64);
        }
        end = start;
    }
    Ok(range.end)
}
