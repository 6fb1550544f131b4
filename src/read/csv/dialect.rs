//! A reader that hides quotation marks after backslashes from the CSV parser, because RFC 4180 has no such escape.
//! Each of these marks is replaced by a byte that never occurs in UTF-8, so that it does not end its field and no
//! byte moves.
//!
//! `mysql --batch` and `SELECT … INTO OUTFILE` write no quotation marks. In their tables, the reader hides tabs and
//! line ends after a backslash.
//!
//! MySQL and Spark escape a quotation mark with a backslash. PHP's `fputcsv`, which `wp comment list --format=csv`
//! uses, does not double a mark after a backslash, and the backslash is part of the text.
//!
//! This reader cannot distinguish a text that ends in a backslash from one that continues with `",` in MySQL's
//! dialect, and not always in PHP's.

use std::io::{self, BufRead, Read};

/// The byte that replaces a quotation mark that does not end its field. It never occurs in UTF-8.
const GUARD: u8 = 0xff;

/// The byte that replaces a delimiter that does not end its field.
const DELIMITER_GUARD: u8 = 0xfe;

/// The byte that replaces a line end that does not end its row.
const LINE_GUARD: u8 = 0xfd;

/// The byte that replaces the first letter of a bare `NULL` in a table that quotes its texts.
const NULL_GUARD: u8 = 0xfc;

/// The longest row. WordPress cuts comments at 64 KiB, and a post is rarely longer than 1 MiB.
pub const MAX_ROW_BYTES: usize = 16 << 20;

/// The number of following bytes that determine what a byte means.
const LOOKAHEAD: usize = 5;

type Ahead = [Option<u8>; LOOKAHEAD];

/// How a table is written.
#[derive(Clone, Copy, Debug)]
pub struct Dialect {
    /// The byte between two fields.
    pub delimiter: u8,
    /// The byte that ends a row.
    pub line_end: u8,
    /// The quoting, if it is known before the first `\"` shows it.
    pub quoting: Option<Quoting>,
    /// Whether WP-CLI wrote the table.
    pub from_wp_cli: bool,
    /// Whether every text has quotation marks, so that `NULL` without them is no text.
    pub has_bare_nulls: bool,
}

/// How a table writes a quotation mark inside a quoted field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoting {
    /// `""`, as in RFC 4180.
    Doubled,
    /// `""`, but `\"` if the text has a backslash before the mark: PHP.
    Kept,
    /// `\"`, and `\\` for a backslash: MySQL and Spark.
    Escaped,
    /// Quotation marks mean nothing, and `\n`, `\t` and `\\` are escapes: `mysql --batch` and `INTO OUTFILE`.
    None,
}

impl Quoting {
    /// The text of a field that was read through [`DialectReader`], which put this byte between fields.
    pub fn restore(self, field: &[u8], delimiter: u8) -> Vec<u8> {
        let is_null = match self {
            Quoting::None => field == b"\\N" || field == b"NULL",
            Quoting::Escaped => field == b"\\N",
            Quoting::Doubled | Quoting::Kept => false,
        };
        if is_null || field.first() == Some(&NULL_GUARD) {
            return Vec::new();
        }
        let mut text = Vec::with_capacity(field.len());
        let mut bytes = field.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'\\' if self == Quoting::Escaped => {
                    let escaped =
                        bytes.next_if(|next| matches!(*next, b'\\' | b'\n' | GUARD)).unwrap_or(b'\\');
                    text.push(if escaped == GUARD { b'"' } else { escaped });
                }
                b'\\' if self == Quoting::None => text.push(match bytes.next() {
                    Some(b'n' | LINE_GUARD) => b'\n',
                    Some(b't') => b'\t',
                    Some(b'r') => b'\r',
                    Some(b'0') => b'\0',
                    Some(b'b') => 0x08,
                    Some(b'Z') => 0x1a,
                    Some(DELIMITER_GUARD) => delimiter,
                    Some(escaped) => escaped,
                    None => b'\\',
                }),
                GUARD => text.push(b'"'),
                _ => text.push(byte),
            }
        }
        text
    }
}

/// Reads a table and hides quotation marks after backslashes.
pub struct DialectReader<R> {
    inner: R,
    dialect: Dialect,
    quoting: Quoting,
    buffer: Vec<u8>,
    used: usize,
    at_end: bool,
    offset: u64,
    state: State,
    n_backslashes: usize,
    n_row_bytes: usize,
    has_doubled: bool,
    n_cut: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    /// After a quotation mark in a quoted field, which is the field's end or the first of two.
    Mark,
}

impl<R: BufRead> DialectReader<R> {
    /// Wraps a reader of valid UTF-8, which must be at its first byte.
    ///
    /// If the dialect has no quoting, it is that of RFC 4180 until a `\"` shows another one, here or in `head`.
    pub fn new(inner: R, dialect: Dialect, head: &[u8]) -> DialectReader<R> {
        let mut probe = DialectReader::plain(head, dialect);
        // Reading from memory can't fail.
        let _ = io::copy(&mut probe, &mut io::sink());
        DialectReader { quoting: probe.quoting, ..DialectReader::plain(inner, dialect) }
    }

    fn plain(inner: R, dialect: Dialect) -> DialectReader<R> {
        DialectReader {
            inner,
            dialect,
            quoting: dialect.quoting.unwrap_or(Quoting::Doubled),
            buffer: Vec::new(),
            used: 0,
            at_end: false,
            offset: 0,
            state: State::FieldStart,
            n_backslashes: 0,
            n_row_bytes: 0,
            has_doubled: false,
            n_cut: 0,
        }
    }

    /// The quoting that the bytes read so far have shown.
    pub fn quoting(&self) -> Quoting {
        self.quoting
    }

    /// Whether the bytes read so far end inside a quoted field.
    pub fn is_open(&self) -> bool {
        self.state == State::Quoted
    }

    /// How many rows were cut because they were longer than [`MAX_ROW_BYTES`].
    pub fn n_cut(&self) -> usize {
        self.n_cut
    }

    fn refill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.used);
        self.used = 0;
        while self.buffer.len() <= LOOKAHEAD && !self.at_end {
            let bytes = self.inner.fill_buf()?;
            let n_bytes = bytes.len();
            self.buffer.extend_from_slice(bytes);
            self.inner.consume(n_bytes);
            self.at_end = n_bytes == 0;
        }
        Ok(())
    }

    fn step(&mut self, next: Ahead, byte: u8) -> u8 {
        self.n_row_bytes += 1;
        let byte = if self.n_row_bytes < MAX_ROW_BYTES || byte & 0xc0 == 0x80 { byte } else { self.cut() };
        let n_backslashes = std::mem::take(&mut self.n_backslashes);
        let byte_order_mark = self.offset < 3 && matches!(byte, 0xef | 0xbb | 0xbf);
        self.offset += 1;
        if self.quoting == Quoting::None {
            return self.step_unquoted(n_backslashes, byte);
        }
        if self.dialect.has_bare_nulls && self.state == State::FieldStart && self.is_null(byte, next) {
            self.state = State::Plain;
            return NULL_GUARD;
        }
        if self.state == State::Quoted && byte == b'"' && self.is_hidden(n_backslashes, next) {
            return GUARD;
        }
        self.state = match self.state {
            State::FieldStart if byte_order_mark => State::FieldStart,
            State::FieldStart if byte == b'"' => State::Quoted,
            State::Quoted if byte == b'\\' => {
                self.n_backslashes = n_backslashes + 1;
                State::Quoted
            }
            State::Quoted if byte == b'"' => State::Mark,
            State::Mark if byte == b'"' => {
                self.has_doubled = true;
                State::Quoted
            }
            State::Quoted => State::Quoted,
            _ if byte == self.dialect.delimiter || byte == self.dialect.line_end => State::FieldStart,
            _ => State::Plain,
        };
        if self.state == State::FieldStart && byte == self.dialect.line_end {
            self.n_row_bytes = 0;
        }
        byte
    }

    /// One byte of a table without quotation marks.
    fn step_unquoted(&mut self, n_backslashes: usize, byte: u8) -> u8 {
        let is_escaped = n_backslashes % 2 == 1;
        match byte {
            b'\\' => self.n_backslashes = n_backslashes + 1,
            _ if is_escaped && byte == self.dialect.delimiter => return DELIMITER_GUARD,
            _ if is_escaped && byte == self.dialect.line_end => return LINE_GUARD,
            _ if byte == self.dialect.line_end => self.n_row_bytes = 0,
            _ => {}
        }
        byte
    }

    /// Whether a bare `NULL` starts with this byte.
    fn is_null(&self, byte: u8, next: Ahead) -> bool {
        let is_end =
            |byte: u8| byte == self.dialect.delimiter || byte == self.dialect.line_end || byte == b'\r';
        byte == b'N' && next[..3] == [Some(b'U'), Some(b'L'), Some(b'L')] && next[3].is_none_or(is_end)
    }

    /// Whether a quotation mark in a quoted field does not end the field.
    fn is_hidden(&mut self, n_backslashes: usize, next: Ahead) -> bool {
        let odd = n_backslashes % 2 == 1;
        let at_field_end = match next[0] {
            None => true,
            Some(byte) => byte == self.dialect.delimiter || byte == self.dialect.line_end || byte == b'\r',
        };
        match self.quoting {
            Quoting::Doubled if odd && !at_field_end && next[0] != Some(b'"') => {
                let kept = self.dialect.from_wp_cli || self.has_doubled;
                self.quoting = if kept { Quoting::Kept } else { Quoting::Escaped };
                true
            }
            Quoting::Doubled => false,
            Quoting::Escaped => odd,
            Quoting::None => false,
            // The field continues in `said \"no\", but` and ends in `ends in \","next"`. A line that ends in `\"`
            // is more likely to be a quotation than the end of a field that ends in a backslash.
            Quoting::Kept if next[0] == Some(self.dialect.delimiter) => {
                0 < n_backslashes && next[1] == Some(b' ')
            }
            Quoting::Kept => 0 < n_backslashes && next[0].is_some(),
        }
    }

    /// Replaces a byte of a row that is too long: first by the end of the quoted field, then by the end of the row.
    fn cut(&mut self) -> u8 {
        if self.state == State::Quoted {
            self.n_backslashes = 0;
            return b'"';
        }
        self.n_cut += 1;
        self.dialect.line_end
    }
}

impl<R: BufRead> Read for DialectReader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.buffer.len() - self.used <= LOOKAHEAD {
            self.refill()?;
        }
        let n_ahead = if self.at_end { 0 } else { LOOKAHEAD };
        let n_bytes = (self.buffer.len() - self.used).saturating_sub(n_ahead).min(into.len());
        for place in into.iter_mut().take(n_bytes) {
            let next = std::array::from_fn(|ahead| self.buffer.get(self.used + 1 + ahead).copied());
            *place = self.step(next, self.buffer[self.used]);
            self.used += 1;
        }
        Ok(n_bytes)
    }
}
