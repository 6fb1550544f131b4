//! Which sets may be near a set: an inverted index over the rarest words of each.
//!
//! Near sets share words so early in the order of rarity that enough words are left behind them in both (prefix, length
//! and position filters: Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007, AllPairs; Xiao et al. 2008,
//! PPJoin). One such word is shared by many, two by few (Wang, Li & Feng 2012, AdaptJoin), and most of those fall by
//! their sketches (Sandes, Teodoro & Melo 2020, bitmap filter). Where the words lead to nearly all sets, which hostile
//! dumps see to, the sketches of all sets of like size are compared instead, one after the other. A merge of the two
//! sets decides on the rest, once for each.

use std::ops::Range;

use super::likeness::{LEAST_NEAR, OF, are_near, least_near};
use super::postings::{Parts, Postings};
use super::prefix::{Prefixes, n_slots, prefix_len, reach};
use super::sketches::{Sketch, Sketches};

/// Nobody has claimed the set yet.
pub const UNCLAIMED: u32 = u32::MAX;

/// So many numbers of 64 bits are compared in the time that a posting takes, where sketches lie side by side.
const SKETCH_PACE: usize = 4;

/// The sets of so many rows are said to be as large as the largest of them, so that all sizes stay close at hand.
const BLOCK: usize = 512;

/// So many marks for every row that is met, so that few rows share one.
const MARKS_A_ROW: usize = 8;

/// What one set needs to look for others.
pub struct Seeker {
    /// A bit for every set that was merged with this one, so that none is merged twice.
    has_seen: Vec<u64>,
    seen: Vec<u32>,
    sketch: Sketch,
    /// The postings that are worth reading.
    parts: Parts,
    /// Was a row met before, by the lowest bits of its number? Rows that share a mark are only met too often.
    was_met: Vec<bool>,
    rows: Vec<u32>,
}

impl Seeker {
    /// Has seen nothing yet.
    pub fn new(n_sets: usize) -> Seeker {
        Seeker {
            has_seen: vec![0; n_sets.div_ceil(64)],
            seen: Vec::new(),
            sketch: Sketch::default(),
            parts: Parts::default(),
            was_met: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Is it the first time?
    fn see(&mut self, set: u32) -> bool {
        let (bits, bit) = (&mut self.has_seen[set as usize / 64], 1 << (set % 64));
        let is_new = *bits & bit == 0;
        *bits |= bit;
        if is_new {
            self.seen.push(set);
        }
        is_new
    }

    fn forget(&mut self) {
        self.seen.drain(..).for_each(|it| self.has_seen[it as usize / 64] = 0);
    }
}

/// What one set found.
#[derive(Default)]
pub struct Found {
    /// The near ones.
    pub near: Vec<u32>,
    /// What it took.
    pub n_steps: u64,
    /// Were there more to look at?
    pub is_cut_short: bool,
}

/// An inverted index over the rarest words of sets. The sets lie in rows, the smaller ones first.
pub struct Index<'a> {
    sets: &'a [&'a [u32]],
    prefixes: Prefixes,
    /// The set of every row.
    set_of: Vec<u32>,
    /// For every size, how many rows have sets of up to that size.
    row_ends: Vec<u32>,
    /// For every block of rows, [`OF`] times the size of its largest set: what the reach of a row starts from.
    spans: Vec<u32>,
    sketches: Sketches,
    postings: Postings,
}

impl<'a> Index<'a> {
    /// Takes up all sets.
    pub fn new(sets: &'a [&'a [u32]]) -> Index<'a> {
        let prefixes = Prefixes::choose(sets);
        let has_prefix = |set: &u32| 0 < prefix_len(sets[*set as usize].len());
        let mut set_of: Vec<u32> = (0..sets.len() as u32).filter(has_prefix).collect();
        set_of.sort_by_key(|it| sets[*it as usize].len());
        let (mut sketch, mut sketches) = (Sketch::default(), Sketches::default());
        for set in &set_of {
            sketch.draw(sets[*set as usize]);
            sketches.push(&sketch);
        }
        let postings = Postings::sort(&set_of, &prefixes, n_slots(sets));
        let (row_ends, spans) = (Vec::new(), Vec::new());
        let mut index = Index { sets, prefixes, set_of, row_ends, spans, sketches, postings };
        index.count_rows();
        index
    }

    fn count_rows(&mut self) {
        self.row_ends.clear();
        for (row, set) in self.set_of.iter().enumerate() {
            self.row_ends.resize(self.sets[*set as usize].len(), row as u32);
        }
        self.row_ends.push(self.set_of.len() as u32);
        let largest = self.set_of.chunks(BLOCK).filter_map(|it| it.last());
        self.spans = largest.map(|it| (OF * self.sets[*it as usize].len()) as u32).collect();
    }

    /// The rows of the sets of these sizes.
    fn rows(&self, least_size: usize, most_size: usize) -> Range<usize> {
        let up_to = |size: usize| self.row_ends[size.min(self.row_ends.len() - 1)] as usize;
        let start = up_to(least_size - 1);
        start..up_to(most_size).max(start)
    }

    /// The unclaimed sets in the index behind this one that are near it. `leader` says who claimed whom. Takes at most
    /// one merge more than `most_steps` (see [`super::join::Patience`]); `seeker` has seen nothing before and after.
    pub fn near_later(&self, set: usize, leader: &[u32], most_steps: u64, seeker: &mut Seeker) -> Found {
        let size = self.sets[set].len();
        let near = least_near(size);
        let least_size = (near * size).div_ceil(OF);
        seeker.sketch.draw(self.sets[set]);
        seeker.parts.clear();
        for (position, slot) in self.prefixes.slots(set) {
            let rows = self.rows(least_size, reach(size, position) / near);
            self.postings.add_part(slot, rows, &mut seeker.parts);
        }
        self.postings.find(&mut seeker.parts);
        let n_postings: usize = seeker.parts.places().map(|it| it.len()).sum();
        let like = self.rows(least_size, reach(size, 0) / near);
        let n_compared = like.len() * seeker.sketch.len().div_ceil(SKETCH_PACE);
        let mut looking = Looking { index: self, set, leader, most_steps, found: Found::default() };
        if n_compared < n_postings && (n_compared as u64) < most_steps {
            looking.find_among(like, seeker);
        } else {
            looking.follow_words(n_postings, seeker);
        }
        seeker.forget();
        looking.found
    }

    /// Takes sets out; the rows behind move up.
    pub fn sweep(&mut self, stays: impl Fn(u32) -> bool) {
        let mut n_rows = 0;
        let row_of: Vec<u32> = self
            .set_of
            .iter()
            .map(|set| {
                let row = n_rows;
                n_rows += u32::from(stays(*set));
                if row < n_rows { row } else { u32::MAX }
            })
            .collect();
        self.sketches.retain(|row| row_of[row] != u32::MAX);
        self.set_of.retain(|it| stays(*it));
        self.count_rows();
        self.postings.renumber(|row| Some(row_of[row as usize]).filter(|it| *it != u32::MAX));
    }
}

/// One set that looks for near ones.
struct Looking<'a> {
    index: &'a Index<'a>,
    set: usize,
    leader: &'a [u32],
    most_steps: u64,
    found: Found,
}

impl Looking<'_> {
    /// Reads the postings of the rarest words.
    fn follow_words(&mut self, n_postings: usize, seeker: &mut Seeker) {
        let index = self.index;
        let size = index.sets[self.set].len();
        self.meet(n_postings, seeker);
        let mut rows = std::mem::take(&mut seeker.rows);
        rows.retain(|row| {
            let largest = index.spans[*row as usize / BLOCK] as usize / OF;
            can_be_near(size, largest, index.sketches.n_apart_at_a_glance(&seeker.sketch, *row as usize))
        });
        for row in &rows {
            if self.is_out_of_patience() {
                break;
            }
            let set = index.set_of[*row as usize];
            self.found.n_steps += seeker.sketch.len() as u64;
            let other = index.sets[set as usize].len();
            if can_be_near(size, other, index.sketches.n_apart(&seeker.sketch, *row as usize)) {
                self.consider(set, seeker);
            }
        }
        seeker.rows = rows;
    }

    /// Finds the rows that share two of the rarest words (see [`super::prefix::MIN_SHARED`]). Some may share fewer, or
    /// come again.
    fn meet(&mut self, n_postings: usize, seeker: &mut Seeker) {
        let index = self.index;
        let size = index.sets[self.set].len();
        let least_reach = (least_near(size) * size) as u32;
        let most_read = n_postings.min(self.most_steps as usize);
        let (rows, was_met) = (&mut seeker.rows, &mut seeker.was_met);
        rows.resize(most_read, 0);
        let mut n_rows = 0;
        // Most postings fall here. Without branches, many are read in the time that a wrong guess takes.
        for mut places in seeker.parts.places() {
            let n_left = most_read - self.found.n_steps as usize;
            self.found.is_cut_short |= n_left < places.len();
            places.end = places.end.min(places.start + n_left);
            self.found.n_steps += places.len() as u64;
            for (row, n_behind) in index.postings.read(places) {
                let span = index.spans[row as usize / BLOCK];
                rows[n_rows] = row;
                n_rows += usize::from(least_reach + (LEAST_NEAR + OF) as u32 * n_behind <= span);
            }
        }
        was_met.clear();
        was_met.resize((MARKS_A_ROW * n_rows).next_power_of_two(), false);
        let mask = was_met.len() - 1;
        let mut n_met = 0;
        for at in 0..n_rows {
            let row = rows[at];
            rows[n_met] = row;
            n_met += usize::from(std::mem::replace(&mut was_met[row as usize & mask], true));
        }
        rows.truncate(n_met);
    }

    /// Compares the sketches of all sets of like size.
    fn find_among(&mut self, rows: Range<usize>, seeker: &mut Seeker) {
        let index = self.index;
        let size = index.sets[self.set].len();
        self.found.n_steps += (rows.len() * seeker.sketch.len().div_ceil(SKETCH_PACE)) as u64;
        let mut candidates = std::mem::take(&mut seeker.rows);
        candidates.clear();
        let mut start = rows.start;
        while start < rows.end {
            let other = index.sets[index.set_of[start] as usize].len();
            let end = (index.row_ends[other] as usize).min(rows.end);
            let is_like = |n_apart| can_be_near(size, other, n_apart);
            index.sketches.find(&seeker.sketch, start..end, is_like, &mut candidates);
            start = end;
        }
        for row in &candidates {
            if self.is_out_of_patience() {
                break;
            }
            self.consider(index.set_of[*row as usize], seeker);
        }
        seeker.rows = candidates;
    }

    fn is_out_of_patience(&mut self) -> bool {
        self.found.is_cut_short |= self.most_steps <= self.found.n_steps;
        self.found.is_cut_short
    }

    /// Merges the two sets, unless that was done before, or the other one leads or has a leader.
    fn consider(&mut self, other: u32, seeker: &mut Seeker) {
        let is_later = self.set < other as usize && self.leader[other as usize] == UNCLAIMED;
        if !is_later || !seeker.see(other) {
            return;
        }
        let sets = self.index.sets;
        self.found.n_steps += sets[self.set].len() as u64;
        if are_near(sets[self.set], sets[other as usize]) {
            self.found.near.push(other);
        }
    }
}

/// Can sets of these sizes be near that differ in so many words? Sets that share n (a + b) / (n + d) words differ in
/// (d - n) (a + b) / (n + d).
fn can_be_near(one: usize, other: usize, n_apart: u32) -> bool {
    let near = least_near(one.min(other));
    (near + OF) * n_apart as usize <= (OF - near) * (one + other)
}
