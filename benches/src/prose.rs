//! Sentences and comments in the invented language.

use rand::RngExt;

use crate::chance::Dice;
use crate::vocabulary::Vocabulary;

/// What an original is like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// One to eight sentences, one in twenty with an address.
    Any,
    /// Two to eight sentences.
    Long,
    /// Two to eight sentences and an address.
    Linked,
}

/// The sentences of a comment; an address, where there is one, ends its last sentence and stands alone between blanks.
pub fn sentences(dice: &mut Dice, vocabulary: &Vocabulary, style: Style) -> Vec<String> {
    let n_sentences = dice.random_range(if style == Style::Any { 1..=8 } else { 2..=8 });
    // A lone sentence has ten words at least, so that one edit is never more than a tenth of it.
    let shortest = if n_sentences == 1 { 10 } else { 5 };
    let mut sentences: Vec<String> = (0..n_sentences)
        .map(|_| {
            let n_words = dice.random_range(shortest..=16);
            sentence(dice, vocabulary, n_words)
        })
        .collect();
    let is_linked = style == Style::Linked || (style == Style::Any && dice.random_ratio(1, 20));
    if let Some(last) = sentences.last_mut().filter(|_| is_linked) {
        last.push(' ');
        last.push_str(&address(dice, vocabulary));
    }
    sentences
}

/// The sentences one after the other, with a paragraph's end here and there.
pub fn comment(dice: &mut Dice, vocabulary: &Vocabulary, style: Style) -> String {
    let mut text = String::new();
    for sentence in sentences(dice, vocabulary, style) {
        if !text.is_empty() {
            text.push_str(if dice.random_ratio(1, 7) { "\n\n" } else { " " });
        }
        text.push_str(&sentence);
    }
    text
}

/// A sentence of so many words, as WordPress stores it: `&` is `&amp;`.
pub fn sentence(dice: &mut Dice, vocabulary: &Vocabulary, n_words: usize) -> String {
    let mut sentence = String::new();
    for position in 0..n_words {
        if 0 < position {
            sentence.push_str(if dice.random_ratio(1, 10) { ", " } else { " " });
        }
        let word = vocabulary.word(dice);
        match dice.random_range(0..120) {
            _ if position == 0 => sentence.push_str(&capitalized(word)),
            0..3 => sentence.push_str(&format!("{word}'s")),
            3..5 => sentence.push_str(&format!("\"{word}\"")),
            5..7 => sentence.push_str(&dice.random_range(2..2_000).to_string()),
            7 => sentence.push_str(&format!("&amp; {word}")),
            8..10 => sentence.push_str(&format!("{word}-{}", vocabulary.rare_word(dice))),
            _ => sentence.push_str(word),
        }
    }
    sentence.push_str(match dice.random_range(0..20) {
        0..16 => ".",
        16..18 => "!",
        18 => "?",
        _ => "...",
    });
    sentence
}

/// An address that nobody owns: `.example` is reserved (RFC 2606).
pub fn address(dice: &mut Dice, vocabulary: &Vocabulary) -> String {
    let scheme = if dice.random() { "http" } else { "https" };
    let prefix = if dice.random() { "www." } else { "" };
    let mut word = || vocabulary.rare_word(dice);
    let (host, rest, page, name) =
        (word().to_owned(), word().to_owned(), word().to_owned(), word().to_owned());
    let slash = if dice.random() { "/" } else { "" };
    format!("{scheme}://{prefix}{host}{rest}.example/{page}/{name}{slash}")
}

/// The word with a large first letter.
pub fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
