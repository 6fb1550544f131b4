//! The rarest words of each set, by which others find it.

use super::likeness::{NEAR_MIN_WORDS, OF, least_near};

/// The low bits of a word number its slot, at most so many.
const SLOT_BITS: u32 = 22;

/// So many slots are words counted in. A power of two.
fn n_slots(sets: &[&[u32]]) -> usize {
    let n_words: usize = sets.iter().map(|it| it.len()).sum();
    (2 * sets.len()).max(n_words / 16).next_power_of_two().clamp(1 << 10, 1 << SLOT_BITS)
}

fn slot(word: u32, n_slots: usize) -> usize {
    word as usize & (n_slots - 1)
}

/// The number of every word that stands alone.
const ALONE: u32 = 0;

/// Numbers the slots from those of the rarest words on, and says how many numbers there are. Words that share a slot only
/// propose more candidates. They are counted together, so a slot that somebody crowded on purpose is one of frequent words.
fn number(sets: &[&[u32]]) -> (Vec<u32>, u32) {
    let mut slots = vec![0; n_slots(sets)];
    let n_slots = slots.len();
    sets.iter().flat_map(|set| set.iter()).for_each(|it| slots[slot(*it, n_slots)] += 1);
    let mut next = [0; 1 << u8::BITS];
    slots.iter().for_each(|frequency| next[usize::from(rank(*frequency))] += 1);
    let mut start = ALONE + 1;
    for next in &mut next[1..] {
        start += *next;
        *next = start - *next;
    }
    for slot in &mut slots {
        let next = &mut next[usize::from(rank(*slot))];
        *slot = if rank(*slot) == 0 { ALONE } else { *next };
        *next += 1;
    }
    (slots, start)
}

/// The order of frequencies in a byte: 0 for words that stand alone, then eight steps for every doubling.
fn rank(frequency: u32) -> u8 {
    const BITS_BEHIND: u32 = f32::MANTISSA_DIGITS - 1 - 3;
    let steps = |frequency: f32| frequency.to_bits() >> BITS_BEHIND;
    steps(frequency as f32).saturating_sub(steps(1.0)).min(u8::MAX.into()) as u8
}

/// A number in three bytes, for every set has many.
type Number = [u8; 3];

const _: () = assert!(SLOT_BITS < 24);

fn packed(number: u32) -> Number {
    let [low, middle, high, _] = number.to_le_bytes();
    [low, middle, high]
}

fn unpacked([low, middle, high]: &Number) -> u32 {
    u32::from_le_bytes([*low, *middle, *high, 0])
}

/// The rarest words of each set, the rarest first. Any two near sets have one of them in common.
pub struct Prefixes {
    /// The numbers of those that stand in other sets too, one set's after the other's.
    numbers: Vec<Number>,
    /// For each set, where its numbers end, and how many words stand before them that no other set has.
    ends: Vec<(u32, u32)>,
    n_numbers: u32,
}

impl Prefixes {
    /// Chooses the words of all sets.
    pub fn choose(sets: &[&[u32]]) -> Prefixes {
        let (slots, n_numbers) = number(sets);
        let n_words = sets.iter().map(|it| prefix_len(it.len())).sum();
        let (mut numbers, mut ends) = (Vec::with_capacity(n_words), Vec::with_capacity(sets.len()));
        let mut rare_first: Vec<u32> = Vec::new();
        for set in sets {
            rare_first.clear();
            rare_first.extend(set.iter().map(|it| slots[slot(*it, slots.len())]));
            let len = prefix_len(set.len());
            if 0 < len && len < set.len() {
                rare_first.select_nth_unstable(len);
            }
            rare_first.truncate(len);
            rare_first.sort_unstable();
            let n_alone = rare_first.partition_point(|it| *it == ALONE);
            numbers.extend(rare_first[n_alone..].iter().map(|it| packed(*it)));
            ends.push((numbers.len() as u32, n_alone as u32));
        }
        Prefixes { numbers, ends, n_numbers }
    }

    /// All numbers of words are less than this.
    pub fn n_numbers(&self) -> usize {
        self.n_numbers as usize
    }

    /// The position and the number of each of a set's words.
    pub fn numbers(&self, set: usize) -> impl Iterator<Item = (usize, usize)> {
        let start = if set == 0 { 0 } else { self.ends[set - 1].0 };
        let (end, n_alone) = self.ends[set];
        let numbers = &self.numbers[start as usize..end as usize];
        (n_alone as usize..).zip(numbers.iter().map(|it| unpacked(it) as usize))
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
