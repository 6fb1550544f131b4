//! Copies with small changes.

use rand::RngExt;

use crate::rng::Rng;
use crate::vocabulary::Vocabulary;

/// Replaces, drops, inserts or swaps one token, or up to a tenth of them. Line ends become blanks.
pub fn edit(text: &str, rng: &mut Rng, vocabulary: &Vocabulary) -> String {
    let mut tokens: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let n_edits = rng.random_range(1..=(tokens.len() / 10).max(1));
    for _ in 0..n_edits {
        let at = rng.random_range(0..tokens.len() - 1);
        match rng.random_range(0..4) {
            0 => tokens[at] = vocabulary.word(rng).to_owned(),
            1 => drop(tokens.remove(at)),
            2 => tokens.insert(at, vocabulary.word(rng).to_owned()),
            _ => tokens.swap(at, at + 1),
        }
    }
    tokens.join(" ")
}
