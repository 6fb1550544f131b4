//! Whether two similar texts make the same statement, or differ in a word, number or name that matters.
//!
//! Only the hashes of words are known, so a corrected typing error looks like another word. Therefore short texts
//! that differ in a word are different statements, and a few replaced words in long texts are corrected errors. A
//! changed number is never a corrected error: people who count up (`day 3`, scores, order numbers) make a new
//! statement each time.

use std::sync::LazyLock;

use foldhash::HashSet;

use crate::facts::Facts;
use crate::near;
use crate::text::{WordId, word_id};

/// The minimum number of words in a text where a few replaced words are corrected errors.
const LONG_MIN_WORDS: usize = 20;

/// The minimum share of the shorter text's words that both texts have if only errors were corrected.
const MENDED_SHARE: f64 = 0.9;

/// Words that announce a correction. A text with such a word is kept beside the one that it corrects.
const CORRECTIONS: &[&str] = &[
    "correction",
    "corrections",
    "corrected",
    "erratum",
    "errata",
    "meant",
    "oops",
    "whoops",
    "typo",
    "korrektur",
    "berichtigung",
    "meinte",
    "tippfehler",
    "rectification",
    "rectificatif",
    "corrección",
    "quise",
    "correzione",
    "intendevo",
    "correção",
    "correctie",
    "bedoelde",
    "rättelse",
    "menade",
    "rettelse",
    "mente",
    "poprawka",
    "oprava",
    "исправление",
    "поправка",
    "опечатка",
    "düzeltme",
    "訂正",
    "更正",
];

/// The largest number that may count up. Years and order numbers of small shops are smaller.
const MAX_NUMBER: u32 = 99_999;

static CORRECTION_IDS: LazyLock<HashSet<WordId>> =
    LazyLock::new(|| CORRECTIONS.iter().map(|word| word_id(word)).collect());

static NUMBER_IDS: LazyLock<HashSet<WordId>> = LazyLock::new(|| {
    let ordinals = (1..=100).flat_map(|number| ["st", "nd", "rd", "th"].map(|end| format!("{number}{end}")));
    let numbers =
        (0..=MAX_NUMBER).map(|number| number.to_string()).chain((0..10).map(|digit| format!("0{digit}")));
    numbers.chain(ordinals).map(|word| word_id(&word)).collect()
});

/// Whether two similar texts make the same statement. `is_soon` says that both were sent within minutes.
pub fn are_same(earlier: &Facts, later: &Facts, is_soon: bool) -> bool {
    let (one, other) = (earlier.words(), later.words());
    if one == other {
        return true;
    }
    let (removed, added) = (difference(one, other), difference(other, one));
    let has_number = |words: &[WordId]| words.iter().any(|word| NUMBER_IDS.contains(word));
    if added.iter().any(|word| CORRECTION_IDS.contains(word)) || (has_number(&removed) && has_number(&added))
    {
        return false;
    }
    let n_shorter = one.len().min(other.len());
    let is_long = LONG_MIN_WORDS <= n_shorter;
    if removed.is_empty() || added.is_empty() {
        return is_soon || is_long;
    }
    is_long && MENDED_SHARE * n_shorter as f64 <= near::overlap(one, other) as f64
}

/// The members of one sorted set that the other lacks.
fn difference(one: &[WordId], other: &[WordId]) -> Vec<WordId> {
    one.iter().copied().filter(|word| other.binary_search(word).is_err()).collect()
}
