//! The exact near-duplicate join: every set finds the earliest leading set that is near, and none is missed.
//!
//! All sets that share a rare word are compared with each other, list by list, and every set is claimed by the earliest
//! that is near it. Once a set is claimed, it is only compared with unclaimed ones: so a campaign of fifty thousand near
//! copies costs a few walks. What claimed a set may turn out to be claimed by another that is not near the set. Such a
//! set is compared with all once more, so that its leader is the earliest leading one, as if they had been walked in
//! order.
//!
//! A hundred thousand long texts over a few hundred words, all half alike, would keep any exact join busy for hours.
//! So the join counts its steps, and all sets together have a [`Patience`]. It is spent on the rarest words first.

use std::ops::Range;

use fearless_simd::Level;
use rayon::prelude::*;

use super::candidates::{Comparing, List};
use super::claims::{Claims, UNCLAIMED};
use super::copies::Copies;
use super::postings::Postings;
use super::prefix::Prefixes;
use super::rows::Rows;

/// The lists are compared in so many batches, and who is claimed in one need not be compared as much in the next.
const N_BATCHES: u64 = 16;

/// Near copies may be looked for with so much of all patience.
const COPIES_SHARE: u64 = 8;

/// How many steps a join may take: the comparison of two sketches that lie side by side is one, and so are 64 bits of
/// sketches elsewhere, and a word of a set that is merged with another.
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
    /// How many sets lead without having been compared with every candidate; 0 when the join is exact.
    pub n_cut_short: usize,
    /// What it took.
    #[cfg(test)]
    pub n_steps: u64,
}

/// Joins sets that are sorted and distinct, the earliest first.
pub fn join(sets: &[&[u32]], patience: Patience) -> Joined {
    let rows = Rows::new(sets);
    let most_steps = patience.shared + patience.per_set * rows.sets().len() as u64;
    let mut left = most_steps;
    let mut postings = Postings::sort(rows.sets(), &Prefixes::choose(sets));
    let mut claims = Claims::new(rows.sets().len());
    let mut copies = Copies { rows: &rows, claims: &mut claims, left: left / COPIES_SHARE };
    left -= copies.left;
    for list in postings.lists().iter().rev() {
        copies.claim(&postings.read(list).map(|it| it.0).collect::<Vec<u32>>());
    }
    left += copies.left;
    if is_crowded(&postings, &rows, left) {
        postings = Postings::of_all(rows.sets().len());
    }
    let n_postings: u64 = postings.lists().iter().map(|it| it.len() as u64).sum();
    for batch in batches(postings.lists(), n_postings / N_BATCHES) {
        let n_compared: u64 = batch.iter().map(|it| it.len() as u64).sum();
        let with =
            Comparing { rows: &rows, claims: &claims, level: Level::new(), most_steps: left / n_compared };
        let compare = |list: &mut List, it: &Range<u32>| list.compare(postings.read(it), with);
        left -= batch.par_iter().map_init(List::default, compare).sum::<u64>();
        claims.settle();
    }
    drop(postings);
    let mut leading = Leading {
        rows: &rows,
        claims: &claims,
        left,
        by: claims.by_set(&rows, sets.len()),
        leader: Vec::with_capacity(sets.len()),
    };
    (0..sets.len() as u32).for_each(|set| leading.find(set));
    let is_cut_short = |row: &u32| {
        let set = rows.set(*row);
        leading.leads(set) && claims.was_cut_short(*row)
    };
    let n_cut_short = (0..rows.sets().len() as u32).filter(is_cut_short).count();
    Joined {
        n_cut_short,
        #[cfg(test)]
        n_steps: most_steps - leading.left,
        leader: leading.leader,
    }
}

/// Do the lists lead to nearly all sets, so that it takes fewer steps to compare all of like size? Hostile dumps see to it.
fn is_crowded(postings: &Postings, rows: &Rows, most_steps: u64) -> bool {
    let n_in_lists: u64 = postings.lists().iter().map(|it| (it.len() as u64).pow(2)).sum();
    let n_like = |row: u32| u64::from(rows.like_end(rows.size(row), 0) - row);
    let n_in_all: u64 = (0..rows.sets().len() as u32).map(n_like).sum();
    CROWD * n_in_all < n_in_lists && 2 * n_in_all < most_steps
}

/// Of the pairs in a list, one in so many is compared; at the most every second.
const CROWD: u64 = 4;

fn batches(mut lists: &[Range<u32>], n_postings: u64) -> impl Iterator<Item = &[Range<u32>]> {
    std::iter::from_fn(move || {
        let mut n_taken = 0;
        let n_lists = lists.iter().take_while(|it| {
            let is_taken = n_taken <= n_postings;
            n_taken += it.len() as u64;
            is_taken
        });
        let (batch, rest) = lists.split_at(n_lists.count());
        lists = rest;
        Some(batch).filter(|it| !it.is_empty())
    })
}

/// Finds the leaders, from the earliest set on.
struct Leading<'a> {
    rows: &'a Rows<'a>,
    claims: &'a Claims,
    left: u64,
    /// Who claims each set.
    by: Vec<u32>,
    /// The earliest near set that leads, for the sets so far.
    leader: Vec<u32>,
}

impl Leading<'_> {
    fn find(&mut self, set: u32) {
        let by = self.by[set as usize];
        let leader = if by == UNCLAIMED {
            set
        } else if self.leads(by) {
            by
        } else {
            self.search(set)
        };
        self.leader.push(leader);
    }

    fn leads(&self, set: u32) -> bool {
        self.leader[set as usize] == set
    }

    /// What claimed the set does not lead. Whom else it is near may have been passed over; so it is compared with all.
    fn search(&mut self, set: u32) -> u32 {
        let row = self.rows.row(set);
        let size = self.rows.size(row);
        let like = self.rows.like_start(size)..self.rows.like_end(size, 0);
        let n_steps = like.len() as u64 * self.rows.n_sketch_steps(row, row);
        if self.left < n_steps {
            self.claims.cut_short(row);
            return set;
        }
        let may_be_near = like.into_par_iter().filter(|it| *it != row && self.rows.can_be_near(row, *it));
        let may_be_near: Vec<u32> = may_be_near.collect();
        let n_merge_steps = may_be_near.len() as u64 * self.rows.n_merge_steps(row, row);
        self.left = self.left.saturating_sub(n_steps + n_merge_steps);
        let near = may_be_near.into_par_iter().filter(|it| self.rows.are_near(row, *it));
        let near: Vec<u32> = near.map(|it| self.rows.set(it)).collect();
        let leader = near.iter().copied().filter(|it| *it < set && self.leads(*it)).min();
        if leader.is_none() {
            for it in near.iter().filter(|it| set < **it) {
                self.by[*it as usize] = set.min(self.by[*it as usize]);
            }
        }
        leader.unwrap_or(set)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::likeness::{NEAR_MIN_WORDS, overlap};
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
            set.iter_mut().for_each(|word| *word = crate::text::word_id(&word.to_string()));
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

    /// Texts of which each is an earlier one with some words replaced, so that many are near one that does not lead.
    fn drifting() -> impl Strategy<Value = Vec<Vec<u32>>> {
        let edit = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1usize..12);
        let edits = prop::collection::vec(edit, 20..300);
        (8u32..80, edits).prop_map(|(n_words, edits)| {
            let mut texts: Vec<Vec<u32>> = vec![(0..n_words).collect()];
            for (number, (of, place, n_replaced)) in edits.into_iter().enumerate() {
                let mut text = texts[of.index(texts.len())].clone();
                let start = place.index(text.len());
                for (place, word) in (start..text.len()).zip(0..n_replaced as u32) {
                    text[place] = 100 + (31 * number as u32 + word) % 700;
                }
                texts.push(text);
            }
            texts
        })
    }

    proptest! {
        #[test]
        fn chains_of_small_changes_hide_no_leader(sets in drifting().prop_shuffle()) {
            check(sets);
        }
    }

    #[test]
    fn batches_change_nothing() {
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
        let word = |text: u32, place: u32| crate::text::word_id(&format!("{text} {place}")) % n_vocabulary;
        (0..n_sets).map(|text| bag((0..n_words).map(|place| word(text, place)).collect())).collect()
    }

    fn bag(words: Vec<u32>) -> Vec<u32> {
        let mut bag: Vec<u32> = words.into_iter().map(|it| crate::text::word_id(&it.to_string())).collect();
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
        let n_steps_a_pair = 1 + 512 / 64;
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
    fn a_campaign_behind_other_texts_costs_its_words_and_no_more() {
        let mut sets = drawn(1000, 20, 1 << 20);
        sets.extend(campaign(2000));
        let joined = join_all(&sets, Patience::USUAL);
        assert!(joined.leader[1000..].iter().all(|it| *it == 1000));
        let n_words: usize = sets.iter().map(Vec::len).sum();
        assert!(joined.n_steps <= 3 * n_words as u64, "{} steps", joined.n_steps);
    }

    #[test]
    fn texts_that_are_all_half_alike_end_the_patience_but_not_the_search() {
        let patience = Patience { shared: 1 << 16, per_set: 1 << 11 };
        let mut sets = drawn(3000, 60, 100);
        let copies: Vec<Vec<u32>> = sets[2000..].iter().map(|it| it[1..].to_vec()).collect();
        sets.extend(copies);
        let [joined, by_three] = [1, 3].map(|n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
            pool.install(|| join_all(&sets, patience))
        });
        assert_eq!((&joined.leader, joined.n_steps), (&by_three.leader, by_three.n_steps));
        let most_steps = patience.shared + patience.per_set * sets.len() as u64;
        assert!(joined.n_steps <= most_steps, "{} steps", joined.n_steps);
        assert!(0 < joined.n_cut_short);
        let n_joined =
            joined.leader[3000..].iter().zip(3000..).filter(|(leader, set)| **leader != *set).count();
        assert!(800 < n_joined, "{n_joined} of 1000 copies");
    }
}
