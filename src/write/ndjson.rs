//! Newline-delimited JSON: decisions, and the comments that were set aside.

use std::io::{self, Write};

use serde::Serialize;

use super::rows::DecisionRow;
use super::safe::is_harmless;
use super::{CommentRow, Output, Results, whole};
use crate::error::Result;

pub const OUTPUT: Output =
    Output { name: "ndjson", about: "one JSON object a line, with all findings", write: decisions };

fn decisions(results: &Results, to: &mut dyn Write) -> Result<()> {
    for index in 0..results.judged.decisions.len() {
        let row = DecisionRow::new(results.judged, results.inputs, index);
        line(to, &row).map_err(whole::to_output)?;
    }
    Ok(())
}

/// Writes whole the comments that `is_set_aside` picks, each with its decision beside it.
///
/// # Errors
/// An input can't be read or the output can't be written.
pub fn set_aside(results: &Results, is_set_aside: &dyn Fn(usize) -> bool, to: &mut dyn Write) -> Result<()> {
    #[derive(Serialize)]
    struct SetAside<'a> {
        comment: CommentRow<'a>,
        decision: DecisionRow<'a>,
    }
    results.reread(&mut |index, comment| {
        if is_set_aside(index) {
            let decision = DecisionRow::new(results.judged, results.inputs, index);
            line(to, &SetAside { comment: CommentRow::new(comment), decision })?;
        }
        Ok(())
    })
}

/// One object and the end of its line.
pub fn line(to: &mut dyn Write, row: &impl Serialize) -> io::Result<()> {
    const USUAL_BYTES: usize = 1024;
    // The serializer writes a few bytes at a time.
    let mut line = Vec::with_capacity(USUAL_BYTES);
    row.serialize(&mut serde_json::Serializer::with_formatter(&mut line, Harmless))?;
    line.push(b'\n');
    to.write_all(&line)
}

/// Escapes what would command a terminal, which JSON allows as it is: nothing is lost, and nothing happens.
struct Harmless;

impl serde_json::ser::Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, to: &mut W, fragment: &str) -> io::Result<()> {
        // No branches, so that many bytes are looked at in one step.
        if fragment.bytes().fold(true, |is_plain, it| is_plain & matches!(it, b' '..=b'~')) {
            return to.write_all(fragment.as_bytes());
        }
        for piece in fragment.split_inclusive(|it| !is_harmless(it)) {
            match piece.chars().next_back().filter(|it| !is_harmless(*it)) {
                Some(last) => {
                    to.write_all(&piece.as_bytes()[..piece.len() - last.len_utf8()])?;
                    write!(to, "\\u{:04x}", u32::from(last))?;
                }
                None => to.write_all(piece.as_bytes())?,
            }
        }
        Ok(())
    }
}
