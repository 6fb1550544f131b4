//! A block of sketches that are compared with one sketch several at a time, in SIMD lanes.

use std::ops::Range;

use super::similarity::{DENOMINATOR, LOWEST_THRESHOLD};
use super::sketch::MIN_WORDS;

/// Number of sketches that are compared at once.
const LANES: usize = 8;

/// The words that are compared first. Sketches of dissimilar sets differ enough in these alone, so the
/// remaining words are rarely read.
const FIRST_WORDS: Range<usize> = 0..MIN_WORDS * 5 / 8;
const OTHER_WORDS: Range<usize> = FIRST_WORDS.end..MIN_WORDS;

/// A sketch folded to the length of the shortest ones, so that all can be compared with each other.
#[derive(Clone, Copy)]
pub struct FoldedSketch {
    words: [u32; MIN_WORDS],
    difference_share: u32,
}

impl FoldedSketch {
    /// Folds the sketch of a set of this size.
    pub fn new(sketch: &[u32], size: usize) -> FoldedSketch {
        let mut words = [0; MIN_WORDS];
        for part in sketch.chunks(MIN_WORDS) {
            words.iter_mut().zip(part).for_each(|(word, bits)| *word ^= bits);
        }
        FoldedSketch { words, difference_share: difference_share(size) }
    }
}

/// Scale of [`difference_share`].
const SCALE: u32 = (LOWEST_THRESHOLD + DENOMINATOR) as u32;

/// What a set of this size adds to the greatest number of elements in which it and a similar set differ,
/// times [`SCALE`]. With d for the denominator and t for the lowest threshold, the greatest difference is (d
/// - t) (a + b) / (d + t): a sum of one term per set.
fn difference_share(size: usize) -> u32 {
    ((DENOMINATOR - LOWEST_THRESHOLD) * size).min(u32::MAX as usize / 4) as u32
}

/// A growing list of folded sketches.
#[derive(Default)]
pub struct SketchBlock {
    groups: Vec<Group>,
    len: usize,
}

/// Sketches that are compared at once. The words are transposed: the first index is the word, the second the
/// sketch.
#[derive(Default)]
struct Group {
    words: [[u32; LANES]; MIN_WORDS],
    difference_shares: [u32; LANES],
}

impl SketchBlock {
    /// Removes all sketches.
    pub fn clear(&mut self) {
        self.groups.clear();
        self.len = 0;
    }

    /// Adds a sketch.
    pub fn push(&mut self, sketch: &FoldedSketch) {
        let lane = self.len % LANES;
        if lane == 0 {
            self.groups.push(Group::default());
        }
        if let Some(group) = self.groups.last_mut() {
            for (words, word) in group.words.iter_mut().zip(sketch.words) {
                words[lane] = word;
            }
            group.difference_shares[lane] = sketch.difference_share;
        }
        self.len += 1;
    }

    /// Adds to `found` the places, among those given, of sketches whose sets can be similar to the set of
    /// `sketch`. Inlined, so that it is compiled for the processor's instructions at the call.
    #[inline(always)]
    pub fn search(&self, sketch: &FoldedSketch, places: &Range<usize>, found: &mut Vec<usize>) {
        let groups = places.start / LANES..places.end.div_ceil(LANES);
        let starts = (groups.start * LANES..).step_by(LANES);
        for (group, start) in self.groups[groups].iter().zip(starts) {
            let mut n_differing = [0; LANES];
            group.add_differing_bits(sketch, FIRST_WORDS, &mut n_differing);
            if !group.can_be_similar(sketch, &n_differing).contains(&1) {
                continue;
            }
            group.add_differing_bits(sketch, OTHER_WORDS, &mut n_differing);
            let similar = (start..).zip(group.can_be_similar(sketch, &n_differing));
            let similar = similar.filter(|(place, is_similar)| *is_similar != 0 && places.contains(place));
            found.extend(similar.map(|(place, _)| place));
        }
    }
}

impl Group {
    /// Adds the number of bits in which each sketch differs from `sketch` in some of its words.
    #[inline(always)]
    fn add_differing_bits(
        &self,
        sketch: &FoldedSketch,
        places: Range<usize>,
        n_differing: &mut [u32; LANES],
    ) {
        for place in places {
            for (n, word) in n_differing.iter_mut().zip(&self.words[place]) {
                *n += (word ^ sketch.words[place]).count_ones();
            }
        }
    }

    /// 1 for each lane whose set can be similar to that of `sketch`, given the differing bits found so far.
    /// Numbers and not Booleans, which would be slower in SIMD lanes.
    #[inline(always)]
    fn can_be_similar(&self, sketch: &FoldedSketch, n_differing: &[u32; LANES]) -> [u32; LANES] {
        std::array::from_fn(|lane| {
            let max_differing = sketch.difference_share + self.difference_shares[lane];
            u32::from(SCALE * n_differing[lane] <= max_differing)
        })
    }
}
