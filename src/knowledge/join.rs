//! The exact near-duplicate join: every set finds the earliest leading set that is near, and none is missed.
//!
//! The sets are walked from the earliest on. One that nobody has claimed leads, and claims every later set that is
//! near it; so the first claim is the earliest leader's, and a campaign of fifty thousand near copies costs one walk.
//!
//! Candidates come from an inverted index over the rarest words of each set: near sets share a word so early in the
//! order of rarity that enough words are left behind it in both (prefix, length and position filters: Chaudhuri,
//! Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007, AllPairs; Xiao et al. 2008, PPJoin). Most candidates fall by
//! their sketches, 128 bits that differ in at most as many places as the sets differ in words (Sandes, Teodoro &
//! Melo 2020, bitmap filter). A merge of the two sets decides on the rest.

use rayon::prelude::*;

use super::likeness::{NEAR_MIN_WORDS, OF, are_near, least_near};

/// So many sets look for near ones at the same time. Those of them that turn out not to lead have looked in vain.
const BATCH: usize = 256;

/// Claimed and passed sets are swept out of the index when they are more than one in so many of those left.
const SWEEP_SHARE: usize = 8;

const UNCLAIMED: u32 = u32::MAX;

/// For each set the earliest set before it that is near and leads; itself when there is none, and then it leads.
/// Sets are sorted and distinct, the earliest first.
pub fn join(sets: &[&[u32]]) -> Vec<u32> {
    let is_short = |set: usize| sets[set].len() < NEAR_MIN_WORDS;
    let mut leader: Vec<u32> =
        (0..sets.len()).map(|it| if is_short(it) { it as u32 } else { UNCLAIMED }).collect();
    let mut index = Index::new(sets);
    let mut next = 0;
    let mut n_left = leader.iter().filter(|it| **it == UNCLAIMED).count();
    let mut n_gone = 0;
    loop {
        let unclaimed = (next..sets.len()).filter(|it| leader[*it] == UNCLAIMED);
        let batch: Vec<usize> = unclaimed.take(BATCH).collect();
        let Some(last) = batch.last() else { break };
        next = last + 1;
        let found: Vec<Vec<u32>> = batch.par_iter().map(|it| index.near_later(*it)).collect();
        for (set, near) in batch.into_iter().zip(found) {
            if leader[set] != UNCLAIMED {
                continue;
            }
            leader[set] = set as u32;
            n_gone += 1;
            for later in near {
                if leader[later as usize] == UNCLAIMED {
                    leader[later as usize] = set as u32;
                    n_gone += 1;
                }
            }
        }
        if n_left < SWEEP_SHARE * n_gone {
            index.sweep(|it| leader[it as usize] == UNCLAIMED);
            n_left -= n_gone;
            n_gone = 0;
        }
    }
    leader
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

struct Index<'a> {
    sets: &'a [&'a [u32]],
    sketches: Vec<u128>,
    /// The slots of every set's prefix, rare words first, one set after the other.
    prefixes: Vec<u32>,
    prefix_ends: Vec<u32>,
    /// The postings of every slot, one slot after the other, the farthest reaching first.
    postings: Vec<Posting>,
    slot_ends: Vec<u32>,
}

impl<'a> Index<'a> {
    fn new(sets: &'a [&'a [u32]]) -> Index<'a> {
        // Words that share a slot only propose more candidates. They are counted together, so a slot that somebody
        // crowded on purpose is one of frequent words.
        let n_slots = (4 * sets.len()).next_power_of_two().clamp(1 << 10, 1 << 22);
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
        let sketches = sets.par_iter().map(|set| sketch(set)).collect();
        let mut index =
            Index { sets, sketches, prefixes, prefix_ends, postings: Vec::new(), slot_ends: frequency };
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

    /// All sets in the index behind this one that are near it.
    fn near_later(&self, set: usize) -> Vec<u32> {
        let size = self.sets[set].len();
        let sketch = self.sketches[set];
        let near = least_near(size);
        let least_reach = clamped(near * size);
        let mut candidates: Vec<u32> = Vec::new();
        for (position, slot) in self.prefix(set).iter().enumerate() {
            let most_size = clamped(reach(size, position) / near);
            let reaching = self.postings(*slot).iter().take_while(|it| least_reach <= it.reach);
            for it in reaching.filter(|it| set < it.set as usize && it.size <= most_size) {
                let n_apart = (sketch ^ self.sketches[it.set as usize]).count_ones();
                // Sets that share n (a + b) / (n + d) words differ in (d - n) (a + b) / (n + d).
                let near = near.max(least_near(usize::from(it.size)));
                let most_apart = (OF - near) * (size + usize::from(it.size));
                if it.size == u16::MAX || (near + OF) * n_apart as usize <= most_apart {
                    candidates.push(it.set);
                }
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates.retain(|it| are_near(self.sets[set], self.sets[*it as usize]));
        candidates
    }

    /// Takes sets out.
    fn sweep(&mut self, stays: impl Fn(u32) -> bool) {
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

/// Each word turns one of 128 bits over.
fn sketch(set: &[u32]) -> u128 {
    // The low bits number the slots.
    set.iter().fold(0, |sketch, word| sketch ^ 1 << (word >> 25))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::likeness::overlap;
    use super::*;

    fn brute_force(sets: &[&[u32]]) -> Vec<u32> {
        let near = |one: usize, other: usize| {
            let both_long = NEAR_MIN_WORDS <= sets[one].len().min(sets[other].len());
            let n_shared = overlap(sets[one], sets[other]);
            let n_all = sets[one].len() + sets[other].len() - n_shared;
            let needed = if sets[one].len().min(sets[other].len()) < 20 { 13 } else { 11 };
            both_long && needed * n_all <= 20 * n_shared
        };
        let mut leader: Vec<u32> = Vec::new();
        for current in 0..sets.len() {
            let leads = |it: &usize| leader[*it] == *it as u32 && near(*it, current);
            let found = (0..current).find(leads).unwrap_or(current);
            leader.push(found as u32);
        }
        leader
    }

    fn check(mut sets: Vec<Vec<u32>>) {
        for set in &mut sets {
            // Words are hashes, so their bits are spread.
            set.iter_mut().for_each(|word| *word = crate::normalize::word_id(&word.to_string()));
            set.sort_unstable();
            set.dedup();
        }
        let sets: Vec<&[u32]> = sets.iter().map(Vec::as_slice).collect();
        let expected = brute_force(&sets);
        for n_threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
            assert_eq!(pool.install(|| join(&sets)), expected);
        }
    }

    /// A text, and how it is edited into later ones: which words are replaced or added.
    fn families() -> impl Strategy<Value = Vec<Vec<u32>>> {
        let text = prop::collection::vec(0u32..3000, 5..60);
        let edits = prop::collection::vec(
            prop::collection::vec((any::<prop::sample::Index>(), 0u32..3000), 0..14),
            1..8,
        );
        let family = (text, edits).prop_map(|(text, edits)| {
            let edited = edits.into_iter().map(|edits| {
                let mut text = text.clone();
                for (place, word) in edits {
                    let place = place.index(text.len());
                    text[place] = word;
                }
                text
            });
            edited.collect::<Vec<_>>()
        });
        prop::collection::vec(family, 1..12).prop_map(|it| it.concat()).prop_shuffle()
    }

    proptest! {
        #[test]
        fn crowded_words_hide_no_leader(
            sets in prop::collection::vec(prop::collection::vec(0u32..40, 0..14), 0..60)
        ) {
            check(sets);
        }

        #[test]
        fn edited_texts_find_their_leaders(sets in families()) {
            check(sets);
        }
    }

    #[test]
    fn batches_and_sweeps_change_nothing() {
        let text =
            |seed: u32| (0..20).map(move |it| (seed % 977 + it * it * (1 + seed % 3)) % 1500).collect();
        check((0..4 * BATCH as u32).map(|it| text(it * 7919)).collect());
    }

    #[test]
    fn texts_of_many_thousand_words_are_joined() {
        let long: Vec<u32> = (0..70_000).collect();
        let other: Vec<u32> = (20_000..90_000).collect();
        check(vec![long.clone(), long[..50_000].to_vec(), long[50_000..].to_vec(), other]);
    }
}
