//! From a piece of YAML to its mappings: the keys with their texts. Lists and mappings inside a comment say nothing
//! about it and are passed over, without recursion, so that no nesting is too deep.

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

/// Stands for NUL, which the parser takes for the end: a code point that Unicode keeps for such ends.
const NUL_GUARD: &str = "\u{fdd0}";

/// No comment nests more than a few.
const MAX_DEPTH: usize = 127;

/// The keys of a mapping and their texts.
pub struct Mapping {
    /// The keys, in their order.
    pub keys: Vec<String>,
    /// The text of each.
    pub values: Vec<String>,
    /// The lines on which it stands.
    pub bytes: Range<u64>,
}

impl Mapping {
    /// The text of a key.
    pub fn value(&self, key: &str) -> Option<&str> {
        let position = self.keys.iter().position(|it| it == key)?;
        self.values.get(position).map(|it| it.trim())
    }

    /// Sets the text of a key, which comes before all others of that name and its like.
    pub fn set(&mut self, key: &str, value: String) {
        self.keys.insert(0, key.to_owned());
        self.values.insert(0, value);
    }
}

/// The mappings of a piece, or the byte at which it is broken, and why. Mappings in a list at its top are told apart.
pub fn mappings(piece: &Piece) -> Result<Vec<Mapping>, (u64, String)> {
    let start = piece.bytes.start;
    let lost = "it was left out and reading went on at the next comment";
    if piece.is_cut {
        return Err((start, format!("this comment is longer than {} MiB; {lost}", MAX_PIECE_BYTES >> 20)));
    }
    let text = as_spyc_meant(&piece.text);
    let text = if text.contains('\0') { Cow::Owned(text.replace('\0', NUL_GUARD)) } else { text };
    let mut parser = Parser::new_from_str(&text);
    let mut walk =
        Walk { piece, mappings: Vec::new(), open: Vec::new(), anchors: HashMap::new(), n_aliased: 0 };
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let byte = walk.byte(error.marker().line());
            (byte, format!("this is not YAML ({}); {lost}", error.info()))
        })?;
        walk.take(event, span.start.line(), span.end.line())
            .map_err(|what| (start, format!("{what}; {lost}")))?;
    }
    Ok(walk.mappings)
}

/// What is open around the walk.
enum Open {
    /// A list whose mappings are comments.
    Top,
    /// A mapping that is a comment, and the key whose value comes next.
    Comment(Mapping, Option<String>),
    /// Something inside a comment.
    Inside,
}

struct Walk<'a> {
    piece: &'a Piece,
    mappings: Vec<Mapping>,
    open: Vec<Open>,
    /// The texts that aliases stand for.
    anchors: HashMap<usize, String>,
    n_aliased: usize,
}

impl Walk<'_> {
    fn take(&mut self, event: Event, first_line: usize, last_line: usize) -> Result<(), String> {
        match event {
            Event::SequenceStart(..) if self.open.is_empty() => self.open.push(Open::Top),
            Event::MappingStart(..) if matches!(self.open.last(), None | Some(Open::Top)) => {
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
                    // What is told by its indentation ends before the line that is indented less.
                    let end = self.byte(last_line);
                    mapping.bytes.end =
                        if mapping.bytes.start < end { end } else { self.byte(last_line + 1) };
                    self.mappings.push(mapping);
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let text = plain(text, style, tag.as_deref())?;
                if anchor != 0 {
                    self.anchors.insert(anchor, text.clone());
                }
                self.value(text);
            }
            Event::Alias(anchor) => {
                let text = self.anchors.get(&anchor).cloned().unwrap_or_default();
                self.n_aliased += text.len();
                if MAX_PIECE_BYTES < self.n_aliased {
                    return Err("its aliases stand for more text than a comment can have".to_owned());
                }
                self.value(text);
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes a key of a comment, or its value.
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

    /// Where a line starts; lines are counted from 1.
    fn byte(&self, line: usize) -> u64 {
        self.piece.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.piece.bytes.end)
    }
}

/// The text of a scalar. Old Ruby wrote texts that are not ASCII as `!binary`.
fn plain(text: Cow<str>, style: ScalarStyle, tag: Option<&Tag>) -> Result<String, String> {
    if tag.is_some_and(|it| it.suffix == "binary") {
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

/// Spyc puts a text into double quotes as it is, backslashes included, and does not say how far a block is indented,
/// so that blanks at the start of a text seem to belong to the indentation. Its lists are known by their bare dashes.
fn as_spyc_meant(text: &str) -> Cow<'_, str> {
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
