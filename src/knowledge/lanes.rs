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
            let n_apart = block.n_apart(&wanted.bits);
            let mut is_like = [0; BLOCK];
            for (at, is_like) in is_like.iter_mut().enumerate() {
                *is_like = u32::from(UNIT * n_apart[at] <= wanted.most_apart + block.most_apart[at]);
            }
            if is_like.iter().fold(0, |all, it| all | it) != 0 {
                let like = (start..).zip(is_like).filter(|(place, it)| *it != 0 && places.contains(place));
                found.extend(like.map(|(place, _)| (first + place) as u32));
            }
        }
    }
}

impl<const W: usize> Block<W> {
    /// In how many bits each sketch differs from one.
    #[inline(always)]
    fn n_apart<const V: usize>(&self, wanted: &[u32; V]) -> [u32; BLOCK] {
        let apart: [[u32; BLOCK]; V] = std::array::from_fn(|place| {
            std::array::from_fn(|at| {
                (place..W).step_by(V).fold(wanted[place], |all, it| all ^ self.bits[it][at])
            })
        });
        let mut n_apart = [0; BLOCK];
        for (at, n_apart) in n_apart.iter_mut().enumerate() {
            *n_apart = apart.iter().map(|it| it[at].count_ones()).sum();
        }
        n_apart
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
