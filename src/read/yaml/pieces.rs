//! Splits a YAML file into pieces that can be parsed one by one: the items of a list that starts in the first column, or
//! whole documents. Every other line of an item is indented, so an item ends where the next one starts, even if it is
//! broken.

use std::io::{self, BufRead};
use std::ops::Range;

use crate::input::lines::{Line, Lines};

/// The longest piece. Comments are shorter.
pub const MAX_PIECE_BYTES: usize = 16 << 20;

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
        let mut piece =
            Piece { text: String::new(), bytes, line_starts, n_foreign: 0, is_item, is_cut: false };
        piece.push(line);
        piece
    }

    fn push(&mut self, line: Line) {
        self.bytes.end = line.bytes.end;
        self.n_foreign += line.n_foreign;
        self.is_cut |= line.is_cut || MAX_PIECE_BYTES < self.text.len() + line.text.len();
        if !self.is_cut {
            self.line_starts.push(line.bytes.start);
            self.text.push_str(&line.text);
            self.text.push('\n');
        }
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
