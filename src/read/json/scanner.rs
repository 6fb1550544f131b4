//! Finds the objects of a JSON file by their braces: objects on lines, in a list, or in lists that are values of an
//! outer object. Only the current object is in memory.
//!
//! A JSON parser gives up at the first error. After a broken object, this scanner continues at the next line that
//! starts with `{`, or at the next `,{` or `[{`. Such an object may be part of the broken one; the caller decides
//! by its keys.

use std::borrow::Cow;
use std::io::{self, BufRead};
use std::ops::Range;

use crate::input::sanitize::Replaced;

/// The longest object: a comment has at most 64 KiB, and a post is rarely longer than 1 MiB.
pub const MAX_OBJECT_BYTES: usize = 16 << 20;

/// The shortest text that is cut where an object is too long.
const LONG_TEXT_BYTES: usize = 64 << 10;

/// The deepest nesting. It is also the limit of the JSON parser.
const MAX_DEPTH: usize = 127;

/// The deepest nesting of an object that was found after a broken one. Each `{` there may be the start of one, so a
/// higher limit would let hostile files take quadratic time.
const MAX_SALVAGED_DEPTH: usize = 16;

/// Bytes that were read are dropped from the buffer in blocks of this size.
const BLOCK_BYTES: usize = 1 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What the scanner finds next.
pub enum Piece {
    /// Bytes between matching braces. They are salvaged if they were found after a broken object.
    /// A text in it is cut if the object is longer than [`MAX_OBJECT_BYTES`].
    Object { bytes: Range<u64>, is_salvaged: bool, is_cut: bool },
    /// An object that has no end.
    Broken { byte: u64, what: String },
    /// Bytes between the objects that are not JSON.
    Stray { byte: u64, what: String },
}

/// What to do with an object that has a list of objects.
pub enum Outer {
    /// The object itself is wanted.
    No,
    /// The objects of its lists are wanted, one by one.
    Lists,
    /// The object is wanted with its lists, if it is not too long and not broken; else the objects of its lists.
    Whole,
}

/// Finds the objects of a JSON file one by one.
pub struct Scanner<R> {
    bytes: R,
    replaced: Replaced,
    buffer: Vec<u8>,
    /// The offset of the buffer's first byte.
    offset: u64,
    /// How many bytes of the buffer were read.
    used: usize,
    /// The last object's place in the buffer.
    object: Range<usize>,
    /// The last object's place in the file.
    object_bytes: Range<u64>,
    /// The place of the last object's first list, if the list can be read instead of the object.
    list_at: Option<usize>,
    /// The key of the outer object's current list.
    list_key: String,
    /// How many bytes of the current object were dropped because it is too long.
    n_dropped: usize,
    at_end: bool,
    /// The last byte between the objects.
    last: u8,
    /// The last byte between the objects that was not white space.
    last_visible: u8,
    /// How many lists are open.
    n_open: usize,
    /// How many lists the outer object has had so far.
    n_outer_lists: u32,
    in_outer: bool,
    /// Whether the next object may be the outer one.
    is_first: bool,
    /// Whether the scanner looks for an object after a broken one.
    is_recovering: bool,
    was_broken: bool,
}

/// The state of the search for the end of an object.
struct ObjectEnd {
    at: usize,
    depth: usize,
    in_string: bool,
    string_start: usize,
    is_escaped: bool,
    last_visible: u8,
}

impl<R: BufRead> Scanner<R> {
    /// A scanner of a reader of valid UTF-8, which must be at its first byte.
    pub fn new(bytes: R, replaced: Replaced) -> Scanner<R> {
        Scanner {
            bytes,
            replaced,
            buffer: Vec::new(),
            offset: 0,
            used: 0,
            object: 0..0,
            object_bytes: 0..0,
            list_at: None,
            list_key: String::new(),
            n_dropped: 0,
            at_end: false,
            last: b'\n',
            last_visible: b'\n',
            n_open: 0,
            n_outer_lists: 0,
            in_outer: false,
            is_first: true,
            is_recovering: false,
            was_broken: false,
        }
    }

    /// The next piece, or `None` at the end of the file.
    ///
    /// `outer` gets the text of an object from its brace up to the value of a key that holds a list of objects, and
    /// returns what is wanted.
    pub fn next(&mut self, outer: impl Fn(&str) -> Outer) -> io::Result<Option<Piece>> {
        loop {
            self.drop_block();
            let Some(byte) = self.byte(self.used)? else { return Ok(self.finish()) };
            let (last, last_visible) = (self.last, self.last_visible);
            self.last = byte;
            if !byte.is_ascii_whitespace() {
                self.last_visible = byte;
            }
            let at_mark = self.offset + (self.used as u64) < 3 && BYTE_ORDER_MARK.contains(&byte);
            match byte {
                b'{' if !self.is_recovering || matches!(last_visible, b',' | b'[') || last == b'\n' => {
                    // An object at the start of a line is not likely to be inside another.
                    self.is_recovering &= last != b'\n';
                    let end = ObjectEnd {
                        at: self.used,
                        depth: 0,
                        in_string: false,
                        string_start: 0,
                        is_escaped: false,
                        last_visible: b',',
                    };
                    if let Some(piece) = self.find_end(end, &outer)? {
                        return Ok(Some(piece));
                    }
                    continue;
                }
                b'[' if !self.is_recovering => {
                    self.n_open += 1;
                    self.is_first = false;
                }
                b']' if !self.is_recovering => {
                    self.n_open = self.n_open.saturating_sub(1);
                    if self.in_outer && self.n_open == 0 {
                        // The outer object may have more lists.
                        let at = self.used + 1;
                        let end = ObjectEnd {
                            at,
                            depth: 1,
                            in_string: false,
                            string_start: 0,
                            is_escaped: false,
                            last_visible: b']',
                        };
                        if let Some(piece) = self.find_end(end, &outer)? {
                            return Ok(Some(piece));
                        }
                        continue;
                    }
                }
                b',' => {}
                _ if self.is_recovering || at_mark || byte.is_ascii_whitespace() => {}
                _ => {
                    (self.is_recovering, self.was_broken) = (true, true);
                    let what = "this is not JSON; reading went on at the next object".to_owned();
                    return Ok(Some(Piece::Stray { byte: self.offset + self.used as u64, what }));
                }
            }
            self.used += 1;
        }
    }

    /// The text of the last object, with placeholders for bytes that were not UTF-8.
    pub fn text(&self) -> Cow<'_, str> {
        let bytes = &self.buffer[self.object.clone()];
        str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
    }

    /// Restores the bytes of the last object that were not UTF-8 in its text, and returns their number.
    pub fn restore(&self, text: &mut String) -> usize {
        self.replaced.restore(self.object_bytes.clone(), text)
    }

    /// Rejects the last object, which can't be parsed, and looks for objects inside it.
    pub fn reject(&mut self) {
        self.used = self.object.start + 1;
        self.pass_over();
        (self.last, self.last_visible) = (b'{', b'{');
    }

    /// Skips the last object, which was salvaged and is not a comment. The next one counts as salvaged too.
    pub fn pass_over(&mut self) {
        (self.is_recovering, self.was_broken) = (true, true);
    }

    /// The number of the current list in the outer object, from 1. It is 0 without an outer object.
    pub fn outer_list(&self) -> u32 {
        if self.in_outer { self.n_outer_lists } else { 0 }
    }

    /// The key of the current list in the outer object; empty without an outer object.
    pub fn list_key(&self) -> &str {
        if self.in_outer { &self.list_key } else { "" }
    }

    /// Goes back to the first list of the last object, to read its objects one by one. Returns false if the object
    /// was not read as [`Outer::Whole`].
    pub fn enter_list(&mut self) -> bool {
        let Some(at) = self.list_at.take() else { return false };
        self.open_list(at);
        true
    }

    /// Continues in the list at this place, which belongs to the outer object.
    fn open_list(&mut self, at: usize) {
        (self.in_outer, self.n_open, self.used) = (true, 1, at + 1);
        self.n_outer_lists += 1;
        (self.last, self.last_visible) = (b'[', b'[');
        let before = self.buffer.get(..at).unwrap_or_default();
        let key = before.trim_ascii_end().strip_suffix(b":").unwrap_or_default().trim_ascii_end();
        let key = key.strip_suffix(b"\"").unwrap_or_default().rsplit(|byte| *byte == b'"').next();
        self.list_key = String::from_utf8_lossy(key.unwrap_or_default()).into_owned();
    }

    /// Finds the end of an object. `None` if it is the outer object, or the rest of it.
    fn find_end(&mut self, mut end: ObjectEnd, outer: &impl Fn(&str) -> Outer) -> io::Result<Option<Piece>> {
        let start = self.used;
        let is_rest = end.depth == 1;
        let mut may_be_outer = is_rest || self.is_first;
        let mut list_at = None;
        (self.list_at, self.n_dropped) = (None, 0);
        let is_salvaged = std::mem::replace(&mut self.is_recovering, false);
        let max_depth = if is_salvaged { MAX_SALVAGED_DEPTH } else { MAX_DEPTH };
        self.is_first = false;
        loop {
            // A text that may have to be cut is not skipped.
            let room = (start + MAX_OBJECT_BYTES).saturating_sub(end.at);
            if end.in_string && !end.is_escaped && (0 < room || 0 < self.n_dropped) {
                // Most of an object is text. Only these three bytes matter in it.
                let ahead = self.buffer.get(end.at..).unwrap_or_default();
                let ahead = if self.n_dropped == 0 { &ahead[..room.min(ahead.len())] } else { ahead };
                end.at += memchr::memchr3(b'"', b'\\', b'\n', ahead).unwrap_or(ahead.len());
            }
            let Some(byte) = self.byte(end.at)? else {
                if is_rest {
                    self.used = end.at;
                    (self.in_outer, self.n_open) = (false, 1);
                    return Ok(self.finish());
                }
                let what = "this object does not end before the file does".to_owned();
                return Ok(self.give_up(start, list_at, is_salvaged, what));
            };
            let is_cut_off = byte == b'\n'
                && (end.in_string || !b":[,".contains(&end.last_visible))
                && self.byte(end.at + 1)? == Some(b'{');
            if is_cut_off {
                let what = "this object has no end before the next line starts another".to_owned();
                return Ok(self.give_up(start, list_at, is_salvaged, what));
            }
            let opens_list =
                may_be_outer && end.depth == 1 && byte == b'[' && !end.in_string && end.last_visible == b':';
            if opens_list && self.visible_byte_after(end.at)? == Some(b'{') {
                let wanted = match is_rest {
                    true => Outer::Lists,
                    false => outer(&String::from_utf8_lossy(&self.buffer[start..end.at])),
                };
                match wanted {
                    Outer::Lists => {
                        self.open_list(end.at);
                        return Ok(None);
                    }
                    Outer::Whole => (list_at, may_be_outer) = (Some(end.at), false),
                    Outer::No => {}
                }
            }
            end.step(byte);
            if end.depth == 0 {
                self.used = end.at;
                (self.last, self.last_visible) = (b'}', b'}');
                if is_rest {
                    // Several outer objects may follow one another, such as the pages of an API's answer.
                    (self.in_outer, self.n_open, self.is_first) = (false, 0, true);
                    return Ok(None);
                }
                self.object = start..end.at;
                self.list_at = list_at;
                let first = self.offset + start as u64;
                self.offset += self.n_dropped as u64;
                self.object_bytes = first..self.offset + end.at as u64;
                let is_cut = 0 < self.n_dropped;
                return Ok(Some(Piece::Object { bytes: self.object_bytes.clone(), is_salvaged, is_cut }));
            }
            if max_depth < end.depth {
                let what = format!("this object is nested more than {max_depth} deep");
                return Ok(self.give_up(start, list_at, is_salvaged, what));
            }
            let length = end.at - start;
            if MAX_OBJECT_BYTES < length && !is_salvaged && list_at.is_none() && self.can_cut(&end)? {
                self.drop_rest_of_text(end.at)?;
            }
            if 2 * MAX_OBJECT_BYTES < length
                || (MAX_OBJECT_BYTES < length && (is_salvaged || list_at.is_some()))
            {
                let what = format!("this object is longer than {} MiB", MAX_OBJECT_BYTES >> 20);
                return Ok(self.give_up(start, list_at, is_salvaged, what));
            }
        }
    }

    /// Whether the text at this place can end here: not inside a character and not inside an escape.
    fn can_cut(&mut self, end: &ObjectEnd) -> io::Result<bool> {
        const LONGEST_ESCAPE: usize = 6;
        let Some(byte) = self.byte(end.at)? else { return Ok(false) };
        let before = &self.buffer[end.at.saturating_sub(LONGEST_ESCAPE)..end.at];
        let is_long = LONG_TEXT_BYTES < end.at - end.string_start;
        let is_between = byte == b'\\' || (byte & 0xc0 != 0x80 && !before.contains(&b'\\'));
        Ok(end.in_string && !end.is_escaped && is_long && is_between)
    }

    /// Drops the bytes of a text from this place to its quotation mark.
    fn drop_rest_of_text(&mut self, at: usize) -> io::Result<()> {
        loop {
            let ahead = self.buffer.get(at..).unwrap_or_default();
            let found = memchr::memchr2(b'"', b'\\', ahead).unwrap_or(ahead.len());
            let is_escape = ahead.get(found) == Some(&b'\\');
            // The escaped character must be there to be dropped too.
            if is_escape && ahead.len() < found + 2 && self.byte(at + found + 1)?.is_some() {
                continue;
            }
            let n_bytes = if is_escape { (found + 2).min(self.buffer.len() - at) } else { found };
            let start = self.offset + (at + self.n_dropped) as u64;
            self.replaced.forget(start..start + n_bytes as u64);
            self.buffer.drain(at..at + n_bytes);
            self.n_dropped += n_bytes;
            if !is_escape && self.byte(at)?.is_none_or(|byte| byte == b'"') {
                return Ok(());
            }
        }
    }

    /// Rejects the object that starts here. It is reported unless it was salvaged, which makes it only a guess. If
    /// it has a list of objects that can be read one by one, reading continues there.
    fn give_up(
        &mut self,
        start: usize,
        list_at: Option<usize>,
        is_salvaged: bool,
        what: String,
    ) -> Option<Piece> {
        if let Some(at) = list_at {
            self.open_list(at);
            return None;
        }
        self.object = start..start;
        self.reject();
        let what = format!("{what}; it was left out and reading went on at the next one");
        (!is_salvaged).then(|| Piece::Broken { byte: self.offset + start as u64, what })
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

    fn visible_byte_after(&mut self, at: usize) -> io::Result<Option<u8>> {
        for at in at + 1..at + MAX_OBJECT_BYTES {
            match self.byte(at)? {
                Some(byte) if byte.is_ascii_whitespace() => {}
                other => return Ok(other),
            }
        }
        Ok(None)
    }

    fn drop_block(&mut self) {
        if BLOCK_BYTES <= self.used {
            self.buffer.drain(..self.used);
            self.offset += self.used as u64;
            (self.used, self.object, self.list_at) = (0, 0..0, None);
            self.replaced.restore(self.offset..self.offset, &mut String::new());
        }
    }
}

impl ObjectEnd {
    fn step(&mut self, byte: u8) {
        self.at += 1;
        if self.in_string {
            self.in_string = self.is_escaped || byte != b'"';
            self.is_escaped = !self.is_escaped && byte == b'\\';
            return;
        }
        match byte {
            b'"' => (self.in_string, self.string_start) = (true, self.at),
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth -= 1,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            self.last_visible = byte;
        }
    }
}
