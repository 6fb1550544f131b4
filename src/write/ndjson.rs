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

/// One object and the end of its line. What would command a terminal is escaped, which JSON leaves to its writers:
/// nothing is lost, and nothing happens.
pub fn line(to: &mut dyn Write, row: &impl Serialize) -> io::Result<()> {
    let json = serde_json::to_string(row)?;
    let mut n_written = 0;
    for at in memchr::memchr3_iter(HARM_STARTS[0], HARM_STARTS[1], HARM_STARTS[2], json.as_bytes()) {
        if let Some(char) = json[at..].chars().next().filter(|it| !is_harmless(*it)) {
            to.write_all(&json.as_bytes()[n_written..at])?;
            write!(to, "\\u{:04x}", u32::from(char))?;
            n_written = at + char.len_utf8();
        }
    }
    to.write_all(&json.as_bytes()[n_written..])?;
    to.write_all(b"\n")
}

/// How the characters start in UTF-8 that could do harm and that the serializer leaves as they are: U+007F, U+0080 to
/// U+00BF, U+2000 to U+2FFF.
const HARM_STARTS: [u8; 3] = [0x7f, 0xc2, 0xe2];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_that_could_do_harm_is_written_as_it_is() {
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
