//! Near copies of one text: lists in which many sets are near to one.

use super::claims::Claims;
use super::rows::Rows;

/// In so many rows that follow each other in a list, one set is compared with one in so many.
const STRETCH: usize = 256;
const SAMPLE: usize = 16;

/// If one of these is near, it is compared with the whole list, as long as one in so many is near.
const SHARE: usize = 64;

/// Looks for near copies.
pub struct Copies<'a> {
    /// The sets.
    pub rows: &'a Rows<'a>,
    /// Who claims whom.
    pub claims: &'a mut Claims,
    /// So many steps are left (see [`super::join::Patience`]).
    pub left: u64,
}

impl Copies<'_> {
    /// Looks through a list of rows. What is claimed need not be compared any more with what else is claimed, nor in other
    /// lists.
    pub fn claim(&mut self, list: &[u32]) {
        for stretch in list.chunks(STRETCH).filter(|it| SAMPLE < it.len()) {
            while let Some(row) = self.earliest_unclaimed(stretch) {
                let mut sample = stretch.iter().step_by(SAMPLE);
                if !sample.any(|it| *it != row && !self.claims.is_settled(*it) && self.are_near(row, *it)) {
                    break;
                }
                let (mut n_unclaimed, mut n_near) = (0, 0);
                for other in list.iter().filter(|it| **it != row) {
                    if self.claims.is_settled(*other) {
                        continue;
                    }
                    n_unclaimed += 1;
                    if self.are_near(row, *other) {
                        n_near += 1;
                        let (earlier, later) = self.rows.in_order(row, *other);
                        self.claims.claim_at_once(later, self.rows.set(earlier));
                    }
                }
                if SHARE * n_near < n_unclaimed {
                    return;
                }
            }
        }
    }

    fn earliest_unclaimed(&self, rows: &[u32]) -> Option<u32> {
        let unclaimed = rows.iter().copied().filter(|it| !self.claims.is_settled(*it));
        unclaimed.min_by_key(|it| self.rows.set(*it))
    }

    /// Are two sets near, as far as the steps that are left can tell?
    fn are_near(&mut self, one: u32, other: u32) -> bool {
        let n_sketch_steps = self.rows.n_sketch_steps(one, other);
        let n_merge_steps = self.rows.n_merge_steps(one, other);
        if self.left < n_sketch_steps + n_merge_steps {
            return false;
        }
        self.left -= n_sketch_steps;
        let can_be_near = self.rows.can_be_near(one, other);
        if can_be_near {
            self.left -= n_merge_steps;
        }
        can_be_near && self.rows.are_near(one, other)
    }
}
