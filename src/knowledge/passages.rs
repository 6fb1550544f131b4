//! Who said it first: runs of four words that stand in several comments.
//!
//! Of all runs only every second is looked at (chosen by its hash, so the same run is looked at everywhere), which is
//! enough to see that a text is patched from others; and only those that stand in several comments are kept.

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use super::order::Order;
use crate::facts::packed::Shared;
use crate::facts::{Dump, Facts};
use crate::kind::Kind;

/// The runs of so many comments are kept together.
const TOGETHER: usize = 1024;

/// For each run of words that stands in several comments, the earliest that has it.
pub struct Passages {
    first: HashMap<u32, u32>,
}

impl Passages {
    /// Finds the first comment of every run that stands in several ones, and has the comments forget nearly all others.
    pub fn gather(dump: &mut Dump, order: &Order) -> Passages {
        let sieve = Sieve::gather(dump.comments.iter().filter(|it| is_looked_at(it)));
        dump.comments.par_chunks_mut(TOGETHER).for_each(|comments| {
            let comments = comments.iter_mut().filter(|it| is_looked_at(it));
            let mut passages: Vec<&mut Shared> = comments.map(|it| &mut it.passages).collect();
            Shared::gather(&mut passages, |run| sieve.has_several(run));
        });
        drop(sieve);
        // A run in the high half, the rank of a comment that has it in the low one.
        let comments = || dump.comments.iter().enumerate().filter(|(_, it)| is_looked_at(it));
        let mut runs: Vec<u64> = Vec::with_capacity(comments().map(|(_, it)| it.passages.len()).sum());
        for (index, it) in comments() {
            let rank = u64::from(order.rank(index));
            runs.extend(it.passages.iter().map(|run| u64::from(*run) << u32::BITS | rank));
        }
        runs.par_sort_unstable();
        let by_run = || runs.chunk_by(|one, other| one >> u32::BITS == other >> u32::BITS);
        let shared = || by_run().filter(|it| 1 < it.len());
        let mut first = HashMap::with_capacity(shared().count());
        first.extend(shared().map(|it| ((it[0] >> u32::BITS) as u32, order.at(it[0] as u32) as u32)));
        Passages { first }
    }

    /// The earliest comment with this run of words; `None` where no other comment has it.
    pub fn first(&self, passage: u32) -> Option<usize> {
        self.first.get(&passage).map(|it| *it as usize)
    }
}

fn is_looked_at(comment: &Facts) -> bool {
    comment.kind == Kind::Comment
}

/// Tells the runs that stand in one comment only, which are most, in a few bits a run; not quite all of them, for some
/// runs share their bits.
struct Sieve {
    /// Two bits a place: does a comment have a run of this place, and does another?
    places: Vec<u64>,
    /// A run's place is its hash without so many of the lowest bits.
    shift: u32,
}

/// So many places a run at least: no more than one run in four shares its own.
const PLACES_A_RUN: usize = 4;

/// Two bits each in 64.
const PLACES_A_WORD: u32 = 32;

impl Sieve {
    fn gather<'a>(comments: impl Iterator<Item = &'a Facts> + Clone) -> Sieve {
        let n_runs: usize = comments.clone().map(|it| it.passages.len()).sum();
        let bits = (PLACES_A_RUN * n_runs).next_power_of_two().ilog2();
        let bits = bits.clamp(PLACES_A_WORD.ilog2(), u32::BITS);
        let places = vec![0; 1 << (bits - PLACES_A_WORD.ilog2())];
        let mut sieve = Sieve { places, shift: u32::BITS - bits };
        for run in comments.flat_map(|it| it.passages.iter()) {
            let (word, bit) = sieve.place(*run);
            let word = &mut sieve.places[word];
            *word |= (*word >> bit & 1) << (bit + 1) | 1 << bit;
        }
        sieve
    }

    fn has_several(&self, run: u32) -> bool {
        let (word, bit) = self.place(run);
        self.places[word] >> (bit + 1) & 1 == 1
    }

    /// The number and the lower bit of a run's place.
    fn place(&self, run: u32) -> (usize, u32) {
        let place = run >> self.shift;
        ((place / PLACES_A_WORD) as usize, 2 * (place % PLACES_A_WORD))
    }
}
