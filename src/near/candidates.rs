//! Comparison of all sets in one posting list.
//!
//! The element of the list is at some position of each set's prefix. A set with an early position may be similar to
//! larger sets; a set with a late position only to smaller sets with an early one (position filter). So the early
//! rows are put into blocks by size. Each early row is compared with the rows after it, as far as the position filter
//! allows, and each late row with the rows of similar size. Sketches are compared first; a merge of the two sets
//! decides on those that pass.

use std::ops::Range;

use fearless_simd::{Level, dispatch};
use rayon::prelude::*;

use super::assignments::Assignments;
use super::by_size::{RowIdx, SetsBySize};
use super::inverted_index::Posting;
use super::sketch_block::{FoldedSketch, SketchBlock};

/// The number of merges for which a row keeps steps in reserve while its sketch is compared.
const RESERVED_MERGES: u64 = 4;

/// Length from which a list is compared by several threads.
const PARALLEL_MIN_LEN: usize = 1 << 14;

/// State shared by all comparisons in a batch of lists.
#[derive(Clone, Copy)]
pub struct JoinContext<'a> {
    /// The sets.
    pub sets: &'a SetsBySize<'a>,
    /// The assignments of the rows.
    pub assignments: &'a Assignments,
    /// The SIMD instructions that the processor has.
    pub level: Level,
    /// The steps that a row of a list may take, on average.
    pub max_steps_per_row: u64,
}

/// The rows of a posting list, prepared for comparison. Its memory is reused from list to list.
#[derive(Default)]
pub struct Candidates {
    rows: Vec<Row>,
    unassigned: Block,
    /// Rows assigned earlier. They are compared with unassigned rows only.
    assigned: Block,
}

/// A row of a posting list.
struct Row {
    row: RowIdx,
    size: usize,
    /// The rows that can be similar, by size and by the position of the element.
    similar: Range<RowIdx>,
    is_assigned: bool,
    /// Place in the block of unassigned rows, if the row is in it.
    place: usize,
    sketch: FoldedSketch,
}

impl Row {
    /// Whether the element is at such an early position that larger sets can be similar.
    fn is_early(&self) -> bool {
        self.row < self.similar.end
    }
}

/// Early rows and their sketches, in increasing size.
#[derive(Default)]
struct Block {
    rows: Vec<RowIdx>,
    sketches: SketchBlock,
}

impl Block {
    fn clear(&mut self) {
        self.rows.clear();
        self.sketches.clear();
    }

    fn push(&mut self, row: &Row) {
        self.rows.push(row.row);
        self.sketches.push(&row.sketch);
    }

    /// The places of a range of rows. `start` is a place before which all rows are too small, and is
    /// advanced.
    fn places(&self, rows: &Range<RowIdx>, start: &mut usize) -> Range<usize> {
        *start += self.rows[*start..].iter().take_while(|row| **row < rows.start).count();
        *start..*start + self.rows[*start..].partition_point(|row| *row < rows.end)
    }
}

/// State kept from one compared row to the next, which is no smaller.
#[derive(Default)]
struct Cursor {
    /// The block of unassigned rows has only too small ones before this place.
    unassigned_start: usize,
    /// The block of assigned rows has only too small ones before this place.
    assigned_start: usize,
    /// Places in a block whose sketches passed.
    places: Vec<usize>,
    /// Rows whose sketches passed.
    candidates: Vec<RowIdx>,
}

impl Candidates {
    /// Compares all rows of a posting list and assigns each set that is similar to an earlier one. Returns
    /// the steps taken.
    pub fn compare(&mut self, list: impl Iterator<Item = Posting>, context: JoinContext) -> u64 {
        self.fill(list, context);
        if self.rows.len() < PARALLEL_MIN_LEN {
            self.compare_rows(&self.rows, context)
        } else {
            let chunks = self.rows.par_chunks(PARALLEL_MIN_LEN / 16);
            chunks.map(|rows| self.compare_rows(rows, context)).sum()
        }
    }

    fn fill(&mut self, list: impl Iterator<Item = Posting>, context: JoinContext) {
        let Candidates { rows, unassigned, assigned } = self;
        rows.clear();
        unassigned.clear();
        assigned.clear();
        for Posting { row, position } in list {
            let size = context.sets.size(row);
            let row = Row {
                row,
                size,
                similar: context.sets.similar_rows(size, position),
                is_assigned: context.assignments.is_assigned(row),
                place: unassigned.rows.len(),
                sketch: FoldedSketch::new(context.sets.sketch(row), size),
            };
            if row.is_early() {
                if row.is_assigned { &mut *assigned } else { &mut *unassigned }.push(&row);
            }
            rows.push(row);
        }
    }

    /// Compares some of the rows with the blocks. The first row may take half of the steps of all at once;
    /// the other half becomes available row by row.
    fn compare_rows(&self, rows: &[Row], context: JoinContext) -> u64 {
        let mut cursor = Cursor::default();
        let mut n_steps = 0;
        for (n_before, row) in (0..).zip(rows) {
            let max_steps = context.max_steps_per_row / 2 * (rows.len() as u64 + n_before);
            n_steps += self.compare_row(row, context, max_steps - n_steps, &mut cursor);
        }
        n_steps
    }

    fn compare_row(&self, row: &Row, context: JoinContext, max_steps: u64, cursor: &mut Cursor) -> u64 {
        cursor.candidates.clear();
        let reserve = (RESERVED_MERGES * row.size as u64).min(max_steps / 2);
        let max_sketches = (max_steps - reserve) as usize;
        let mut n_left = max_sketches;
        let mut search = |block: &Block, mut places: Range<usize>| {
            if n_left < places.len() {
                context.assignments.set_truncated(row.row);
                places.end = places.start + n_left;
            }
            n_left -= places.len();
            if places.is_empty() {
                return;
            }
            cursor.places.clear();
            dispatch!(context.level, _simd => block.sketches.search(&row.sketch, &places, &mut cursor.places));
            cursor.candidates.extend(cursor.places.iter().map(|place| block.rows[*place]));
        };
        if !row.is_early() {
            search(&self.unassigned, self.unassigned.places(&row.similar, &mut cursor.unassigned_start));
        } else if !row.is_assigned {
            let start = row.place + 1;
            let larger = &self.unassigned.rows[start..];
            search(&self.unassigned, start..start + larger.partition_point(|other| *other < row.similar.end));
        }
        if !row.is_assigned {
            search(&self.assigned, self.assigned.places(&row.similar, &mut cursor.assigned_start));
        }
        let mut n_steps = (max_sketches - n_left) as u64;
        for other in &cursor.candidates {
            n_steps += context.verify(row.row, *other, max_steps - n_steps);
        }
        n_steps
    }
}

impl JoinContext<'_> {
    /// Compares the full sketches of two sets, then merges them, unless the result would make no difference.
    /// Assigns the later set if they are similar. Returns the steps taken, at most `max_steps`.
    fn verify(&self, one: RowIdx, other: RowIdx, max_steps: u64) -> u64 {
        let n_sketch_steps = self.sets.n_sketch_steps(one, other);
        let n_merge_steps = self.sets.n_merge_steps(one, other);
        let (earlier, later) = self.sets.earlier_first(one, other);
        if max_steps < n_sketch_steps + n_merge_steps {
            self.assignments.set_truncated(earlier);
            return 0;
        }
        if one == other || !self.sets.can_be_similar(one, other) {
            return n_sketch_steps;
        }
        let leader = self.sets.set_idx(earlier);
        let makes_difference =
            !self.assignments.is_assigned(earlier) && self.assignments.would_improve(later, leader);
        if makes_difference && self.sets.are_similar(one, other) {
            self.assignments.assign(later, leader);
        }
        n_sketch_steps + n_merge_steps
    }
}
