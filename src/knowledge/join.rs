//! The exact near-duplicate join: every set finds the earliest leading set that is near, and none is missed.
//!
//! The sets are walked from the earliest on. One that nobody has claimed leads, and claims every later set that is
//! near it; so the first claim is the earliest leader's, and a campaign of fifty thousand near copies costs one walk.
//!
//! A hundred thousand long texts over a few hundred words, all half alike, would keep any exact join busy for hours.
//! So the walk counts its [steps](Joined::n_steps), and all sets together have a [`Patience`]. When it is used up, a
//! set still looks through the postings of its rarest words, as far as its own share goes.

use rayon::prelude::*;

use super::candidates::{Found, Index, Seeker, UNCLAIMED};
use super::likeness::NEAR_MIN_WORDS;

/// At most so many sets look for near ones at the same time. Those of them that turn out not to lead have looked in
/// vain; so fewer look together where many did.
const MOST_TOGETHER: usize = 128;

/// So many notes of what was seen are kept, so that so many threads can look at the same time.
const SEEKERS: usize = 16;

/// Claimed and passed sets are swept out of the index when they are more than one in so many of those left.
const SWEEP_SHARE: usize = 8;

/// How many steps a join may take: a posting that is read is one, and so are 64 bits of a sketch that it leads to, 256
/// bits of sketches that lie side by side, and a word of a set that is merged with another.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the whole join. Within it, the join is exact.
    pub shared: u64,
    /// For every set on top of that.
    pub per_set: u64,
}

impl Patience {
    /// All pairs of 10,000 texts of 100 words fit in here.
    pub const USUAL: Patience = Patience { shared: 1 << 33, per_set: 1 << 13 };
}

/// What a join found.
#[derive(Debug)]
pub struct Joined {
    /// For each set the earliest set before it that is near and leads; itself when there is none, and then it leads.
    pub leader: Vec<u32>,
    /// How many sets lead without having looked at every candidate; 0 when the join is exact.
    pub n_cut_short: usize,
    /// What it took.
    pub n_steps: u64,
}

/// Joins sets that are sorted and distinct, the earliest first.
pub fn join(sets: &[&[u32]], patience: Patience) -> Joined {
    let is_short = |set: usize| sets[set].len() < NEAR_MIN_WORDS;
    let leader: Vec<u32> =
        (0..sets.len()).map(|it| if is_short(it) { it as u32 } else { UNCLAIMED }).collect();
    let mut n_left = leader.iter().filter(|it| **it == UNCLAIMED).count();
    let mut n_gone = 0;
    let mut joined = Joined { leader, n_cut_short: 0, n_steps: 0 };
    let mut left = patience.shared;
    let mut index = Index::new(sets);
    let mut seekers: Vec<Seeker> = (0..SEEKERS).map(|_| Seeker::new(sets.len())).collect();
    let mut n_together = 1;
    let mut next = 0;
    loop {
        let unclaimed = (next..sets.len()).filter(|it| joined.leader[*it] == UNCLAIMED);
        let group: Vec<usize> = unclaimed.take(n_together).collect();
        let Some(last) = group.last() else { break };
        next = last + 1;
        let most_steps = left / group.len() as u64 + patience.per_set;
        let per_seeker = group.len().div_ceil(SEEKERS);
        let seeking = seekers.par_iter_mut().zip(group.par_chunks(per_seeker));
        let leader = &joined.leader;
        let look = |(seeker, sets): (&mut Seeker, &[usize])| -> Vec<Found> {
            sets.iter().map(|it| index.near_later(*it, leader, most_steps, seeker)).collect()
        };
        let found: Vec<Vec<Found>> = seeking.map(look).collect();
        let mut n_in_vain = 0;
        for (set, found) in group.iter().copied().zip(found.into_iter().flatten()) {
            joined.n_steps += found.n_steps;
            left -= left.min(found.n_steps.saturating_sub(patience.per_set));
            if joined.leader[set] != UNCLAIMED {
                n_in_vain += 1;
                continue;
            }
            joined.n_cut_short += usize::from(found.is_cut_short);
            joined.leader[set] = set as u32;
            n_gone += 1;
            for later in found.near {
                if joined.leader[later as usize] == UNCLAIMED {
                    joined.leader[later as usize] = set as u32;
                    n_gone += 1;
                }
            }
        }
        match n_in_vain {
            0 => n_together = (2 * n_together).min(MOST_TOGETHER),
            _ if group.len() < 4 * n_in_vain => n_together = n_together.div_ceil(2),
            _ => {}
        }
        if n_left < SWEEP_SHARE * n_gone {
            index.sweep(|it| joined.leader[it as usize] == UNCLAIMED);
            n_left -= n_gone;
            n_gone = 0;
        }
    }
    joined
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
            let joined = pool.install(|| join(&sets, Patience::USUAL));
            assert_eq!((joined.leader, joined.n_cut_short), (expected.clone(), 0));
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
        fn crowded_long_texts_hide_no_leader(
            sets in prop::collection::vec(prop::collection::vec(0u32..160, 60..200), 0..60)
        ) {
            check(sets);
        }

        #[test]
        fn edited_texts_find_their_leaders(sets in families()) {
            check(sets);
        }
    }

    #[test]
    fn groups_and_sweeps_change_nothing() {
        let text =
            |seed: u32| (0..20).map(move |it| (seed % 977 + it * it * (1 + seed % 3)) % 1500).collect();
        check((0..1024).map(|it| text(it * 7919)).collect());
    }

    #[test]
    fn texts_of_many_thousand_words_are_joined() {
        let long: Vec<u32> = (0..70_000).collect();
        let other: Vec<u32> = (20_000..90_000).collect();
        check(vec![long.clone(), long[..50_000].to_vec(), long[50_000..].to_vec(), other]);
    }

    #[test]
    fn texts_of_every_length_are_joined() {
        let mut sets = Vec::new();
        for (text, n_words) in [25_u32, 60, 100, 130, 250, 300, 600, 700].into_iter().enumerate() {
            let first = 10_000 * text as u32;
            for n_other in (0..10).map(|it| it * n_words / 20) {
                let own = first + 1000 * (1 + n_other % 9);
                sets.push((first + n_other..first + n_words).chain(own..own + n_other).collect());
                sets.push((first..first + n_words - n_other).collect());
            }
        }
        check(sets);
    }

    #[test]
    fn a_few_long_texts_are_told_apart_by_their_sketches() {
        let sets = drawn(40, 20_000, u32::MAX);
        let joined = join_all(&sets, Patience::USUAL);
        let n_words: usize = sets.iter().map(Vec::len).sum();
        assert!(joined.n_steps <= 8 * n_words as u64, "{} steps", joined.n_steps);
    }

    /// Sets of words of a vocabulary, as a hostile dump would draw them.
    fn drawn(n_sets: u32, n_words: u32, n_vocabulary: u32) -> Vec<Vec<u32>> {
        let word =
            |text: u32, place: u32| crate::normalize::word_id(&format!("{text} {place}")) % n_vocabulary;
        (0..n_sets).map(|text| bag((0..n_words).map(|place| word(text, place)).collect())).collect()
    }

    fn bag(words: Vec<u32>) -> Vec<u32> {
        let mut bag: Vec<u32> =
            words.into_iter().map(|it| crate::normalize::word_id(&it.to_string())).collect();
        bag.sort_unstable();
        bag.dedup();
        bag
    }

    fn join_all(sets: &[Vec<u32>], patience: Patience) -> Joined {
        let sets: Vec<&[u32]> = sets.iter().map(Vec::as_slice).collect();
        join(&sets, patience)
    }

    #[test]
    fn texts_of_few_words_are_told_apart_by_their_sketches_alone() {
        let sets = drawn(2000, 200, 2000);
        let joined = join_all(&sets, Patience::USUAL);
        // The half of all pairs, and somewhat more before what is gone is swept out.
        let n_pairs = (2000 * 2000 / 2) as u64;
        let n_steps_a_pair = 512 / 256;
        assert!(joined.n_steps <= n_steps_a_pair * n_pairs * 9 / 8, "{} steps", joined.n_steps);
        assert_eq!(joined.n_cut_short, 0);
    }

    /// Of a text of 300 words, each copy has 20 words of its own, and some that few others have.
    fn campaign(n_copies: u32) -> Vec<Vec<u32>> {
        let own = |copy: u32| (0..20).map(move |it| 1000 + (copy * 31 + it * it * 17) % 3000);
        (0..n_copies).map(|copy| bag((0..300).chain(own(copy)).collect())).collect()
    }

    #[test]
    fn a_campaign_costs_its_words_and_no_more() {
        for n_copies in [500, 4000] {
            let sets = campaign(n_copies);
            let joined = join_all(&sets, Patience::USUAL);
            assert!(joined.leader.iter().all(|it| *it == 0));
            let n_words: usize = sets.iter().map(Vec::len).sum();
            assert!(joined.n_steps <= 3 * n_words as u64, "{} steps", joined.n_steps);
        }
    }

    #[test]
    fn a_campaign_behind_other_texts_is_looked_at_by_few_in_vain() {
        let mut sets = drawn(1000, 20, 1 << 20);
        sets.extend(campaign(2000));
        let joined = join_all(&sets, Patience::USUAL);
        assert!(joined.leader[1000..].iter().all(|it| *it == 1000));
        let n_words: usize = sets.iter().map(Vec::len).sum();
        // Twice as many look in vain as may look together, the first of them at everything.
        assert!(joined.n_steps <= 3 * 2 * MOST_TOGETHER as u64 * n_words as u64, "{} steps", joined.n_steps);
    }

    #[test]
    fn texts_that_are_all_half_alike_end_the_patience_but_not_the_search() {
        let patience = Patience { shared: 1 << 16, per_set: 1 << 12 };
        let mut sets = drawn(3000, 60, 100);
        let copies: Vec<Vec<u32>> = sets[2000..].iter().map(|it| it[1..].to_vec()).collect();
        sets.extend(copies);
        let joined = join_all(&sets, patience);
        let overrun: u64 = sets.iter().map(|it| patience.per_set + 1 + it.len() as u64).sum();
        assert!(joined.n_steps <= patience.shared + overrun, "{} steps", joined.n_steps);
        assert!(0 < joined.n_cut_short);
        let n_joined =
            joined.leader[3000..].iter().zip(3000..).filter(|(leader, set)| **leader != *set).count();
        assert!(800 < n_joined, "{n_joined} of 1000 copies");
    }
}
