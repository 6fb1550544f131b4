//! Words, bags of words and shingles of a text.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use xxhash_rust::xxh3::xxh3_64;

/// The number of a word, or of its second, third, … occurrence in a text: the low half of its XXH3 hash, which is the
/// same on every machine. Among 100,000 different words, about one pair collides.
pub type WordId = u32;

/// The words of a folded text (Unicode Standard Annex 29), as byte ranges. Scripts without spaces between words (Han,
/// kana, Thai, …) give pairs of neighbouring characters.
pub fn words(folded: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::with_capacity(folded.len() / 5);
    let mut open: Option<Unspaced> = None;
    for (start, word) in folded.unicode_word_indices() {
        let range = start..start + word.len();
        let previous = open.take();
        if !is_unspaced(word) {
            ranges.extend(previous.and_then(Unspaced::alone));
            ranges.push(range);
            continue;
        }
        match previous {
            Some(previous) if previous.range.end == start => {
                ranges.push(previous.range.start..range.end);
                open = Some(Unspaced { range, is_paired: true });
            }
            previous => {
                ranges.extend(previous.and_then(Unspaced::alone));
                open = Some(Unspaced { range, is_paired: false });
            }
        }
    }
    ranges.extend(open.and_then(Unspaced::alone));
    ranges
}

/// A character of a script without spaces, which may form a pair with the next one.
struct Unspaced {
    range: Range<usize>,
    /// Whether it is in a pair with the character before it.
    is_paired: bool,
}

impl Unspaced {
    /// The character as a word of its own, unless it is in a pair.
    fn alone(self) -> Option<Range<usize>> {
        (!self.is_paired).then_some(self.range)
    }
}

/// Whether a word is a single character of a script without spaces between words.
fn is_unspaced(word: &str) -> bool {
    let mut chars = word.chars();
    let is_unspaced = chars.next().is_some_and(|first| {
        matches!(first,
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}')
    });
    is_unspaced && chars.next().is_none()
}

/// The number of a word: the low half of [`word_hash`].
pub fn word_id(word: &str) -> WordId {
    word_hash(word) as WordId
}

/// The hash of a word: XXH3, 64 bits.
pub fn word_hash(word: &str) -> u64 {
    xxh3_64(word.as_bytes())
}

/// A member of a bag of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BagWord {
    /// The word, or one of its repetitions.
    pub id: WordId,
    /// Whether the word says what the text is about. False for repetitions.
    pub is_content: bool,
}

/// The words of a text as a sorted set in which repetitions are members of their own: the second `very` differs from
/// the first. The Jaccard similarity of two such sets is that of the multisets of their words.
pub fn bag(words: impl Iterator<Item = BagWord>) -> Vec<BagWord> {
    // Fibonacci hashing separates the numbers of repetitions from those of other words.
    let repetition = |id: WordId, nth: u32| id.wrapping_add(nth.wrapping_mul(0x9e37_79b9));
    let mut words: Vec<BagWord> = words.collect();
    words.sort_unstable();
    let mut bag = Vec::with_capacity(words.len());
    for same in words.chunk_by(|word, other| word.id == other.id) {
        let id = same[0].id;
        bag.push(BagWord { id, is_content: same.iter().any(|word| word.is_content) });
        bag.extend(
            (1..).take(same.len() - 1).map(|nth| BagWord { id: repetition(id, nth), is_content: false }),
        );
    }
    bag.sort_unstable();
    bag.dedup_by(|other, kept| {
        let is_same = other.id == kept.id;
        kept.is_content |= is_same && other.is_content;
        is_same
    });
    bag
}

/// The length of a shingle, in words.
const SHINGLE_LEN: u32 = 4;

/// A sample of a text's shingles, as sorted hashes without repetition. A shingle is the hash of four neighbouring
/// words. The sample is about half of them, chosen by the hash, so that two texts sample the same shingles.
pub fn shingles(words: impl ExactSizeIterator<Item = WordId>) -> Vec<u32> {
    let mut shingle = 0u128;
    let mut shingles = Vec::with_capacity(words.len() / 2 + 8);
    for (position, word) in (1..).zip(words) {
        // The earliest word is in the lowest bytes.
        shingle = shingle >> WordId::BITS | u128::from(word) << ((SHINGLE_LEN - 1) * WordId::BITS);
        let hash = xxh3_64(&shingle.to_le_bytes());
        if SHINGLE_LEN <= position && hash.is_multiple_of(2) {
            shingles.push((hash >> 32) as u32);
        }
    }
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = words(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_are_what_people_call_words() {
        check("don't stop, 3.5 times", &["don't", "stop", "3.5", "times"]);
        check("汉字很好 ok 好", &["汉字", "字很", "很好", "ok", "好"]);
        check("", &[]);
    }

    #[test]
    fn a_bag_counts() {
        let bag_of = |text: &str| {
            bag(words(text).into_iter().map(|range| BagWord { id: word_id(&text[range]), is_content: false }))
        };
        assert_eq!(bag_of("very very good"), bag_of("good very very"));
        assert_eq!(bag_of("very very good").len(), 3);
        assert_ne!(bag_of("very good good"), bag_of("very very good"));
    }

    #[test]
    fn one_content_word_among_equals_is_enough() {
        let words = [(7, false), (3, true), (7, true), (9, false), (3, true)];
        let bag = bag(words.into_iter().map(|(id, is_content)| BagWord { id, is_content }));
        let content: Vec<WordId> = bag.iter().filter(|word| word.is_content).map(|word| word.id).collect();
        assert_eq!((bag.len(), content), (5, vec![3, 7]));
    }

    #[test]
    fn shingles_are_found_again_in_another_text() {
        let numbers = |range: Range<u32>| shingles(range);
        let (short, long) = (numbers(100..140), numbers(0..400));
        assert!(!short.is_empty() && short.iter().all(|shingle| long.contains(shingle)));
        assert!(numbers(0..3).is_empty());
    }
}
