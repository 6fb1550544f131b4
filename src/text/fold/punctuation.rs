//! Punctuation: one single quote, one double quote, one dash.

use std::borrow::Cow;

/// Replaces typographic quotes and dashes by those of ASCII. A text in ASCII stays as it is: its backticks are code
/// rather than quotes.
pub fn unify(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(|char| ascii(char) != char) {
        return Cow::Borrowed(text);
    }
    text.chars().map(ascii).collect()
}

fn ascii(char: char) -> char {
    match char {
        '‘' | '’' | '‚' | '‛' | '´' | '`' | '′' | '‹' | '›' | 'ʼ' | '＇' | '｀' | '\u{1fef}' => {
            '\''
        }
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        _ => char,
    }
}
