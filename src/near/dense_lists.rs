//! First pass over the posting lists, for lists in which many sets are similar to one. Assigning these early
//! keeps the later comparison of all pairs in a list small.

use super::assignments::Assignments;
use super::by_size::{RowIdx, SetsBySize};

/// A list is sampled in chunks of this many rows.
const CHUNK: usize = 256;

/// One row of a chunk is compared with every `SAMPLE_STEP`-th of the others.
const SAMPLE_STEP: usize = 16;

/// A row that is similar to a sampled one is compared with the whole list. The list is left as soon as this
/// yields less than one similar row in `MIN_YIELD`.
const MIN_YIELD: usize = 64;

/// The state of the pass.
pub struct DenseLists<'a> {
    /// The sets.
    pub sets: &'a SetsBySize<'a>,
    /// The assignments of the rows.
    pub assignments: &'a mut Assignments,
    /// Steps that are left for the pass.
    pub n_steps_left: u64,
}

impl DenseLists<'_> {
    /// Assigns rows of a list that are similar to its earliest rows.
    pub fn assign(&mut self, list: &[RowIdx]) {
        for chunk in list.chunks(CHUNK).filter(|chunk| SAMPLE_STEP < chunk.len()) {
            while let Some(row) = self.earliest_unassigned(chunk) {
                let mut sample = chunk.iter().step_by(SAMPLE_STEP).copied();
                if !sample.any(|other| self.is_open(row, other) && self.are_similar(row, other)) {
                    break;
                }
                let (mut n_compared, mut n_similar) = (0, 0);
                for other in list.iter().copied() {
                    if !self.is_open(row, other) {
                        continue;
                    }
                    n_compared += 1;
                    if self.are_similar(row, other) {
                        n_similar += 1;
                        let (earlier, later) = self.sets.earlier_first(row, other);
                        self.assignments.assign_published(later, self.sets.set_idx(earlier));
                    }
                }
                if MIN_YIELD * n_similar < n_compared {
                    return;
                }
            }
        }
    }

    /// Whether `other` is another row that is not assigned yet.
    fn is_open(&self, row: RowIdx, other: RowIdx) -> bool {
        other != row && !self.assignments.is_assigned(other)
    }

    fn earliest_unassigned(&self, rows: &[RowIdx]) -> Option<RowIdx> {
        let unassigned = rows.iter().copied().filter(|row| !self.assignments.is_assigned(*row));
        unassigned.min_by_key(|row| self.sets.set_idx(*row))
    }

    /// Whether two sets are similar; false when no steps are left to find out.
    fn are_similar(&mut self, one: RowIdx, other: RowIdx) -> bool {
        let n_sketch_steps = self.sets.n_sketch_steps(one, other);
        let n_merge_steps = self.sets.n_merge_steps(one, other);
        if self.n_steps_left < n_sketch_steps + n_merge_steps {
            return false;
        }
        self.n_steps_left -= n_sketch_steps;
        if !self.sets.can_be_similar(one, other) {
            return false;
        }
        self.n_steps_left -= n_merge_steps;
        self.sets.are_similar(one, other)
    }
}
