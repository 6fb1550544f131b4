//! Splits SQL into tokens. Only the current token is in memory, up to the length that the caller allows.

use std::io::{self, BufRead};

use memchr::{memchr, memchr3};

use super::literals;
use super::tables::Value;
use crate::input::sanitize::Replaced;

/// The number of bytes of a word that are always kept, so that `NULL` is recognised in skipped columns.
const MAX_WORD_BYTES: usize = 64;

/// The longest name. MySQL's names have at most 64 characters.
const MAX_NAME_BYTES: usize = 1024;

/// A token of SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// A bare name, a keyword or a number.
    Word,
    /// A name or a text in quotation marks.
    Quoted,
    /// The digits of `0x…` or `X'…'`.
    Hex,
    /// A name or a text without an end.
    Unclosed,
    /// Any other character.
    Sign(u8),
    /// The end of the file, which may be inside a text.
    End,
}

/// Reads the tokens of a dump one by one.
pub struct Lexer<R> {
    bytes: R,
    replaced: Replaced,
    /// The offset of the next byte.
    at: u64,
    token: Token,
    start: u64,
    starts_line: bool,
    text: String,
    /// The quotation mark of the last quoted token.
    quote: u8,
    n_foreign: usize,
    /// How many bytes of the current token are kept.
    room: usize,
    /// A byte that no quoted token contains. A token that reaches it has no end.
    limit: Option<u8>,
    /// Whether the current line has had only white space and comments so far.
    line_is_blank: bool,
    /// Whether [`Lexer::next`] returns the last token again.
    is_back: bool,
}

impl<R: BufRead> Lexer<R> {
    /// A lexer of a reader of valid UTF-8, which must be at its first byte.
    pub fn new(bytes: R, replaced: Replaced) -> Lexer<R> {
        Lexer {
            bytes,
            replaced,
            at: 0,
            token: Token::End,
            start: 0,
            starts_line: true,
            text: String::new(),
            quote: 0,
            n_foreign: 0,
            room: 0,
            limit: None,
            line_is_blank: true,
            is_back: false,
        }
    }

    /// The next token outside rows, where a quoted token is short and ends on its line.
    pub fn next(&mut self) -> io::Result<Token> {
        self.next_to(Some(b'\n'), MAX_NAME_BYTES)
    }

    /// The next token of a row. At most `room` bytes of its text are kept.
    pub fn next_in_row(&mut self, room: usize) -> io::Result<Token> {
        self.next_to(None, room)
    }

    /// The next token. A quoted one that contains `limit` is [`Token::Unclosed`].
    fn next_to(&mut self, limit: Option<u8>, room: usize) -> io::Result<Token> {
        if std::mem::take(&mut self.is_back) {
            return Ok(self.token);
        }
        self.token = loop {
            self.clear();
            (self.room, self.limit) = (room, limit);
            if let Some(token) = self.scan()? {
                break token;
            }
        };
        Ok(self.token)
    }

    /// Makes the next call of [`Lexer::next`] return the last token again.
    pub fn back(&mut self) {
        self.is_back = true;
    }

    /// The last token.
    pub fn token(&self) -> Token {
        self.token
    }

    /// The offset of the last token's first byte.
    pub fn start(&self) -> u64 {
        self.start
    }

    /// The offset of the byte after the last token.
    pub fn end(&self) -> u64 {
        self.at
    }

    /// Whether only white space and comments precede the last token on its line.
    pub fn starts_line(&self) -> bool {
        self.starts_line
    }

    /// The text of the last token, with its escapes.
    pub fn raw(&self) -> &str {
        &self.text
    }

    /// The value of the last token, with its escapes resolved.
    pub fn take_value(&mut self) -> Value {
        let text = std::mem::take(&mut self.text);
        match self.token {
            Token::Quoted => {
                Value { text: literals::unescape(text, char::from(self.quote)), n_foreign: self.n_foreign }
            }
            Token::Hex => literals::decode_hex(&text),
            _ => Value { text, n_foreign: self.n_foreign },
        }
    }

    /// Whether this byte follows the last token.
    pub fn is_followed_by(&mut self, byte: u8) -> io::Result<bool> {
        Ok(self.peek()? == Some(byte))
    }

    /// Skips broken SQL up to the next line that starts with one of these words, ignoring quotation marks. In a
    /// list of rows, anything that looks like the start of a row ends the skipped part too. The next token is the
    /// word or the opening parenthesis.
    pub fn recover(&mut self, words: &[&str], in_rows: bool) -> io::Result<()> {
        self.is_back = false;
        let (mut last_but_one, mut last, mut starts_line) = (0, 0, false);
        while let Some(byte) = self.peek()? {
            let starts_row = starts_line || (last_but_one == b')' && last == b',');
            if byte == b'(' && in_rows && starts_row {
                self.set_next(Token::Sign(b'('));
                self.skip(1);
                return Ok(());
            }
            if starts_line && byte.is_ascii_alphabetic() {
                self.set_next(Token::Word);
                self.take_until(|bytes| bytes.iter().position(|byte| !is_word(*byte)))?;
                if words.iter().any(|word| self.text.eq_ignore_ascii_case(word)) {
                    return Ok(());
                }
                (last, starts_line) = (b'a', false);
                continue;
            }
            self.skip(1);
            starts_line = byte == b'\n' || (starts_line && byte.is_ascii_whitespace());
            if !byte.is_ascii_whitespace() {
                (last_but_one, last) = (last, byte);
            }
        }
        self.set_next(Token::End);
        Ok(())
    }

    /// Skips the rest of this line and returns its first characters; `None` at the end of the file.
    pub fn rest_of_line(&mut self) -> io::Result<Option<String>> {
        if self.peek()?.is_none() {
            return Ok(None);
        }
        self.clear();
        self.room = MAX_WORD_BYTES;
        if self.take_until(|bytes| memchr(b'\n', bytes))? {
            self.skip(1);
        }
        self.line_is_blank = true;
        Ok(Some(std::mem::take(&mut self.text)))
    }

    fn clear(&mut self) {
        self.text.clear();
        self.n_foreign = 0;
    }

    /// Makes a token that starts here the next one.
    fn set_next(&mut self, token: Token) {
        self.clear();
        (self.token, self.start, self.room, self.is_back) = (token, self.at, MAX_WORD_BYTES, true);
        (self.starts_line, self.line_is_blank) = (true, false);
    }

    /// The token that starts here; `None` for white space and comments.
    fn scan(&mut self) -> io::Result<Option<Token>> {
        self.start = self.at;
        let Some(byte) = self.peek()? else { return Ok(Some(Token::End)) };
        let starts_line = self.line_is_blank;
        let token = match byte {
            b'\'' | b'"' | b'`' => {
                self.skip(1);
                self.quoted(byte)?
            }
            byte if is_word(byte) => match self.word()? {
                Some(token) => token,
                None => return Ok(None),
            },
            _ => {
                self.skip(1);
                self.line_is_blank |= byte == b'\n';
                let is_comment = match (byte, self.peek()?) {
                    (b'#', _) => self.skip_line()?,
                    (b'-', Some(b'-')) => self.skip_dashes()?,
                    (b'/', Some(b'*')) => self.skip_comment()?,
                    // The end of a comment whose content is read.
                    (b'*', Some(b'/')) => {
                        self.skip(1);
                        true
                    }
                    (byte, _) => byte.is_ascii_whitespace() || byte == 0,
                };
                if is_comment {
                    return Ok(None);
                }
                Token::Sign(byte)
            }
        };
        (self.starts_line, self.line_is_blank) = (starts_line, false);
        Ok(Some(token))
    }

    fn quoted(&mut self, quote: u8) -> io::Result<Token> {
        self.quote = quote;
        // Names have no backslash escapes.
        let escape = if quote == b'`' { quote } else { b'\\' };
        let limit = self.limit.unwrap_or(quote);
        while self.take_until(|bytes| memchr3(quote, escape, limit, bytes))? {
            let byte = self.peek()?;
            if limit != quote && byte == Some(limit) {
                return Ok(Token::Unclosed);
            }
            if byte == Some(quote) {
                self.skip(1);
                if self.peek()? != Some(quote) {
                    return Ok(Token::Quoted);
                }
                // The first of a doubled mark was skipped, and [`literals::unescape`] expects both.
                if self.text.len() < self.room {
                    self.text.push(char::from(quote));
                }
            } else {
                self.take(1)?;
            }
            // The character after a mark or a backslash is part of the text. The loop takes one that is not ASCII.
            if self.peek()?.is_some_and(|byte| byte.is_ascii()) {
                self.take(1)?;
            }
        }
        Ok(Token::End)
    }

    fn word(&mut self) -> io::Result<Option<Token>> {
        let room = self.room;
        self.room = room.max(MAX_WORD_BYTES);
        let is_number = self.peek()?.is_some_and(|byte| byte.is_ascii_digit());
        let goes_on = |byte: u8| is_word(byte) || (is_number && byte == b'.');
        self.take_until(|bytes| bytes.iter().position(|byte| !goes_on(*byte)))?;
        let is_power = is_number && self.text.ends_with(['e', 'E']) && !self.text.starts_with("0x");
        if is_power && matches!(self.peek()?, Some(b'+' | b'-')) {
            self.take(1)?;
            self.take_until(|bytes| bytes.iter().position(|byte| !goes_on(*byte)))?;
        }
        if self.text == "\u{feff}" {
            return Ok(None);
        }
        if self.text.starts_with("0x") {
            self.text.drain(..2);
            return Ok(Some(Token::Hex));
        }
        let before_quote = self.text.len() == 1 && self.peek()? == Some(b'\'');
        let token = match self.text.as_bytes() {
            [b'x' | b'X'] if before_quote => Token::Hex,
            [b'n' | b'N' | b'b' | b'B'] if before_quote => Token::Quoted,
            _ => return Ok(Some(Token::Word)),
        };
        self.clear();
        self.room = room;
        self.skip(1);
        let quoted = self.quoted(b'\'')?;
        Ok(Some(if quoted == Token::Quoted { token } else { quoted }))
    }

    /// Two dashes start a comment if white space follows. The first one was read.
    fn skip_dashes(&mut self) -> io::Result<bool> {
        self.skip(1);
        if self.peek()?.is_none_or(|byte| byte.is_ascii_whitespace()) { self.skip_line() } else { Ok(false) }
    }

    /// Skips a comment. The content of `/*!40101 … */` is read, unless its version number consists of nines.
    fn skip_comment(&mut self) -> io::Result<bool> {
        self.skip(1);
        if self.peek()? == Some(b'M') {
            self.skip(1);
        }
        if self.peek()? == Some(b'!') {
            self.skip(1);
            let (mut n_digits, mut n_nines) = (0, 0);
            while let Some(digit) = self.peek()?.filter(u8::is_ascii_digit) {
                self.skip(1);
                n_digits += 1;
                n_nines += usize::from(digit == b'9');
            }
            if n_digits < 5 || n_nines < n_digits {
                return Ok(true);
            }
        }
        while self.skip_until(|bytes| memchr(b'*', bytes))? {
            self.skip(1);
            if self.peek()? == Some(b'/') {
                self.skip(1);
                break;
            }
        }
        Ok(true)
    }

    fn skip_line(&mut self) -> io::Result<bool> {
        self.skip_until(|bytes| memchr(b'\n', bytes))?;
        Ok(true)
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.bytes.fill_buf()?.first().copied())
    }

    /// Takes the bytes before the one that `find` finds. Returns false at the end of the file.
    fn take_until(&mut self, find: impl Fn(&[u8]) -> Option<usize>) -> io::Result<bool> {
        loop {
            let bytes = self.bytes.fill_buf()?;
            if bytes.is_empty() {
                return Ok(false);
            }
            let (found, n_bytes) = (find(bytes), bytes.len());
            self.take(found.unwrap_or(n_bytes))?;
            if found.is_some() {
                return Ok(true);
            }
        }
    }

    fn skip_until(&mut self, find: impl Fn(&[u8]) -> Option<usize>) -> io::Result<bool> {
        self.room = 0;
        self.take_until(find)
    }

    /// Reads bytes and keeps them as far as there is room. They are whole characters, because the reader returns whole
    /// characters at a time and all searches are for ASCII.
    fn take(&mut self, n_bytes: usize) -> io::Result<()> {
        let room = self.room.saturating_sub(self.text.len());
        if 0 < room {
            let bytes = self.bytes.fill_buf()?.get(..n_bytes).unwrap_or_default();
            let text = String::from_utf8_lossy(bytes);
            let n_fitting = (0..=room.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
            let mut piece = text[..n_fitting.unwrap_or(0)].to_owned();
            self.n_foreign += self.replaced.restore(self.at..self.at + piece.len() as u64, &mut piece);
            self.text.push_str(&piece);
        }
        self.skip(n_bytes);
        Ok(())
    }

    fn skip(&mut self, n_bytes: usize) {
        self.bytes.consume(n_bytes);
        self.at += n_bytes as u64;
        // Bytes before this one are never restored; forget them.
        self.replaced.restore(0..self.at, &mut String::new());
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | 0x80..)
}
