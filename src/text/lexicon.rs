//! What the lists know of the words of texts, by the hash of the word: one look for all of it.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};

use super::language::LANGUAGES;
use super::phrases;
use super::words::word_hash;
use crate::lists;

/// What is known of a word; nothing of most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordInfo {
    /// The languages that it is a function word of: a bit each, by their places in [`LANGUAGES`].
    pub languages: u32,
    /// Where phrases that start with it go on: a node of their tree. 0 where none does.
    pub phrases: u32,
    /// Do comments have it under any post?
    pub is_generic: bool,
}

/// What is known of a word, by its hash.
pub fn word_info(hash: u64) -> WordInfo {
    let Words { may_be_known, all } = &*WORDS;
    let (number, bit) = bit(hash);
    if may_be_known[number] & bit == 0 {
        return WordInfo::default();
    }
    all.get(&hash).copied().unwrap_or_default()
}

struct Words {
    /// A bit for each value of sixteen bits of a hash, which tells most of the words of which nothing is known: see
    /// [`bit`]. It stays in the nearest cache.
    may_be_known: Vec<u64>,
    all: HashMap<u64, WordInfo>,
}

/// The number with a hash's bit, and the bit.
fn bit(hash: u64) -> (usize, u64) {
    ((hash >> 54) as usize, 1 << (hash >> 48 & 63))
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut all: HashMap<u64, WordInfo> = HashMap::new();
    for (language, words) in lists::STOP_WORDS.iter() {
        let bit = 1 << LANGUAGES.iter().position(|it| it == language).unwrap_or_default();
        words.iter().for_each(|it| all.entry(word_hash(it)).or_default().languages |= bit);
    }
    phrases::first_steps().for_each(|(word, node)| all.entry(word).or_default().phrases = node);
    lists::GENERIC_WORDS.entries().for_each(|it| all.entry(word_hash(it)).or_default().is_generic = true);
    let mut may_be_known = vec![0; 1 << 10];
    for (number, bit) in all.keys().map(|it| bit(*it)) {
        may_be_known[number] |= bit;
    }
    Words { may_be_known, all }
});
