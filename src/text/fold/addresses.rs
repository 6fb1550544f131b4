//! Web addresses: the parts that differ between two spellings of one address.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// Removes scheme, `www.` and final slashes from the addresses of a text. An address that is nothing but a scheme is
/// removed altogether.
pub fn shorten(text: &str) -> Cow<'_, str> {
    let is_changed = |word: &str| shorten_word(word) != Parts { opening: "", rest: word };
    if !may_have_addresses(text) || !text.split(' ').any(is_changed) {
        return Cow::Borrowed(text);
    }
    let mut shortened = String::with_capacity(text.len());
    for Parts { opening, rest } in text.split(' ').map(shorten_word) {
        if opening.is_empty() && rest.is_empty() {
            continue;
        }
        if !shortened.is_empty() {
            shortened.push(' ');
        }
        shortened.push_str(opening);
        shortened.push_str(rest);
    }
    Cow::Owned(shortened)
}

/// Returns true if a text has a scheme or `www.`, like every address that is not marked up as a link.
pub fn may_have_addresses(text: &str) -> bool {
    static SCHEME: LazyLock<Finder> = LazyLock::new(|| Finder::new("://"));
    static WWW: LazyLock<Finder> = LazyLock::new(|| Finder::new("www."));
    SCHEME.find(text.as_bytes()).is_some() || WWW.find(text.as_bytes()).is_some()
}

/// A word without what [`shorten`] removes.
#[derive(PartialEq)]
struct Parts<'a> {
    /// The brackets and quotes before an address; empty for a word that is no address.
    opening: &'a str,
    rest: &'a str,
}

fn shorten_word(word: &str) -> Parts<'_> {
    let address = word.trim_start_matches(['(', '[', '<', '"', '\'']);
    let mut rest = address;
    while let Some(shorter) =
        ["http://", "https://", "www."].iter().find_map(|prefix| rest.strip_prefix(prefix))
    {
        rest = shorter;
    }
    if rest.len() == address.len() {
        return Parts { opening: "", rest: word };
    }
    Parts { opening: &word[..word.len() - address.len()], rest: rest.trim_end_matches('/') }
}
