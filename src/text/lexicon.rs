//! The lexicon: the entries of all lists for a word, in one look-up by the word's hash.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};

use super::words::word_hash;
use crate::lists;

/// The languages that are distinguished, by their ISO 639-1 codes.
pub const LANGUAGES: [&str; 20] = [
    "cs", "de", "en", "es", "fr", "id", "it", "nl", "pl", "pt", "ro", "ru", "sv", "tr", "vi", "zh", "ja",
    "ko", "ar", "el",
];

/// The entries of the lists for a word; empty for most words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordInfo {
    /// The languages in which it is a function word: a bit set, indexed by position in [`LANGUAGES`].
    pub languages: u32,
    /// Whether it is generic: common in comments under any post.
    pub is_generic: bool,
}

/// Looks a word up by its hash.
pub fn word_info(hash: u64) -> WordInfo {
    WORDS.get(&hash).copied().unwrap_or_default()
}

static WORDS: LazyLock<HashMap<u64, WordInfo>> = LazyLock::new(|| {
    let mut all: HashMap<u64, WordInfo> = HashMap::new();
    for (language, words) in lists::STOP_WORDS.iter() {
        let bit = 1 << LANGUAGES.iter().position(|code| code == language).unwrap_or_default();
        words.iter().for_each(|word| all.entry(word_hash(word)).or_default().languages |= bit);
    }
    for word in lists::GENERIC_WORDS.entries() {
        all.entry(word_hash(word)).or_default().is_generic = true;
    }
    all
});
