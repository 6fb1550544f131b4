//! Who said it first: runs of four words that stand in several comments.
//!
//! Of all runs only every second is looked at (chosen by its hash, so the same run is looked at everywhere), which is
//! enough to see that a text is patched from others; and only those that stand in several comments are kept.

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use super::order::Order;
use crate::facts::Dump;
use crate::kind::Kind;

/// For each run of words that stands in several comments, the earliest that has it.
pub struct Passages {
    first: HashMap<u32, u32>,
}

/// The runs are sorted in so many parts, by their highest bits, so that few of them are in memory at one time.
const PARTS: u32 = 8;

impl Passages {
    /// Finds the first comment of every run that stands in several ones, and has the comments forget all others.
    pub fn gather(dump: &mut Dump, order: &Order) -> Passages {
        let parts: Vec<Vec<(u32, u32)>> =
            (0..PARTS).into_par_iter().map(|part| shared_runs(part, dump, order)).collect();
        let mut first = HashMap::with_capacity(parts.iter().map(Vec::len).sum());
        parts.into_iter().for_each(|part| first.extend(part));
        let comments = dump.comments.par_iter_mut().filter(|it| it.kind == Kind::Comment);
        comments.for_each(|it| it.keep_passages(|run| first.contains_key(&run)));
        Passages { first }
    }

    /// The earliest comment with this run of words; `None` where no other comment has it.
    pub fn first(&self, passage: u32) -> Option<usize> {
        self.first.get(&passage).map(|it| *it as usize)
    }
}

/// The runs of one part that stand in several comments, with the first comment of each.
fn shared_runs(part: u32, dump: &Dump, order: &Order) -> Vec<(u32, u32)> {
    let is_before = |run: &u32, part: u32| *run >> (u32::BITS - PARTS.ilog2()) < part;
    // A run in the high half, the rank of a comment that has it in the low one.
    let mut runs: Vec<u64> = Vec::new();
    for (index, it) in dump.comments.iter().enumerate().filter(|(_, it)| it.kind == Kind::Comment) {
        let rank = u64::from(order.rank(index));
        let start = it.passages().partition_point(|run| is_before(run, part));
        let of_part = it.passages()[start..].iter().take_while(|run| is_before(run, part + 1));
        runs.extend(of_part.map(|run| u64::from(*run) << u32::BITS | rank));
    }
    runs.sort_unstable();
    let shared = runs.chunk_by(|one, other| one >> u32::BITS == other >> u32::BITS).filter(|it| 1 < it.len());
    shared.map(|it| ((it[0] >> u32::BITS) as u32, order.at(it[0] as u32) as u32)).collect()
}
