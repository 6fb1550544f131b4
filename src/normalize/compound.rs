//! Host names taken apart: `cheapwatches-online` is `cheap`, `watches`, `online`.

use std::sync::LazyLock;

use crate::lists;

/// The lists of the words that host names are made of.
static LISTS: [&lists::List; 3] = [&lists::COMMON_WORDS, &lists::TRADE_WORDS, &lists::WEAK_TRADE_WORDS];

/// How such words begin and end, by which most parts are told from words.
struct Edges {
    /// Three letters that one ends with; see [`letters`].
    ends: Vec<bool>,
    /// Three letters, and three that a word which begins with them ends with: a bit each pair; see [`pair`].
    pairs: Vec<u64>,
}

impl Edges {
    /// Do some words begin with the first three letters and end with the last three? Else none does.
    fn may_enclose(&self, first: usize, last: usize) -> bool {
        let pair = pair(first, last);
        self.pairs[pair / 64] >> (pair % 64) & 1 == 1
    }
}

const SHORTEST: usize = 3;
const LONGEST: usize = 16;

static EDGES: LazyLock<Edges> = LazyLock::new(|| {
    let (mut ends, mut pairs) = (vec![false; 1 << 15], vec![0; 1 << (PAIR_BITS - 6)]);
    let words = LISTS.into_iter().flat_map(lists::List::entries);
    for word in words.map(str::as_bytes).filter(|it| SHORTEST <= it.len()) {
        let (first, last) = (letters(&word[..SHORTEST]), letters(&word[word.len() - SHORTEST..]));
        ends[last] = true;
        let pair = pair(first, last);
        pairs[pair / 64] |= 1 << (pair % 64);
    }
    Edges { ends, pairs }
});

fn is_listed(part: &str) -> bool {
    let lists = lists::lists_with(part);
    LISTS.into_iter().any(|it| lists.have(it))
}

/// Three letters as a number under 2¹⁵; other bytes share the numbers of letters.
fn letters(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| number << 5 | usize::from(byte & 31))
}

/// Twenty times as many pairs as words: few parts have one by chance.
const PAIR_BITS: u32 = 20;

/// The first and the last three letters of a part as one number.
fn pair(first: usize, last: usize) -> usize {
    let pair = first << 15 | last;
    // Fibonacci hashing: the upper bits are the well mixed ones.
    ((pair as u32).wrapping_mul(0x9e37_79b9) >> (u32::BITS - PAIR_BITS)) as usize
}

/// The words of a host label that cover most of its letters, and the share of letters that they cover (0 to 1).
/// Words have at least three letters and stand in the list of common or of trade words; of several splits that
/// cover the same, the one with fewer words counts.
pub fn split(label: &str) -> (Vec<&str>, f32) {
    let mut words = Vec::new();
    let (mut n_letters, mut n_covered) = (0, 0);
    for part in label.split(|it: char| !it.is_alphabetic()).filter(|it| !it.is_empty()) {
        n_letters += part.len();
        let found = split_part(part);
        n_covered += found.iter().map(|it| it.len()).sum::<usize>();
        words.extend(found);
    }
    (words, n_covered as f32 / n_letters.max(1) as f32)
}

/// Dynamic programming over the letters: the best split of each beginning.
fn split_part(part: &str) -> Vec<&str> {
    let edges = &*EDGES;
    let letters: Vec<usize> = part.as_bytes().windows(SHORTEST).map(letters).collect();
    let (Some(first), Some(last), true) = (letters.first(), letters.last(), part.is_ascii()) else {
        return if is_listed(part) { vec![part] } else { Vec::new() };
    };
    if edges.ends[*last] && edges.may_enclose(*first, *last) && is_listed(part) {
        return vec![part];
    }
    // (letters covered, words used, start of the last word or the letter left over)
    let mut best: Vec<(usize, usize, usize)> = Vec::with_capacity(part.len() + 1);
    best.push((0, 0, 0));
    for end in 1..=part.len() {
        let (covered, n_words, _) = best[end - 1];
        let mut choice = (covered, n_words, end - 1);
        let last = end.checked_sub(SHORTEST).filter(|it| edges.ends[letters[*it]]);
        for start in last.map_or(0..0, |last| end.saturating_sub(LONGEST)..last + 1) {
            let (covered, n_words) = (best[start].0 + end - start, best[start].1 + 1);
            let better = choice.0 < covered || (choice.0 == covered && n_words < choice.1);
            let may_be_word = edges.may_enclose(letters[start], letters[end - SHORTEST]);
            if better && may_be_word && is_listed(&part[start..end]) {
                choice = (covered, n_words, start);
            }
        }
        best.push(choice);
    }
    let mut words = Vec::new();
    let mut end = part.len();
    while 0 < end {
        let start = best[end].2;
        if best[end].0 != best[start].0 {
            words.push(&part[start..end]);
        }
        end = start;
    }
    words.reverse();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(label: &str, expected: &[&str]) {
        assert_eq!(split(label).0, expected, "{label}");
    }

    #[test]
    fn compounds_are_taken_apart() {
        check("cheapwatches-online", &["cheap", "watches", "online"]);
        check("air-jordan-3", &["air"]);
        check("boats", &["boats"]);
        check("qzxv", &[]);
    }
}
