//! A dump without the comments that were set aside: a WordPress export, or a post that holds its comments. Replies
//! to removed comments get new parents. All other bytes of the input are copied, except control characters that XML
//! forbids in an export. One line, the [`Seal`], is added to an export from which something was removed.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;

use super::convert::{Choice, CommentEntryIdx, Conversion, Converted, TARGETS};
use super::output_failed;
use super::printable::Printable;
use super::reparent::{NewParents, new_parents};
use super::sealing::Sealing;
use crate::error::{ErrorKind, Result};
use crate::index::{CommentIdx, IndexVec};
use crate::input::Window;
use crate::pipeline::Judgement;
use crate::read::{Columns, Copying, Input, PlacedSeal, Seal};

/// The name of the format of WordPress exports, for reading and for writing.
const FORMAT: &str = "wxr";

/// The numbers of comments that were kept, removed and reparented in one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// The number of comments that were copied.
    pub n_kept: usize,
    /// The number of comments that were left out.
    pub n_removed: usize,
    /// The number of replies that got a new parent.
    pub n_reparented: usize,
    /// The number of control characters and noncharacters that were left out because XML forbids them.
    pub n_controls: usize,
}

/// The comments of a judged dump that are written.
pub struct Selection<'a> {
    /// The dump.
    pub judged: &'a Judgement,
    /// Returns true if the comment is written.
    pub is_kept: &'a dyn Fn(CommentIdx) -> bool,
    /// The parents of replies to comments that are left out.
    pub parents: Parents,
}

/// The parents of replies to comments that are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parents {
    /// The copy that stays, or the next comment above.
    Mended,
    /// The comment that is left out, for a dump that completes another one.
    AsRead,
}

impl Selection<'_> {
    /// The new parents of replies.
    pub fn new_parents(&self) -> NewParents {
        match self.parents {
            Parents::Mended => new_parents(self.judged, self.is_kept),
            Parents::AsRead => NewParents::default(),
        }
    }
}

/// Writes one input of a judged dump with only the comments of a selection. An export gets the seal, if one
/// is given. An old seal is left out if the export is changed.
///
/// # Errors
/// The input can't be read again, or the output can't be written.
pub fn clean(
    selection: &Selection,
    input: &Input,
    number: u32,
    seal: Option<&Seal>,
    to: &mut dyn Write,
) -> Result<Cleaned> {
    let read_failed = |source| ErrorKind::Read { name: input.name.clone(), source };
    let mut bytes = input.source().window().map_err(read_failed)?;
    let Some(copying) = input.copying() else {
        let message = format!("{} can't be cleaned without converting it", input.name);
        return Err(ErrorKind::Unwritable(message).into());
    };
    let (mut edits, mut cleaned) = edits(selection, copying, &mut bytes, number).map_err(read_failed)?;
    let len = input.source().len();
    if input.format.name == FORMAT {
        let is_changed = seal.is_some() || !edits.is_empty();
        if let Some(old) = PlacedSeal::find(input.source()).map_err(read_failed)?.filter(|_| is_changed) {
            edits.push(Edit { bytes: old.bytes, replacement: Some(String::new()) });
        }
        let mut sealing = Sealing::new(to);
        let mut printable = Printable::new(&mut sealing);
        cleaned.n_removed = copy(&mut bytes, len, &edits, &mut printable).map_err(output_failed)?;
        cleaned.n_controls = printable.finish().map_err(output_failed)?;
        if let Some(seal) = seal {
            sealing.finish(seal).map_err(output_failed)?;
        }
    } else {
        cleaned.n_removed = copy(&mut bytes, len, &edits, to).map_err(output_failed)?;
    }
    Ok(cleaned)
}

/// Writes inputs of other formats as one WordPress export, with only the comments of a selection, and the seal, if one
/// is given.
///
/// # Errors
/// An input can't be read again, or the output can't be written.
pub fn clean_converted(
    selection: &Selection,
    inputs: Vec<(u32, &Input)>,
    columns: &Columns,
    seal: Option<&Seal>,
    to: &mut dyn Write,
) -> Result<Converted> {
    let Selection { judged, is_kept, parents } = *selection;
    let new_parents = selection.new_parents();
    // The numbers of inputs that are written together are consecutive.
    let first = inputs.first().map_or(0, |(number, _)| *number);
    let occurrences = judged.dump.occurrences_in(first..first + inputs.len() as u32);
    let comments: IndexVec<CommentEntryIdx, CommentIdx> = occurrences.map(|place| place.comment).collect();
    // A comment that is in several of them is written once.
    let mut first_entry: HashMap<CommentIdx, CommentEntryIdx> = HashMap::new();
    for (entry, comment) in comments.iter_enumerated() {
        first_entry.entry(*comment).or_insert(entry);
    }
    let choice = Choice {
        is_kept: &|entry| is_kept(comments[entry]) && first_entry.get(&comments[entry]) == Some(&entry),
        keeps_absent_parents: parents == Parents::AsRead,
        new_parent: &|entry| {
            let comment = comments[entry];
            let parent = match new_parents.get(&comment) {
                Some(new_parent) => *new_parent,
                // The parent may be in another input.
                None => Some(judged.known.threads.parent(comment)?),
            };
            Some(parent.and_then(|parent| first_entry.get(&parent).copied()))
        },
    };
    let target = TARGETS.iter().find(|target| target.name == FORMAT).expect("exports can be written");
    let mut sealing = Sealing::new(to);
    let converted = (target.write)(&Conversion { inputs, columns, choice }, &mut sealing)?;
    if let Some(seal) = seal {
        sealing.finish(seal).map_err(output_failed)?;
    }
    Ok(converted)
}

/// Returns true if an input is cleaned by copying the bytes that are kept: for a WordPress export, and for a post
/// that holds its comments if the output is a folder.
pub fn is_copied(input: &Input, is_to_folder: bool) -> bool {
    input.copying().is_some_and(|copying| is_to_folder || !copying.only_in_folders)
}

/// A range of bytes of the input to replace or remove.
struct Edit {
    bytes: Range<u64>,
    /// The new id of a parent; `None` if the bytes are a comment that is left out.
    replacement: Option<String>,
}

fn edits(
    selection: &Selection,
    copying: &Copying,
    source: &mut Window,
    number: u32,
) -> io::Result<(Vec<Edit>, Cleaned)> {
    let mut edits = Vec::new();
    let mut cleaned = Cleaned::default();
    let Selection { judged, is_kept, .. } = *selection;
    let new_parents = selection.new_parents();
    for here in judged.dump.occurrences_in(number..number + 1) {
        let (index, bytes) = (here.comment, here.place.byte..here.end);
        if !is_kept(index) {
            let blank = if copying.takes_blank_before { blank_before(source, bytes.start)? } else { 0 };
            edits.push(Edit { bytes: bytes.start - blank..bytes.end, replacement: None });
            continue;
        }
        cleaned.n_kept += 1;
        let Some(new_parent) = new_parents.get(&index) else { continue };
        let element = source.part(bytes.clone())?;
        if let Some(value) = (copying.parent_value)(&element) {
            let id = new_parent.map_or("0", |parent| judged.dump.comments[parent].id());
            let start = bytes.start + value.start as u64;
            edits.push(Edit {
                bytes: start..bytes.start + value.end as u64,
                replacement: Some(id.to_owned()),
            });
            cleaned.n_reparented += 1;
        }
    }
    edits.sort_by_key(|edit| edit.bytes.start);
    Ok((edits, cleaned))
}

/// The number of white-space bytes before an element, which are removed with it.
fn blank_before(source: &mut Window, byte: u64) -> io::Result<u64> {
    const MAX_BYTES: u64 = 256;
    let before = source.part(byte.saturating_sub(MAX_BYTES)..byte)?;
    Ok(before.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count() as u64)
}

/// Copies the input with its edits; returns how many comments were left out. An edit that overlaps the previous one
/// is not counted; the numbers then do not add up, and the output is refused.
fn copy(source: &mut Window, len: u64, edits: &[Edit], to: &mut dyn Write) -> io::Result<usize> {
    let (mut done, mut n_removed) = (0, 0);
    for edit in edits {
        n_removed += usize::from(edit.replacement.is_none() && done <= edit.bytes.start);
        copy_bytes(source, done..edit.bytes.start, to)?;
        to.write_all(edit.replacement.as_deref().unwrap_or_default().as_bytes())?;
        done = edit.bytes.end;
    }
    copy_bytes(source, done..len, to)?;
    Ok(n_removed)
}

pub fn copy_bytes(source: &mut Window, bytes: Range<u64>, to: &mut dyn Write) -> io::Result<()> {
    const PIECE: u64 = 1 << 20;
    let mut start = bytes.start;
    while start < bytes.end {
        let end = bytes.end.min(start + PIECE);
        to.write_all(&source.part(start..end)?)?;
        start = end;
    }
    Ok(())
}
