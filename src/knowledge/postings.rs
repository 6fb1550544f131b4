//! The postings of words: in which rows they stand, and where in the prefixes of these.
//!
//! A posting has four bytes, the row in its upper bits and the position in its lower, for most of the time of a join goes
//! into waiting for them.

use std::ops::Range;

use super::prefix::{Prefixes, behind_first};

/// Positions have at most so many bits. From the last of them on they are said to be that one, which loses nothing: see
/// [`super::prefix::reach`].
const POSITION_BITS: u32 = 6;

/// The lists of all slots, one after the other, each by rows.
pub struct Postings {
    postings: Vec<u32>,
    /// Where each list ends.
    ends: Vec<u32>,
    position_bits: u32,
}

/// Lists that are no longer are read whole, which is faster than to look for their parts.
const SHORT_LIST: usize = 32;

/// The first posting of a list, from a place on, of no earlier row: so far it is known to be among those left.
struct Bound {
    place: usize,
    n_left: usize,
    row: u32,
}

/// Parts of lists.
#[derive(Default)]
pub struct Parts {
    /// Where each starts and ends, one behind the other.
    bounds: Vec<Bound>,
}

impl Parts {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.bounds.clear();
    }

    /// The places of each part.
    pub fn places(&self) -> impl Iterator<Item = Range<usize>> {
        self.bounds.chunks_exact(2).map(|it| it[0].place..it[1].place)
    }
}

impl Postings {
    /// Sorts the prefixes of the set of every row by slots.
    pub fn sort(set_of: &[u32], prefixes: &Prefixes, n_slots: usize) -> Postings {
        let mut ends = vec![0; n_slots];
        for set in set_of {
            prefixes.slots(*set as usize).for_each(|(_, slot)| ends[slot] += 1);
        }
        let mut start = 0;
        for end in &mut ends {
            start += *end;
            *end = start - *end;
        }
        let position_bits = (set_of.len() as u32).leading_zeros().min(POSITION_BITS);
        let mut sorted = Postings { postings: vec![0; start as usize], ends, position_bits };
        for (row, set) in (0..).zip(set_of) {
            for (position, slot) in prefixes.slots(*set as usize) {
                let posting = sorted.packed(row, behind_first(position));
                let place = &mut sorted.ends[slot];
                sorted.postings[*place as usize] = posting;
                *place += 1;
            }
        }
        sorted
    }

    /// Adds the part of a slot's list with these rows to the parts. If the list is short, it may be the whole one.
    pub fn add_part(&self, slot: usize, rows: Range<usize>, parts: &mut Parts) {
        let start = if slot == 0 { 0 } else { self.ends[slot - 1] as usize };
        let end = self.ends[slot] as usize;
        let bounds = if end - start <= SHORT_LIST {
            [start, end].map(|place| Bound { place, n_left: 0, row: 0 })
        } else {
            [rows.start, rows.end].map(|row| Bound { place: start, n_left: end - start, row: row as u32 })
        };
        parts.bounds.extend(bounds);
    }

    /// Finds all bounds by halves. They take their steps together, so that the memory answers for all at once.
    pub fn find(&self, parts: &mut Parts) {
        let mut is_found = false;
        while !is_found {
            is_found = true;
            for it in parts.bounds.iter_mut().filter(|it| 0 < it.n_left) {
                let half = it.n_left / 2;
                let is_behind = self.row(self.postings[it.place + half]) < it.row;
                it.place += if is_behind { half + 1 } else { 0 };
                it.n_left = if is_behind { it.n_left - half - 1 } else { half };
                is_found = false;
            }
        }
    }

    /// The rows at these places, each with how many words of its prefix are not shared at the least, if the word is one
    /// of the first that are.
    pub fn read(&self, places: Range<usize>) -> impl Iterator<Item = (u32, u32)> {
        self.postings[places].iter().map(|it| (self.row(*it), it & self.most_behind()))
    }

    /// Gives each row its new number. Those without one are taken out.
    pub fn renumber(&mut self, row_of: impl Fn(u32) -> Option<u32>) {
        let (mut start, mut n_kept) = (0, 0);
        for slot in 0..self.ends.len() {
            let end = self.ends[slot] as usize;
            for at in start..end {
                let posting = self.postings[at];
                if let Some(row) = row_of(self.row(posting)) {
                    self.postings[n_kept] = row << self.position_bits | posting & self.most_behind();
                    n_kept += 1;
                }
            }
            start = end;
            self.ends[slot] = n_kept as u32;
        }
        self.postings.truncate(n_kept);
    }

    fn packed(&self, row: u32, n_behind: usize) -> u32 {
        row << self.position_bits | n_behind.min(self.most_behind() as usize) as u32
    }

    fn row(&self, posting: u32) -> u32 {
        posting >> self.position_bits
    }

    fn most_behind(&self) -> u32 {
        (1 << self.position_bits) - 1
    }
}
