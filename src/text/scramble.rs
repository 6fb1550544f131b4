//! Words whose inner letters are out of order: `prboelm` for `problem`.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};

use super::words::word_hash;
use crate::lists::COMMON_WORDS;

/// Shorter words have too few inner letters: a foreign word has the letters of an English one by chance.
const MIN_LETTERS: usize = 5;

/// The common word that a scrambled one is made of: the same first, last and inner letters in another order.
///
/// `None` for common words, and for typos: words that one edit turns into a common word. An edit corrects a missing,
/// doubled or wrong letter, or swaps two neighbours.
pub fn unscrambled(word: &str) -> Option<&'static str> {
    let is_plain = MIN_LETTERS <= word.len() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_plain || COMMON_WORDS.has(word) {
        return None;
    }
    let original = ORIGINALS.get(&word_hash(&sorted(word)))?;
    (!is_one_edit_from_a_word(word)).then_some(original)
}

/// The common words by the hash of their [`sorted`] form. Of several with the same letters, the first one.
static ORIGINALS: LazyLock<HashMap<u64, &'static str>> = LazyLock::new(|| {
    let mut originals: HashMap<u64, &'static str> = HashMap::new();
    for word in COMMON_WORDS.entries().filter(|word| MIN_LETTERS <= word.len() && word.is_ascii()) {
        let first = originals.entry(word_hash(&sorted(word))).or_insert(word);
        *first = word.min(first);
    }
    originals
});

/// A word in ASCII with its inner letters in the order of the alphabet.
fn sorted(word: &str) -> String {
    let mut letters = word.as_bytes().to_vec();
    if let [_, inner @ .., _] = letters.as_mut_slice() {
        inner.sort_unstable();
    }
    // ASCII bytes are valid UTF-8 in any order.
    String::from_utf8(letters).unwrap_or_default()
}
/// Whether one edit turns a word in ASCII into a common word. All words at a distance of one edit are looked up: some
/// fifty for every letter.
fn is_one_edit_from_a_word(word: &str) -> bool {
    let has = |letters: &[&str]| COMMON_WORDS.has(&letters.concat());
    let alphabet: Vec<String> = ('a'..='z').map(String::from).collect();
    (0..=word.len()).any(|position| {
        let (head, tail) = word.split_at(position);
        if alphabet.iter().any(|letter| has(&[head, letter, tail])) {
            return true;
        }
        if tail.is_empty() {
            return false;
        }
        let (letter, rest) = tail.split_at(1);
        let is_swapped = !rest.is_empty() && has(&[head, &rest[..1], letter, &rest[1..]]);
        is_swapped || has(&[head, rest]) || alphabet.iter().any(|other| has(&[head, other, rest]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scrambled_words_are_found() {
        let pairs = [
            ("prboelm", "problem"),
            ("asnewr", "answer"),
            ("knwlgedoe", "knowledge"),
            ("unkowningly", "unknowingly"),
            ("pwoerufl", "powerful"),
        ];
        for (word, original) in pairs {
            assert_eq!(unscrambled(word), Some(original), "{word}");
        }
    }

    #[test]
    fn typos_and_words_are_not() {
        let swapped = ["becuase", "thnaks", "recieve", "wierd", "clsoed"];
        let missing_or_wrong = ["skils", "sence", "garantee", "comming"];
        let words = ["problem", "coders", "sprites", "repos", "crème", "form", "x86", ""];
        for word in swapped.into_iter().chain(missing_or_wrong).chain(words) {
            assert_eq!(unscrambled(word), None, "{word}");
        }
    }
}
