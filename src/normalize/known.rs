//! What the lists know of the words of texts, by the hash of the word: one look for all of it.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};

use super::language::LANGUAGES;
use super::phrases;
use super::words::word_hash;
use crate::lists;

/// What is known of a word; nothing of most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The languages that it is a function word of: a bit each, by their places in [`LANGUAGES`].
    pub languages: u32,
    /// Where phrases that start with it go on: a node of their tree. 0 where none does.
    pub phrases: u32,
    /// Do comments have it under any post?
    pub is_generic: bool,
}

/// What is known of a word, by its hash.
pub fn known(hash: u64) -> Known {
    KNOWN.get(&hash).copied().unwrap_or_default()
}

static KNOWN: LazyLock<HashMap<u64, Known>> = LazyLock::new(|| {
    let mut known: HashMap<u64, Known> = HashMap::new();
    for (language, words) in lists::STOP_WORDS.iter() {
        let bit = 1 << LANGUAGES.iter().position(|it| it == language).unwrap_or_default();
        words.iter().for_each(|it| known.entry(word_hash(it)).or_default().languages |= bit);
    }
    phrases::first_steps().for_each(|(word, node)| known.entry(word).or_default().phrases = node);
    lists::GENERIC_WORDS.entries().for_each(|it| known.entry(word_hash(it)).or_default().is_generic = true);
    known
});
