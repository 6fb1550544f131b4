//! Titles of pages: what a ping has where a comment has its author's name.

/// What a blog's template puts between the title of a page and the name of the site.
const DIVIDERS: &[&str] = &[
    "»", "«", "›", "‹", " | ", " : ", " :: ", " ~ ", " - ", " -- ", " — ", " – ", " · ", " • ", " ← ", " → ",
    " > ", " < ", "&raquo;", "&laquo;", "&rsaquo;", "&lsaquo;", "&#8211;", "&#8212;", "&#8250;", "&#8249;",
    "&middot;", "&ndash;", "&mdash;", "&bull;", "&#124;",
];

/// What WordPress, vBulletin and others write in the titles of pages, folded. The last one is what Posterous and
/// aggregators fill in.
const PHRASES: &[&str] =
    &["blog archive", "weblog archive", "blog entry", "forum", "topsy.com", "scoop.it", "no title"];

/// Names of people have fewer words.
const MIN_WORDS: usize = 5;

/// Whether a name is the title of a page: it has a divider, or more words than a name. A person's name with a divider is
/// possible (`Ann - Boats`); together with the marks of a ping it is not.
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
