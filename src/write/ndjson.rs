//! Newline-delimited JSON: decisions, and the comments that were set aside.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;

use super::decision_row::DecisionRow;
use super::safe::is_harmless;
use super::{CommentRow, Output, Results, output_failed};
use crate::error::Result;

pub const OUTPUT: Output =
    Output { name: "ndjson", about: "one JSON object per line, with all findings", write: decisions };

/// How many decisions are serialized before they are written, and so are in memory at one time.
const BATCH: usize = 1024;

/// How many decisions a thread serializes at a time.
const CHUNK: usize = 64;

fn decisions(results: &Results, to: &mut dyn Write) -> Result<()> {
    let n_decisions = results.judged.decisions.len();
    for start in (0..n_decisions).step_by(BATCH) {
        let chunks = (start..n_decisions.min(start + BATCH)).into_par_iter().chunks(CHUNK);
        let chunks: Vec<io::Result<Vec<u8>>> = chunks.map(|indices| lines(results, &indices)).collect();
        for lines in chunks {
            lines.and_then(|lines| write_harmless(to, &lines)).map_err(output_failed)?;
        }
    }
    Ok(())
}

fn lines(results: &Results, indices: &[usize]) -> io::Result<Vec<u8>> {
    let mut lines = Vec::new();
    for index in indices {
        serde_json::to_writer(&mut lines, &DecisionRow::new(results.judged, results.inputs, *index))?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// Writes the comments that `is_set_aside` selects, whole and with their decisions; returns how many were written.
///
/// # Errors
/// An input can't be read or the output can't be written.
pub fn set_aside(
    results: &Results,
    is_set_aside: &dyn Fn(usize) -> bool,
    to: &mut dyn Write,
) -> Result<usize> {
    #[derive(Serialize)]
    struct SetAside<'a> {
        comment: CommentRow<'a>,
        decision: DecisionRow<'a>,
    }
    let mut n_written = 0;
    results.reread(&mut |index, comment| {
        if is_set_aside(index) {
            let decision = DecisionRow::new(results.judged, results.inputs, index);
            line(to, &SetAside { comment: CommentRow::new(comment), decision })?;
            n_written += 1;
        }
        Ok(())
    })?;
    Ok(n_written)
}

/// Writes a row as JSON, and ends the line.
pub fn line(to: &mut dyn Write, row: &impl Serialize) -> io::Result<()> {
    write_harmless(to, &serde_json::to_vec(row)?)?;
    to.write_all(b"\n")
}

/// Writes JSON, with an escape for each character that could control a terminal. JSON allows such escapes but does not
/// require them, so the serializer leaves these characters as they are.
fn write_harmless(to: &mut dyn Write, json: &[u8]) -> io::Result<()> {
    let mut n_written = 0;
    for at in memchr::memchr3_iter(FIRST_BYTES[0], FIRST_BYTES[1], FIRST_BYTES[2], json) {
        // The first byte of a UTF-8 sequence encodes its length.
        let n_bytes = json[at].leading_ones().max(1) as usize;
        let sequence = json.get(at..at + n_bytes).and_then(|bytes| str::from_utf8(bytes).ok());
        let char = sequence.and_then(|text| text.chars().next());
        if let Some(char) = char.filter(|char| !is_harmless(*char)) {
            to.write_all(&json[n_written..at])?;
            write!(to, "\\u{:04x}", u32::from(char))?;
            n_written = at + char.len_utf8();
        }
    }
    to.write_all(&json[n_written..])
}

/// The first UTF-8 bytes of the harmful characters that the serializer does not escape: U+007F, U+0080 to U+00BF,
/// U+2000 to U+2FFF.
const FIRST_BYTES: [u8; 3] = [0x7f, 0xc2, 0xe2];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_could_control_a_terminal_are_escaped() {
        for char in ('\0'..=char::MAX).filter(|it| !is_harmless(*it)) {
            let text = format!("é{char}“{char}");
            let mut written = Vec::new();
            line(&mut written, &text).expect("memory takes every byte");
            let written = String::from_utf8(written).expect("JSON is UTF-8");
            assert!(written.trim_end_matches('\n').chars().all(is_harmless), "{char:?}");
            assert_eq!(serde_json::from_str::<String>(&written).expect("JSON"), text);
        }
    }
}
