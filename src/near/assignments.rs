//! Which set each set is assigned to while candidates are compared: the earliest that was found to be similar
//! to it.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

use super::by_size::{RowIdx, SetIdx, SetsBySize};

/// Stored for rows that are not assigned.
const UNASSIGNED: SetIdx = SetIdx(u32::MAX);

/// The assignments of all rows. Threads share it: assigning takes the minimum, so the order does not matter.
pub struct Assignments {
    to: Vec<AtomicU32>,
    /// Whether each row was assigned when assignments were last published. Only published assignments decide
    /// which pairs are compared, so the steps do not depend on the timing of threads.
    published: Vec<bool>,
    truncated: Vec<AtomicBool>,
}

impl Assignments {
    /// All rows unassigned.
    pub fn new(n_rows: usize) -> Assignments {
        Assignments {
            to: (0..n_rows).map(|_| AtomicU32::new(UNASSIGNED.0)).collect(),
            published: vec![false; n_rows],
            truncated: (0..n_rows).map(|_| AtomicBool::new(false)).collect(),
        }
    }

    /// Whether `set` is earlier than the set that the row is assigned to, if any.
    pub fn would_improve(&self, row: RowIdx, set: SetIdx) -> bool {
        set < SetIdx(self.to[row.get()].load(Relaxed))
    }

    /// The assignments of all `n_sets` sets, including those without a row.
    pub fn by_set(&self, sets: &SetsBySize, n_sets: usize) -> Vec<Option<SetIdx>> {
        let mut by_set = vec![None; n_sets];
        for (row, set) in sets.rows() {
            let to = SetIdx(self.to[row.get()].load(Relaxed));
            by_set[set.get()] = Some(to).filter(|to| *to != UNASSIGNED);
        }
        by_set
    }

    /// Assigns a row to a set, unless it is assigned to an earlier one.
    pub fn assign(&self, row: RowIdx, set: SetIdx) {
        self.to[row.get()].fetch_min(set.0, Relaxed);
    }

    /// Assigns a row to a set and publishes that.
    pub fn assign_published(&mut self, row: RowIdx, set: SetIdx) {
        self.assign(row, set);
        self.published[row.get()] = true;
    }

    /// Publishes all assignments.
    pub fn publish(&mut self) {
        for (published, to) in self.published.iter_mut().zip(&mut self.to) {
            *published = *to.get_mut() != UNASSIGNED.0;
        }
    }

    /// Whether a row was assigned when assignments were last published.
    pub fn is_assigned(&self, row: RowIdx) -> bool {
        self.published[row.get()]
    }

    /// Records that a row was not compared with all sets that may be similar, because steps ran out.
    pub fn set_truncated(&self, row: RowIdx) {
        self.truncated[row.get()].store(true, Relaxed);
    }

    /// Whether a row was not compared with all sets that may be similar.
    pub fn is_truncated(&self, row: RowIdx) -> bool {
        self.truncated[row.get()].load(Relaxed)
    }
}
