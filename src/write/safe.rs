//! Untrusted text made safe for terminals and spreadsheets. A comment may contain escape sequences and formulas.

use std::borrow::Cow;

/// The style of tables.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Whether tables are coloured.
    pub has_color: bool,
    /// The width of the terminal in columns; `None` if there is no terminal.
    pub width: Option<u16>,
}

/// The text without control characters, with which escape sequences begin, and without marks that change the direction
/// of writing. Tabs and line breaks become spaces.
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

/// Returns true if the character is neither a control character nor a mark that changes the direction of writing. All
/// harmful characters are below U+10000, so one `\u` escape of JSON can write each of them.
pub fn is_harmless(char: char) -> bool {
    let is_mark = matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !char.is_control() && !is_mark
}

/// A cell that no spreadsheet takes for a formula: a cell that starts like a formula is prefixed with an apostrophe, as
/// the OWASP page on CSV injection advises. A cell that starts with apostrophes before such a start gets one more, so
/// that the CSV reader, which removes one apostrophe, restores every cell exactly.
pub fn for_spreadsheet(cell: &str) -> Cow<'_, str> {
    if cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) {
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
    }

    #[test]
    fn spreadsheets_are_not_commanded() {
        assert_eq!(for_spreadsheet("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(for_spreadsheet("@ann"), "'@ann");
        assert_eq!(for_spreadsheet("'@ann"), "''@ann");
        assert_eq!(for_spreadsheet("'tis"), "'tis");
        assert_eq!(for_spreadsheet("a=b"), "a=b");
    }
}
