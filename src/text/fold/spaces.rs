//! White space: single spaces between words.

use std::borrow::Cow;

/// Replaces every run of white space by one space and trims the text.
pub fn collapse(text: &str) -> Cow<'_, str> {
    if has_single_spaces(text) {
        return Cow::Borrowed(text);
    }
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    Cow::Owned(collapsed)
}

/// Returns true if the only white space of a text is single spaces between words.
pub fn has_single_spaces(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_wrong = |(one, next): (&u8, &u8)| (*one == b' ') & (*next == b' ') | matches!(*one, b'\t'..=b'\r');
    // Without an early exit: see `invisible::remove`.
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let has_wrong = pairs.fold(false, |found, pair| found | is_wrong(pair));
    let is_trimmed = !text.starts_with(' ') && !text.ends_with([' ', '\t', '\n', '\x0b', '\x0c', '\r']);
    let is_wide_space = |char: char| !char.is_ascii() && char.is_whitespace();
    !has_wrong && is_trimmed && (text.is_ascii() || !text.chars().any(is_wide_space))
}
