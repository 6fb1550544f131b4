//! Prefix filter: the rarest elements of each set. Two similar sets share at least one of them (see
//! [`prefix_len`](super::similarity::prefix_len)).

use super::by_size::SetIdx;
use super::similarity::prefix_len;

/// Frequencies are counted in at most this many slots, addressed by the low bits of an element. Elements that
/// share a slot count as one, which adds candidates but loses none.
const MAX_SLOTS: usize = 1 << 22;

/// Slot rank of elements that occur in no other set.
const UNIQUE: u32 = 0;

/// The prefixes of all sets, as ranks of their elements' slots: the rarer the elements of a slot, the lower
/// its rank.
pub struct Prefixes {
    /// Ranks of the elements that occur in other sets too, set by set, in increasing order.
    ranks: Vec<u32>,
    /// One entry per set.
    prefixes: Vec<Prefix>,
    n_ranks: usize,
}

struct Prefix {
    /// Where the ranks of the set end.
    end: u32,
    /// Number of elements before them that no other set has.
    n_unique: u32,
}

impl Prefixes {
    /// Selects the rarest elements of all sets.
    pub fn new(sets: &[&[u32]]) -> Prefixes {
        let slots = Slots::new(sets);
        let n_elements = sets.iter().map(|set| prefix_len(set.len())).sum();
        let (mut ranks, mut prefixes) = (Vec::with_capacity(n_elements), Vec::with_capacity(sets.len()));
        let mut rarest_first: Vec<u32> = Vec::new();
        for set in sets {
            rarest_first.clear();
            rarest_first.extend(set.iter().map(|element| slots.rank(*element)));
            let len = prefix_len(set.len());
            if 0 < len && len < set.len() {
                rarest_first.select_nth_unstable(len);
            }
            rarest_first.truncate(len);
            rarest_first.sort_unstable();
            let n_unique = rarest_first.partition_point(|rank| *rank == UNIQUE);
            ranks.extend_from_slice(&rarest_first[n_unique..]);
            prefixes.push(Prefix { end: ranks.len() as u32, n_unique: n_unique as u32 });
        }
        Prefixes { ranks, prefixes, n_ranks: slots.n_ranks }
    }

    /// Number of ranks; all are less than this.
    pub fn n_ranks(&self) -> usize {
        self.n_ranks
    }

    /// The elements of a set's prefix that occur in other sets too: position in the prefix, and rank.
    pub fn get(&self, set: SetIdx) -> impl Iterator<Item = (usize, usize)> {
        let start = set.get().checked_sub(1).map_or(0, |before| self.prefixes[before].end);
        let Prefix { end, n_unique } = self.prefixes[set.get()];
        let ranks = &self.ranks[start as usize..end as usize];
        (n_unique as usize..).zip(ranks.iter().map(|rank| *rank as usize))
    }
}

/// Ranks of slots by the frequency of their elements.
struct Slots {
    ranks: Vec<u32>,
    n_ranks: usize,
}

impl Slots {
    fn new(sets: &[&[u32]]) -> Slots {
        let n_elements: usize = sets.iter().map(|set| set.len()).sum();
        let n_slots = (2 * sets.len()).max(n_elements / 16).next_power_of_two().clamp(1 << 10, MAX_SLOTS);
        let mut frequencies = vec![0_u32; n_slots];
        for element in sets.iter().copied().flatten() {
            frequencies[slot(*element, n_slots)] += 1;
        }
        let mut by_frequency: Vec<u32> =
            (0..n_slots as u32).filter(|slot| 1 < frequencies[*slot as usize]).collect();
        by_frequency.sort_unstable_by_key(|slot| (frequencies[*slot as usize], *slot));
        let mut ranks = frequencies;
        ranks.fill(UNIQUE);
        for (rank, slot) in (UNIQUE + 1..).zip(&by_frequency) {
            ranks[*slot as usize] = rank;
        }
        Slots { ranks, n_ranks: 1 + by_frequency.len() }
    }

    fn rank(&self, element: u32) -> u32 {
        self.ranks[slot(element, self.ranks.len())]
    }
}

/// The slot of an element; `n_slots` is a power of two.
fn slot(element: u32, n_slots: usize) -> usize {
    element as usize & (n_slots - 1)
}
