//! A WordPress export without the junk: the input's bytes, less the comments that were set aside, and with new
//! parents for the replies that those leave behind. Everything else is copied.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;

use super::whole;
use crate::error::{ErrorKind, Result};
use crate::pipeline::Judged;
use crate::read::{Input, Source, parent_value};

/// What cleaning did to one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// Comments that were left out.
    pub n_removed: usize,
    /// Replies that got a new parent.
    pub n_reparented: usize,
}

/// Writes one input of a judged dump without the comments that `is_kept` turns down.
///
/// # Errors
/// The input is no WordPress export, or can't be read again, or the output can't be written.
pub fn clean(
    judged: &Judged,
    input: &Input,
    number: u32,
    is_kept: &dyn Fn(usize) -> bool,
    to: &mut dyn Write,
) -> Result<Cleaned> {
    if input.format.name != "wxr" {
        let message = format!(
            "{} is no WordPress export, and only those can be written back; `threadsift triage` gives the decisions \
             and `threadsift convert` the comments",
            input.name
        );
        return Err(ErrorKind::Unwritable(message).into());
    }
    let read_failed = |source| ErrorKind::Read { name: input.name.clone(), source };
    let (edits, cleaned) = edits(judged, input.source(), number, is_kept).map_err(read_failed)?;
    copy(input.source(), &edits, to).map_err(whole::to_output)?;
    Ok(cleaned)
}

/// Bytes of the input and what takes their place.
struct Edit {
    bytes: Range<u64>,
    instead: String,
}

fn edits(
    judged: &Judged,
    source: &Source,
    number: u32,
    is_kept: &dyn Fn(usize) -> bool,
) -> io::Result<(Vec<Edit>, Cleaned)> {
    let mut edits = Vec::new();
    let mut cleaned = Cleaned::default();
    let mut adopted = HashMap::new();
    for (index, facts) in judged.dump.comments.iter().enumerate().filter(|(_, it)| it.place.input == number) {
        let bytes = facts.place.byte..facts.end;
        if !is_kept(index) {
            let blank = blank_before(source, bytes.start)?;
            edits.push(Edit { bytes: bytes.start - blank..bytes.end, instead: String::new() });
            cleaned.n_removed += 1;
            continue;
        }
        let Some(parent) = judged.known.threads.parent(index).filter(|it| !is_kept(*it)) else { continue };
        let element = source.bytes(bytes.clone())?;
        if let Some(value) = parent_value(&element) {
            let is_below = |copy: usize| hangs_under(judged, &adopted, copy, index);
            let adopter = surviving_parent(judged, parent, is_kept, &is_below);
            adopted.insert(index, adopter);
            let id = adopter.map_or("0", |it| &*judged.dump.comments[it].id);
            let start = bytes.start + value.start as u64;
            edits.push(Edit { bytes: start..bytes.start + value.end as u64, instead: id.to_owned() });
            cleaned.n_reparented += 1;
        }
    }
    edits.sort_by_key(|it| it.bytes.start);
    Ok((edits, cleaned))
}

/// Who takes the replies of a comment that is left out: the copy that stays, else the nearest ancestor that is kept.
/// Where dates are wrong or missing, the copy that stays may be the reply itself or below it; no reply answers itself.
fn surviving_parent(
    judged: &Judged,
    removed: usize,
    is_kept: &dyn Fn(usize) -> bool,
    is_below: &dyn Fn(usize) -> bool,
) -> Option<usize> {
    let mut ancestors = std::iter::once(removed).chain(judged.known.threads.ancestors(removed));
    ancestors.find_map(|it| {
        let copy = judged.decisions[it].duplicate_of.filter(|copy| is_kept(*copy) && !is_below(*copy));
        copy.or_else(|| is_kept(it).then_some(it))
    })
}

/// Is a comment the other one, or below it once the replies have their new parents? Of threads deeper than any blog
/// shows, yes: better at the top than in a circle.
fn hangs_under(
    judged: &Judged,
    adopted: &HashMap<usize, Option<usize>>,
    comment: usize,
    other: usize,
) -> bool {
    const DEEPEST: usize = 1000;
    let parent = |it: &usize| adopted.get(it).copied().unwrap_or_else(|| judged.known.threads.parent(*it));
    let line = std::iter::successors(Some(comment), parent).take(DEEPEST);
    line.enumerate().any(|(depth, it)| it == other || depth + 1 == DEEPEST)
}

/// White space between the element and what stands before it goes with the element.
fn blank_before(source: &Source, byte: u64) -> io::Result<u64> {
    const FARTHEST: u64 = 256;
    let before = source.bytes(byte.saturating_sub(FARTHEST)..byte)?;
    Ok(before.iter().rev().take_while(|it| it.is_ascii_whitespace()).count() as u64)
}

fn copy(source: &Source, edits: &[Edit], to: &mut dyn Write) -> io::Result<()> {
    let mut done = 0;
    for edit in edits {
        copy_bytes(source, done..edit.bytes.start, to)?;
        to.write_all(edit.instead.as_bytes())?;
        done = edit.bytes.end;
    }
    copy_bytes(source, done..source.len(), to)
}

fn copy_bytes(source: &Source, bytes: Range<u64>, to: &mut dyn Write) -> io::Result<()> {
    const PIECE: u64 = 1 << 20;
    let mut start = bytes.start;
    while start < bytes.end {
        let end = bytes.end.min(start + PIECE);
        to.write_all(&source.bytes(start..end)?)?;
        start = end;
    }
    Ok(())
}
