//! Host names taken apart: `cheapwatches-online` is `cheap`, `watches`, `online`.

use std::sync::LazyLock;

use crate::lists;

/// The lists of the words that host names are made of.
static LISTS: [&lists::List; 3] = [&lists::COMMON_WORDS, &lists::TRADE_WORDS, &lists::WEAK_TRADE_WORDS];

/// How such words begin and end, by which most parts are told from words.
struct Edges {
    /// Three letters that one begins with; see [`letters`].
    starts: Bits,
    /// Three letters that one ends with.
    ends: Bits,
    /// How one begins and ends, and how long it is; see [`shape`].
    shapes: Bits,
}

/// A set of numbers, a bit each.
struct Bits(Vec<u64>);

impl Bits {
    fn new(n_numbers: usize) -> Bits {
        Bits(vec![0; n_numbers.div_ceil(64)])
    }

    fn add(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }

    fn has(&self, number: usize) -> bool {
        self.0[number / 64] >> (number % 64) & 1 == 1
    }
}

const SHORTEST: usize = 3;
const LONGEST: usize = 16;

static EDGES: LazyLock<Edges> = LazyLock::new(|| {
    let letters_bits = || Bits::new(1 << LETTERS_BITS);
    let mut edges =
        Edges { starts: letters_bits(), ends: letters_bits(), shapes: Bits::new(1 << SHAPE_BITS) };
    let words = LISTS.into_iter().flat_map(lists::List::entries);
    for word in words.map(str::as_bytes).filter(|it| SHORTEST <= it.len()) {
        edges.starts.add(letters(&word[..SHORTEST]));
        edges.ends.add(letters(&word[word.len() - SHORTEST..]));
        edges.shapes.add(shape(word));
    }
    edges
});

fn is_listed(part: &str) -> bool {
    let lists = lists::lists_with(part);
    LISTS.into_iter().any(|it| lists.have(it))
}

const LETTERS_BITS: u32 = 15;

/// Three letters as a number; other bytes share the numbers of letters.
fn letters(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| number << 5 | usize::from(byte & 31))
}

/// Twenty times as many numbers as words: few parts share one by chance.
const SHAPE_BITS: u32 = 20;

/// The first and the last three letters of a part and its length as one number.
fn shape(part: &[u8]) -> usize {
    let (first, last) = (letters(&part[..SHORTEST]), letters(&part[part.len() - SHORTEST..]));
    let all = (part.len() << LETTERS_BITS | first) << LETTERS_BITS | last;
    // Fibonacci hashing: the upper bits are the well mixed ones.
    ((all as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - SHAPE_BITS)) as usize
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
    let bytes = part.as_bytes();
    if (part.len() < SHORTEST || edges.shapes.has(shape(bytes))) && is_listed(part) {
        return vec![part];
    }
    if part.len() < SHORTEST || !part.is_ascii() {
        return Vec::new();
    }
    // (letters covered, words used, start of the last word or the letter left over)
    let mut best: Vec<(usize, usize, usize)> = Vec::with_capacity(part.len() + 1);
    best.push((0, 0, 0));
    for end in 1..=part.len() {
        let (covered, n_words, _) = best[end - 1];
        let mut choice = (covered, n_words, end - 1);
        let last = end.checked_sub(SHORTEST).filter(|it| edges.ends.has(letters(&bytes[*it..end])));
        for start in last.map_or(0..0, |last| end.saturating_sub(LONGEST)..last + 1) {
            let (covered, n_words) = (best[start].0 + end - start, best[start].1 + 1);
            let better = choice.0 < covered || (choice.0 == covered && n_words < choice.1);
            let may_start = || edges.starts.has(letters(&bytes[start..start + SHORTEST]));
            let has_shape = || edges.shapes.has(shape(&bytes[start..end]));
            if better && may_start() && has_shape() && is_listed(&part[start..end]) {
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
