//! The join against a brute-force implementation, and bounds on its steps.

use proptest::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::join::Clustering;
use super::{StepBudget, join, overlap};

/// Elements are hashes of words, so their bits are well distributed.
fn hash(word: &str) -> u32 {
    xxh3_64(word.as_bytes()) as u32
}

/// Leader clustering by its definition.
fn brute_force(sets: &[&[u32]]) -> Vec<u32> {
    let near = |one: usize, other: usize| {
        let both_long = 6 <= sets[one].len().min(sets[other].len());
        let n_shared = overlap(sets[one], sets[other]);
        let n_all = sets[one].len() + sets[other].len() - n_shared;
        let needed = if sets[one].len().min(sets[other].len()) < 20 { 13 } else { 11 };
        both_long && needed * n_all <= 20 * n_shared
    };
    let mut leader: Vec<u32> = Vec::new();
    for current in 0..sets.len() {
        let leads = |index: &usize| leader[*index] == *index as u32 && near(*index, current);
        let found = (0..current).find(leads).unwrap_or(current);
        leader.push(found as u32);
    }
    leader
}

fn check(mut sets: Vec<Vec<u32>>) {
    for set in &mut sets {
        set.iter_mut().for_each(|word| *word = hash(&word.to_string()));
        set.sort_unstable();
        set.dedup();
    }
    let sets: Vec<&[u32]> = sets.iter().map(Vec::as_slice).collect();
    let expected = brute_force(&sets);
    for n_threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
        let joined = pool.install(|| join(&sets, StepBudget::DEFAULT));
        assert_eq!((joined.leaders, joined.n_truncated), (expected.clone(), 0));
    }
}

/// Texts, each with edited copies in which some words are replaced.
fn families() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let text = prop::collection::vec(0u32..3000, 5..60);
    let edits =
        prop::collection::vec(prop::collection::vec((any::<prop::sample::Index>(), 0u32..3000), 0..14), 1..8);
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
    prop::collection::vec(family, 1..12).prop_map(|family| family.concat()).prop_shuffle()
}

proptest! {
    #[test]
    fn sets_over_few_elements_find_their_leaders(
        sets in prop::collection::vec(prop::collection::vec(0u32..40, 0..14), 0..60)
    ) {
        check(sets);
    }

    #[test]
    fn long_sets_over_few_elements_find_their_leaders(
        sets in prop::collection::vec(prop::collection::vec(0u32..160, 60..200), 0..60)
    ) {
        check(sets);
    }

    #[test]
    fn edited_texts_find_their_leaders(sets in families()) {
        check(sets);
    }
}

/// Each text is an earlier one with some words replaced, so many are similar to one that does not lead.
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
    fn sets_in_chains_of_small_changes_find_their_leaders(sets in drifting().prop_shuffle()) {
        check(sets);
    }
}

#[test]
fn sets_of_many_batches_find_their_leaders() {
    let text =
        |seed: u32| (0..20).map(move |word| (seed % 977 + word * word * (1 + seed % 3)) % 1500).collect();
    check((0..1024).map(|number| text(number * 7919)).collect());
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
        for n_other in (0..10).map(|part| part * n_words / 20) {
            let own = first + 1000 * (1 + n_other % 9);
            sets.push((first + n_other..first + n_words).chain(own..own + n_other).collect());
            sets.push((first..first + n_words - n_other).collect());
        }
    }
    check(sets);
}

#[test]
fn long_texts_are_told_apart_by_their_full_sketches() {
    let sets = drawn(40, 20_000, u32::MAX);
    let joined = join_all(&sets, StepBudget::DEFAULT);
    let n_words: usize = sets.iter().map(Vec::len).sum();
    assert!(joined.n_steps <= 8 * n_words as u64, "{} steps", joined.n_steps);
}

/// Sets drawn evenly from a vocabulary, as in a hostile dump.
fn drawn(n_sets: u32, n_words: u32, n_vocabulary: u32) -> Vec<Vec<u32>> {
    let word = |text: u32, place: u32| hash(&format!("{text} {place}")) % n_vocabulary;
    (0..n_sets).map(|text| bag((0..n_words).map(|place| word(text, place)).collect())).collect()
}

fn bag(words: Vec<u32>) -> Vec<u32> {
    let mut bag: Vec<u32> = words.into_iter().map(|word| hash(&word.to_string())).collect();
    bag.sort_unstable();
    bag.dedup();
    bag
}

fn join_all(sets: &[Vec<u32>], budget: StepBudget) -> Clustering {
    let sets: Vec<&[u32]> = sets.iter().map(Vec::as_slice).collect();
    join(&sets, budget)
}

#[test]
fn texts_of_few_words_are_told_apart_by_their_sketches_alone() {
    let sets = drawn(2000, 200, 2000);
    let joined = join_all(&sets, StepBudget::DEFAULT);
    // Half of all pairs, and an eighth more.
    let n_pairs = (2000 * 2000 / 2) as u64;
    let n_steps_a_pair = 1 + 512 / 64;
    assert!(joined.n_steps <= n_steps_a_pair * n_pairs * 9 / 8, "{} steps", joined.n_steps);
    assert_eq!(joined.n_truncated, 0);
}

/// Copies of a text of 300 words, each with 20 words of its own that it shares with few others.
fn campaign(n_copies: u32) -> Vec<Vec<u32>> {
    let own = |copy: u32| (0..20).map(move |word| 1000 + (copy * 31 + word * word * 17) % 3000);
    (0..n_copies).map(|copy| bag((0..300).chain(own(copy)).collect())).collect()
}

#[test]
fn the_cost_of_a_campaign_is_linear_in_its_words() {
    for n_copies in [500, 4000] {
        let sets = campaign(n_copies);
        let joined = join_all(&sets, StepBudget::DEFAULT);
        assert!(joined.leaders.iter().all(|leader| *leader == 0));
        let n_words: usize = sets.iter().map(Vec::len).sum();
        assert!(joined.n_steps <= 3 * n_words as u64, "{} steps", joined.n_steps);
    }
}

#[test]
fn the_cost_of_a_campaign_among_other_texts_is_linear_in_its_words() {
    let mut sets = drawn(1000, 20, 1 << 20);
    sets.extend(campaign(2000));
    let joined = join_all(&sets, StepBudget::DEFAULT);
    assert!(joined.leaders[1000..].iter().all(|leader| *leader == 1000));
    let n_words: usize = sets.iter().map(Vec::len).sum();
    assert!(joined.n_steps <= 3 * n_words as u64, "{} steps", joined.n_steps);
}

#[test]
fn texts_that_are_all_half_alike_exhaust_the_budget_but_are_mostly_joined() {
    let budget = StepBudget { total: 1 << 16, per_set: 1 << 11 };
    let mut sets = drawn(3000, 60, 100);
    let copies: Vec<Vec<u32>> = sets[2000..].iter().map(|set| set[1..].to_vec()).collect();
    sets.extend(copies);
    let [joined, by_three] = [1, 3].map(|n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
        pool.install(|| join_all(&sets, budget))
    });
    assert_eq!((&joined.leaders, joined.n_steps), (&by_three.leaders, by_three.n_steps));
    let most_steps = budget.total + budget.per_set * sets.len() as u64;
    assert!(joined.n_steps <= most_steps, "{} steps", joined.n_steps);
    assert!(0 < joined.n_truncated);
    let n_joined = joined.leaders[3000..].iter().zip(3000..).filter(|(leader, set)| **leader != *set).count();
    assert!(800 < n_joined, "{n_joined} of 1000 copies");
}
