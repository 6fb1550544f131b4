//! Lower case.

use std::borrow::Cow;

/// Maps every character to lower case, independently of its neighbours.
pub fn lower_case(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return lower_case_ascii(text);
    }
    if text.chars().all(|char| char.to_lowercase().eq([char])) {
        return Cow::Borrowed(text);
    }
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Maps the letters of ASCII to lower case. Most ids, addresses and types are in lower case already.
pub fn lower_case_ascii(text: &str) -> Cow<'_, str> {
    // Without an early exit: see `invisible::remove`.
    if text.bytes().fold(false, |found, byte| found | byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}
