//! Words and what is counted of them.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use xxhash_rust::xxh3::xxh3_64;

use super::runs::visit_runs;

/// A word, or its second, third … occurrence in a text, as a number. The low half of XXH3, the same on every
/// machine; of 100,000 different words about one pair shares a number.
pub type WordId = u32;

/// The words of a folded text (Unicode Standard Annex 29), as byte ranges. Scripts that write no spaces between
/// words (Han, kana, Thai …) give pairs of neighbouring characters.
pub fn words(folded: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::with_capacity(folded.len() / 5);
    visit_words(folded, |range| ranges.push(range));
    ranges
}

/// Visits the same in their order.
pub fn visit_words(folded: &str, mut visit: impl FnMut(Range<usize>)) {
    if folded.is_ascii() {
        return visit_ascii_words(folded.as_bytes(), visit);
    }
    // The last unspaced character, and whether it stands in a pair already.
    let mut last: Option<(Range<usize>, bool)> = None;
    for (start, word) in folded.unicode_word_indices() {
        let range = start..start + word.len();
        let unspaced = is_unspaced(word);
        match &last {
            Some((before, _)) if unspaced && before.end == start => {
                visit(before.start..range.end);
                last = Some((range, true));
                continue;
            }
            Some((before, false)) => visit(before.clone()),
            _ => {}
        }
        last = unspaced.then(|| (range.clone(), false));
        if !unspaced {
            visit(range);
        }
    }
    if let Some((before, false)) = last {
        visit(before);
    }
}

/// What the rules say of texts in ASCII: letters, digits and underscores are words, and so are a mark between two letters
/// or between two digits.
fn visit_ascii_words(text: &[u8], mut visit: impl FnMut(Range<usize>)) {
    let is_in_word = |it: u8| it.is_ascii_alphanumeric() | (it == b'_');
    let mut last: Option<Range<usize>> = None;
    visit_runs(text, is_in_word, |run| match &mut last {
        Some(before)
            if before.end + 1 == run.start
                && joins(text[before.end], text[before.end - 1], text[run.start]) =>
        {
            before.end = run.end;
        }
        // Underscores alone are no word.
        _ if text[run.clone()].iter().all(|it| *it == b'_') => {}
        _ => last.replace(run).into_iter().for_each(&mut visit),
    });
    last.into_iter().for_each(visit);
}

/// Does a mark join what stands before and behind it to one word?
fn joins(mark: u8, before: u8, behind: u8) -> bool {
    match mark {
        b'.' | b'\'' => {
            before.is_ascii_digit() && behind.is_ascii_digit()
                || before.is_ascii_alphabetic() && behind.is_ascii_alphabetic()
        }
        b',' | b';' => before.is_ascii_digit() && behind.is_ascii_digit(),
        b':' => before.is_ascii_alphabetic() && behind.is_ascii_alphabetic(),
        _ => false,
    }
}

fn is_unspaced(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next().unwrap_or(' ');
    let unspaced = matches!(first,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    unspaced && chars.next().is_none()
}

/// The number of a word.
pub fn word_id(word: &str) -> WordId {
    word_hash(word) as WordId
}

/// The whole hash of a word; its number is the low half.
pub fn word_hash(word: &str) -> u64 {
    xxh3_64(word.as_bytes())
}

/// The words of a text as a sorted set in which repeated words count: the second `very` differs from the first.
/// So set similarity sees how often a word stands in a text (as multiset Jaccard does). With them, which of them are
/// marked, a bit each; repetitions are not.
pub fn bag(words: impl Iterator<Item = (WordId, bool)>) -> (Vec<WordId>, Vec<u32>) {
    // Words with their marks behind them.
    let mut distinct: Vec<u64> = words.map(|(word, is_marked)| marked(word, is_marked)).collect();
    distinct.sort_unstable();
    let mut repetitions: Vec<u64> = Vec::new();
    let mut nth = 0_u32;
    distinct.dedup_by(|other, word| {
        nth = if word_of(*other) == word_of(*word) { nth + 1 } else { 0 };
        if 0 < nth {
            *word |= *other;
            // Fibonacci hashing keeps the numbers of repetitions apart from those of other words.
            let repetition = word_of(*word).wrapping_add(nth.wrapping_mul(0x9e37_79b9));
            repetitions.push(marked(repetition, false));
        }
        0 < nth
    });
    repetitions.sort_unstable();
    let n_words = distinct.len() + repetitions.len();
    let (mut bag, mut marks) = (Vec::with_capacity(n_words), vec![0; n_words.div_ceil(MARKS)]);
    let mut add = |it: u64| {
        if bag.last() != Some(&word_of(it)) {
            bag.push(word_of(it));
        }
        let place = bag.len() - 1;
        marks[place / MARKS] |= ((it & 1) as u32) << (place % MARKS);
    };
    let mut repetitions = repetitions.into_iter().peekable();
    for word in distinct {
        while let Some(repetition) = repetitions.next_if(|it| *it < word) {
            add(repetition);
        }
        add(word);
    }
    repetitions.for_each(add);
    marks.truncate(bag.len().div_ceil(MARKS));
    (bag, marks)
}

/// So many marks stand in a number.
const MARKS: usize = u32::BITS as usize;

fn marked(word: WordId, is_marked: bool) -> u64 {
    u64::from(word) << 1 | u64::from(is_marked)
}

fn word_of(marked: u64) -> WordId {
    (marked >> 1) as WordId
}

/// The runs of four neighbouring words, as hashes, without repetition, sorted: every second run, chosen by its hash,
/// so that a run which is kept in one text is kept in every text.
pub fn shingles(words: impl ExactSizeIterator<Item = WordId>) -> Vec<u32> {
    let mut run = 0u128;
    let mut passages = Vec::with_capacity(words.len() / 2 + 8);
    for (position, word) in words.enumerate() {
        // The earliest word stands in the lowest bytes.
        run = run >> WordId::BITS | u128::from(word) << (3 * WordId::BITS);
        if 3 <= position {
            let hash = xxh3_64(&run.to_le_bytes());
            if hash.is_multiple_of(2) {
                passages.push((hash >> 32) as u32);
            }
        }
    }
    passages.sort_unstable();
    passages.dedup();
    passages
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = words(text).into_iter().map(|it| &text[it]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_are_what_people_call_words() {
        check("don't stop, 3.5 times", &["don't", "stop", "3.5", "times"]);
        check("汉字很好 ok 好", &["汉字", "字很", "很好", "ok", "好"]);
        check("", &[]);
    }

    proptest! {
        #[test]
        fn words_in_ascii_follow_the_same_rules(text in "[a-c0-2_.,;:' !\\-\t\r\n/]{0,40}") {
            let expected: Vec<_> = text.unicode_word_indices().map(|(at, word)| at..at + word.len()).collect();
            prop_assert_eq!(words(&text), expected);
        }

        #[test]
        fn words_of_any_ascii_follow_the_same_rules(text in "[\\x00-\\x7f]{0,40}") {
            let expected: Vec<_> = text.unicode_word_indices().map(|(at, word)| at..at + word.len()).collect();
            prop_assert_eq!(words(&text), expected);
        }
    }

    #[test]
    fn a_bag_counts() {
        let of = |text: &str| bag(words(text).into_iter().map(|it| (word_id(&text[it]), false))).0;
        assert_eq!(of("very very good"), of("good very very"));
        assert_eq!(of("very very good").len(), 3);
        assert_ne!(of("very good good"), of("very very good"));
    }

    #[test]
    fn marks_stay_with_their_words() {
        let (words, marks) = bag([(7, false), (3, true), (7, true), (9, false), (3, true)].into_iter());
        let marked: Vec<WordId> =
            (0..).zip(&words).filter(|(at, _)| marks[0] >> at & 1 == 1).map(|it| *it.1).collect();
        assert_eq!((words.len(), marked), (5, vec![3, 7]));
    }
}
