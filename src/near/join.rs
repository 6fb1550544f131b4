//! The join itself: the steps in order, and the step budget.

use std::ops::Range;

use fearless_simd::Level;
use rayon::prelude::*;

use super::assignments::Assignments;
use super::by_size::{SetIdx, SetsBySize};
use super::candidates::{Candidates, JoinContext};
use super::dense_lists::DenseLists;
use super::inverted_index::InvertedIndex;
use super::leaders::Leaders;
use super::prefix_filter::Prefixes;

/// Posting lists are compared in about this many batches. Assignments are published after each.
const N_BATCHES: u64 = 16;

/// The pass over dense lists may take one step in this many of the budget.
const DENSE_LISTS_SHARE: u64 = 8;

/// Estimated share of the pairs in a posting list that are compared: one in this many.
const COMPARED_SHARE: u64 = 4;

/// How much work a join may do. A step is the comparison of two sketches of a block, of 64 bits of two other
/// sketches, or of an element while two sets are merged.
#[derive(Clone, Copy, Debug)]
pub struct StepBudget {
    /// Steps for the whole join.
    pub total: u64,
    /// Additional steps for every set.
    pub per_set: u64,
}

impl StepBudget {
    /// Enough for all pairs of 10,000 texts of 100 words.
    pub const DEFAULT: StepBudget = StepBudget { total: 1 << 33, per_set: 1 << 13 };
}

/// The result of a join.
#[derive(Debug)]
pub struct Clustering {
    /// For each set, the index of its cluster's leader: the earliest leader that is similar to it, or the set
    /// itself.
    pub leaders: Vec<u32>,
    /// Number of leaders that were not compared with every candidate because the budget was exhausted. If 0,
    /// the clustering is exact.
    pub n_truncated: usize,
    /// Steps taken.
    #[allow(dead_code, reason = "the tests bound it")]
    pub n_steps: u64,
}

/// Clusters sets of sorted, distinct numbers, given from the earliest to the latest.
pub fn join(sets: &[&[u32]], budget: StepBudget) -> Clustering {
    let n_sets = sets.len();
    let prefixes = Prefixes::new(sets);
    let sets = SetsBySize::new(sets);
    let mut index = InvertedIndex::new(&sets, &prefixes);
    drop(prefixes);
    let mut assignments = Assignments::new(sets.len());
    let max_steps = budget.total + budget.per_set * sets.len() as u64;
    let mut n_steps_left = max_steps;

    let n_dense_steps = n_steps_left / DENSE_LISTS_SHARE;
    let mut dense = DenseLists { sets: &sets, assignments: &mut assignments, n_steps_left: n_dense_steps };
    for list in index.lists().iter().rev() {
        dense.assign(&index.postings(list).map(|posting| posting.row).collect::<Vec<_>>());
    }
    n_steps_left -= n_dense_steps - dense.n_steps_left;

    if prefers_all_pairs(&index, &sets, n_steps_left) {
        index = InvertedIndex::with_one_list(sets.len());
    }
    for batch in batches(index.lists()) {
        let context = JoinContext {
            sets: &sets,
            assignments: &assignments,
            level: Level::new(),
            max_steps_per_row: n_steps_left / n_postings(batch),
        };
        let compare = |candidates: &mut Candidates, list: &Range<u32>| {
            candidates.compare(index.postings(list), context)
        };
        n_steps_left -= batch.par_iter().map_init(Candidates::default, compare).sum::<u64>();
        assignments.publish();
    }
    drop(index);

    let mut leaders = Leaders::new(&sets, &assignments, n_sets, n_steps_left);
    (0..n_sets as u32).map(SetIdx).for_each(|set| leaders.push(set));
    Clustering {
        n_truncated: leaders.n_truncated(),
        n_steps: max_steps - leaders.n_steps_left,
        leaders: leaders.leaders.into_iter().map(|leader| leader.0).collect(),
    }
}

/// Whether comparing all pairs of similar size takes fewer steps than the posting lists do, and fits in the
/// budget. The case of texts over a tiny vocabulary, as a hostile dump may hold.
fn prefers_all_pairs(index: &InvertedIndex, sets: &SetsBySize, max_steps: u64) -> bool {
    let n_list_pairs: u64 = index.lists().iter().map(|list| (list.len() as u64).pow(2)).sum();
    let n_larger = |(row, _)| u64::from(sets.similar_rows(sets.size(row), 0).end.0 - row.0);
    let n_all_pairs: u64 = sets.rows().map(n_larger).sum();
    COMPARED_SHARE * n_all_pairs < n_list_pairs && 2 * n_all_pairs < max_steps
}

/// Splits posting lists into consecutive batches of about equally many postings.
fn batches(mut lists: &[Range<u32>]) -> impl Iterator<Item = &[Range<u32>]> {
    let target = n_postings(lists) / N_BATCHES;
    std::iter::from_fn(move || {
        let mut n_taken = 0;
        let n_lists = lists.iter().take_while(|list| {
            let is_taken = n_taken <= target;
            n_taken += list.len() as u64;
            is_taken
        });
        let (batch, rest) = lists.split_at(n_lists.count());
        lists = rest;
        Some(batch).filter(|batch| !batch.is_empty())
    })
}

fn n_postings(lists: &[Range<u32>]) -> u64 {
    lists.iter().map(|list| list.len() as u64).sum()
}
