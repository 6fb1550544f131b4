//! Whether two similar texts say the same thing, or differ in the word, number or name that matters.
//!
//! The words of a text are known by their hashes only, so a mended typing error looks like another word. Short texts with
//! a word replaced are therefore different statements; in long ones a few replaced words are mended errors. A number is
//! never an error: people who count up (`day 3`, scores, order numbers) say something new each time.

use std::sync::LazyLock;

use foldhash::HashSet;

use crate::facts::Facts;
use crate::near;
use crate::text::{WordId, word_id};

/// In a text of so many words, a few replaced words are mended errors.
const LONG_MIN_WORDS: usize = 20;

/// The share of the shorter text's words that both texts have, if words were only mended.
const MENDED_SHARE: f64 = 0.9;

/// Words that announce a correction. The text that has one is needed beside the one that it corrects.
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

/// Larger numbers rarely count anything up; years and order numbers of small shops are below.
const MAX_NUMBER: u32 = 99_999;

static CORRECTION_IDS: LazyLock<HashSet<WordId>> =
    LazyLock::new(|| CORRECTIONS.iter().map(|word| word_id(word)).collect());

static NUMBER_IDS: LazyLock<HashSet<WordId>> = LazyLock::new(|| {
    let ordinals = (1..=100).flat_map(|number| ["st", "nd", "rd", "th"].map(|end| format!("{number}{end}")));
    let numbers =
        (0..=MAX_NUMBER).map(|number| number.to_string()).chain((0..10).map(|digit| format!("0{digit}")));
    numbers.chain(ordinals).map(|word| word_id(&word)).collect()
});

/// Whether the later of two similar texts says what the earlier one says. `is_soon`: both were sent within minutes.
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

/// The members of one sorted set that another lacks.
fn difference(one: &[WordId], other: &[WordId]) -> Vec<WordId> {
    one.iter().copied().filter(|word| other.binary_search(word).is_err()).collect()
}
