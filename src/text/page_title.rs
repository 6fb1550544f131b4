//! Titles of pages: `Reef knots « Ann builds boats`.

/// Signs that separate the title of a page from the name of its site.
const DIVIDERS: &[&str] =
    &["»", "«", "›", "‹", "|", " -- ", " — ", " – ", " - ", " : ", " :: ", " · ", "•", "&raquo;", "&laquo;"];

/// Whether a title has a sign that separates the title of a page from the name of its site.
pub fn has_divider(title: &str) -> bool {
    DIVIDERS.iter().any(|divider| title.contains(divider))
}
