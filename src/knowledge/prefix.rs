//! The rarest words of a set, by which others find it.

use super::likeness::{NEAR_MIN_WORDS, OF, least_near};

/// Sets are compared when they share so many words of their prefixes. Of 200,000 invented comments, each would have to
/// look at the sketches of 282 others for one shared word, of 35 for two and of 17 for three, and reads 888, 1048 and
/// 1241 postings for that.
pub const MIN_SHARED: usize = 2;

/// The low bits of a word number its slot, at most so many.
const SLOT_BITS: u32 = 22;

/// Where words are counted. Words that share a slot only propose more candidates. They are counted together, so a slot
/// that somebody crowded on purpose is one of frequent words.
pub struct Slots {
    /// How frequent the words of each slot are: see [`rank`].
    ranks: Vec<u8>,
}

impl Slots {
    /// Counts the words of all sets.
    pub fn count(sets: &[&[u32]]) -> Slots {
        let n_words: usize = sets.iter().map(|it| it.len()).sum();
        let n_slots = (4 * sets.len()).max(n_words / 16).next_power_of_two().clamp(1 << 10, 1 << SLOT_BITS);
        let mut frequency = vec![0; n_slots];
        sets.iter().flat_map(|set| set.iter()).for_each(|it| frequency[slot(*it, n_slots)] += 1);
        Slots { ranks: frequency.into_iter().map(rank).collect() }
    }

    /// The number of slots.
    pub fn len(&self) -> usize {
        self.ranks.len()
    }
}

/// The slot of a word; the number of slots is a power of two.
fn slot(word: u32, n_slots: usize) -> usize {
    word as usize & (n_slots - 1)
}

/// The order of frequencies in a byte, so that all ranks stay close at hand: 0 for words that stand alone, then eight
/// steps for every doubling.
fn rank(frequency: u32) -> u8 {
    const BITS_BEHIND: u32 = f32::MANTISSA_DIGITS - 1 - 3;
    let steps = |frequency: f32| frequency.to_bits() >> BITS_BEHIND;
    steps(frequency as f32).saturating_sub(steps(1.0)).min(u8::MAX.into()) as u8
}

/// The rarest words of a set, the rarest first. Any set that is near it has [`MIN_SHARED`] of them in its own prefix.
#[derive(Default)]
pub struct Prefix {
    /// The rank of each word's slot in the upper half, the word in the lower.
    rare_first: Vec<u64>,
}

impl Prefix {
    /// Takes the words of a set.
    pub fn choose(&mut self, set: &[u32], slots: &Slots) {
        let ranked = |word: &u32| {
            let rank = slots.ranks[slot(*word, slots.len())];
            u64::from(rank) << u32::BITS | u64::from(*word)
        };
        self.rare_first.clear();
        self.rare_first.extend(set.iter().map(ranked));
        let len = prefix_len(set.len());
        if 0 < len && len < set.len() {
            self.rare_first.select_nth_unstable(len);
        }
        self.rare_first.truncate(len);
        self.rare_first.sort_unstable();
    }

    /// The position and the slot of each word that stands in another set too.
    pub fn slots(&self, slots: &Slots) -> impl Iterator<Item = (usize, usize)> {
        let shared = self.rare_first.iter().enumerate().filter(|(_, it)| 0 < **it >> u32::BITS);
        shared.map(|(position, it)| (position, slot(*it as u32, slots.len())))
    }
}

/// So many of its rarest words must a set be found by: any set near it has [`MIN_SHARED`] of them.
pub fn prefix_len(size: usize) -> usize {
    if size < NEAR_MIN_WORDS { 0 } else { size - (least_near(size) * size).div_ceil(OF) + MIN_SHARED }
}

/// If one of the first words that two sets share, up to [`MIN_SHARED`], stands here, they share at most the words from
/// here on and those before it. So they are near only if (n + d) (a - i) ≥ n (a + b), that is, if this number is at
/// least n times the other's size. Where the other is shorter and needs more, this holds more often than it must.
pub fn reach(size: usize, position: usize) -> usize {
    (OF * size).saturating_sub((least_near(size) + OF) * behind_first(position))
}

/// How many words lack for sure when one of the first [`MIN_SHARED`] shared words stands at this position.
pub fn behind_first(position: usize) -> usize {
    position.saturating_sub(MIN_SHARED - 1)
}
