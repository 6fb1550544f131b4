//! Page titles, which pingbacks have as author names.

/// Separators between page title and site name in blog templates.
const DIVIDERS: &[&str] = &[
    "»", "«", "›", "‹", " | ", " : ", " :: ", " ~ ", " - ", " -- ", " — ", " – ", " · ", " • ", " ← ", " → ",
    " > ", " < ", "&raquo;", "&laquo;", "&rsaquo;", "&lsaquo;", "&#8211;", "&#8212;", "&#8250;", "&#8249;",
    "&middot;", "&ndash;", "&mdash;", "&bull;", "&#124;",
];

/// Phrases in the page titles of WordPress, vBulletin and others, folded. The last one is the placeholder of
/// Posterous and aggregators.
const PHRASES: &[&str] =
    &["blog archive", "weblog archive", "blog entry", "forum", "topsy.com", "scoop.it", "no title"];

/// Personal names have fewer words.
const MIN_WORDS: usize = 5;

/// Whether an author name is a page title: it has a separator, or more words than a personal name. A personal name
/// with a separator is possible (`Ann - Boats`), but not on a record that looks like a ping in other respects.
pub fn is_page_title(name: &str) -> bool {
    let name = name.trim();
    let folded = name.to_lowercase();
    DIVIDERS.iter().any(|divider| name.contains(divider))
        || name.starts_with(['|', '-', '–', '·'])
        || name.ends_with(['|', '…'])
        || PHRASES.iter().any(|phrase| folded.contains(phrase))
        || MIN_WORDS <= name.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::is_page_title;

    #[test]
    fn titles_of_pages() {
        for title in [
            "Harbour Notes » Blog Archive » Knots that hold",
            "Knots that hold « Harbour Notes",
            "Knots | Harbour Notes",
            "Knots – Harbour Notes",
            "Knots - Harbour Notes",
            "Knots :: Harbour Notes",
            "Knots · Harbour Notes",
            "Knots ‹ Harbour Notes",
            "Knots &raquo; Harbour",
            "| Harbour Notes",
            "Seven knots that hold in rain",
            "No title",
            "Knots, page 4, Sailing Forums",
        ] {
            assert!(is_page_title(title), "{title}");
        }
    }

    #[test]
    fn names_of_people() {
        for name in
            ["Ann", "Ann-Marie Lee", "Juan Carlos de la", "O'Neill", "ann_lee", "李明", "Ann (the sailor)"]
        {
            assert!(!is_page_title(name), "{name}");
        }
    }
}
