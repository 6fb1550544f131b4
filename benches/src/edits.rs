//! The same text told again with small changes.

use rand::RngExt;

use crate::chance::Dice;
use crate::vocabulary::Vocabulary;

/// Replaces, drops, inserts or swaps one token, or up to a tenth of them. Line ends become blanks.
pub fn edit(text: &str, dice: &mut Dice, vocabulary: &Vocabulary) -> String {
    let mut tokens: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let n_edits = dice.random_range(1..=(tokens.len() / 10).max(1));
    for _ in 0..n_edits {
        let at = dice.random_range(0..tokens.len() - 1);
        match dice.random_range(0..4) {
            0 => tokens[at] = vocabulary.word(dice).to_owned(),
            1 => drop(tokens.remove(at)),
            2 => tokens.insert(at, vocabulary.word(dice).to_owned()),
            _ => tokens.swap(at, at + 1),
        }
    }
    tokens.join(" ")
}
