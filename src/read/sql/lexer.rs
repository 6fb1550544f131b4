//! From bytes to the words, names, texts and signs of SQL. Nothing but the token at hand is in memory, and of that
//! only as much as the caller has room for.

use std::io::{self, BufRead};

use memchr::{memchr, memchr3};

use super::escapes;
use crate::input::sanitize::Replaced;

/// Words are kept up to this length even where the caller has no room: one must know a `NULL` to pass over it.
const MAX_WORD_BYTES: usize = 64;

/// MySQL's names have at most 64 characters.
const MAX_NAME_BYTES: usize = 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// A bare name, a keyword or a number.
    Word,
    /// Something in quotes: a name or a text, as the place wants it.
    Quoted,
    /// The digits of `0x…` or `X'…'`.
    Hex,
    /// Something that starts with a quote and is not closed in time.
    Unclosed,
    /// Any other character.
    Sign(u8),
    /// The end of the file, be it inside a text.
    End,
}

/// See the module's page.
pub struct Lexer<R> {
    bytes: R,
    replaced: Replaced,
    at: u64,
    token: Token,
    start: u64,
    starts_line: bool,
    text: String,
    quote: u8,
    n_foreign: usize,
    room: usize,
    limit: Option<u8>,
    line_is_blank: bool,
    is_back: bool,
}

impl<R: BufRead> Lexer<R> {
    /// Wraps a reader of valid UTF-8 that stands at its first byte.
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

    /// The next token outside rows, where texts are short and end on their line.
    pub fn next(&mut self) -> io::Result<Token> {
        self.next_to(Some(b'\n'), MAX_NAME_BYTES)
    }

    /// The next token of a row. Of texts longer than `room` only so much is kept.
    pub fn next_in_row(&mut self, room: usize) -> io::Result<Token> {
        self.next_to(None, room)
    }

    /// The next token. Texts with this byte in them are not closed in time.
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

    /// The next call of [`Lexer::next`] gives the last token again.
    pub fn back(&mut self) {
        self.is_back = true;
    }

    /// The last token.
    pub fn token(&self) -> Token {
        self.token
    }

    /// Where the last token starts.
    pub fn start(&self) -> u64 {
        self.start
    }

    /// The byte behind the last token.
    pub fn end(&self) -> u64 {
        self.at
    }

    /// Does nothing but blanks and comments stand before the last token on its line?
    pub fn starts_line(&self) -> bool {
        self.starts_line
    }

    /// What the last token says, escapes as they are.
    pub fn raw(&self) -> &str {
        &self.text
    }

    /// What the last token says, escapes resolved, and how many of its bytes were not UTF-8.
    pub fn take_text(&mut self) -> (String, usize) {
        let text = std::mem::take(&mut self.text);
        match self.token {
            Token::Quoted => (escapes::unescape(text, char::from(self.quote)), self.n_foreign),
            Token::Hex => escapes::decode_hex(&text),
            _ => (text, self.n_foreign),
        }
    }

    /// Is this the byte behind the last token?
    pub fn stands_before(&mut self, byte: u8) -> io::Result<bool> {
        Ok(self.peek()? == Some(byte))
    }

    /// After broken SQL: goes to the next line that starts with one of these words, in whatever state of quoting, and
    /// gives the word back; in a list of rows to what looks like the start of a row, too.
    pub fn recover(&mut self, words: &[&str], in_rows: bool) -> io::Result<()> {
        self.is_back = false;
        let (mut last_but_one, mut last, mut starts_line) = (0, 0, false);
        while let Some(byte) = self.peek()? {
            let starts_row = starts_line || (last_but_one == b')' && last == b',');
            if byte == b'(' && in_rows && starts_row {
                self.found(Token::Sign(b'('));
                self.pass(1);
                return Ok(());
            }
            if starts_line && byte.is_ascii_alphabetic() {
                self.found(Token::Word);
                self.take_until(|bytes| bytes.iter().position(|byte| !is_word(*byte)))?;
                if words.iter().any(|word| self.text.eq_ignore_ascii_case(word)) {
                    return Ok(());
                }
                (last, starts_line) = (b'a', false);
                continue;
            }
            self.pass(1);
            starts_line = byte == b'\n' || (starts_line && byte.is_ascii_whitespace());
            if !byte.is_ascii_whitespace() {
                (last_but_one, last) = (last, byte);
            }
        }
        self.found(Token::End);
        Ok(())
    }

    /// Passes over what is left of this line and gives its first characters; `None` at the end of the file.
    pub fn rest_of_line(&mut self) -> io::Result<Option<String>> {
        if self.peek()?.is_none() {
            return Ok(None);
        }
        self.clear();
        self.room = MAX_WORD_BYTES;
        if self.take_until(|bytes| memchr(b'\n', bytes))? {
            self.pass(1);
        }
        self.line_is_blank = true;
        Ok(Some(std::mem::take(&mut self.text)))
    }

    fn clear(&mut self) {
        self.text.clear();
        self.n_foreign = 0;
    }

    /// Gives back a token that starts here.
    fn found(&mut self, token: Token) {
        self.clear();
        (self.token, self.start, self.room, self.is_back) = (token, self.at, MAX_WORD_BYTES, true);
        (self.starts_line, self.line_is_blank) = (true, false);
    }

    /// The token here; `None` if it is a blank or a comment.
    fn scan(&mut self) -> io::Result<Option<Token>> {
        self.start = self.at;
        let Some(byte) = self.peek()? else { return Ok(Some(Token::End)) };
        let starts_line = self.line_is_blank;
        let token = match byte {
            b'\'' | b'"' | b'`' => {
                self.pass(1);
                self.quoted(byte)?
            }
            byte if is_word(byte) => match self.word()? {
                Some(token) => token,
                None => return Ok(None),
            },
            _ => {
                self.pass(1);
                self.line_is_blank |= byte == b'\n';
                let is_comment = match (byte, self.peek()?) {
                    (b'#', _) => self.pass_line()?,
                    (b'-', Some(b'-')) => self.dashes()?,
                    (b'/', Some(b'*')) => self.comment()?,
                    // The end of a comment whose content counts.
                    (b'*', Some(b'/')) => {
                        self.pass(1);
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
        // Backslashes mean nothing in names.
        let escape = if quote == b'`' { quote } else { b'\\' };
        let limit = self.limit.unwrap_or(quote);
        while self.take_until(|bytes| memchr3(quote, escape, limit, bytes))? {
            let byte = self.peek()?;
            if limit != quote && byte == Some(limit) {
                return Ok(Token::Unclosed);
            }
            if byte == Some(quote) {
                self.pass(1);
                if self.peek()? != Some(quote) {
                    return Ok(Token::Quoted);
                }
                // One of the pair was passed over, and [`escapes::unescape`] wants both.
                if self.text.len() < self.room {
                    self.text.push(char::from(quote));
                }
            } else {
                self.take(1)?;
            }
            // What is quoted is one character; all but the first byte of a long one may be left to the next round.
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
        self.pass(1);
        let quoted = self.quoted(b'\'')?;
        Ok(Some(if quoted == Token::Quoted { token } else { quoted }))
    }

    /// Two dashes are a comment if a blank follows. The first is passed already.
    fn dashes(&mut self) -> io::Result<bool> {
        self.pass(1);
        if self.peek()?.is_none_or(|byte| byte.is_ascii_whitespace()) { self.pass_line() } else { Ok(false) }
    }

    /// The content of `/*!40101 … */` counts, unless it is for a version that never comes.
    fn comment(&mut self) -> io::Result<bool> {
        self.pass(1);
        if self.peek()? == Some(b'M') {
            self.pass(1);
        }
        if self.peek()? == Some(b'!') {
            self.pass(1);
            let (mut n_digits, mut n_nines) = (0, 0);
            while let Some(digit) = self.peek()?.filter(u8::is_ascii_digit) {
                self.pass(1);
                n_digits += 1;
                n_nines += usize::from(digit == b'9');
            }
            if n_digits < 5 || n_nines < n_digits {
                return Ok(true);
            }
        }
        while self.pass_until(|bytes| memchr(b'*', bytes))? {
            self.pass(1);
            if self.peek()? == Some(b'/') {
                self.pass(1);
                break;
            }
        }
        Ok(true)
    }

    fn pass_line(&mut self) -> io::Result<bool> {
        self.pass_until(|bytes| memchr(b'\n', bytes))?;
        Ok(true)
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.bytes.fill_buf()?.first().copied())
    }

    /// Takes what stands before the byte that `find` finds; false where the file ends before.
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

    fn pass_until(&mut self, find: impl Fn(&[u8]) -> Option<usize>) -> io::Result<bool> {
        self.room = 0;
        self.take_until(find)
    }

    /// Goes on behind bytes that were looked at and keeps them where there is room. They are whole characters:
    /// what the reader hands out at a time is, and what is looked for in it is ASCII.
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
        self.pass(n_bytes);
        Ok(())
    }

    fn pass(&mut self, n_bytes: usize) {
        self.bytes.consume(n_bytes);
        self.at += n_bytes as u64;
        // What was passed over is not restored any more; it is forgotten.
        self.replaced.restore(0..self.at, &mut String::new());
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | 0x80..)
}
