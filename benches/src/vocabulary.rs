//! An invented language of pronounceable words whose frequencies follow Zipf's law.

use std::collections::HashSet;

use rand::RngExt;
use rand::seq::IndexedRandom;

use crate::rng::{Purpose, Rng, rng};

const ONSETS: &[&str] = &[
    "b", "br", "d", "dr", "f", "fl", "g", "gl", "h", "j", "k", "kr", "l", "m", "n", "p", "pl", "r", "s",
    "sk", "st", "t", "tr", "v", "w", "z", "",
];
const NUCLEI: &[&str] = &["a", "a", "e", "e", "i", "i", "o", "o", "u", "u", "ei", "ou", "y", "ia"];
const CODAS: &[&str] = &["", "", "", "", "", "l", "m", "n", "r", "s", "t", "nd", "sh"];

/// Words by rank, the most frequent first.
pub struct Vocabulary {
    words: Vec<String>,
    /// Cumulative weights.
    cumulative: Vec<u64>,
}

impl Vocabulary {
    /// Number of words, about as many as an educated writer uses.
    pub const N_WORDS: usize = 40_000;

    /// Generates the language of a seed.
    pub fn new(seed: u64) -> Vocabulary {
        let mut rng = rng(seed, Purpose::Vocabulary, 0);
        let mut seen = HashSet::new();
        let mut words = Vec::with_capacity(Vocabulary::N_WORDS);
        while words.len() < Vocabulary::N_WORDS {
            // Frequent words are short (Zipf's law of abbreviation).
            let n_syllables = match words.len() {
                0..120 => 1,
                120..2_000 => rng.random_range(1..=2),
                _ => rng.random_range(2..=3),
            };
            let word: String = (0..n_syllables).map(|_| syllable(&mut rng)).collect();
            if 1 < word.len() && seen.insert(word.clone()) {
                words.push(word);
            }
        }
        // Zipf–Mandelbrot law, in whole numbers, so that rounding is the same on every machine.
        let weight = |rank: usize| 1_000_000_000_000 / (rank as u64 + 2);
        let cumulative = (0..words.len()).scan(0, |sum, rank| {
            *sum += weight(rank);
            Some(*sum)
        });
        let cumulative = cumulative.collect();
        Vocabulary { words, cumulative }
    }

    /// A random word by frequency.
    pub fn word(&self, rng: &mut Rng) -> &str {
        let sum = self.cumulative.last().copied().unwrap_or_default();
        let random_words = rng.random_range(0..sum);
        &self.words[self.cumulative.partition_point(|it| *it <= random_words)]
    }

    /// The word with a rank, from 0.
    pub fn ranked(&self, rank: usize) -> &str {
        &self.words[rank]
    }

    /// A random word of at least two syllables from the rarer ones, all equally likely. Used for names and
    /// hosts.
    pub fn rare_word(&self, rng: &mut Rng) -> &str {
        &self.words[rng.random_range(2_000..self.words.len())]
    }
}

fn syllable(rng: &mut Rng) -> String {
    let part = |list: &'static [&str], rng: &mut Rng| list.choose(rng).copied().unwrap_or_default();
    [part(ONSETS, rng), part(NUCLEI, rng), part(CODAS, rng)].concat()
}
