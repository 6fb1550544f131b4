//! A WordPress export without the junk: the input's bytes, less the comments that were set aside, and with new
//! parents for the replies that those leave behind. Everything else is copied.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;

use super::adoption::adopters;
use super::convert::{Choice, Conversion, Converted, TARGETS};
use super::whole;
use crate::error::{ErrorKind, Result};
use crate::input::Window;
use crate::pipeline::Judgement;
use crate::read::{Columns, Input, parent_value};

/// What WordPress exports are called, read or written.
const FORMAT: &str = "wxr";

/// What cleaning did to one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// Comments that were copied.
    pub n_kept: usize,
    /// Comments that were left out.
    pub n_removed: usize,
    /// Replies that got a new parent.
    pub n_reparented: usize,
}

/// Writes one input of a judged dump without the comments that `is_kept` turns down.
///
/// # Errors
/// The input can't be read again, or the output can't be written.
pub fn clean(
    judged: &Judgement,
    input: &Input,
    number: u32,
    is_kept: &dyn Fn(usize) -> bool,
    to: &mut dyn Write,
) -> Result<Cleaned> {
    let read_failed = |source| ErrorKind::Read { name: input.name.clone(), source };
    let mut bytes = input.source().window().map_err(read_failed)?;
    let (edits, mut cleaned) = edits(judged, &mut bytes, number, is_kept).map_err(read_failed)?;
    cleaned.n_removed = copy(&mut bytes, input.source().len(), &edits, to).map_err(whole::to_output)?;
    Ok(cleaned)
}

/// Writes inputs that are no WordPress exports as one, without the comments that `is_kept` turns down.
///
/// # Errors
/// An input can't be read again, or the output can't be written.
pub fn clean_converted(
    judged: &Judgement,
    inputs: Vec<(u32, &Input)>,
    columns: &Columns,
    is_kept: &dyn Fn(usize) -> bool,
    to: &mut dyn Write,
) -> Result<Converted> {
    let adopters = adopters(judged, is_kept);
    // The inputs that are written together follow one another.
    let first = inputs.first().map_or(0, |(number, _)| *number);
    let standing = judged.dump.occurrences_in(first..first + inputs.len() as u32);
    let comments: Vec<usize> = standing.map(|it| it.comment).collect();
    // What stands in several of them is written once.
    let mut position_of = HashMap::new();
    for (position, comment) in comments.iter().enumerate() {
        position_of.entry(*comment).or_insert(position);
    }
    let choice = Choice {
        is_kept: &|position| {
            is_kept(comments[position]) && position_of.get(&comments[position]) == Some(&position)
        },
        new_parent: &|position| {
            let comment = comments[position];
            let parent = match adopters.get(&comment) {
                Some(adopter) => *adopter,
                // Its parent may stand in another input.
                None => Some(judged.known.threads.parent(comment)?),
            };
            Some(parent.and_then(|it| position_of.get(&it).copied()))
        },
    };
    let target = TARGETS.iter().find(|it| it.name == FORMAT).expect("exports can be written");
    (target.write)(&Conversion { inputs, columns, choice }, to)
}

/// Is it a WordPress export, of which the bytes that stay are copied?
pub fn is_copied(input: &Input) -> bool {
    input.format.name == FORMAT
}

/// A change of the input.
struct Edit {
    bytes: Range<u64>,
    /// What replaces the bytes; `None` where they are a comment that is left out.
    replacement: Option<String>,
}

fn edits(
    judged: &Judgement,
    source: &mut Window,
    number: u32,
    is_kept: &dyn Fn(usize) -> bool,
) -> io::Result<(Vec<Edit>, Cleaned)> {
    let mut edits = Vec::new();
    let mut cleaned = Cleaned::default();
    let adopters = adopters(judged, is_kept);
    for here in judged.dump.occurrences_in(number..number + 1) {
        let (index, bytes) = (here.comment, here.place.byte..here.end);
        if !is_kept(index) {
            let blank = blank_before(source, bytes.start)?;
            edits.push(Edit { bytes: bytes.start - blank..bytes.end, replacement: None });
            continue;
        }
        cleaned.n_kept += 1;
        let Some(adopter) = adopters.get(&index) else { continue };
        let element = source.part(bytes.clone())?;
        if let Some(value) = parent_value(&element) {
            let id = adopter.map_or("0", |it| judged.dump.comments[it].id());
            let start = bytes.start + value.start as u64;
            edits.push(Edit {
                bytes: start..bytes.start + value.end as u64,
                replacement: Some(id.to_owned()),
            });
            cleaned.n_reparented += 1;
        }
    }
    edits.sort_by_key(|it| it.bytes.start);
    Ok((edits, cleaned))
}

/// White space between the element and what stands before it goes with the element.
fn blank_before(source: &mut Window, byte: u64) -> io::Result<u64> {
    const FARTHEST: u64 = 256;
    let before = source.part(byte.saturating_sub(FARTHEST)..byte)?;
    Ok(before.iter().rev().take_while(|it| it.is_ascii_whitespace()).count() as u64)
}

/// Copies the input with its edits; returns how many comments were left out. An edit that overlaps the one before it is
/// not counted as a comment: the numbers do not add up then, and the output is refused.
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

fn copy_bytes(source: &mut Window, bytes: Range<u64>, to: &mut dyn Write) -> io::Result<()> {
    const PIECE: u64 = 1 << 20;
    let mut start = bytes.start;
    while start < bytes.end {
        let end = bytes.end.min(start + PIECE);
        to.write_all(&source.part(start..end)?)?;
        start = end;
    }
    Ok(())
}
