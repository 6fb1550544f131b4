//! The text of one JSON object. Bytes that are not UTF-8, unescaped control characters and lone surrogates are
//! repaired before it is parsed.

use std::borrow::Cow;
use std::io::BufRead;
use std::ops::Range;

use super::members;
use super::scanner::Scanner;

/// What was repaired in an object.
#[derive(Clone, Copy, Default)]
pub struct Repair {
    /// How many bytes were not UTF-8.
    pub n_foreign: usize,
    /// Whether strings had control characters that JSON requires to be escaped.
    pub has_controls: bool,
    /// The number of escapes that were lone surrogates, which are not characters.
    pub n_surrogates: usize,
}

impl Repair {
    /// Describes the repairs of an object's escapes as sentences without a full stop.
    pub fn describe(&self) -> impl Iterator<Item = String> {
        let controls = (self.has_controls && self.n_foreign == 0).then(|| {
            "the object has line breaks or control characters that JSON wants escaped; they were kept"
                .to_owned()
        });
        let surrogates = (0 < self.n_surrogates).then(|| {
            let n = self.n_surrogates;
            let halves = if n == 1 { "1 half of a character" } else { "halves of characters" };
            let number = if n == 1 { String::new() } else { format!("{n} ") };
            format!("the object has {number}{halves} (\\ud800 to \\udfff without the other half); U+FFFD replaces each")
        });
        controls.into_iter().chain(surrogates)
    }
}

/// The text of an object, repaired, and its place in the file.
pub struct ObjectText<'a> {
    /// A JSON object.
    pub text: Cow<'a, str>,
    /// What was repaired.
    pub repair: Repair,
    /// The bytes of the object.
    bytes: Range<u64>,
    /// Places after which the text is longer than the bytes in the file, each with the total difference.
    growth: Vec<(usize, usize)>,
}

impl<'a> ObjectText<'a> {
    /// The text of the scanner's last object, which has these bytes. Its bytes that are not UTF-8 are control
    /// characters until they are restored, and JSON forbids these in strings.
    ///
    /// # Errors
    /// It is not a JSON object. The message says so in a sentence.
    pub fn new<R: BufRead>(scanner: &'a Scanner<R>, bytes: Range<u64>) -> Result<ObjectText<'a>, String> {
        let mut text = scanner.text();
        let mut repair = Repair::default();
        if let Some((repaired, n_surrogates)) = replace_lone_surrogates(&text) {
            (text, repair.n_surrogates) = (Cow::Owned(repaired), n_surrogates);
        }
        let error = match members::of(&text) {
            Ok(_) => return Ok(ObjectText { text, repair, bytes, growth: Vec::new() }),
            Err(error) => error,
        };
        // Restoring consumes the bytes, so the object is parsed first.
        if members::of(&escape_controls(&text, &text).0).is_ok() {
            let mut restored = text.clone().into_owned();
            repair.n_foreign = scanner.restore(&mut restored);
            repair.has_controls = true;
            let (escaped, growth) = escape_controls(&text, &restored);
            if members::of(&escaped).is_ok() {
                return Ok(ObjectText { text: Cow::Owned(escaped), repair, bytes, growth });
            }
        }
        let error = error.to_string();
        // The parser counts lines and columns from the start of the object; the report has the byte in the file.
        let error = error.split(" at line ").next().unwrap_or_default();
        Err(format!(
            "this is not a JSON object ({error}); it was left out and reading went on at the next one"
        ))
    }

    /// The bytes in the file of a part of the text. The part must be borrowed from it.
    pub fn bytes_of(&self, part: &str) -> Range<u64> {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize).min(self.text.len());
        let end = (start + part.len()).min(self.text.len());
        if (start, end) == (0, self.text.len()) {
            return self.bytes.clone();
        }
        let byte = |at: usize| {
            let n_before = self.growth.partition_point(|(grown, _)| *grown <= at);
            let growth = n_before.checked_sub(1).map_or(0, |last| self.growth[last].1);
            (self.bytes.start + (at - growth) as u64).min(self.bytes.end)
        };
        byte(start)..byte(end)
    }
}

/// Escapes the control characters inside strings of `restored`, which has one character for each one of `original`.
/// Returns the text, and the places where it grew.
fn escape_controls(original: &str, restored: &str) -> (String, Vec<(usize, usize)>) {
    let mut escaped = String::with_capacity(restored.len());
    let mut growth: Vec<(usize, usize)> = Vec::new();
    let (mut in_string, mut after_backslash, mut n_read) = (false, false, 0);
    for (old, char) in original.chars().zip(restored.chars()) {
        if in_string && char < ' ' {
            escaped.push_str(&format!("\\u{:04x}", u32::from(char)));
        } else {
            escaped.push(char);
        }
        n_read += old.len_utf8();
        let grown = escaped.len() - n_read;
        if growth.last().map_or(0, |last| last.1) < grown {
            growth.push((escaped.len(), grown));
        }
        in_string ^= char == '"' && !after_backslash;
        after_backslash = in_string && char == '\\' && !after_backslash;
    }
    (escaped, growth)
}

/// Replaces escapes of lone surrogates by the escape of U+FFFD, which has the same length. `None` if there are
/// none.
fn replace_lone_surrogates(text: &str) -> Option<(String, usize)> {
    const ESCAPE_BYTES: usize = 6;
    let bytes = text.as_bytes();
    let unit = |at: usize| {
        let digits = bytes.get(at..at + ESCAPE_BYTES)?.strip_prefix(b"\\u")?;
        u32::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut lone = Vec::new();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += found;
        match (unit(at), unit(at + ESCAPE_BYTES)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => at += 2 * ESCAPE_BYTES,
            (Some(0xd800..=0xdfff), _) => {
                lone.push(at);
                at += ESCAPE_BYTES;
            }
            _ => at += 2,
        }
    }
    let mut repaired = (!lone.is_empty()).then(|| text.to_owned())?;
    for at in &lone {
        repaired.replace_range(at..&(at + ESCAPE_BYTES), "\\ufffd");
    }
    Some((repaired, lone.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_characters_are_replaced() {
        let replaced = |text| replace_lone_surrogates(text).unwrap_or_default();
        assert_eq!(replaced(r#"a \ud83d b"#), (r#"a \ufffd b"#.to_owned(), 1));
        assert_eq!(replaced(r#"\udc00\ud83d\ude00\uD83D"#), (r#"\ufffd\ud83d\ude00\ufffd"#.to_owned(), 2));
        assert_eq!(replace_lone_surrogates(r#"\\ud83d and \ud83d\ude00"#), None);
    }

    #[test]
    fn escaped_text_knows_where_it_grew() {
        let (escaped, growth) = escape_controls("{\"a\":\"\n\x1a\"}", "{\"a\":\"\n€\"}");
        assert_eq!(escaped, "{\"a\":\"\\u000a€\"}");
        assert_eq!(growth, [(12, 5), (15, 7)]);
    }
}
