//! Cuts a YAML file into pieces that can be read one by one: the items of a list that starts at the first column, or
//! whole documents. Inside an item every line is indented, whatever stands in it, so nothing has to be understood.

use std::io::{self, BufRead};
use std::ops::Range;

use crate::input::lines::{Line, Lines};

/// The longest piece. No comment is longer.
pub const MAX_PIECE_BYTES: usize = 16 << 20;

/// A part of the file.
pub struct Piece {
    /// Its lines, each with `\n` behind it.
    pub text: String,
    /// Its bytes.
    pub bytes: Range<u64>,
    /// Where each of its lines starts.
    pub line_starts: Vec<u64>,
    /// How many bytes were not UTF-8; they are read as Windows-1252.
    pub n_foreign: usize,
    /// Is it an item of a list?
    pub is_item: bool,
    /// Was it longer than [`MAX_PIECE_BYTES`], and cut there?
    pub is_cut: bool,
}

/// See the module's page.
pub struct Pieces<'a> {
    lines: Lines<'a>,
    /// The first line of the next piece.
    ahead: Option<Line>,
}

impl<'a> Pieces<'a> {
    /// The pieces of an input that stands at its first byte.
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

/// Does a line stand between documents?
fn is_border(line: &str) -> bool {
    ["---", "..."].contains(&line.trim_end())
}

/// Does a line that starts no piece say nothing?
fn is_between(line: &str) -> bool {
    let text = line.trim();
    text.is_empty() || text.starts_with('#') || line.starts_with('%') || is_border(line)
}
