//! The sets to join, ordered by size, with their sketches.

use std::ops::Range;

use super::similarity::{allows_difference, are_similar, max_similar_size, min_similar_size, prefix_len};
use super::sketch::{Sketches, n_differing_bits};

/// Index of a set in the order in which the caller passed the sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SetIdx(pub u32);

impl SetIdx {
    /// The index as an array index.
    pub fn get(self) -> usize {
        self.0 as usize
    }
}

/// Index of a set in the order of size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowIdx(pub u32);

impl RowIdx {
    /// The index as an array index.
    pub fn get(self) -> usize {
        self.0 as usize
    }
}

/// All sets that are large enough to be similar to another, in rows of increasing size. Sets that can be
/// similar to a given one are therefore a range of rows. Sets of one size keep the caller's order.
pub struct SetsBySize<'a> {
    sets: &'a [&'a [u32]],
    set_idxs: Vec<SetIdx>,
    /// Size of the set in each row.
    sizes: Vec<u32>,
    /// For every size, how many rows have sets of up to that size.
    ends: Vec<u32>,
    sketches: Sketches,
}

impl<'a> SetsBySize<'a> {
    /// Orders sets by size and draws their sketches.
    pub fn new(sets: &'a [&'a [u32]]) -> SetsBySize<'a> {
        let all = (0..sets.len() as u32).map(SetIdx);
        let mut set_idxs: Vec<SetIdx> = all.filter(|set| 0 < prefix_len(sets[set.get()].len())).collect();
        set_idxs.sort_by_key(|set| sets[set.get()].len());
        let sizes: Vec<u32> = set_idxs.iter().map(|set| sets[set.get()].len() as u32).collect();
        let mut ends = Vec::new();
        for (row, size) in (0..).zip(&sizes) {
            ends.resize(*size as usize, row);
        }
        ends.push(set_idxs.len() as u32);
        let sketches = Sketches::new(set_idxs.iter().map(|set| sets[set.get()]));
        SetsBySize { sets, set_idxs, sizes, ends, sketches }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.set_idxs.len()
    }

    /// All rows with the indices of their sets.
    pub fn rows(&self) -> impl Iterator<Item = (RowIdx, SetIdx)> {
        (0..).map(RowIdx).zip(self.set_idxs.iter().copied())
    }

    /// Index of the set in a row.
    pub fn set_idx(&self, row: RowIdx) -> SetIdx {
        self.set_idxs[row.get()]
    }

    /// The set in a row.
    pub fn set(&self, row: RowIdx) -> &'a [u32] {
        self.sets[self.set_idx(row).get()]
    }

    /// Size of the set in a row.
    pub fn size(&self, row: RowIdx) -> usize {
        self.sizes[row.get()] as usize
    }

    /// Sketch of the set in a row.
    pub fn sketch(&self, row: RowIdx) -> &[u32] {
        self.sketches.get(row.get())
    }

    /// Two rows, the one with the earlier set first.
    pub fn earlier_first(&self, one: RowIdx, other: RowIdx) -> (RowIdx, RowIdx) {
        if self.set_idx(one) < self.set_idx(other) { (one, other) } else { (other, one) }
    }

    /// The rows of sets that can be similar to one of this size if the first shared element is at `position`
    /// of it.
    pub fn similar_rows(&self, size: usize, position: usize) -> Range<RowIdx> {
        let start = self.end(min_similar_size(size) - 1);
        start..self.end(max_similar_size(size, position))
    }

    /// End of the rows of sets of up to this size.
    fn end(&self, max_size: usize) -> RowIdx {
        RowIdx(self.ends[max_size.min(self.ends.len() - 1)])
    }

    /// The row of a set that has one.
    pub fn row(&self, set: SetIdx) -> RowIdx {
        let size = self.sets[set.get()].len();
        let (start, end) = (self.end(size - 1), self.end(size));
        let of_same_size = &self.set_idxs[start.get()..end.get()];
        RowIdx(start.0 + of_same_size.partition_point(|other| *other < set) as u32)
    }

    /// Whether the sets of two rows can be similar, judged by their sketches.
    pub fn can_be_similar(&self, one: RowIdx, other: RowIdx) -> bool {
        let n_different = n_differing_bits(self.sketch(one), self.sketch(other));
        allows_difference(self.size(one), self.size(other), n_different as usize)
    }

    /// Whether the sets of two rows are similar.
    pub fn are_similar(&self, one: RowIdx, other: RowIdx) -> bool {
        are_similar(self.set(one), self.set(other))
    }

    /// Steps of [`SetsBySize::can_be_similar`], as counted against the budget.
    pub fn n_sketch_steps(&self, one: RowIdx, other: RowIdx) -> u64 {
        self.sketch(one).len().max(self.sketch(other).len()) as u64 / 2
    }

    /// Steps of [`SetsBySize::are_similar`], as counted against the budget.
    pub fn n_merge_steps(&self, one: RowIdx, other: RowIdx) -> u64 {
        self.size(one).max(self.size(other)) as u64
    }
}
