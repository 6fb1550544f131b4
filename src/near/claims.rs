//! Who claims whom while sets are compared. Every set is claimed by the earliest that was found to be near it.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

use super::rows::Rows;

/// Nobody has claimed the set.
pub const UNCLAIMED: u32 = u32::MAX;

/// The claims of all threads, by the rows of the claimed sets.
pub struct Claims {
    by: Vec<AtomicU32>,
    /// Who was claimed when the claims were last settled, a bit each. This alone decides who is compared with whom, so that
    /// it does not hang on which thread came first.
    are_settled: Vec<u64>,
    were_cut_short: Vec<AtomicBool>,
}

impl Claims {
    /// Nobody is claimed.
    pub fn new(n_rows: usize) -> Claims {
        Claims {
            by: (0..n_rows).map(|_| AtomicU32::new(UNCLAIMED)).collect(),
            are_settled: vec![0; n_rows.div_ceil(64)],
            were_cut_short: (0..n_rows).map(|_| AtomicBool::new(false)).collect(),
        }
    }

    /// The earliest set that has claimed a row's by now.
    pub fn by(&self, row: u32) -> u32 {
        self.by[row as usize].load(Relaxed)
    }

    /// The same for all sets. One without a row is unclaimed.
    pub fn by_set(&self, rows: &Rows, n_sets: usize) -> Vec<u32> {
        let mut by_set = vec![UNCLAIMED; n_sets];
        for (set, by) in rows.sets().iter().zip(&self.by) {
            by_set[*set as usize] = by.load(Relaxed);
        }
        by_set
    }

    /// A set claims a row's.
    pub fn claim(&self, row: u32, by: u32) {
        self.by[row as usize].fetch_min(by, Relaxed);
    }

    /// Was a row's set claimed when the claims were last settled?
    pub fn is_settled(&self, row: u32) -> bool {
        self.are_settled[row as usize / 64] >> (row % 64) & 1 != 0
    }

    /// A set claims a row's, and that is settled.
    pub fn claim_at_once(&mut self, row: u32, by: u32) {
        self.claim(row, by);
        self.are_settled[row as usize / 64] |= 1 << (row % 64);
    }

    /// Settles all claims.
    pub fn settle(&mut self) {
        for (bits, by) in self.are_settled.iter_mut().zip(self.by.chunks_mut(64)) {
            *bits = (0..).zip(by).map(|(bit, by)| u64::from(*by.get_mut() != UNCLAIMED) << bit).sum();
        }
    }

    /// Notes that a row's set was not compared with all that may be near it.
    pub fn cut_short(&self, row: u32) {
        self.were_cut_short[row as usize].store(true, Relaxed);
    }

    /// Was it?
    pub fn was_cut_short(&self, row: u32) -> bool {
        self.were_cut_short[row as usize].load(Relaxed)
    }
}
