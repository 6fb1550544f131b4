//! Shingles that only one comment has. They are most of all shingles, and no signal needs them.

use rayon::prelude::*;

use crate::facts::packed::SharedList;
use crate::facts::{Dump, Facts};
use crate::kind::Kind;

/// The number of comments that share one allocation for their shingles.
const GROUP_SIZE: usize = 1024;

/// Drops shingles that only one comment has, except for a few false positives of the filter. Only records of
/// [`Kind::Comment`] count; the others keep their shingles.
pub fn drop_unshared(mut dump: Dump) -> Dump {
    let filter =
        CountingBloomFilter::new(dump.comments.iter().filter(|comment| has_relevant_shingles(comment)));
    dump.comments.par_chunks_mut(GROUP_SIZE).for_each(|comments| {
        let comments = comments.iter_mut().filter(|comment| has_relevant_shingles(comment));
        let mut lists: Vec<&mut SharedList> = comments.map(|comment| &mut comment.shingles).collect();
        SharedList::regroup(&mut lists, |shingle| filter.has_several(shingle));
    });
    dump
}

fn has_relevant_shingles(comment: &Facts) -> bool {
    comment.kind == Kind::Comment
}

/// A counting Bloom filter with one hash function, the top bits of a shingle, and counters that saturate at two.
struct CountingBloomFilter {
    /// Two bits per counter: whether one shingle was counted, and whether a second one was.
    counters: Vec<u64>,
    /// The number of low bits of a shingle that don't select its counter.
    shift: u32,
}

/// The minimum number of counters per shingle: at most one shingle in four shares its counter with a different one.
const COUNTERS_PER_SHINGLE: usize = 4;

const COUNTERS_PER_U64: u32 = u64::BITS / 2;

impl CountingBloomFilter {
    fn new<'a>(comments: impl Iterator<Item = &'a Facts> + Clone) -> CountingBloomFilter {
        let n_shingles: usize = comments.clone().map(|comment| comment.shingles.len()).sum();
        let bits = (COUNTERS_PER_SHINGLE * n_shingles).next_power_of_two().ilog2();
        let bits = bits.clamp(COUNTERS_PER_U64.ilog2(), u32::BITS);
        let counters = vec![0; 1 << (bits - COUNTERS_PER_U64.ilog2())];
        let mut filter = CountingBloomFilter { counters, shift: u32::BITS - bits };
        for shingle in comments.flat_map(|comment| comment.shingles.iter()) {
            let (index, bit) = filter.position(*shingle);
            let counters = &mut filter.counters[index];
            *counters |= (*counters >> bit & 1) << (bit + 1) | 1 << bit;
        }
        filter
    }

    /// Whether a shingle was probably counted more than once. Never false if it was.
    fn has_several(&self, shingle: u32) -> bool {
        let (index, bit) = self.position(shingle);
        self.counters[index] >> (bit + 1) & 1 == 1
    }

    /// The index of the `u64` with a shingle's counter, and the counter's lower bit in it.
    fn position(&self, shingle: u32) -> (usize, u32) {
        let counter = shingle >> self.shift;
        ((counter / COUNTERS_PER_U64) as usize, 2 * (counter % COUNTERS_PER_U64))
    }
}
