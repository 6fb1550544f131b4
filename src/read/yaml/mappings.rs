//! Parses the mappings of a piece of YAML: keys with their texts. Lists and mappings inside a comment are skipped,
//! without recursion, so that no nesting exhausts the stack.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use regex::Regex;
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::pieces::{MAX_PIECE_BYTES, Piece};
use crate::input::lines;

/// Replaces NUL, which the parser takes for the end of the text. Unicode reserves this code point for internal use.
pub const NUL_GUARD: &str = "\u{fdd0}";

/// The deepest nesting. Comments have a few levels.
const MAX_DEPTH: usize = 127;

/// The keys of a mapping and their texts.
pub struct Mapping {
    /// The keys, in their order.
    pub keys: Vec<String>,
    /// The text of each.
    pub values: Vec<String>,
    /// The bytes of its lines.
    pub bytes: Range<u64>,
}

impl Mapping {
    /// The text of a key.
    pub fn value(&self, key: &str) -> Option<&str> {
        let position = self.keys.iter().position(|name| name == key)?;
        self.values.get(position).map(|text| text.trim())
    }

    /// Adds a key before all others, so that it is used instead of those with the same meaning.
    pub fn prepend(&mut self, key: &str, value: String) {
        self.keys.insert(0, key.to_owned());
        self.values.insert(0, value);
    }
}

/// A piece that could not be parsed.
pub struct BrokenPiece {
    /// The byte of the error.
    pub byte: u64,
    /// What is wrong and that the piece was left out, as a sentence without a full stop.
    pub what: String,
}

/// Parses the mapping of a piece, or the mappings of a list that is the whole piece.
///
/// # Errors
/// The piece is nested too deeply, is not YAML, or was cut so that it is not.
pub fn parse(piece: &Piece) -> Result<Vec<Mapping>, BrokenPiece> {
    let text = repair_spyc(&piece.text);
    let text = if text.contains('\0') { Cow::Owned(text.replace('\0', NUL_GUARD)) } else { text };
    if !piece.is_cut {
        return parse_text(piece, text.into_owned());
    }
    // The text that was cut may be quoted, and its last escape may be incomplete.
    let (before, after) = text.split_at(piece.cut_at.min(text.len()));
    let before = before.trim_end_matches('\n');
    let ends = ["", "\"", "'"].into_iter();
    let texts = ends.map(|end| format!("{}{end}\n{after}", without_last_escape(before, end)));
    let parsed = texts.map(|text| parse_text(piece, text)).find(Result::is_ok);
    parsed.unwrap_or_else(|| {
        let what = format!("this comment is longer than {} MiB; {LOST}", MAX_PIECE_BYTES >> 20);
        Err(BrokenPiece { byte: piece.bytes.start, what })
    })
}

/// The end of the message for a piece that can't be parsed.
const LOST: &str = "it was left out and reading went on at the next comment";

/// A text that ends in a quotation mark, without an escape before it that may be incomplete.
fn without_last_escape<'a>(text: &'a str, quotation_mark: &str) -> &'a str {
    const LONGEST_ESCAPE: usize = 10;
    if quotation_mark.is_empty() {
        return text;
    }
    let found = text.rfind('\\').filter(|at| text.len() - at < LONGEST_ESCAPE);
    found.map_or(text, |at| text[..at].trim_end_matches('\\'))
}

/// Parses a text. A quoted text may continue at the margin, as libyaml allows; its lines are then indented.
fn parse_text(piece: &Piece, mut text: String) -> Result<Vec<Mapping>, BrokenPiece> {
    const MAX_INDENTED: usize = 100;
    for _ in 0..MAX_INDENTED {
        match parse_once(piece, &text) {
            Err(Failure::Unindented(quotation_mark)) => indent_quoted(&mut text, quotation_mark),
            Err(Failure::Broken(broken)) => return Err(broken),
            Ok(mappings) => return Ok(mappings),
        }
    }
    match parse_once(piece, &text) {
        Ok(mappings) => Ok(mappings),
        Err(Failure::Broken(broken)) => Err(broken),
        Err(Failure::Unindented(_)) => {
            let what =
                format!("this is not YAML (more than {MAX_INDENTED} quoted texts are not indented); {LOST}");
            Err(BrokenPiece { byte: piece.bytes.start, what })
        }
    }
}

/// Why a text can't be parsed.
enum Failure {
    Broken(BrokenPiece),
    /// The lines of a quoted text are not indented. The offset in the text is that of its quotation mark.
    Unindented(usize),
}

/// Indents the lines of the quoted text that starts here. White space at the start of its lines means nothing.
fn indent_quoted(text: &mut String, start: usize) {
    let quotation_mark = text.as_bytes()[start];
    let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let margin = " ".repeat(start - line_start + 1);
    let mut indented = text[..=start].to_owned();
    let mut rest = text[start + 1..].char_indices();
    let mut end = text.len();
    while let Some((at, char)) = rest.next() {
        indented.push(char);
        match char {
            '\n' => indented.push_str(&margin),
            '\\' if quotation_mark == b'"' => indented.extend(rest.next().map(|(_, escaped)| escaped)),
            '\'' if quotation_mark == b'\'' && text[start + 2 + at..].starts_with('\'') => {
                indented.extend(rest.next().map(|(_, doubled)| doubled));
            }
            _ if char == char::from(quotation_mark) => {
                end = start + 2 + at;
                break;
            }
            _ => {}
        }
    }
    indented.push_str(&text[end..]);
    *text = indented;
}

fn parse_once(piece: &Piece, text: &str) -> Result<Vec<Mapping>, Failure> {
    let start = piece.bytes.start;
    let mut parser = Parser::new_from_str(text);
    let mut collector = MappingCollector {
        piece,
        mappings: Vec::new(),
        open: Vec::new(),
        anchors: HashMap::new(),
        n_aliased: 0,
    };
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let at = text.char_indices().nth(error.marker().index()).map_or(text.len(), |(at, _)| at);
            let is_quoted = matches!(text.as_bytes().get(at), Some(b'"' | b'\''));
            if is_quoted && error.info().contains("invalid indentation in quoted scalar") {
                return Failure::Unindented(at);
            }
            let byte = collector.byte(error.marker().line());
            Failure::Broken(BrokenPiece {
                byte,
                what: format!("this is not YAML ({}); {LOST}", error.info()),
            })
        })?;
        collector
            .take(event, span.start.line(), span.end.line())
            .map_err(|what| Failure::Broken(BrokenPiece { byte: start, what: format!("{what}; {LOST}") }))?;
    }
    Ok(collector.mappings)
}

/// A list or mapping that has not ended.
enum Open {
    /// A list of comments.
    CommentList,
    /// A mapping that is a comment, and the key of the next value.
    Comment(Mapping, Option<String>),
    /// Something inside a comment.
    Inside,
}

/// Builds the mappings of a piece from the parser's events.
struct MappingCollector<'a> {
    piece: &'a Piece,
    mappings: Vec<Mapping>,
    open: Vec<Open>,
    /// The texts that aliases refer to.
    anchors: HashMap<usize, String>,
    n_aliased: usize,
}

impl MappingCollector<'_> {
    fn take(&mut self, event: Event, first_line: usize, last_line: usize) -> Result<(), String> {
        match event {
            Event::SequenceStart(..) if self.open.is_empty() => self.open.push(Open::CommentList),
            Event::MappingStart(..) if matches!(self.open.last(), None | Some(Open::CommentList)) => {
                let is_first = self.piece.is_item && self.mappings.is_empty();
                let start = if is_first { self.piece.bytes.start } else { self.byte(first_line) };
                let mapping = Mapping { keys: Vec::new(), values: Vec::new(), bytes: start..start };
                self.open.push(Open::Comment(mapping, None));
            }
            Event::SequenceStart(..) | Event::MappingStart(..) if MAX_DEPTH < self.open.len() => {
                return Err(format!("it is nested more than {MAX_DEPTH} deep"));
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                self.value(String::new());
                self.open.push(Open::Inside);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(Open::Comment(mut mapping, _)) = self.open.pop() {
                    // A mapping in block style ends before the first line that is indented less.
                    let end = self.byte(last_line);
                    mapping.bytes.end =
                        if mapping.bytes.start < end { end } else { self.byte(last_line + 1) };
                    self.mappings.push(mapping);
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let text = scalar_text(text, style, tag.as_deref())?;
                if anchor != 0 {
                    self.anchors.insert(anchor, text.clone());
                }
                self.value(text);
            }
            Event::Alias(anchor) => {
                let text = self.anchors.get(&anchor).cloned().unwrap_or_default();
                self.n_aliased += text.len();
                if MAX_PIECE_BYTES < self.n_aliased {
                    return Err("its aliases repeat more text than a comment can have".to_owned());
                }
                self.value(text);
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds a key of a comment, or its value.
    fn value(&mut self, text: String) {
        if let Some(Open::Comment(mapping, key)) = self.open.last_mut() {
            match key.take() {
                None => *key = Some(text),
                Some(key) => {
                    mapping.keys.push(key);
                    mapping.values.push(text);
                }
            }
        }
    }

    /// The offset of a line. Lines are counted from 1.
    fn byte(&self, line: usize) -> u64 {
        self.piece.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.piece.bytes.end)
    }
}

/// The text of a scalar. Old versions of Ruby wrote dates and texts that are not ASCII as `!binary`.
pub fn scalar_text(text: Cow<str>, style: ScalarStyle, tag: Option<&Tag>) -> Result<String, String> {
    if tag.is_some_and(|tag| tag.suffix == "binary") {
        let packed: String = text.split_whitespace().collect();
        let bytes = STANDARD.decode(packed).map_err(|error| format!("a !binary text is broken ({error})"))?;
        return Ok(lines::decode(bytes).0);
    }
    let is_null = style == ScalarStyle::Plain && ["~", "null", "Null", "NULL"].contains(&&*text);
    Ok(match text {
        _ if is_null => String::new(),
        text if text.contains(NUL_GUARD) => text.replace(NUL_GUARD, "\0"),
        text => text.into_owned(),
    })
}

/// Repairs a list item that Spyc wrote, which is recognised by its bare dash. Spyc does not escape backslashes in
/// double quotation marks, and it does not write how far a block is indented, so that spaces at the start of a text
/// look like indentation.
fn repair_spyc(text: &str) -> Cow<'_, str> {
    static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?m)^  (\w+): "([^"\n]*\\[^"\n]*)"$"#).expect("the pattern is well formed")
    });
    static BLOCK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?m)^  (\w+): \|$").expect("the pattern is well formed"));
    if text.lines().next().map(str::trim_end) != Some("-") {
        return Cow::Borrowed(text);
    }
    let quoted = QUOTED.replace_all(text, |found: &regex::Captures| {
        format!("  {}: '{}'", &found[1], found[2].replace('\'', "''"))
    });
    Cow::Owned(BLOCK.replace_all(&quoted, "  $1: |2-").into_owned())
}
