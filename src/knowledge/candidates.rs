//! Which sets may be near a set: an inverted index over the rarest words of each.
//!
//! Near sets share a word so early in the order of rarity that enough words are left behind it in both (prefix, length
//! and position filters: Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007, AllPairs; Xiao et al. 2008,
//! PPJoin). Most candidates fall by their sketches (Sandes, Teodoro & Melo 2020, bitmap filter). Where the words lead to
//! nearly all sets, which hostile dumps see to, the sketches of all sets of like size are compared instead, one after
//! the other. A merge of the two sets decides on the rest, once for each.

use std::ops::Range;

use super::likeness::{NEAR_MIN_WORDS, OF, are_near, least_near};
use super::sketches::{Sketch, Sketches};

/// The low bits of a word number its slot, at most so many.
const SLOT_BITS: u32 = 22;

/// Nobody has claimed the set yet.
pub const UNCLAIMED: u32 = u32::MAX;

/// So many numbers of 64 bits are compared in the time that a posting takes, where sketches lie side by side.
const SKETCH_PACE: usize = 4;

/// What one set needs to look for others.
pub struct Seeker {
    /// A bit for every set that was merged with this one, so that none is merged twice.
    has_seen: Vec<u64>,
    seen: Vec<u32>,
    prefix: Prefix,
    sketch: Sketch,
    /// Where the postings that are worth reading start and end: two bounds for each word.
    bounds: Vec<Bound>,
    rows: Vec<usize>,
}

impl Seeker {
    /// Has seen nothing yet.
    pub fn new(n_sets: usize) -> Seeker {
        Seeker {
            has_seen: vec![0; n_sets.div_ceil(64)],
            seen: Vec::new(),
            prefix: Prefix::default(),
            sketch: Sketch::default(),
            bounds: Vec::new(),
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

/// The first posting, from a place on, of no earlier row: so far it is known to be among those left.
struct Bound {
    place: usize,
    n_left: usize,
    row: u32,
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

/// A set with a word in its prefix.
#[derive(Clone, Copy, Default)]
struct Posting {
    row: u32,
    /// The set's size, at most `u16::MAX`.
    size: u16,
    /// See [`reach`].
    reach: u16,
}

/// An inverted index over the rarest words of sets. The sets lie in rows, the smaller ones first.
pub struct Index<'a> {
    sets: &'a [&'a [u32]],
    slots: Slots,
    /// The set of every row.
    set_of: Vec<u32>,
    /// For every size, how many rows have sets of up to that size.
    row_ends: Vec<u32>,
    sketches: Sketches,
    /// The postings of every slot, one slot after the other, by rows.
    postings: Vec<Posting>,
    slot_ends: Vec<u32>,
}

impl<'a> Index<'a> {
    /// Takes up all sets.
    pub fn new(sets: &'a [&'a [u32]]) -> Index<'a> {
        let slots = Slots::count(sets);
        let has_prefix = |set: &u32| 0 < prefix_len(sets[*set as usize].len());
        let mut set_of: Vec<u32> = (0..sets.len() as u32).filter(has_prefix).collect();
        set_of.sort_by_key(|it| sets[*it as usize].len());
        let (mut sketch, mut sketches) = (Sketch::default(), Sketches::default());
        for set in &set_of {
            sketch.draw(sets[*set as usize]);
            sketches.push(&sketch);
        }
        let slot_ends = vec![0; slots.frequency.len()];
        let mut index =
            Index { sets, slots, set_of, row_ends: Vec::new(), sketches, postings: Vec::new(), slot_ends };
        index.count_rows();
        index.fill();
        index
    }

    fn count_rows(&mut self) {
        self.row_ends.clear();
        for (row, set) in self.set_of.iter().enumerate() {
            self.row_ends.resize(self.sets[*set as usize].len(), row as u32);
        }
        self.row_ends.push(self.set_of.len() as u32);
    }

    /// Sorts the prefixes of all sets by slots.
    fn fill(&mut self) {
        let mut prefix = Prefix::default();
        for set in &self.set_of {
            prefix.choose(self.sets[*set as usize], &self.slots);
            prefix.slots().for_each(|slot| self.slot_ends[slot] += 1);
        }
        let mut start = 0;
        for end in &mut self.slot_ends {
            start += *end;
            *end = start - *end;
        }
        self.postings = vec![Posting::default(); start as usize];
        for (row, set) in self.set_of.iter().enumerate() {
            let set = self.sets[*set as usize];
            prefix.choose(set, &self.slots);
            for (position, slot) in prefix.slots().enumerate() {
                let (size, reach) = (clamped(set.len()), clamped(reach(set.len(), position)));
                let place = &mut self.slot_ends[slot];
                self.postings[*place as usize] = Posting { row: row as u32, size, reach };
                *place += 1;
            }
        }
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
        seeker.prefix.choose(self.sets[set], &self.slots);
        seeker.sketch.draw(self.sets[set]);
        seeker.bounds.clear();
        for (position, slot) in seeker.prefix.slots().enumerate() {
            let list = part(&self.slot_ends, slot);
            let rows = self.rows(least_size, reach(size, position) / near);
            let bound = |row: usize| Bound { place: list.start, n_left: list.len(), row: row as u32 };
            seeker.bounds.extend([bound(rows.start), bound(rows.end)]);
        }
        self.find(&mut seeker.bounds);
        let lists = seeker.bounds.chunks_exact(2);
        let n_postings: usize = lists.map(|it| it[1].place - it[0].place).sum();
        let like = self.rows(least_size, reach(size, 0) / near);
        let n_compared = like.len() * seeker.sketch.len().div_ceil(SKETCH_PACE);
        let mut looking = Looking { index: self, set, leader, most_steps, found: Found::default() };
        if n_compared < n_postings && (n_compared as u64) < most_steps {
            looking.find_among(like, seeker);
        } else {
            looking.follow_words(seeker);
        }
        seeker.forget();
        looking.found
    }

    /// Finds all bounds by halves. They take their steps together, so that the memory answers for all at once.
    fn find(&self, bounds: &mut [Bound]) {
        let mut is_found = false;
        while !is_found {
            is_found = true;
            for it in bounds.iter_mut().filter(|it| 0 < it.n_left) {
                let half = it.n_left / 2;
                let is_behind = self.postings[it.place + half].row < it.row;
                it.place += if is_behind { half + 1 } else { 0 };
                it.n_left = if is_behind { it.n_left - half - 1 } else { half };
                is_found = false;
            }
        }
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
        let (mut start, mut n_kept) = (0, 0);
        for slot_end in &mut self.slot_ends {
            for at in start..*slot_end as usize {
                let posting = self.postings[at];
                let row = row_of[posting.row as usize];
                if row != u32::MAX {
                    self.postings[n_kept] = Posting { row, ..posting };
                    n_kept += 1;
                }
            }
            start = *slot_end as usize;
            *slot_end = n_kept as u32;
        }
        self.postings.truncate(n_kept);
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
    fn follow_words(&mut self, seeker: &mut Seeker) {
        let index = self.index;
        let size = index.sets[self.set].len();
        let least_reach = clamped(least_near(size) * size);
        let bounds = std::mem::take(&mut seeker.bounds);
        'lists: for bounds in bounds.chunks_exact(2) {
            for it in &index.postings[bounds[0].place..bounds[1].place] {
                if self.is_out_of_patience() {
                    break 'lists;
                }
                self.found.n_steps += 1;
                let row = it.row as usize;
                if it.reach < least_reach {
                    continue;
                }
                let most_apart =
                    if it.size == u16::MAX { u32::MAX } else { most_apart(size, it.size.into()) };
                if most_apart < index.sketches.n_apart_at_a_glance(&seeker.sketch, row) {
                    continue;
                }
                let set = index.set_of[row];
                self.found.n_steps += seeker.sketch.len() as u64;
                if index.sketches.n_apart(&seeker.sketch, row) <= most_apart {
                    self.consider(set, seeker);
                }
            }
        }
        seeker.bounds = bounds;
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
            index.sketches.find(&seeker.sketch, start..end, most_apart(size, other), &mut candidates);
            start = end;
        }
        for row in &candidates {
            if self.is_out_of_patience() {
                break;
            }
            self.consider(index.set_of[*row], seeker);
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

/// Where words are counted. Words that share a slot only propose more candidates. They are counted together, so a slot
/// that somebody crowded on purpose is one of frequent words.
struct Slots {
    frequency: Vec<u32>,
}

impl Slots {
    fn count(sets: &[&[u32]]) -> Slots {
        let n_words: usize = sets.iter().map(|it| it.len()).sum();
        let n_slots = (4 * sets.len()).max(n_words / 16).next_power_of_two().clamp(1 << 10, 1 << SLOT_BITS);
        let mut slots = Slots { frequency: vec![0; n_slots] };
        for word in sets.iter().flat_map(|set| set.iter()) {
            let slot = slots.of(*word);
            slots.frequency[slot] += 1;
        }
        slots
    }

    fn of(&self, word: u32) -> usize {
        word as usize & (self.frequency.len() - 1)
    }
}

/// The rarest words of a set, the rarest first.
#[derive(Default)]
struct Prefix {
    /// How often words of the slot stand in all sets, the word, and its slot.
    rare_first: Vec<(u32, u32, u32)>,
}

impl Prefix {
    fn choose(&mut self, set: &[u32], slots: &Slots) {
        let counted = |word: &u32| {
            let slot = slots.of(*word);
            (slots.frequency[slot], *word, slot as u32)
        };
        self.rare_first.clear();
        self.rare_first.extend(set.iter().map(counted));
        let len = prefix_len(set.len());
        if 0 < len && len < set.len() {
            self.rare_first.select_nth_unstable(len);
        }
        self.rare_first.truncate(len);
        self.rare_first.sort_unstable();
    }

    fn slots(&self) -> impl Iterator<Item = usize> {
        self.rare_first.iter().map(|it| it.2 as usize)
    }
}

/// The places of one list among lists that lie one after the other.
fn part(ends: &[u32], list: usize) -> Range<usize> {
    let start = if list == 0 { 0 } else { ends[list - 1] };
    start as usize..ends[list] as usize
}

/// So many of its rarest words must a set be found by: any set near it lacks fewer of them.
fn prefix_len(size: usize) -> usize {
    if size < NEAR_MIN_WORDS { 0 } else { size - (least_near(size) * size).div_ceil(OF) + 1 }
}

/// If the first word that two sets share stands here, they share at most the words from here on. So they are near only
/// if (n + d) (a - i) ≥ n (a + b), that is, if this number is at least n times the other's size. Where the other is
/// shorter and needs more, this holds more often than it must.
fn reach(size: usize, position: usize) -> usize {
    (OF * size).saturating_sub((least_near(size) + OF) * position)
}

/// In how many words two near sets of these sizes differ at the most: sets that share n (a + b) / (n + d) words differ
/// in (d - n) (a + b) / (n + d).
fn most_apart(one: usize, other: usize) -> u32 {
    let near = least_near(one.min(other));
    ((OF - near) * (one + other) / (near + OF)) as u32
}

/// Numbers beyond the largest are taken for it on both sides of a comparison, which then holds more often, not less.
fn clamped(number: usize) -> u16 {
    number.min(usize::from(u16::MAX)) as u16
}
