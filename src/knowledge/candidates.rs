//! Which sets may be near a set: an inverted index over the rarest words of each.
//!
//! Near sets share a word so early in the order of rarity that enough words are left behind it in both (prefix, length
//! and position filters: Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007, AllPairs; Xiao et al. 2008,
//! PPJoin). Most candidates fall by their sketches (Sandes, Teodoro & Melo 2020, bitmap filter). A merge of the two sets
//! decides on the rest, once for each.

use super::likeness::{NEAR_MIN_WORDS, OF, are_near, least_near};
use super::sketches::{Sketches, n_apart};

/// The low bits of a word number its slot, at most so many.
const SLOT_BITS: u32 = 22;

/// Nobody has claimed the set yet.
pub const UNCLAIMED: u32 = u32::MAX;

/// The sets that one set looked at, so that it looks at each but once.
pub struct Seeker {
    /// A bit for every set.
    has_seen: Vec<u64>,
    seen: Vec<u32>,
}

impl Seeker {
    /// Has seen nothing yet.
    pub fn new(n_sets: usize) -> Seeker {
        Seeker { has_seen: vec![0; n_sets.div_ceil(64)], seen: Vec::new() }
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

/// A set with a word in its prefix.
#[derive(Clone, Copy, Default)]
struct Posting {
    set: u32,
    /// The set's size, at most `u16::MAX`.
    size: u16,
    /// See [`reach`].
    reach: u16,
}

/// An inverted index over the rarest words of sets.
pub struct Index<'a> {
    sets: &'a [&'a [u32]],
    sketches: Sketches,
    /// The slots of every set's prefix, rare words first, one set after the other.
    prefixes: Vec<u32>,
    prefix_ends: Vec<u32>,
    /// The postings of every slot, one slot after the other, the farthest reaching first.
    postings: Vec<Posting>,
    slot_ends: Vec<u32>,
}

impl<'a> Index<'a> {
    /// Takes up all sets.
    pub fn new(sets: &'a [&'a [u32]]) -> Index<'a> {
        // Words that share a slot only propose more candidates. They are counted together, so a slot that somebody
        // crowded on purpose is one of frequent words.
        let n_words: usize = sets.iter().map(|it| it.len()).sum();
        let n_slots = (4 * sets.len()).max(n_words / 16).next_power_of_two().clamp(1 << 10, 1 << SLOT_BITS);
        let slot = |word: u32| word as usize & (n_slots - 1);
        let mut frequency = vec![0u32; n_slots];
        sets.iter().flat_map(|set| set.iter()).for_each(|word| frequency[slot(*word)] += 1);
        let mut prefixes = Vec::new();
        let mut prefix_ends = Vec::with_capacity(sets.len());
        let mut rare_first: Vec<(u32, u32)> = Vec::new();
        for set in sets {
            rare_first.clear();
            rare_first.extend(set.iter().map(|word| (frequency[slot(*word)], *word)));
            let len = prefix_len(set.len());
            if 0 < len && len < set.len() {
                rare_first.select_nth_unstable(len);
            }
            rare_first.truncate(len);
            rare_first.sort_unstable();
            prefixes.extend(rare_first.iter().map(|(_, word)| slot(*word) as u32));
            prefix_ends.push(prefixes.len() as u32);
        }
        let (postings, slot_ends) = (Vec::new(), frequency);
        let sketches = Sketches::of(sets);
        let mut index = Index { sets, sketches, prefixes, prefix_ends, postings, slot_ends };
        index.fill();
        index
    }

    /// Sorts the prefixes of all sets by slots.
    fn fill(&mut self) {
        self.slot_ends.fill(0);
        self.prefixes.iter().for_each(|slot| self.slot_ends[*slot as usize] += 1);
        let mut end = 0;
        for slot in &mut self.slot_ends {
            end += *slot;
            *slot = end;
        }
        self.postings = vec![Posting::default(); self.prefixes.len()];
        let mut start = 0;
        for (set, end) in self.prefix_ends.iter().enumerate() {
            let size = self.sets[set].len();
            for (position, slot) in self.prefixes[start..*end as usize].iter().enumerate() {
                let reach = clamped(reach(size, position));
                let place = &mut self.slot_ends[*slot as usize];
                *place -= 1;
                self.postings[*place as usize] = Posting { set: set as u32, size: clamped(size), reach };
            }
            start = *end as usize;
        }
        // What was the end of each slot is its start now.
        self.slot_ends.remove(0);
        self.slot_ends.push(end);
        let mut start = 0;
        for end in &self.slot_ends {
            self.postings[start..*end as usize].sort_unstable_by_key(|it| std::cmp::Reverse(it.reach));
            start = *end as usize;
        }
    }

    fn prefix(&self, set: usize) -> &[u32] {
        &self.prefixes[part(&self.prefix_ends, set)]
    }

    fn postings(&self, slot: u32) -> &[Posting] {
        &self.postings[part(&self.slot_ends, slot as usize)]
    }

    /// The unclaimed sets in the index behind this one that are near it. `leader` says who claimed whom. Takes at most
    /// one merge more than `most_steps` (see [`super::join::Patience`]); `seeker` has seen nothing before and after.
    pub fn near_later(&self, set: usize, leader: &[u32], most_steps: u64, seeker: &mut Seeker) -> Found {
        let size = self.sets[set].len();
        let sketch = self.sketches.get(set);
        let near = least_near(size);
        let least_reach = clamped(near * size);
        let mut found = Found::default();
        'prefix: for (position, slot) in self.prefix(set).iter().enumerate() {
            let most_size = clamped(reach(size, position) / near);
            for it in self.postings(*slot).iter().take_while(|it| least_reach <= it.reach) {
                if most_steps <= found.n_steps {
                    found.is_cut_short = true;
                    break 'prefix;
                }
                found.n_steps += 1;
                if it.set as usize <= set || most_size < it.size || !seeker.see(it.set) {
                    continue;
                }
                if leader[it.set as usize] != UNCLAIMED {
                    continue;
                }
                found.n_steps += sketch.len() as u64;
                let other = self.sets[it.set as usize];
                let n_apart = n_apart(sketch, self.sketches.get(it.set as usize));
                // Sets that share n (a + b) / (n + d) words differ in (d - n) (a + b) / (n + d).
                let near = near.max(least_near(other.len()));
                let most_apart = (OF - near) * (size + other.len());
                if most_apart < (near + OF) * n_apart as usize {
                    continue;
                }
                found.n_steps += size as u64;
                if are_near(self.sets[set], other) {
                    found.near.push(it.set);
                }
            }
        }
        seeker.forget();
        found
    }

    /// Takes sets out.
    pub fn sweep(&mut self, stays: impl Fn(u32) -> bool) {
        let (mut start, mut n_kept) = (0, 0);
        for slot_end in &mut self.slot_ends {
            for at in start..*slot_end as usize {
                let posting = self.postings[at];
                if stays(posting.set) {
                    self.postings[n_kept] = posting;
                    n_kept += 1;
                }
            }
            start = *slot_end as usize;
            *slot_end = n_kept as u32;
        }
        self.postings.truncate(n_kept);
    }
}

/// The places of one list among lists that lie one after the other.
fn part(ends: &[u32], list: usize) -> std::ops::Range<usize> {
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

/// Numbers beyond the largest are taken for it on both sides of a comparison, which then holds more often, not less.
fn clamped(number: usize) -> u16 {
    number.min(usize::from(u16::MAX)) as u16
}
