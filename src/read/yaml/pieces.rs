//! Splits a YAML file into pieces that can be parsed one by one: the items of a list that starts in the first
//! column, or whole documents. Every other line of an item is indented, so an item ends where the next one starts,
//! even if it is broken.

use std::io::{self, BufRead};
use std::ops::Range;

use crate::input::lines::{Line, Lines};

/// The longest piece. Comments are shorter.
pub const MAX_PIECE_BYTES: usize = 16 << 20;

/// How many bytes of the keys that follow a text that was cut are kept.
const MAX_BYTES_AFTER_CUT: usize = 1 << 20;

/// An item of a list, or a document.
pub struct Piece {
    /// Its lines, each followed by `\n`.
    pub text: String,
    /// Its bytes in the file.
    pub bytes: Range<u64>,
    /// The offset of each of its lines.
    pub line_starts: Vec<u64>,
    /// How many of its bytes were not UTF-8. They are read as Windows-1252.
    pub n_foreign: usize,
    /// Whether it is an item of a list.
    pub is_item: bool,
    /// Whether it was longer than [`MAX_PIECE_BYTES`] and was cut.
    pub is_cut: bool,
    /// The place where the text was cut. After it, there are only lines that start with a key.
    pub cut_at: usize,
}

/// Reads the pieces of a file one by one.
pub struct Pieces<'a> {
    lines: Lines<'a>,
    /// The first line of the next piece.
    ahead: Option<Line>,
}

impl<'a> Pieces<'a> {
    /// The pieces of an input, which must be at its first byte.
    pub fn new(bytes: &'a mut dyn BufRead) -> Pieces<'a> {
        Pieces { lines: Lines::new(bytes), ahead: None }
    }

    /// The next piece.
    pub fn next(&mut self) -> io::Result<Option<Piece>> {
        let mut piece: Option<Piece> = None;
        loop {
            let line = match self.ahead.take() {
                Some(line) => Some(line),
                None => self.lines.next()?,
            };
            let Some(line) = line else { return Ok(piece) };
            let starts_item = line.text == "-" || line.text.starts_with("- ");
            match &mut piece {
                None if starts_item || !is_between(&line.text) => piece = Some(Piece::new(line, starts_item)),
                None => {}
                Some(piece) if !(is_border(&line.text) || starts_item && piece.is_item) => piece.push(line),
                Some(_) => {
                    self.ahead = Some(line);
                    return Ok(piece);
                }
            }
        }
    }
}

impl Piece {
    fn new(line: Line, is_item: bool) -> Piece {
        let bytes = line.bytes.start..line.bytes.start;
        let line_starts = Vec::new();
        let mut piece = Piece {
            text: String::new(),
            bytes,
            line_starts,
            n_foreign: 0,
            is_item,
            is_cut: false,
            cut_at: 0,
        };
        piece.push(line);
        piece
    }

    fn push(&mut self, line: Line) {
        self.bytes.end = line.bytes.end;
        self.n_foreign += line.n_foreign;
        let is_too_long = line.is_cut || MAX_PIECE_BYTES < self.text.len() + line.text.len();
        let is_kept = match (self.is_cut, is_too_long) {
            (false, _) => true,
            (true, _) => {
                self.text.len() < self.cut_at + MAX_BYTES_AFTER_CUT && self.starts_with_key(&line.text)
            }
        };
        if !is_kept {
            return;
        }
        self.line_starts.push(line.bytes.start);
        let is_cut_here = is_too_long && !self.is_cut;
        let room = if is_cut_here { MAX_PIECE_BYTES - self.text.len() } else { MAX_BYTES_AFTER_CUT };
        let end = (0..=room.min(line.text.len())).rev().find(|end| line.text.is_char_boundary(*end));
        let end = if self.is_cut || is_cut_here { end.unwrap_or(0) } else { line.text.len() };
        self.text.push_str(&line.text[..end]);
        self.text.push('\n');
        if is_cut_here {
            (self.is_cut, self.cut_at) = (true, self.text.len());
        }
    }

    /// Whether a line is indented like the first one and starts with a key.
    fn starts_with_key(&self, line: &str) -> bool {
        let margin = |text: &str| text.len() - text.trim_start_matches([' ', '-']).len();
        let (key, value) = line.trim_start().split_once(':').unwrap_or((" ", line));
        let is_word = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-');
        let first = self.text.lines().next().unwrap_or_default();
        margin(line) == margin(first)
            && key.chars().all(is_word)
            && (value.is_empty() || value.starts_with(' '))
    }
}

/// Whether a line separates documents.
fn is_border(line: &str) -> bool {
    ["---", "..."].contains(&line.trim_end())
}

/// Whether a line between two pieces belongs to neither: it is empty, a comment, a directive or a separator.
fn is_between(line: &str) -> bool {
    let text = line.trim();
    text.is_empty() || text.starts_with('#') || line.starts_with('%') || is_border(line)
}
