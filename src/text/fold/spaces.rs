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
    let mut after_space = true;
    for char in text.chars() {
        let is_space = char == ' ';
        if is_space && after_space || !is_space && char.is_whitespace() {
            return false;
        }
        after_space = is_space;
    }
    text.is_empty() || !after_space
}
