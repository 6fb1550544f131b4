//! Sketches of one width side by side, for comparing many with one in little time.

use std::ops::Range;

use super::likeness::{LEAST_NEAR, OF};

/// So many sketches lie together, bit beside bit, so that a processor compares several at once.
const BLOCK: usize = 8;

/// Sketches of `W` numbers of 32 bits.
#[derive(Default)]
pub struct Lane<const W: usize> {
    blocks: Vec<Block<W>>,
    len: usize,
}

struct Block<const W: usize> {
    bits: [[u32; BLOCK]; W],
    most_apart: [u32; BLOCK],
}

/// A sketch of a set of so many words.
#[derive(Clone, Copy)]
pub struct Drawn<const W: usize> {
    bits: [u32; W],
    most_apart: u32,
}

impl<const W: usize> Default for Drawn<W> {
    fn default() -> Drawn<W> {
        Drawn { bits: [0; W], most_apart: 0 }
    }
}

impl<const W: usize> Drawn<W> {
    /// Folds a sketch that is not shorter to this width.
    pub fn new(sketch: &[u32], size: usize) -> Drawn<W> {
        let bits = sketch.try_into().unwrap_or_else(|_| folded(sketch));
        Drawn { bits, most_apart: most_apart(size) }
    }
}

impl<const W: usize> Lane<W> {
    /// How many sketches there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Forgets all sketches.
    pub fn clear(&mut self) {
        self.blocks.clear();
        self.len = 0;
    }

    /// Adds a sketch.
    pub fn push(&mut self, drawn: &Drawn<W>) {
        let at = self.len % BLOCK;
        if at == 0 {
            self.blocks.push(Block { bits: [[0; BLOCK]; W], most_apart: [0; BLOCK] });
        }
        if let Some(block) = self.blocks.last_mut() {
            for place in 0..W {
                block.bits[place][at] = drawn.bits[place];
            }
            block.most_apart[at] = drawn.most_apart;
        }
        self.len += 1;
    }

    /// Finds at which places there are sketches of sets that may be near. The first one stands at a place of its own, and
    /// only some places are looked at. All are folded to the width of the wanted one.
    #[inline(always)]
    pub fn find<const V: usize>(
        &self,
        wanted: &Drawn<V>,
        first: usize,
        places: &Range<usize>,
        found: &mut Vec<u32>,
    ) {
        let (start, end) =
            (places.start.max(first) - first, places.end.min(first + self.len).max(first) - first);
        if start < end {
            self.search(wanted, first, start..end, found);
        }
    }

    #[inline(always)]
    fn search<const V: usize>(
        &self,
        wanted: &Drawn<V>,
        first: usize,
        places: Range<usize>,
        found: &mut Vec<u32>,
    ) {
        let blocks = places.start / BLOCK..places.end.div_ceil(BLOCK);
        let starts = (blocks.start * BLOCK..).step_by(BLOCK);
        for (block, start) in self.blocks[blocks].iter().zip(starts) {
            let mut n_apart = [0; BLOCK];
            block.add_apart(&wanted.bits, 0..first_numbers(V), &mut n_apart);
            if !block.is_any_like(&n_apart, wanted.most_apart) {
                continue;
            }
            block.add_apart(&wanted.bits, first_numbers(V)..V, &mut n_apart);
            let is_like = block.are_like(&n_apart, wanted.most_apart);
            let like = (start..).zip(is_like).filter(|(place, it)| *it != 0 && places.contains(place));
            found.extend(like.map(|(place, _)| (first + place) as u32));
        }
    }
}

/// So many numbers of a sketch are looked at first. Sets that have little in common differ so much in these alone that the
/// rest, for whole blocks, is seldom looked at: a third less work than with all of them.
const fn first_numbers(n_numbers: usize) -> usize {
    n_numbers * 5 / 8
}

impl<const W: usize> Block<W> {
    /// Adds in how many bits each sketch differs from one in some of its numbers.
    #[inline(always)]
    fn add_apart<const V: usize>(&self, wanted: &[u32; V], places: Range<usize>, n_apart: &mut [u32; BLOCK]) {
        for place in places {
            let apart: [u32; BLOCK] = std::array::from_fn(|at| {
                (place..W).step_by(V).fold(wanted[place], |all, it| all ^ self.bits[it][at])
            });
            n_apart.iter_mut().zip(apart).for_each(|(n_apart, it)| *n_apart += it.count_ones());
        }
    }

    /// Which sets may be near, as far as the bits tell in which their sketches were found to differ? 1 for those that may.
    #[inline(always)]
    fn are_like(&self, n_apart: &[u32; BLOCK], most_apart: u32) -> [u32; BLOCK] {
        std::array::from_fn(|at| u32::from(UNIT * n_apart[at] <= most_apart + self.most_apart[at]))
    }

    /// May any of them be?
    #[inline(always)]
    fn is_any_like(&self, n_apart: &[u32; BLOCK], most_apart: u32) -> bool {
        self.are_like(n_apart, most_apart).iter().fold(0, |all, it| all | it) != 0
    }
}

/// Sets that share n (a + b) / (n + d) words differ in (d - n) (a + b) / (n + d). In this unit, each set brings a whole
/// number.
const UNIT: u32 = (LEAST_NEAR + OF) as u32;

/// What a set of this size brings to the number of words in which it and a set near it differ at the most.
fn most_apart(size: usize) -> u32 {
    ((OF - LEAST_NEAR) * size).min(u32::MAX as usize / 4) as u32
}

fn folded<const W: usize>(sketch: &[u32]) -> [u32; W] {
    let mut folded = [0; W];
    for part in sketch.chunks(W) {
        folded.iter_mut().zip(part).for_each(|(folded, bits)| *folded ^= bits);
    }
    folded
}
