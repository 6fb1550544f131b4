//! Which texts are the same or nearly the same, over the whole dump.
//!
//! An exact set-similarity join over the words of the texts: each text is joined to the earliest leading text whose
//! multiset Jaccard similarity reaches [`NEAR`], and leads where there is none. None is missed. Identical bags of
//! words are one from the start; then prefix, length and position filters
//! (Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007, AllPairs; Xiao et al. 2008, PPJoin) propose
//! candidates and a merge of the two bags disposes.
//!
//! A member must be near its cluster's first comment, not only near some neighbour, so that chains of small
//! changes don't glue different texts together.

use std::collections::HashMap;

use rayon::prelude::*;

use super::order::Order;
use crate::facts::Facts;
use crate::normalize::WordId;

/// Texts are near when they share `NEAR.0` of `NEAR.1` words (multiset Jaccard): of twenty words, four may be
/// replaced. A ratio of whole numbers, so that no comparison hangs on the last bit of a fraction.
pub const NEAR: (usize, usize) = (13, 20);

/// Shorter texts are near only when their words are the same: `thanks for the tip ann` is not `thanks for the tip bob`.
pub const NEAR_MIN_WORDS: usize = 6;

/// The clusters of a dump.
pub struct Clusters {
    first_of: Vec<u32>,
    members: HashMap<u32, Vec<u32>>,
}

impl Clusters {
    /// Joins the texts. A comment without words is alone.
    pub fn gather(comments: &[Facts], order: &Order) -> Clusters {
        let groups = Group::gather(comments, order);
        let leader = join(&groups.iter().map(|it| it.words).collect::<Vec<_>>());
        let mut first_of: Vec<u32> = (0..comments.len() as u32).collect();
        let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
        for (group, leader) in groups.iter().zip(&leader) {
            let first = groups[*leader as usize].comments[0];
            members.entry(first).or_default().extend(&group.comments);
            group.comments.iter().for_each(|it| first_of[*it as usize] = first);
        }
        members.retain(|_, comments| 1 < comments.len());
        members.values_mut().for_each(|it| it.sort_by_key(|index| order.rank(*index as usize)));
        Clusters { first_of, members }
    }

    /// The first comment of a comment's cluster; the comment itself when it is alone.
    pub fn first(&self, comment: usize) -> usize {
        self.first_of[comment] as usize
    }

    /// All comments of a comment's cluster, the earliest first; none when it is alone.
    pub fn members(&self, comment: usize) -> &[u32] {
        self.members.get(&self.first_of[comment]).map_or(&[], Vec::as_slice)
    }
}

/// Comments with the same words, the earliest first.
struct Group<'a> {
    words: &'a [WordId],
    comments: Vec<u32>,
}

impl<'a> Group<'a> {
    /// All groups in the order of their first comments.
    fn gather(comments: &'a [Facts], order: &Order) -> Vec<Group<'a>> {
        let mut groups: Vec<Group> = Vec::new();
        // Texts without words (a row of exclamation marks) are compared as they are.
        let mut by_words: HashMap<(&[WordId], Option<[u8; 32]>), usize> =
            HashMap::with_capacity(comments.len());
        for index in order.earliest_first() {
            let comment = &comments[index];
            let fingerprint = comment.words.is_empty().then_some(comment.fingerprint);
            let new = groups.len();
            let group = match fingerprint {
                Some(fingerprint) if fingerprint == crate::normalize::fingerprint("") => new,
                _ => *by_words.entry((&comment.words, fingerprint)).or_insert(new),
            };
            if group == new {
                groups.push(Group { words: &comment.words, comments: Vec::new() });
            }
            groups[group].comments.push(index as u32);
        }
        groups
    }
}

/// For each set the earliest set before it that is near and leads; itself when there is none, and then it leads.
/// Sets are sorted and distinct, the earliest first.
///
/// Only leaders are indexed, so fifty thousand near copies cost as much as fifty thousand look-ups.
fn join(sets: &[&[WordId]]) -> Vec<u32> {
    let (ranked, n_words) = rank_rare_first(sets);
    let mut leader: Vec<u32> = (0..sets.len() as u32).collect();
    let mut index: Vec<Vec<Posting>> = (0..n_words).map(|_| Vec::new()).collect();
    let mut seen_by: Vec<u32> = vec![u32::MAX; sets.len()];
    let mut candidates: Vec<u32> = Vec::new();
    for current in 0..sets.len() as u32 {
        let set = &ranked[current as usize];
        if set.len() < NEAR_MIN_WORDS {
            continue;
        }
        let shortest = (NEAR.0 * set.len()).div_ceil(NEAR.1);
        let prefix = &set[..=set.len() - shortest];
        for (position, word) in prefix.iter().enumerate() {
            for posting in &index[*word as usize] {
                let (size, other_position) = (posting.size as usize, posting.position as usize);
                // Near sets share a word in both prefixes, and the prefixes of this very pair are the shortest.
                let needed = needed(set.len(), size);
                let is_possible = position + needed <= set.len() && other_position + needed <= size;
                if is_possible && seen_by[posting.set as usize] != current {
                    seen_by[posting.set as usize] = current;
                    candidates.push(posting.set);
                }
            }
        }
        candidates.sort_unstable();
        let found = candidates.drain(..).find(|it| is_near(set, &ranked[*it as usize]));
        match found {
            Some(earliest) => leader[current as usize] = earliest,
            None => {
                for (position, word) in prefix.iter().enumerate() {
                    let (position, size) = (position as u32, set.len() as u32);
                    index[*word as usize].push(Posting { set: current, position, size });
                }
            }
        }
    }
    leader
}

/// A leading set with a word in its prefix, the word's position in the set and the set's size.
struct Posting {
    set: u32,
    position: u32,
    size: u32,
}

/// The sets with their words as ranks, rare words first, so that a prefix selects as few candidates as possible;
/// and the number of different words.
fn rank_rare_first(sets: &[&[WordId]]) -> (Vec<Vec<u32>>, usize) {
    let mut frequency: HashMap<WordId, u32> = HashMap::new();
    sets.iter().flat_map(|it| it.iter()).for_each(|word| *frequency.entry(*word).or_default() += 1);
    let mut words: Vec<(u32, WordId)> = frequency.iter().map(|(word, n)| (*n, *word)).collect();
    words.sort_unstable();
    let mut rank = frequency;
    for (position, (_, word)) in words.iter().enumerate() {
        rank.insert(*word, position as u32);
    }
    let ranked = sets.par_iter().map(|set| {
        let mut ranks: Vec<u32> = set.iter().map(|word| rank[word]).collect();
        ranks.sort_unstable();
        ranks
    });
    (ranked.collect(), words.len())
}

/// The overlap that two sets of these sizes need to be near: J ≥ n/d exactly when the overlap ≥ n (a + b) / (n + d).
fn needed(one: usize, other: usize) -> usize {
    (NEAR.0 * (one + other)).div_ceil(NEAR.0 + NEAR.1)
}

fn is_near(one: &[u32], other: &[u32]) -> bool {
    needed(one.len(), other.len()) <= overlap(one, other)
}

/// How many elements two sorted sets share.
pub fn overlap(one: &[u32], other: &[u32]) -> usize {
    let (mut at_one, mut at_other, mut n_shared) = (0, 0, 0);
    while at_one < one.len() && at_other < other.len() {
        let (left, right) = (one[at_one], other[at_other]);
        n_shared += usize::from(left == right);
        at_one += usize::from(left <= right);
        at_other += usize::from(right <= left);
    }
    n_shared
}

/// The Jaccard similarity of two sorted sets, 0 to 1; two empty sets are alike.
pub fn jaccard(one: &[u32], other: &[u32]) -> f64 {
    let n_shared = overlap(one, other);
    let n_all = one.len() + other.len() - n_shared;
    if n_all == 0 { 1.0 } else { n_shared as f64 / n_all as f64 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn brute_force(sets: &[&[WordId]]) -> Vec<u32> {
        let near = |one: usize, other: usize| {
            let both_long = NEAR_MIN_WORDS <= sets[one].len().min(sets[other].len());
            let n_shared = overlap(sets[one], sets[other]);
            let n_all = sets[one].len() + sets[other].len() - n_shared;
            both_long && NEAR.0 * n_all <= NEAR.1 * n_shared
        };
        let mut leader: Vec<u32> = Vec::new();
        for current in 0..sets.len() {
            let leads = |it: &usize| leader[*it] == *it as u32 && near(*it, current);
            let found = (0..current).find(leads).unwrap_or(current);
            leader.push(found as u32);
        }
        leader
    }

    proptest! {
        #[test]
        fn the_join_finds_every_leader(
            sets in prop::collection::vec(prop::collection::btree_set(0u32..40, 0..14), 0..60)
        ) {
            let sets: Vec<Vec<u32>> = sets.into_iter().map(|it| it.into_iter().collect()).collect();
            let sets: Vec<&[u32]> = sets.iter().map(Vec::as_slice).collect();
            prop_assert_eq!(join(&sets), brute_force(&sets));
        }
    }
}
