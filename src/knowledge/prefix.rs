//! The rarest words of each set, by which others find it.

use super::likeness::{NEAR_MIN_WORDS, OF, least_near};

/// The low bits of a word number its slot, at most so many.
const SLOT_BITS: u32 = 22;

/// So many slots are words counted in, and have postings. A power of two.
pub fn n_slots(sets: &[&[u32]]) -> usize {
    let n_words: usize = sets.iter().map(|it| it.len()).sum();
    (2 * sets.len()).max(n_words / 16).next_power_of_two().clamp(1 << 10, 1 << SLOT_BITS)
}

fn slot(word: u32, n_slots: usize) -> usize {
    word as usize & (n_slots - 1)
}

/// The number of a slot in three bytes, for every set has many.
type Slot = [u8; 3];

const _: () = assert!(SLOT_BITS <= 24);

fn packed(slot: usize) -> Slot {
    let [low, middle, high, ..] = slot.to_le_bytes();
    [low, middle, high]
}

fn unpacked([low, middle, high]: &Slot) -> usize {
    u32::from_le_bytes([*low, *middle, *high, 0]) as usize
}

/// How frequent the words of each slot are, as [ranks](rank). Words that share a slot only propose more candidates. They
/// are counted together, so a slot that somebody crowded on purpose is one of frequent words.
fn count(sets: &[&[u32]]) -> Vec<u8> {
    let mut frequency = vec![0; n_slots(sets)];
    let n_slots = frequency.len();
    sets.iter().flat_map(|set| set.iter()).for_each(|it| frequency[slot(*it, n_slots)] += 1);
    frequency.into_iter().map(rank).collect()
}

/// The order of frequencies in a byte, so that all ranks stay close at hand: 0 for words that stand alone, then eight
/// steps for every doubling.
fn rank(frequency: u32) -> u8 {
    const BITS_BEHIND: u32 = f32::MANTISSA_DIGITS - 1 - 3;
    let steps = |frequency: f32| frequency.to_bits() >> BITS_BEHIND;
    steps(frequency as f32).saturating_sub(steps(1.0)).min(u8::MAX.into()) as u8
}

/// The rarest words of each set, the rarest first. Any two near sets have one of them in common.
pub struct Prefixes {
    /// The slots of those that stand in other sets too, one set's after the other's.
    slots: Vec<Slot>,
    /// For each set, where its slots end, and how many words stand before them that no other set has.
    ends: Vec<(u32, u32)>,
}

impl Prefixes {
    /// Chooses the words of all sets.
    pub fn choose(sets: &[&[u32]]) -> Prefixes {
        let ranks = count(sets);
        let n_words = sets.iter().map(|it| prefix_len(it.len())).sum();
        let mut prefixes =
            Prefixes { slots: Vec::with_capacity(n_words), ends: Vec::with_capacity(sets.len()) };
        // The rank of each word's slot in the upper half, the word in the lower.
        let mut rare_first: Vec<u64> = Vec::new();
        let ranked = |word: &u32| u64::from(ranks[slot(*word, ranks.len())]) << u32::BITS | u64::from(*word);
        for set in sets {
            rare_first.clear();
            rare_first.extend(set.iter().map(ranked));
            let len = prefix_len(set.len());
            if 0 < len && len < set.len() {
                rare_first.select_nth_unstable(len);
            }
            rare_first.truncate(len);
            rare_first.sort_unstable();
            let n_alone = rare_first.partition_point(|it| it >> u32::BITS == 0);
            prefixes
                .slots
                .extend(rare_first[n_alone..].iter().map(|it| packed(slot(*it as u32, ranks.len()))));
            prefixes.ends.push((prefixes.slots.len() as u32, n_alone as u32));
        }
        prefixes
    }

    /// The position and the slot of each of a set's words.
    pub fn slots(&self, set: usize) -> impl Iterator<Item = (usize, usize)> {
        let start = if set == 0 { 0 } else { self.ends[set - 1].0 };
        let (end, n_alone) = self.ends[set];
        let slots = &self.slots[start as usize..end as usize];
        (n_alone as usize..).zip(slots.iter().map(unpacked))
    }
}

/// So many of its rarest words must a set be found by: any set near it has one of them.
pub fn prefix_len(size: usize) -> usize {
    if size < NEAR_MIN_WORDS { 0 } else { size - (least_near(size) * size).div_ceil(OF) + 1 }
}

/// If the first word that two sets share stands here, they share at most the words from here on. So they are near only
/// if (n + d) (a - i) ≥ n (a + b), that is, if the other's size is no larger than this. Where the other is shorter and
/// needs more, this holds more often than it must.
pub fn most_near(size: usize, position: usize) -> usize {
    let near = least_near(size);
    (OF * size).saturating_sub((near + OF) * position) / near
}
