//! Host labels split into words: `cheapwatches-online` is `cheap`, `watches`, `online`.

use crate::lists;

/// The lists of words in host names.
static LISTS: [&lists::List; 3] = [&lists::COMMON_WORDS, &lists::TRADE_WORDS, &lists::WEAK_TRADE_WORDS];

const SHORTEST_WORD: usize = 3;
const LONGEST_WORD: usize = 16;

fn is_listed(part: &str) -> bool {
    let lists = lists::lists_with(part);
    LISTS.into_iter().any(|list| lists.have(list))
}

/// The words of a host label, and the share of its letters that they cover (0 to 1).
///
/// A word is in the lists of common or trade words. It has at least three letters, unless it fills the space between
/// two hyphens. The split that covers the most letters is chosen; of equal ones, the split with the fewest words.
pub fn split_compound(label: &str) -> (Vec<&str>, f32) {
    let mut words = Vec::new();
    let (mut n_letters, mut n_covered) = (0, 0);
    for part in label.split(|char: char| !char.is_alphabetic()).filter(|part| !part.is_empty()) {
        n_letters += part.len();
        let found = split_part(part);
        n_covered += found.iter().map(|word| word.len()).sum::<usize>();
        words.extend(found);
    }
    (words, n_covered as f32 / n_letters.max(1) as f32)
}

/// The best split of the first letters of a part.
#[derive(Clone, Copy)]
struct Split {
    n_covered: usize,
    n_words: usize,
    /// The start of the last word, or of the last letter if it belongs to no word.
    last_start: usize,
}

/// Splits letters by dynamic programming: the best split of each prefix follows from those of shorter ones.
fn split_part(part: &str) -> Vec<&str> {
    if is_listed(part) {
        return vec![part];
    }
    if !part.is_ascii() {
        return Vec::new();
    }
    let mut best = Vec::with_capacity(part.len() + 1);
    best.push(Split { n_covered: 0, n_words: 0, last_start: 0 });
    for end in 1..=part.len() {
        let mut choice = Split { last_start: end - 1, ..best[end - 1] };
        for start in end.saturating_sub(LONGEST_WORD)..(end + 1).saturating_sub(SHORTEST_WORD) {
            let n_covered = best[start].n_covered + end - start;
            let n_words = best[start].n_words + 1;
            let is_better =
                choice.n_covered < n_covered || choice.n_covered == n_covered && n_words < choice.n_words;
            if is_better && is_listed(&part[start..end]) {
                choice = Split { n_covered, n_words, last_start: start };
            }
        }
        best.push(choice);
    }
    let mut words = Vec::new();
    let mut end = part.len();
    while 0 < end {
        let start = best[end].last_start;
        if best[end].n_covered != best[start].n_covered {
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
        assert_eq!(split_compound(label).0, expected, "{label}");
    }

    #[test]
    fn compounds_are_split() {
        check("cheapwatches-online", &["cheap", "watches", "online"]);
        check("air-jordan-3", &["air"]);
        check("boats", &["boats"]);
        check("qzxv", &[]);
        check("ab", &[]);
    }
}
