//! Whether two pings come from one page.
//!
//! WordPress refuses a second ping of an address (`pingback_ping` in `class-wp-xmlrpc-server.php`,
//! `wp-trackback.php`). A dump has two pings of one page after an import, after the page's address changed, or if
//! the page sent both a trackback and a pingback. The same excerpt from another page is another ping.

use crate::facts::Facts;
use crate::knowledge::gap;
use crate::text::Site;

/// Shorter domain names are contained in others by chance.
const PARTICULAR_LABEL: usize = 6;

/// The last segment of a path is the title of one article if it has at least this many hyphens.
const N_SLUG_HYPHENS: usize = 3;

/// Numbers with fewer digits are dates and counters. Longer ones are ids of pages.
const N_ID_DIGITS: usize = 5;

const DAY_SECONDS: i64 = 24 * 3600;

/// Many pages may share a title with fewer words.
const MIN_TITLE_WORDS: usize = 3;

/// Whether two pings with similar excerpts come from one page: the address, or the title in the address, is the
/// same, on one domain or after the domain was renamed. If an address is missing, the titles of the pages are
/// compared.
pub fn are_pages_same(one: &Facts, other: &Facts) -> bool {
    let has_same_title = !one.name().is_empty() && one.name() == other.name();
    let is_particular = || MIN_TITLE_WORDS <= one.name().split_whitespace().count();
    let (site, other_site) = match (&one.site, &other.site) {
        (Some(site), Some(other_site)) => (site, other_site),
        (None, None) => return has_same_title,
        _ => return has_same_title && is_particular(),
    };
    if site.normal() == other_site.normal() {
        return true;
    }
    if site.registrable_domain() == other_site.registrable_domain() {
        return !are_ids_different(site, other_site) && is_slug_shared(site, other_site);
    }
    let is_same_path = !site.path().is_empty() && site.path() == other_site.path();
    let is_reposted = || {
        let is_title = N_SLUG_HYPHENS <= site.path().matches('-').count();
        // A blog moves once. A copy on another blog pings within hours.
        let is_later = || gap(one, other).is_some_and(|gap| DAY_SECONDS < gap);
        one.fingerprint == other.fingerprint && is_title && (has_same_title || is_later())
    };
    let is_renamed = are_labels_alike(site.label(), other_site.label());
    let has_same_excerpt = one.fingerprint == other.fingerprint;
    (is_renamed && (is_same_path || is_slug_shared(site, other_site) || has_same_title || has_same_excerpt))
        || (is_same_path && is_reposted())
}

/// The title of the page that a ping without an address comes from, if it is specific enough to identify one page.
pub fn page_title(ping: &Facts) -> Option<&str> {
    const DIVIDERS: [&str; 8] = [" - ", " | ", " \" ", "\"", " :: ", " at ", " ' ", " : "];
    let name = ping.name();
    let is_title = ping.kind.is_ping()
        && ping.site.is_none()
        && MIN_TITLE_WORDS < name.split_whitespace().count()
        && DIVIDERS.iter().any(|divider| name.contains(divider));
    is_title.then_some(name)
}

/// Whether two addresses contain the title of the same article: the same last segment with a hyphen, or the same
/// segment with several hyphens before numbers such as a date. A segment before other words is a category.
fn is_slug_shared(one: &Site, other: &Site) -> bool {
    fn last_part(site: &Site) -> &str {
        site.path().rsplit('/').next().unwrap_or_default()
    }
    fn title(site: &Site) -> Option<&str> {
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let part = site.path().rsplit('/').find(|part| !is_number(part))?;
        (N_SLUG_HYPHENS <= part.matches('-').count() && !part.contains('?')).then_some(part)
    }
    let ends_alike = last_part(one) == last_part(other) && last_part(one).contains('-');
    ends_alike || (title(one).is_some() && title(one) == title(other))
}

/// Whether both paths have ids of pages, and these differ.
fn are_ids_different(one: &Site, other: &Site) -> bool {
    fn ids(site: &Site) -> Vec<&str> {
        let numbers = site.path().split(|char: char| !char.is_ascii_digit());
        numbers.filter(|number| N_ID_DIGITS <= number.len()).collect()
    }
    let (ids, other_ids) = (ids(one), ids(other));
    !ids.is_empty() && !other_ids.is_empty() && ids != other_ids
}

/// Whether a domain was renamed: one name contains the other, or they share a word of at least [`PARTICULAR_LABEL`]
/// letters.
fn are_labels_alike(one: &str, other: &str) -> bool {
    let holds = |long: &str, short: &str| PARTICULAR_LABEL <= short.len() && long.contains(short);
    let shares_word = one
        .split('-')
        .any(|word| PARTICULAR_LABEL <= word.len() && other.split('-').any(|other| other == word));
    holds(one, other) || holds(other, one) || shares_word
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comment::Comment;
    use crate::facts::{Look, look};

    #[track_caller]
    fn check(one: (&str, &str), other: (&str, &str), expected: bool) {
        let ping = |(name, url): (&str, &str)| {
            let mut comment =
                Comment { body: "[...] as Ada wrote about knots [...]".to_owned(), ..Comment::default() };
            comment.author.name = name.to_owned();
            comment.author.url = url.to_owned();
            look(&comment, &Look::BLANK)
        };
        assert_eq!(are_pages_same(&ping(one), &ping(other)), expected, "{one:?} {other:?}");
    }

    #[test]
    fn one_page_under_two_addresses() {
        let title = "Knots that hold « Harbour";
        for (one, other) in [
            (
                "http://harbour.example/2009/05/knots-that-hold/",
                "https://www.harbour.example/2009/05/knots-that-hold",
            ),
            (
                "http://harbour.example/2009/05/knots-that-hold/",
                "http://harbour.example/blog/knots-that-hold/",
            ),
            (
                "http://harbour.example/138/knots-that-hold-in-rain/2006/",
                "http://harbour.example/145/knots-that-hold-in-rain",
            ),
            ("http://harbour.wordpress.com/2009/05/knots/", "http://harbour.example/2009/05/knots/"),
            ("http://blog.ann-lindqvist.example/?p=17", "http://lindqvist-boats.example/?p=17"),
        ] {
            check((title, one), (title, other), true);
        }
        check((title, ""), (title, ""), true);
        check((title, ""), (title, "http://harbour.example/knots/"), true);
    }

    #[test]
    fn different_pages_with_one_excerpt() {
        for (one, other) in [
            ("http://harbour.example/knots/", "http://harbour.example/ropes/"),
            (
                "http://boards.example/t/sailing/p/92940107/knots-that-hold",
                "http://boards.example/t/ropes/p/87998320/knots-that-hold",
            ),
            ("http://harbour.example/?p=17", "http://ropes.example/?p=17"),
            (
                "http://harbour.example/links-of-the-day/a-monday/",
                "http://harbour.example/links-of-the-day/a-friday/",
            ),
            (
                "http://harbour.example/knots-that-hold-in-rain/",
                "http://ropes.example/knots-that-hold-in-rain/",
            ),
            (
                "http://c123.blogs.example/2006/03/knots-that-hold-in-rain/",
                "http://c475.boats.example/2006/03/knots-that-hold-in-rain/",
            ),
        ] {
            check(("Knots | Harbour", one), ("Knots | Ropes", other), false);
        }
        check(("Knots « Harbour", ""), ("Knots « Ropes", ""), false);
        check(("Knots", ""), ("Knots", "http://harbour.example/knots/"), false);
    }
}
