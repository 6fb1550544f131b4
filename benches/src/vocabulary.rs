//! An invented language: pronounceable words that follow Zipf's law.

use std::collections::HashSet;

use rand::RngExt;
use rand::seq::IndexedRandom;

use crate::chance::{Dice, Purpose, dice};

const ONSETS: &[&str] = &[
    "b", "br", "d", "dr", "f", "fl", "g", "gl", "h", "j", "k", "kr", "l", "m", "n", "p", "pl", "r", "s",
    "sk", "st", "t", "tr", "v", "w", "z", "",
];
const NUCLEI: &[&str] = &["a", "a", "e", "e", "i", "i", "o", "o", "u", "u", "ei", "ou", "y", "ia"];
const CODAS: &[&str] = &["", "", "", "", "", "l", "m", "n", "r", "s", "t", "nd", "sh"];

/// Words by rank, the most frequent first.
pub struct Vocabulary {
    words: Vec<String>,
    /// The weights of a word and all before it.
    cumulated: Vec<u64>,
}

impl Vocabulary {
    /// As many words as an educated writer uses.
    pub const N_WORDS: usize = 40_000;

    /// Makes the language of a seed.
    pub fn new(seed: u64) -> Vocabulary {
        let mut dice = dice(seed, Purpose::Vocabulary, 0);
        let mut seen = HashSet::new();
        let mut words = Vec::with_capacity(Vocabulary::N_WORDS);
        while words.len() < Vocabulary::N_WORDS {
            // The frequent words are the short ones (Zipf's law of abbreviation).
            let n_syllables = match words.len() {
                0..120 => 1,
                120..2_000 => dice.random_range(1..=2),
                _ => dice.random_range(2..=3),
            };
            let word: String = (0..n_syllables).map(|_| syllable(&mut dice)).collect();
            if 1 < word.len() && seen.insert(word.clone()) {
                words.push(word);
            }
        }
        // Zipf–Mandelbrot: the frequency falls with the rank, in whole numbers, so that no machine rounds otherwise.
        let weight = |rank: usize| 1_000_000_000_000 / (rank as u64 + 2);
        let cumulated = (0..words.len()).scan(0, |sum, rank| {
            *sum += weight(rank);
            Some(*sum)
        });
        let cumulated = cumulated.collect();
        Vocabulary { words, cumulated }
    }

    /// A word, the frequent ones more often.
    pub fn word(&self, dice: &mut Dice) -> &str {
        let sum = self.cumulated.last().copied().unwrap_or_default();
        let drawn = dice.random_range(0..sum);
        &self.words[self.cumulated.partition_point(|it| *it <= drawn)]
    }

    /// The word of a rank, from 0.
    pub fn ranked(&self, rank: usize) -> &str {
        &self.words[rank]
    }

    /// A rarer word of at least two syllables, each as often as any other: the stuff of names and hosts.
    pub fn rare_word(&self, dice: &mut Dice) -> &str {
        &self.words[dice.random_range(2_000..self.words.len())]
    }
}

fn syllable(dice: &mut Dice) -> String {
    let part = |list: &'static [&str], dice: &mut Dice| list.choose(dice).copied().unwrap_or_default();
    [part(ONSETS, dice), part(NUCLEI, dice), part(CODAS, dice)].concat()
}
