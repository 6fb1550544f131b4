//! Finds the objects of a JSON file without understanding them: lines of objects, lists of objects, and lists
//! that lie under a key of one outer object. Only the object at hand is in memory.
//!
//! After a broken object it goes on at the next line that starts with `{` or the next `,{`; whether what begins
//! there is an object of the list or one inside the broken one, only the caller can tell.

use std::borrow::Cow;
use std::io::{self, BufRead};
use std::ops::Range;

use crate::input::sanitize::Replaced;

/// The longest object: a comment has at most 64 KiB, and a post is rarely longer than 1 MiB.
const MAX_OBJECT_BYTES: usize = 16 << 20;

/// The limit of the JSON parser too.
const MAX_DEPTH: usize = 127;

/// What is only guessed to be an object may be nested less, or hostile files would be walked over too often.
const MAX_SALVAGED_DEPTH: usize = 16;

/// Bytes that were dealt with are let go in blocks of this size.
const BLOCK_BYTES: usize = 1 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A part of the file.
pub enum Piece {
    /// Something with matching braces. `salvaged` if it was found behind a broken object.
    Object { bytes: Range<u64>, salvaged: bool },
    /// The start of an object that has no end.
    Broken { byte: u64, what: String },
    /// Something between the objects that does not belong there.
    Stray { byte: u64, what: String },
}

/// See the module's page.
pub struct Objects<R> {
    bytes: R,
    replaced: Replaced,
    buffer: Vec<u8>,
    /// The offset of the buffer's first byte.
    offset: u64,
    used: usize,
    /// Where the last object lies in the buffer.
    object: Range<usize>,
    at_end: bool,
    /// The last byte between the objects, and the last that was not blank.
    last: u8,
    last_solid: u8,
    n_open: usize,
    n_outer_lists: u32,
    in_outer: bool,
    is_first: bool,
    recovering: bool,
    was_broken: bool,
}

/// Where a walk over one object is.
struct Walk {
    at: usize,
    depth: usize,
    in_string: bool,
    escaped: bool,
    last_solid: u8,
}

impl<R: BufRead> Objects<R> {
    /// Wraps a reader of valid UTF-8 that stands at its first byte.
    pub fn new(bytes: R, replaced: Replaced) -> Objects<R> {
        Objects {
            bytes,
            replaced,
            buffer: Vec::new(),
            offset: 0,
            used: 0,
            object: 0..0,
            at_end: false,
            last: b'\n',
            last_solid: b'\n',
            n_open: 0,
            n_outer_lists: 0,
            in_outer: false,
            is_first: true,
            recovering: false,
            was_broken: false,
        }
    }

    /// The next piece, or `None` at the end of the file.
    ///
    /// `is_outer` gets the text of an object from its brace up to the value of a key that holds a list of objects. It
    /// returns true if the objects of that list are wanted, and false if the object itself is.
    pub fn next(&mut self, is_outer: impl Fn(&str) -> bool) -> io::Result<Option<Piece>> {
        loop {
            self.let_go();
            let Some(byte) = self.byte(self.used)? else { return Ok(self.finish()) };
            let (last, last_solid) = (self.last, self.last_solid);
            self.last = byte;
            if !byte.is_ascii_whitespace() {
                self.last_solid = byte;
            }
            let at_mark = self.offset + (self.used as u64) < 3 && BYTE_ORDER_MARK.contains(&byte);
            match byte {
                b'{' if !self.recovering || last_solid == b',' || last == b'\n' => {
                    // The start of a line is as good a start as any; it is not doubted.
                    self.recovering &= last != b'\n';
                    let walk =
                        Walk { at: self.used, depth: 0, in_string: false, escaped: false, last_solid: b',' };
                    if let Some(piece) = self.walk(walk, &is_outer)? {
                        return Ok(Some(piece));
                    }
                    continue;
                }
                b'[' if !self.recovering => {
                    self.n_open += 1;
                    self.is_first = false;
                }
                b']' if !self.recovering => {
                    self.n_open = self.n_open.saturating_sub(1);
                    if self.in_outer && self.n_open == 0 {
                        // The outer object may have more lists.
                        let at = self.used + 1;
                        let walk = Walk { at, depth: 1, in_string: false, escaped: false, last_solid: b']' };
                        if let Some(piece) = self.walk(walk, &is_outer)? {
                            return Ok(Some(piece));
                        }
                        continue;
                    }
                }
                b',' => {}
                _ if self.recovering || at_mark || byte.is_ascii_whitespace() => {}
                _ => {
                    (self.recovering, self.was_broken) = (true, true);
                    let what = "this is not JSON; reading went on at the next object".to_owned();
                    return Ok(Some(Piece::Stray { byte: self.offset + self.used as u64, what }));
                }
            }
            self.used += 1;
        }
    }

    /// The text of the last object, with placeholders for what was not UTF-8.
    pub fn text(&self) -> Cow<'_, str> {
        let bytes = &self.buffer[self.object.clone()];
        str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
    }

    /// Restores in the last object's text what was not UTF-8; gives the number of bytes.
    pub fn restore(&self, text: &mut String) -> usize {
        let byte = |at| self.offset + at as u64;
        self.replaced.restore(byte(self.object.start)..byte(self.object.end), text)
    }

    /// The last object was none: look for others inside it.
    pub fn reject(&mut self) {
        self.used = self.object.start + 1;
        self.pass_over();
        (self.last, self.last_solid) = (b'{', b'{');
    }

    /// The last object was none of the list; go on behind it, still in doubt.
    pub fn pass_over(&mut self) {
        (self.recovering, self.was_broken) = (true, true);
    }

    /// Which of the lists of an outer object this is, from 1; 0 without an outer object.
    pub fn outer_list(&self) -> u32 {
        if self.in_outer { self.n_outer_lists } else { 0 }
    }

    /// Walks to the end of an object. `None`: it is, or was the rest of, the outer object.
    fn walk(&mut self, mut walk: Walk, is_outer: &impl Fn(&str) -> bool) -> io::Result<Option<Piece>> {
        let start = self.used;
        let is_rest = walk.depth == 1;
        let may_be_outer = is_rest || self.is_first;
        let salvaged = std::mem::replace(&mut self.recovering, false);
        let max_depth = if salvaged { MAX_SALVAGED_DEPTH } else { MAX_DEPTH };
        self.is_first = false;
        loop {
            if walk.in_string && !walk.escaped {
                // Most of an object is text in which nothing happens.
                let ahead = self.buffer.get(walk.at..).unwrap_or_default();
                walk.at += memchr::memchr3(b'"', b'\\', b'\n', ahead).unwrap_or(ahead.len());
            }
            let Some(byte) = self.byte(walk.at)? else {
                if is_rest {
                    self.used = walk.at;
                    (self.in_outer, self.n_open) = (false, 1);
                    return Ok(self.finish());
                }
                return Ok(self.give_up(
                    start,
                    salvaged,
                    "this object does not end before the file does".to_owned(),
                ));
            };
            let cut_off = byte == b'\n'
                && (walk.in_string || !b":[,".contains(&walk.last_solid))
                && self.byte(walk.at + 1)? == Some(b'{');
            if cut_off {
                let what = "this object has no end before the next line starts another".to_owned();
                return Ok(self.give_up(start, salvaged, what));
            }
            let opens_list =
                may_be_outer && walk.depth == 1 && byte == b'[' && !walk.in_string && walk.last_solid == b':';
            if opens_list
                && self.solid_byte_after(walk.at)? == Some(b'{')
                && (is_rest || is_outer(&String::from_utf8_lossy(&self.buffer[start..walk.at])))
            {
                (self.in_outer, self.n_open, self.used) = (true, 1, walk.at + 1);
                self.n_outer_lists += 1;
                (self.last, self.last_solid) = (b'[', b'[');
                return Ok(None);
            }
            walk.step(byte);
            if walk.depth == 0 {
                self.used = walk.at;
                (self.last, self.last_solid) = (b'}', b'}');
                if is_rest {
                    // Pages of a list may follow one another, each in its own outer object.
                    (self.in_outer, self.n_open, self.is_first) = (false, 0, true);
                    return Ok(None);
                }
                self.object = start..walk.at;
                let byte = |at| self.offset + at as u64;
                return Ok(Some(Piece::Object { bytes: byte(start)..byte(walk.at), salvaged }));
            }
            if max_depth < walk.depth {
                let what = format!("this object is nested more than {max_depth} deep");
                return Ok(self.give_up(start, salvaged, what));
            }
            if MAX_OBJECT_BYTES < walk.at - start {
                let what = format!("this object is longer than {} MiB", MAX_OBJECT_BYTES >> 20);
                return Ok(self.give_up(start, salvaged, what));
            }
        }
    }

    /// Looks for other objects from inside this one. What was only a guess is given up without a word.
    fn give_up(&mut self, start: usize, salvaged: bool, what: String) -> Option<Piece> {
        self.object = start..start;
        self.reject();
        let what = format!("{what}; it was left out and reading went on at the next one");
        (!salvaged).then(|| Piece::Broken { byte: self.offset + start as u64, what })
    }

    fn finish(&mut self) -> Option<Piece> {
        let is_cut = 0 < self.n_open && !self.was_broken;
        self.n_open = 0;
        is_cut.then(|| {
            let what = "the file ends inside the list; what was complete is kept".to_owned();
            Piece::Stray { byte: self.offset + self.used as u64, what }
        })
    }

    fn byte(&mut self, at: usize) -> io::Result<Option<u8>> {
        while self.buffer.len() <= at && !self.at_end {
            let bytes = self.bytes.fill_buf()?;
            let n_bytes = bytes.len();
            self.buffer.extend_from_slice(bytes);
            self.bytes.consume(n_bytes);
            self.at_end = n_bytes == 0;
        }
        Ok(self.buffer.get(at).copied())
    }

    fn solid_byte_after(&mut self, at: usize) -> io::Result<Option<u8>> {
        for at in at + 1..at + MAX_OBJECT_BYTES {
            match self.byte(at)? {
                Some(byte) if byte.is_ascii_whitespace() => {}
                other => return Ok(other),
            }
        }
        Ok(None)
    }

    fn let_go(&mut self) {
        if BLOCK_BYTES <= self.used {
            self.buffer.drain(..self.used);
            self.offset += self.used as u64;
            (self.used, self.object) = (0, 0..0);
            self.replaced.restore(self.offset..self.offset, &mut String::new());
        }
    }
}

impl Walk {
    fn step(&mut self, byte: u8) {
        self.at += 1;
        if self.in_string {
            self.in_string = self.escaped || byte != b'"';
            self.escaped = !self.escaped && byte == b'\\';
            return;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth -= 1,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            self.last_solid = byte;
        }
    }
}
