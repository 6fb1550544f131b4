//! Encodings of text other than UTF-8: recognised by a byte order mark, by their shape or by an XML declaration, or
//! named by the user. Such text is decoded to UTF-8 before anything else reads it.
//!
//! Single bytes that are not UTF-8 in a UTF-8 file are handled by [`super::sanitize`].

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::LazyLock;

use encoding_rs::{Decoder, DecoderResult, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use regex::bytes::Regex;

use super::read_full;
use super::unpack::Stream;

/// The number of bytes decoded at a time. A multiple of four.
const CHUNK_BYTES: usize = 32 * 1024;

/// The number of decoded bytes in which an XML declaration is searched for.
const DECLARATION_BYTES: usize = 1024;

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

const REPLACEMENT: &str = "\u{fffd}";

/// An encoding that is decoded to UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// An encoding of the WHATWG standard.
    Standard(&'static encoding_rs::Encoding),
    /// Four bytes for each character, the least significant first.
    Utf32Le,
    /// Four bytes for each character, the most significant first.
    Utf32Be,
}

impl Encoding {
    /// The encoding with this name: a label of the WHATWG standard, such as `windows-1251` or `shift_jis`, or UTF-32.
    pub fn named(label: &str) -> Option<Encoding> {
        match label.trim().to_ascii_lowercase().as_str() {
            "utf-32" | "utf-32le" => return Some(Encoding::Utf32Le),
            "utf-32be" => return Some(Encoding::Utf32Be),
            _ => {}
        }
        let standard = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())?;
        Some(Encoding::Standard(standard))
    }

    /// The encoding of a file that starts like this, given the one that the user named; `None` for UTF-8 and for an
    /// unknown encoding. A byte order mark has priority over the user's choice, which may be meant for other files;
    /// the user's choice has priority over a declaration, which may be wrong.
    pub fn of(head: &[u8], named: Option<Encoding>) -> Option<Encoding> {
        let seen = by_mark(head).or_else(|| by_shape(head));
        let encoding = match seen {
            None if head.starts_with(UTF8_MARK) => None,
            None => named.or_else(|| by_declaration(head)),
            Some(_) => seen,
        };
        encoding.filter(|encoding| *encoding != Encoding::Standard(UTF_8))
    }

    /// The usual name.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Standard(encoding) => encoding.name(),
            Encoding::Utf32Le => "UTF-32LE",
            Encoding::Utf32Be => "UTF-32BE",
        }
    }

    /// Returns true if every character of ASCII is one byte in this encoding, so that text has no NUL bytes.
    pub fn is_ascii_compatible(self) -> bool {
        matches!(self, Encoding::Standard(encoding) if encoding.is_ascii_compatible())
    }
}

fn by_mark(head: &[u8]) -> Option<Encoding> {
    // The mark of UTF-32 starts with that of UTF-16, so it comes first.
    match head {
        [0xff, 0xfe, 0, 0, ..] => Some(Encoding::Utf32Le),
        [0, 0, 0xfe, 0xff, ..] => Some(Encoding::Utf32Be),
        [0xff, 0xfe, ..] => Some(Encoding::Standard(UTF_16LE)),
        [0xfe, 0xff, ..] => Some(Encoding::Standard(UTF_16BE)),
        _ => None,
    }
}

/// Recognises UTF-16 and UTF-32 without a byte order mark: every dump starts with a few characters of ASCII, and all
/// bytes between theirs are NUL.
fn by_shape(head: &[u8]) -> Option<Encoding> {
    const MOST_CHARS: usize = 8;
    const FEWEST_CHARS: usize = 4;
    let starts_with_ascii = |width: usize, at: usize| {
        let chars = || head.chunks_exact(width).take(MOST_CHARS);
        let is_ascii = |char: &[u8]| {
            let is_text = matches!(char[at], b'\t' | b'\n' | b'\r' | b' '..=b'~');
            is_text && char.iter().enumerate().all(|(here, byte)| here == at || *byte == 0)
        };
        FEWEST_CHARS <= chars().count() && chars().all(is_ascii)
    };
    match () {
        () if starts_with_ascii(2, 0) => Some(Encoding::Standard(UTF_16LE)),
        () if starts_with_ascii(2, 1) => Some(Encoding::Standard(UTF_16BE)),
        () if starts_with_ascii(4, 0) => Some(Encoding::Utf32Le),
        () if starts_with_ascii(4, 3) => Some(Encoding::Utf32Be),
        () => None,
    }
}

fn declaration() -> &'static Regex {
    static DECLARATION: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r#"\A\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']"#;
        Regex::new(pattern).expect("the pattern is well formed")
    });
    &DECLARATION
}

/// Recognises the encoding that an XML declaration names, unless the text is UTF-8 nevertheless: many programs
/// convert the text but copy the declaration. Latin-1 is left to the readers, which decode bytes that are not UTF-8
/// in this way.
fn by_declaration(head: &[u8]) -> Option<Encoding> {
    let label = declaration().captures(head)?.get(1)?.as_bytes();
    let encoding = encoding_rs::Encoding::for_label_no_replacement(label)?;
    let is_left = encoding == UTF_8 || encoding == WINDOWS_1252 || !encoding.is_ascii_compatible();
    let is_utf8 = match std::str::from_utf8(head) {
        Ok(text) => !text.is_ascii(),
        // The head may end inside a character.
        Err(error) => error.error_len().is_none() && !head[..error.valid_up_to()].is_ascii(),
    };
    (!is_left && !is_utf8).then_some(Encoding::Standard(encoding))
}

/// The malformed places: their number, and the byte of the first in the decoded text.
#[derive(Clone, Default)]
pub struct Malformed(Rc<Cell<(usize, u64)>>);

impl Malformed {
    /// The number of malformed places.
    pub fn n_places(&self) -> usize {
        self.0.get().0
    }

    /// The place in the decoded text where the first replacement character is.
    pub fn first_byte(&self) -> u64 {
        self.0.get().1
    }

    fn count(&self, byte: u64) {
        let (n_places, first) = self.0.get();
        self.0.set((n_places + 1, if n_places == 0 { byte } else { first }));
    }
}

/// Decodes text to UTF-8, without a byte order mark. The name in an XML declaration is replaced by UTF-8. Malformed
/// bytes are replaced by U+FFFD and counted.
///
/// # Errors
/// The bytes can't be read.
pub fn decoded<'a>(bytes: Stream<'a>, encoding: Encoding, malformed: &Malformed) -> io::Result<Stream<'a>> {
    let decoder = match encoding {
        Encoding::Standard(encoding) => Some(encoding.new_decoder_with_bom_removal()),
        _ => None,
    };
    let is_big = encoding == Encoding::Utf32Be;
    let mut text = Decoded {
        bytes,
        decoder,
        is_big,
        malformed: malformed.clone(),
        n_decoded: 0,
        text: String::new(),
        n_used: 0,
        is_done: false,
    };
    let mut head = vec![0; DECLARATION_BYTES];
    let n_read = read_full(&mut text, &mut head)?;
    head.truncate(n_read);
    if let Some(label) = declaration().captures(&head).and_then(|found| found.get(1)) {
        head.splice(label.range(), *b"UTF-8");
    }
    Ok(Box::new(io::Cursor::new(head).chain(text)))
}

/// A short text as UTF-8, if it is in a recognised encoding; else its bytes as they are.
pub fn decoded_whole(bytes: Vec<u8>) -> Vec<u8> {
    let Some(encoding) = by_mark(&bytes).or_else(|| by_shape(&bytes)) else { return bytes };
    let mut text = Vec::new();
    let stream = decoded(Box::new(io::Cursor::new(bytes)), encoding, &Malformed::default());
    match stream.and_then(|mut stream| stream.read_to_end(&mut text)) {
        Ok(_) => text,
        Err(_) => Vec::new(),
    }
}

struct Decoded<'a> {
    bytes: Stream<'a>,
    /// `None` for UTF-32.
    decoder: Option<Decoder>,
    /// Whether the most significant byte of UTF-32 comes first.
    is_big: bool,
    malformed: Malformed,
    /// The number of bytes that were decoded before `text`.
    n_decoded: u64,
    text: String,
    n_used: usize,
    is_done: bool,
}

impl Decoded<'_> {
    fn refill(&mut self) -> io::Result<()> {
        self.n_decoded += self.text.len() as u64;
        self.text.clear();
        self.n_used = 0;
        let mut chunk = vec![0; CHUNK_BYTES];
        let n_read = read_full(&mut self.bytes, &mut chunk)?;
        chunk.truncate(n_read);
        self.is_done = n_read < CHUNK_BYTES;
        match &mut self.decoder {
            None => self.decode_utf32(&chunk),
            Some(_) => self.decode(&chunk),
        }
        Ok(())
    }

    fn decode(&mut self, mut chunk: &[u8]) {
        let Some(decoder) = &mut self.decoder else { return };
        loop {
            let room = decoder.max_utf8_buffer_length_without_replacement(chunk.len());
            self.text.reserve(room.unwrap_or(4 * CHUNK_BYTES) + REPLACEMENT.len());
            let (result, n_read) =
                decoder.decode_to_string_without_replacement(chunk, &mut self.text, self.is_done);
            chunk = &chunk[n_read..];
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(_, _) => {
                    self.malformed.count(self.n_decoded + self.text.len() as u64);
                    self.text.push_str(REPLACEMENT);
                }
            }
        }
    }

    fn decode_utf32(&mut self, chunk: &[u8]) {
        for unit in chunk.chunks(4) {
            let number = <[u8; 4]>::try_from(unit).ok().map(|bytes| match self.is_big {
                true => u32::from_be_bytes(bytes),
                false => u32::from_le_bytes(bytes),
            });
            match number.and_then(char::from_u32) {
                Some('\u{feff}') if self.n_decoded == 0 && self.text.is_empty() => {}
                Some(char) => self.text.push(char),
                None => {
                    self.malformed.count(self.n_decoded + self.text.len() as u64);
                    self.text.push_str(REPLACEMENT);
                }
            }
        }
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.n_used == self.text.len() {
            if self.is_done {
                return Ok(0);
            }
            self.refill()?;
        }
        let left = &self.text.as_bytes()[self.n_used..];
        let n_bytes = left.len().min(into.len());
        into[..n_bytes].copy_from_slice(&left[..n_bytes]);
        self.n_used += n_bytes;
        Ok(n_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], encoding: Option<&str>, text: &str, n_malformed: usize) {
        let expected = encoding.and_then(Encoding::named);
        assert_eq!(Encoding::of(bytes, None), expected);
        let malformed = Malformed::default();
        let mut found = String::new();
        if let Some(encoding) = expected {
            let stream = decoded(Box::new(bytes), encoding, &malformed)
                .and_then(|mut stream| stream.read_to_string(&mut found));
            stream.expect("it is decoded");
            assert_eq!((found.as_str(), malformed.n_places()), (text, n_malformed));
        }
    }

    fn wide(text: &str, width: usize, is_big: bool) -> Vec<u8> {
        let unit = |number: u32| {
            let bytes = number.to_be_bytes();
            let mut bytes = bytes[4 - width..].to_vec();
            if !is_big {
                bytes.reverse();
            }
            bytes
        };
        match width {
            2 => text.encode_utf16().flat_map(|number| unit(number.into())).collect(),
            _ => text.chars().flat_map(|char| unit(char.into())).collect(),
        }
    }

    #[test]
    fn wide_text_is_recognised_and_decoded() {
        let text = "id,body\n1,Zoë 🧶\n";
        for (name, width, is_big) in
            [("utf-16le", 2, false), ("utf-16be", 2, true), ("utf-32le", 4, false), ("utf-32be", 4, true)]
        {
            check(&wide(&format!("\u{feff}{text}"), width, is_big), Some(name), text, 0);
            check(&wide(text, width, is_big), Some(name), text, 0);
            // Cut inside a character.
            let cut = wide(text, width, is_big);
            check(&cut[..cut.len() - 1], Some(name), "id,body\n1,Zoë 🧶\u{fffd}", 1);
            let long: String = "Ada and Zoë 🧶\n".repeat(20_000);
            check(&wide(&long, width, is_big), Some(name), &long, 0);
        }
        // A surrogate without its other half.
        check(b"\xff\xfea\0\x3d\xd8b\0", Some("utf-16le"), "a\u{fffd}b", 1);
        check(b"\xff\xfe\0\0a\0\0\0\0\xd8\0\0", Some("utf-32le"), "a\u{fffd}", 1);
    }

    #[test]
    fn a_declaration_is_believed_unless_the_text_is_utf8() {
        let head = "<?xml version=\"1.0\" encoding=\"windows-1251\"?>";
        let bytes = [head.as_bytes(), b"<a>\xcf\xf0\xe8\xe2\xe5\xf2</a>"].concat();
        check(&bytes, Some("windows-1251"), "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>Привет</a>", 0);
        check(format!("{head}<a>Привет</a>").as_bytes(), None, "", 0);
        check(b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>caf\xe9</a>", None, "", 0);
        check(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>caf\xe9</a>", None, "", 0);
        let wide = wide("<?xml version='1.0' encoding='UTF-16'?><a/>", 2, false);
        check(&wide, Some("utf-16le"), "<?xml version='1.0' encoding='UTF-8'?><a/>", 0);
    }

    #[test]
    fn other_bytes_are_left() {
        check("id,body\n".as_bytes(), None, "", 0);
        check(b"", None, "", 0);
        check(b"a\0b\0", None, "", 0);
        check(b"\0\0\0\0\0\0\0\0\0\0", None, "", 0);
        check(b"SQLite format 3\0", None, "", 0);
        assert_eq!(Encoding::named("klingon"), None);
        let named = Encoding::named("windows-1251");
        assert_eq!(Encoding::of(b"id,body\n", named), named);
        assert_eq!(Encoding::of(b"\xef\xbb\xbfid,body\n", named), None);
        assert_eq!(Encoding::of(b"\xff\xfei\0d\0", named), Encoding::named("utf-16le"));
        assert_eq!(Encoding::of(b"<?xml version='1.0' encoding='gbk'?>", Encoding::named("utf-8")), None);
        assert_eq!(decoded_whole(b"\xff\xfes\0p\0a\0m\0".to_vec()), b"spam");
        assert_eq!(decoded_whole(b"caf\xe9".to_vec()), b"caf\xe9");
    }
}
