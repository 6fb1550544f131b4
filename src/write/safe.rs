//! Comment text is hostile: it must not command a terminal or a spreadsheet.

use std::borrow::Cow;

/// How the terminal wants tables.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Colours?
    pub has_color: bool,
    /// Columns of text that fit; `None` where there is no terminal.
    pub width: Option<u16>,
}

/// Text without control characters (escape sequences begin with one) and without marks that turn the direction of
/// writing around. Line breaks become spaces.
pub fn for_terminal(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let chars = text.chars().filter_map(|it| match it {
        '\n' | '\t' | '\r' => Some(' '),
        _ if is_harmless(it) => Some(it),
        _ => None,
    });
    Cow::Owned(chars.collect())
}

/// Is it neither a control character nor a mark that turns the direction of writing around? All of those are below
/// U+10000, so a single escape of JSON writes each.
pub fn is_harmless(it: char) -> bool {
    let is_mark = matches!(it, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !it.is_control() && !is_mark
}

/// A cell that no spreadsheet takes for a formula: one that starts like a formula gets an apostrophe before it, as
/// the OWASP page on CSV injection advises. So does one that looks as if it had got one already: the reader of tables
/// takes exactly one apostrophe off, and everything is as it was.
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
