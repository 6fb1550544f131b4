//! Untrusted text made safe for terminals and spreadsheets. A comment may contain escape sequences and formulas.

use std::borrow::Cow;

use crate::read::FORMULA_STARTS;

/// The style of tables.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Whether tables are coloured.
    pub has_color: bool,
    /// The width of the terminal in columns; `None` if there is no terminal.
    pub width: Option<u16>,
}

/// The text without control characters, with which escape sequences begin, and without invisible characters, which
/// change the direction of writing or hide text. Tabs and line breaks become spaces.
pub fn for_terminal(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let chars = text.chars().filter_map(|char| match char {
        '\n' | '\t' | '\r' => Some(' '),
        _ if is_harmless(char) => Some(char),
        _ => None,
    });
    Cow::Owned(chars.collect())
}

/// Returns true if the character is neither a control character nor one of the invisible characters that change the
/// direction of writing, join what is apart or hide text. (The zero-width non-joiner stays: Persian is spelled with
/// it.)
pub fn is_harmless(char: char) -> bool {
    let is_invisible = matches!(char,
        // Soft hyphen, Arabic letter mark, Mongolian vowel separator.
        '\u{ad}' | '\u{61c}' | '\u{180e}'
        // Zero-width space and joiner, marks of direction, line and paragraph separators, embeddings, overrides.
        | '\u{200b}' | '\u{200d}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        // Word joiner, invisible operators, isolates, deprecated format characters.
        | '\u{2060}'..='\u{206f}'
        // Byte order mark, interlinear annotations, tags.
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    !char.is_control() && !is_invisible
}

/// A cell that no spreadsheet takes for a formula: a cell that starts like a formula is prefixed with an apostrophe, as
/// the OWASP page on CSV injection advises. A cell that starts with apostrophes before such a start gets one more, so
/// that the CSV reader, which removes one apostrophe, restores every cell exactly.
pub fn for_spreadsheet(cell: &str) -> Cow<'_, str> {
    if cell.trim_start_matches('\'').starts_with(FORMULA_STARTS) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_not_commanded() {
        assert_eq!(for_terminal("a\u{1b}[31mred\u{7}\nb"), "a[31mred b");
        assert_eq!(for_terminal("\u{202e}evil"), "evil");
        assert_eq!(for_terminal("ünï 漢"), "ünï 漢");
        assert_eq!(for_terminal("a\u{61c}b\u{200b}c\u{200d}d\u{feff}e\u{e0041}f\u{9b}g"), "abcdefg");
    }

    #[test]
    fn spreadsheets_are_not_commanded() {
        assert_eq!(for_spreadsheet("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(for_spreadsheet("@ann"), "'@ann");
        assert_eq!(for_spreadsheet("'@ann"), "''@ann");
        assert_eq!(for_spreadsheet("\n=1"), "'\n=1");
        assert_eq!(for_spreadsheet("＝1"), "'＝1");
        assert_eq!(for_spreadsheet("'tis"), "'tis");
        assert_eq!(for_spreadsheet("a=b"), "a=b");
    }
}
