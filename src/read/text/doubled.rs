//! Threads in which nothing separates the comments, but each of them stands twice in a row (a page whose theme
//! printed its comments once for wide and once for narrow screens, or whose import ran twice).
//!
//! A comment of several lines must be kept whole, and its own lines may repeat. So all ways to cut the page into
//! doubled passages are compared: the one that leaves the fewest lines over wins, and of those the one with the most
//! passages (four equal lines are two short comments, each doubled, rather than a comment that says it twice).
//!
//! Every copy is a comment of its own; which of them is superfluous is not for a reader to say. Up to three lines
//! between two doubled comments are a comment that stands once, unless the page has them elsewhere too: then
//! they are buttons. Two different doubled passages of five words must be there, with hardly anything between
//! and nothing but a footer below, for songs have refrains and articles repeat themselves. What stands
//! above is the post; where nothing does, the first doubled passage is.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Entry;
use crate::read::page::Line;

/// How many repetitions of its first line are tried as the second copy of a passage. It bounds the work on pages
/// that say the same thing on every line; passages that start with a line they have sixteen times are no loss.
const TRIES: usize = 16;

/// Below the comments stand forms, licences and links: no more lines than these.
const FOOTER_LINES: usize = 20;

/// Between two doubled comments: no more lines than these.
const GAP_LINES: usize = 3;

/// Shorter passages (`Thanks!`) prove nothing when they stand twice.
const PROOF_WORDS: usize = 5;

/// The comments of a page, or nothing if it has none that stand twice.
pub fn find<'a>(lines: &[Line<'a>]) -> Option<Vec<Entry<'a>>> {
    let numbers = number_lines(lines);
    let pairs = pairs_of(&numbers);
    let mut end = pairs.len();
    // The footer may have doubled lines as well, so the last pairs are not always the comments'.
    while 0 < end {
        let is_near = |pair_idx: usize| pairs[pair_idx].start <= pairs[pair_idx - 1].end() + GAP_LINES;
        let start = (1..end).rev().find(|pair_idx| !is_near(*pair_idx)).unwrap_or(0);
        if FOOTER_LINES < lines.len() - pairs[end - 1].end() {
            return None;
        }
        // Something has to be the post.
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

/// The best cut of the page, see the module's page, found from the end: what is best for the lines from here on
/// follows from what is best for the lines behind each passage that could start here.
fn pairs_of(numbers: &[u32]) -> Vec<Pair> {
    let n_lines = numbers.len();
    let hashes = Hashes::new(numbers);
    let next_equal = next_equal(numbers);
    // For the lines from here on: how many are left over, and how many pairs there are.
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
        // Hashes propose, the lines decide.
        if first.is_empty() || numbers[first] != numbers[second] {
            start += 1;
        } else {
            pairs.push(pair);
            start = pair.end();
        }
    }
    pairs
}

/// For every line the next one that says the same; the number of lines where there is none.
fn next_equal(numbers: &[u32]) -> Vec<usize> {
    let n_lines = numbers.len();
    let mut next = vec![n_lines; n_lines + 1];
    let mut latest = vec![n_lines; n_lines];
    for (at, number) in numbers.iter().enumerate().rev() {
        next[at] = std::mem::replace(&mut latest[*number as usize], at);
    }
    next
}

/// Hashes of any range of lines in constant time: a polynomial's values, modulo 2^64.
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
    let n_doubled: usize = pairs.iter().map(|it| 2 * it.n_lines).sum();
    let n_words = |pair: &Pair| {
        let [copy, _] = pair.copies();
        lines[copy].iter().flat_map(|it| it.text.split_whitespace()).take(PROOF_WORDS).count()
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
    let mut gap_start = pairs.first().map_or(0, |it| it.start);
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
