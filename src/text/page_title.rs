//! Page titles: `Reef knots « Ann builds boats`.

/// Signs between the title of a page and the name of its site.
const DIVIDERS: &[&str] =
    &["»", "«", "›", "‹", "|", " -- ", " — ", " – ", " - ", " : ", " :: ", " · ", "•", "&raquo;", "&laquo;"];

/// Whether a title has a sign that separates it from the name of a site.
pub fn has_divider(title: &str) -> bool {
    DIVIDERS.iter().any(|divider| title.contains(divider))
}
