//! Files of decisions that a person made or edited: objects as in the NDJSON of `triage`, or a table as in its CSV,
//! saved again by an editor or a spreadsheet.
//!
//! A decision names its comment by `source`, `id` and, where one input has the id twice, `byte`. It has a `verdict`
//! and, for a duplicate, may have a `duplicate_of`. All other members and columns are ignored.

mod objects;
mod table;

use std::io::Read;
use std::path::Path;

use encoding_rs::WINDOWS_1252;

use crate::error::{ErrorKind, LineTrouble, Result};
use crate::input::encoding::decoded_whole;
use crate::input::read_short;

/// The longest file that is read: the decisions about some millions of comments with all their findings.
const MOST_BYTES: u64 = 2 << 30;

/// A decision as it stands in its file. Nothing is checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionLine {
    /// The number of the line on which it starts, from 1.
    pub line: usize,
    /// The name of the comment's input; empty if the file does not say.
    pub source: String,
    /// The comment's id.
    pub id: String,
    /// Where the comment starts in its input, if the file says so in a readable way.
    pub byte: Option<u64>,
    /// The verdict.
    pub verdict: String,
    /// The id of the copy that stays; empty if there is none.
    pub duplicate_of: String,
}

/// The content of a file of decisions.
#[derive(Debug, Default, PartialEq)]
pub struct DecisionFile {
    /// The file as the user named it.
    pub name: String,
    /// The decisions in their order.
    pub lines: Vec<DecisionLine>,
    /// The lines that are not decisions.
    pub troubles: Vec<LineTrouble>,
}

impl DecisionFile {
    /// Reads a file, or standard input if the path is `-`.
    ///
    /// # Errors
    /// The file can't be read, or has no content.
    pub fn read(path: &Path) -> Result<DecisionFile> {
        let is_stdin = path == Path::new("-");
        let name = if is_stdin { "standard input".to_owned() } else { path.display().to_string() };
        let bytes = if is_stdin { read_stdin() } else { read_short(path, MOST_BYTES) };
        let bytes = bytes.map_err(|source| ErrorKind::Read { name: name.clone(), source })?;
        DecisionFile::parse(name, bytes)
    }

    fn parse(name: String, bytes: Vec<u8>) -> Result<DecisionFile> {
        // A spreadsheet that does not write UTF-8 writes the code page of Windows. Ids and verdicts are ASCII.
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|error| WINDOWS_1252.decode(error.as_bytes()).0.into_owned());
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        if text.trim().is_empty() {
            return Err(ErrorKind::NoDecisions { name }.into());
        }
        let is_json = text.trim_start().starts_with(['{', '[']);
        let (lines, troubles) = if is_json { objects::parse(text) } else { table::parse(text) };
        if lines.is_empty() && troubles.is_empty() {
            return Err(ErrorKind::NoDecisions { name }.into());
        }
        Ok(DecisionFile { name, lines, troubles })
    }
}

fn read_stdin() -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(decoded_whole(bytes))
}

/// Counts lines on the way through a text.
struct LineCounter<'a> {
    text: &'a str,
    line_end: u8,
    byte: usize,
    line: usize,
}

impl<'a> LineCounter<'a> {
    /// Starts before the first line.
    fn new(text: &'a str) -> LineCounter<'a> {
        // Spreadsheets on old Macs end lines with a carriage return.
        let line_end = if text.contains('\n') { b'\n' } else { b'\r' };
        LineCounter { text, line_end, byte: 0, line: 1 }
    }

    /// The number of the line of a byte, or of the next one that has content. Bytes are asked for in their order.
    fn line_of(&mut self, byte: usize) -> usize {
        let rest = &self.text.as_bytes()[byte..];
        let n_blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let between = self.text.as_bytes().get(self.byte..byte + n_blank).unwrap_or_default();
        self.line += between.iter().filter(|byte| **byte == self.line_end).count();
        self.byte = self.byte.max(byte + n_blank);
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The decisions as `line source id byte verdict duplicate_of`, then the troubles as `line: what`.
    fn read(bytes: &[u8]) -> Vec<String> {
        let file =
            DecisionFile::parse("file".to_owned(), decoded_whole(bytes.to_vec())).expect("it is not empty");
        let line = |line: &DecisionLine| {
            let DecisionLine { line, source, id, byte, verdict, duplicate_of } = line;
            let byte = byte.map_or("-".to_owned(), |byte| byte.to_string());
            format!("{line} {source} {id} {byte} {verdict} {duplicate_of}").trim_end().to_owned()
        };
        let troubles = file.troubles.iter().map(|trouble| format!("{}: {}", trouble.line, trouble.what));
        file.lines.iter().map(line).chain(troubles).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(read(text.as_bytes()), expected, "{text:?}");
    }

    #[track_caller]
    fn check_trouble(text: &str, line: usize, words: &str) {
        let file = DecisionFile::parse("file".to_owned(), text.as_bytes().to_vec()).expect("it is not empty");
        let found = file.troubles.iter().any(|trouble| trouble.line == line && trouble.what.contains(words));
        assert!(found, "{text:?}: {:?}", file.troubles);
    }

    #[test]
    fn objects_are_read_however_they_are_laid_out() {
        let one = r#"{"source":"a.xml","id":"7","byte":12,"verdict":"spam","findings":[{"id":"x"}]}"#;
        let other = r#"{"id":8,"verdict":"duplicate","duplicate_of":"7"}"#;
        let expected = ["1 a.xml 7 12 spam", "2  8 - duplicate 7"];
        check(&format!("{one}\n{other}\n"), &expected);
        check(&format!("\u{feff}{one}\r\n{other}"), &expected);
        check(&format!("[{one},\n{other}\n]\n"), &expected);
        check(
            "{\n \"id\": \"7\",\n \"verdict\": \"spam\"\n}\n{\n \"id\": \"8\", \"verdict\": \"review\"}",
            &["1  7 - spam", "5  8 - review"],
        );
    }

    #[test]
    fn the_decision_in_a_comment_that_was_set_aside_is_read() {
        check(r#"{"comment":{"id":"9"},"decision":{"id":"9","verdict":"genuine"}}"#, &["1  9 - genuine"]);
    }

    #[test]
    fn a_broken_object_does_not_hide_the_next() {
        check_trouble(
            "{\"id\":\"7\",\"verdict\":\"spam\"}\n{\"id\":\"8\",\n{\"id\":\"9\",\"verdict\":\"spam\"}\n",
            2,
            "JSON",
        );
        let found = read(b"{\"id\":\"7\" \"verdict\":\"spam\"}\n{\"id\":\"9\",\"verdict\":\"spam\"}\n");
        assert_eq!(found[0], "2  9 - spam", "{found:?}");
        check_trouble("{\"id\":\"7\",\"id\":\"8\",\"verdict\":\"spam\"}", 1, "duplicate field");
        check_trouble("{\"id\":\"7\",\"verdict\":\"spam\"}\nspam\n", 2, "JSON");
    }

    #[test]
    fn a_table_is_read_with_any_separator_and_order_of_columns() {
        let expected = ["2 a.xml 7 12 spam", "3 a.xml 8 - duplicate 7"];
        for separator in [",", ";", "\t", "|"] {
            let table = "verdict,author,source,byte,id,duplicate_of,date\nspam,Ann,a.xml,12,7,,21.08.2009\n\
                         duplicate,Bob,a.xml,,8,7,########\n";
            check(&table.replace(',', separator), &expected);
            check(&table.replace(',', separator).replace('\n', "\r\n"), &expected);
            check(&table.replace(',', separator).replace('\n', "\r"), &expected);
            check(&format!("\u{feff}{}", table.replace(',', separator)), &expected);
        }
        check(
            "sep=;\nID;Verdict;Duplicate of\n7; Spam ;\n;;\n8;review;\n",
            &["3  7 - Spam", "5  8 - review"],
        );
    }

    #[test]
    fn line_breaks_inside_cells_do_not_move_the_lines() {
        check("id,text,verdict\n7,\"two\nlines\",spam\n8,one,review\n", &["2  7 - spam", "4  8 - review"]);
    }

    #[test]
    fn what_excel_calls_unicode_text_is_read() {
        let text: Vec<u8> =
            "\u{feff}id\tverdict\r\n7\tspam\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&text), ["2  7 - spam"]);
        assert_eq!(read(b"id;author;verdict\n7;J\xf6rg;spam\n"), ["2  7 - spam"]);
    }

    #[test]
    fn columns_that_are_missing_or_there_twice_are_named() {
        check_trouble("id,author\n7,Ann\n", 1, "verdict");
        check_trouble("author,verdict\nAnn,spam\n", 1, "column id");
        check_trouble("id,verdict,Verdict\n7,spam,genuine\n", 1, "two columns");
        check_trouble("7\tspam\n", 1, "column id");
    }

    #[test]
    fn a_file_without_decisions_is_an_error() {
        for text in ["", "\n \n", "\u{feff}", "id,verdict\n", "[]"] {
            let error =
                DecisionFile::parse("file".to_owned(), text.as_bytes().to_vec()).expect_err("it is empty");
            assert!(error.to_string().contains("file has no decisions"), "{text:?}: {error}");
        }
    }
}
