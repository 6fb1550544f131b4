//! Threads in which nothing separates the comments, but each of them occurs twice in a row. Themes print comments
//! once for wide and once for narrow screens, and imports run twice.
//!
//! A comment may have several lines, which may repeat. Therefore all ways to divide the page into doubled passages
//! are compared. The division with the fewest remaining lines wins, then the one with the most passages: four equal
//! lines are two short comments, each doubled.
//!
//! Both copies are read as comments; later steps decide which one is the duplicate. Up to three lines between two
//! doubled comments are a comment that occurs once, unless the page has them elsewhere too, as it has buttons.
//! Songs have refrains and articles repeat themselves, so at least two different doubled passages of five words are
//! required, with little between them and only a footer below. The text above is the post. Without such text, the
//! first doubled passage is the post.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Entry;
use crate::read::page::Line;

/// The number of repetitions of its first line that are tried as the start of a passage's second copy. It bounds
/// the work on pages with the same text on every line.
const TRIES: usize = 16;

/// The most lines below the comments: forms, licences and links.
const FOOTER_LINES: usize = 20;

/// The most lines between two doubled comments.
const GAP_LINES: usize = 3;

/// The number of words from which a doubled passage is evidence. Short ones (`Thanks!`) are repeated by chance.
const PROOF_WORDS: usize = 5;

/// The comments of a page; `None` if no passages are doubled.
pub fn find<'a>(lines: &[Line<'a>]) -> Option<Vec<Entry<'a>>> {
    let numbers = number_lines(lines);
    let pairs = pairs_of(&numbers);
    let mut end = pairs.len();
    // The footer may have doubled lines too, so the last pairs may not be comments.
    while 0 < end {
        let is_near = |pair_idx: usize| pairs[pair_idx].start <= pairs[pair_idx - 1].end() + GAP_LINES;
        let start = (1..end).rev().find(|pair_idx| !is_near(*pair_idx)).unwrap_or(0);
        if FOOTER_LINES < lines.len() - pairs[end - 1].end() {
            return None;
        }
        // At least one passage is the post.
        let first = start + usize::from(pairs[start].start == 0);
        if is_proof(&pairs[first..end], &numbers, lines) {
            return Some(entries_of(&pairs[first..end], &numbers));
        }
        end = start;
    }
    None
}

/// Two copies of a passage, one directly below the other.
#[derive(Clone, Copy)]
struct Pair {
    start: usize,
    n_lines: usize,
}

impl Pair {
    fn end(self) -> usize {
        self.start + 2 * self.n_lines
    }

    fn copies(self) -> [Range<usize>; 2] {
        let middle = self.start + self.n_lines;
        [self.start..middle, middle..self.end()]
    }
}

/// Gives equal lines equal numbers, from 0 in the order in which they first appear.
fn number_lines(lines: &[Line]) -> Vec<u32> {
    let mut seen = HashMap::new();
    let mut numbers = Vec::with_capacity(lines.len());
    for line in lines {
        let next = seen.len() as u32;
        numbers.push(*seen.entry(line.text).or_insert(next));
    }
    numbers
}

/// The best division of the page into doubled passages, found from the end by dynamic programming: the best
/// division from a line on follows from the best divisions after each passage that can start there.
fn pairs_of(numbers: &[u32]) -> Vec<Pair> {
    let n_lines = numbers.len();
    let hashes = Hashes::new(numbers);
    let next_equal = next_equal(numbers);
    // For the lines from each line on: the number of lines left over, and the number of pairs.
    let mut best = vec![(0_u32, 0_u32); n_lines + 1];
    let mut choice = vec![0_u32; n_lines];
    for start in (0..n_lines).rev() {
        best[start] = (best[start + 1].0 + 1, best[start + 1].1);
        let mut middle = next_equal[start];
        for _ in 0..TRIES {
            let length = middle - start;
            let end = middle + length;
            if n_lines < end {
                break;
            }
            if hashes.of(start..middle) == hashes.of(middle..end) {
                let (n_left, n_pairs) = (best[end].0, best[end].1 + 1);
                if n_left < best[start].0 || (n_left == best[start].0 && best[start].1 < n_pairs) {
                    best[start] = (n_left, n_pairs);
                    choice[start] = length as u32;
                }
            }
            middle = next_equal[middle];
        }
    }
    let mut pairs = Vec::new();
    let mut start = 0;
    while start < n_lines {
        let pair = Pair { start, n_lines: choice[start] as usize };
        let [first, second] = pair.copies();
        // Equal hashes are verified by comparing the lines.
        if first.is_empty() || numbers[first] != numbers[second] {
            start += 1;
        } else {
            pairs.push(pair);
            start = pair.end();
        }
    }
    pairs
}

/// The next equal line of every line; the number of lines if there is none.
fn next_equal(numbers: &[u32]) -> Vec<usize> {
    let n_lines = numbers.len();
    let mut next = vec![n_lines; n_lines + 1];
    let mut latest = vec![n_lines; n_lines];
    for (at, number) in numbers.iter().enumerate().rev() {
        next[at] = std::mem::replace(&mut latest[*number as usize], at);
    }
    next
}

/// Hashes of any range of lines in constant time: values of a polynomial modulo 2^64.
struct Hashes {
    prefixes: Vec<u64>,
    powers: Vec<u64>,
}

impl Hashes {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

    fn new(numbers: &[u32]) -> Hashes {
        let (mut prefixes, mut powers) = (vec![0_u64], vec![1_u64]);
        let (mut prefix, mut power) = (0_u64, 1_u64);
        for number in numbers {
            let spread = (u64::from(*number) + 1).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            prefix = prefix.wrapping_mul(Hashes::BASE).wrapping_add(spread ^ (spread >> 31));
            power = power.wrapping_mul(Hashes::BASE);
            prefixes.push(prefix);
            powers.push(power);
        }
        Hashes { prefixes, powers }
    }

    fn of(&self, range: Range<usize>) -> u64 {
        let before = self.prefixes[range.start].wrapping_mul(self.powers[range.len()]);
        self.prefixes[range.end].wrapping_sub(before)
    }
}

fn is_proof(pairs: &[Pair], numbers: &[u32], lines: &[Line]) -> bool {
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else {
        return false;
    };
    let n_lines = last.end() - first.start;
    let n_doubled: usize = pairs.iter().map(|pair| 2 * pair.n_lines).sum();
    let n_words = |pair: &Pair| {
        let [copy, _] = pair.copies();
        lines[copy].iter().flat_map(|line| line.text.split_whitespace()).take(PROOF_WORDS).count()
    };
    let long = pairs.iter().filter(|pair| n_words(pair) == PROOF_WORDS);
    let different: HashSet<&[u32]> =
        long.map(|pair| &numbers[pair.start..pair.start + pair.n_lines]).collect();
    2 <= different.len() && 4 * n_lines <= 5 * n_doubled
}

fn entries_of<'a>(pairs: &[Pair], numbers: &[u32]) -> Vec<Entry<'a>> {
    let mut counts = vec![0_u32; numbers.len()];
    for number in numbers {
        counts[*number as usize] += 1;
    }
    let mut entries = Vec::new();
    let mut push = |lines: Range<usize>| {
        entries.push(Entry { parent: None, name: "", url: "", body: lines.clone(), lines });
    };
    let mut gap_start = pairs.first().map_or(0, |pair| pair.start);
    for pair in pairs {
        let gap = gap_start..pair.start;
        if numbers[gap.clone()].iter().any(|number| counts[*number as usize] == 1) {
            push(gap);
        }
        pair.copies().into_iter().for_each(&mut push);
        gap_start = pair.end();
    }
    entries
}
