//! Newline-delimited JSON: decisions, and the comments that were set aside.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;

use super::rows::DecisionRow;
use super::safe::is_harmless;
use super::{CommentRow, Output, Results, whole};
use crate::error::Result;

pub const OUTPUT: Output =
    Output { name: "ndjson", about: "one JSON object a line, with all findings", write: decisions };

/// The lines of so many decisions are in memory at one time …
const BATCH: usize = 1024;

/// … and a thread makes so many of them on end.
const APIECE: usize = 64;

fn decisions(results: &Results, to: &mut dyn Write) -> Result<()> {
    let all = results.judged.decisions.len();
    for start in (0..all).step_by(BATCH) {
        let parts = (start..all.min(start + BATCH)).into_par_iter().chunks(APIECE);
        let parts: Vec<io::Result<Vec<u8>>> = parts.map(|indices| lines(results, &indices)).collect();
        for lines in parts {
            lines.and_then(|it| harmless(to, &it)).map_err(whole::to_output)?;
        }
    }
    Ok(())
}

fn lines(results: &Results, indices: &[usize]) -> io::Result<Vec<u8>> {
    // Few decisions take more.
    const USUAL_BYTES: usize = 1 << 11;
    let mut lines = Vec::with_capacity(indices.len() * USUAL_BYTES);
    results.judged.fetch(indices);
    for index in indices {
        decision(&mut lines, &DecisionRow::new(results.judged, results.inputs, *index))?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// A decision as its serializer would write it, in a fourth of the steps: there is one for every comment, and it has some
/// thirty keys.
fn decision(json: &mut Vec<u8>, row: &DecisionRow) -> io::Result<()> {
    text(json, "{\"id\":", row.id)?;
    text(json, ",\"post\":", row.post)?;
    text(json, ",\"parent\":", row.parent)?;
    text(json, ",\"author\":", row.author)?;
    match &row.date {
        Some(date) => plain(json, ",\"date\":", date),
        None => value(json, ",\"date\":", &row.date)?,
    }
    plain(json, ",\"status\":", row.status);
    plain(json, ",\"kind\":", row.kind);
    plain(json, ",\"verdict\":", row.verdict);
    value(json, ",\"duplicate_of\":", &row.duplicate_of)?;
    text(json, ",\"text_cluster\":", &row.text_cluster)?;
    value(json, ",\"spam_probability\":", &row.spam_probability)?;
    json.extend_from_slice(b",\"findings\":[");
    for (number, finding) in row.findings.iter().enumerate() {
        let before = if number == 0 { "{\"signal\":" } else { ",{\"signal\":" };
        plain(json, before, finding.signal);
        value(json, ",\"weight\":", &finding.weight)?;
        text(json, ",\"seen\":", &finding.seen)?;
        json.push(b'}');
    }
    plain(json, "],\"fingerprint\":", &row.fingerprint);
    text(json, ",\"source\":", row.source)?;
    value(json, ",\"byte\":", &row.byte)?;
    json.push(b'}');
    Ok(())
}

/// A text behind its key.
fn text(json: &mut Vec<u8>, key: &str, text: &str) -> io::Result<()> {
    if !is_plain(text) {
        return value(json, key, text);
    }
    plain(json, key, text);
    Ok(())
}

/// Is there nothing to escape?
fn is_plain(text: &str) -> bool {
    const BLOCK: usize = 16;
    let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
    let mut last = [b' '; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    // No branches, so that the bytes of a block are looked at in one step.
    let is_plain = |is_plain, byte: &u8| is_plain & (b' ' <= *byte) & (*byte != b'"') & (*byte != b'\\');
    blocks.iter().chain([&last]).all(|block| block.iter().fold(true, is_plain))
}

/// A text that has nothing to escape behind its key.
fn plain(json: &mut Vec<u8>, key: &str, text: &str) {
    for part in [key, "\"", text, "\""] {
        json.extend_from_slice(part.as_bytes());
    }
}

/// Any value behind its key.
fn value(json: &mut Vec<u8>, key: &str, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    json.extend_from_slice(key.as_bytes());
    Ok(serde_json::to_writer(json, value)?)
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

/// One object and the end of its line.
pub fn line(to: &mut dyn Write, row: &impl Serialize) -> io::Result<()> {
    harmless(to, &serde_json::to_vec(row)?)?;
    to.write_all(b"\n")
}

/// JSON in which what would command a terminal is escaped, which JSON leaves to its writers: nothing is lost, and nothing
/// happens.
fn harmless(to: &mut dyn Write, json: &[u8]) -> io::Result<()> {
    let mut n_written = 0;
    for at in memchr::memchr3_iter(HARM_STARTS[0], HARM_STARTS[1], HARM_STARTS[2], json) {
        // So many bytes as the first one says.
        let n_bytes = json[at].leading_ones().max(1) as usize;
        let here = json.get(at..at + n_bytes).and_then(|it| str::from_utf8(it).ok());
        let char = here.and_then(|it| it.chars().next());
        if let Some(char) = char.filter(|it| !is_harmless(*it)) {
            to.write_all(&json[n_written..at])?;
            write!(to, "\\u{:04x}", u32::from(char))?;
            n_written = at + char.len_utf8();
        }
    }
    to.write_all(&json[n_written..])
}

/// How the characters start in UTF-8 that could do harm and that the serializer leaves as they are: U+007F, U+0080 to
/// U+00BF, U+2000 to U+2FFF.
const HARM_STARTS: [u8; 3] = [0x7f, 0xc2, 0xe2];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::FindingRow;

    #[test]
    fn a_decision_is_written_as_its_serializer_writes_it() {
        let hostile = "\"quoted\" \\ \u{1b}[31m\n é “x” \u{202e}";
        let finding =
            |weight, seen: &str| FindingRow { signal: "late", weight, seen: seen.to_owned().into() };
        let mut row = DecisionRow {
            id: "7",
            post: hostile,
            parent: "",
            author: hostile,
            date: None,
            status: "approved",
            kind: "comment",
            verdict: "spam",
            duplicate_of: None,
            text_cluster: hostile.into(),
            spam_probability: Some(1.0),
            findings: Vec::new(),
            fingerprint: "00ff".to_owned(),
            source: hostile,
            byte: u64::MAX,
        };
        let check = |row: &DecisionRow| {
            let mut written = Vec::new();
            decision(&mut written, row).expect("memory takes every byte");
            assert_eq!(String::from_utf8_lossy(&written), serde_json::to_string(row).expect("JSON"));
        };
        check(&row);
        let weights =
            [-0.25, 2.0, 0.0, -0.0, 1e-4, 0.1, 10.02, 99999.9999, 1e5, -1e5, 1e20, 1e-7, 0.12345, f64::NAN];
        row.findings = weights.map(|it| finding(it, hostile)).to_vec();
        row.findings.extend(
            ["", "plain", "as long as a block", "a quotation\" in the first"].map(|it| finding(1.0, it)),
        );
        (row.date, row.duplicate_of) = (Some("2009-08-21T10:02:11".to_owned()), Some(hostile.into()));
        row.spam_probability = None;
        check(&row);
    }

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
