//! Sets in rows, the smaller ones first, so that the rows of like size are neighbours.

use super::likeness::{OF, are_near, least_near};
use super::prefix::{most_near, prefix_len};
use super::sketches::{Sketches, n_apart};

/// The sets that are long enough to be near others.
pub struct Rows<'a> {
    sets: &'a [&'a [u32]],
    set_of: Vec<u32>,
    sizes: Vec<u32>,
    /// For every size, how many rows have sets of up to that size.
    ends: Vec<u32>,
    sketches: Sketches,
}

impl<'a> Rows<'a> {
    /// Takes up all sets.
    pub fn new(sets: &'a [&'a [u32]]) -> Rows<'a> {
        let has_prefix = |set: &u32| 0 < prefix_len(sets[*set as usize].len());
        let mut set_of: Vec<u32> = (0..sets.len() as u32).filter(has_prefix).collect();
        set_of.sort_by_key(|it| sets[*it as usize].len());
        let in_rows = || set_of.iter().map(|it| sets[*it as usize]);
        let sizes: Vec<u32> = in_rows().map(|it| it.len() as u32).collect();
        let mut ends = Vec::new();
        for (row, size) in (0..).zip(&sizes) {
            ends.resize(*size as usize, row);
        }
        ends.push(set_of.len() as u32);
        let sketches = Sketches::draw(in_rows());
        Rows { sets, set_of, sizes, ends, sketches }
    }

    /// The set of every row.
    pub fn sets(&self) -> &[u32] {
        &self.set_of
    }

    /// The set of a row.
    pub fn set(&self, row: u32) -> u32 {
        self.set_of[row as usize]
    }

    /// Which of two rows has the earlier set? It comes first.
    pub fn in_order(&self, one: u32, other: u32) -> (u32, u32) {
        if self.set(one) < self.set(other) { (one, other) } else { (other, one) }
    }

    /// How many words the set of a row has.
    pub fn size(&self, row: u32) -> usize {
        self.sizes[row as usize] as usize
    }

    /// The same of a row behind one of this size. In a list most are of the same.
    pub fn size_behind(&self, size: usize, row: u32) -> usize {
        if row < self.end(size) { size } else { self.size(row) }
    }

    /// The sketch of a row.
    pub fn sketch(&self, row: u32) -> &[u32] {
        self.sketches.of(row)
    }

    /// The first row of sets that have at least this size.
    pub fn start(&self, least_size: usize) -> u32 {
        self.end(least_size - 1)
    }

    /// Behind the last row of sets that have at most this size.
    pub fn end(&self, most_size: usize) -> u32 {
        self.ends[most_size.min(self.ends.len() - 1)]
    }

    /// The first row of sets that are large enough to be near one of this size.
    pub fn like_start(&self, size: usize) -> u32 {
        self.start((least_near(size) * size).div_ceil(OF))
    }

    /// Behind the last row of sets that may be near one of this size, if the first shared word stands at this position in
    /// it.
    pub fn like_end(&self, size: usize, position: usize) -> u32 {
        self.end(most_near(size, position))
    }

    /// The row of a set that has one.
    pub fn row(&self, set: u32) -> u32 {
        let size = self.sets[set as usize].len();
        let start = self.start(size);
        let alike = &self.set_of[start as usize..self.end(size) as usize];
        start + alike.partition_point(|it| *it < set) as u32
    }

    /// Can the sets of two rows be near, as far as their sketches tell?
    pub fn can_be_near(&self, one: u32, other: u32) -> bool {
        can_be_near(self.size(one), self.size(other), n_apart(self.sketch(one), self.sketch(other)))
    }

    /// How many steps [`Rows::can_be_near`] takes: see [`super::join::Patience`].
    pub fn n_sketch_steps(&self, one: u32, other: u32) -> u64 {
        self.sketch(one).len().max(self.sketch(other).len()) as u64 / 2
    }

    /// How many steps [`Rows::are_near`] takes.
    pub fn n_merge_steps(&self, one: u32, other: u32) -> u64 {
        self.size(one).max(self.size(other)) as u64
    }

    /// Are the sets of two rows near?
    pub fn are_near(&self, one: u32, other: u32) -> bool {
        let set = |row: u32| self.sets[self.set_of[row as usize] as usize];
        are_near(set(one), set(other))
    }
}

/// Can sets of these sizes be near that differ in so many words? Sets that share n (a + b) / (n + d) words differ in
/// (d - n) (a + b) / (n + d).
fn can_be_near(one: usize, other: usize, n_apart: u32) -> bool {
    let near = least_near(one.min(other));
    (near + OF) * n_apart as usize <= (OF - near) * (one + other)
}
