//! Sentences and comments in the invented language.

use rand::RngExt;

use crate::rng::Rng;
use crate::vocabulary::Vocabulary;

/// Style of an original.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// One to eight sentences, one comment in twenty with a URL.
    Any,
    /// Two to eight sentences.
    Long,
    /// Two to eight sentences and a URL.
    Linked,
}

/// The sentences of a comment. A URL, if there is one, follows the last sentence after a space.
pub fn sentences(rng: &mut Rng, vocabulary: &Vocabulary, style: Style) -> Vec<String> {
    let n_sentences = rng.random_range(if style == Style::Any { 1..=8 } else { 2..=8 });
    // A single sentence has at least ten words, so that one edit changes at most a tenth of it.
    let shortest = if n_sentences == 1 { 10 } else { 5 };
    let mut sentences: Vec<String> = (0..n_sentences)
        .map(|_| {
            let n_words = rng.random_range(shortest..=16);
            sentence(rng, vocabulary, n_words)
        })
        .collect();
    let is_linked = style == Style::Linked || (style == Style::Any && rng.random_ratio(1, 20));
    if let Some(last) = sentences.last_mut().filter(|_| is_linked) {
        last.push(' ');
        last.push_str(&address(rng, vocabulary));
    }
    sentences
}

/// Sentences with an occasional paragraph break.
pub fn comment(rng: &mut Rng, vocabulary: &Vocabulary, style: Style) -> String {
    let mut text = String::new();
    for sentence in sentences(rng, vocabulary, style) {
        if !text.is_empty() {
            text.push_str(if rng.random_ratio(1, 7) { "\n\n" } else { " " });
        }
        text.push_str(&sentence);
    }
    text
}

/// A sentence of `n_words` words as WordPress stores it: `&` is `&amp;`.
pub fn sentence(rng: &mut Rng, vocabulary: &Vocabulary, n_words: usize) -> String {
    let mut sentence = String::new();
    for position in 0..n_words {
        if 0 < position {
            sentence.push_str(if rng.random_ratio(1, 10) { ", " } else { " " });
        }
        let word = vocabulary.word(rng);
        match rng.random_range(0..120) {
            _ if position == 0 => sentence.push_str(&capitalized(word)),
            0..3 => sentence.push_str(&format!("{word}'s")),
            3..5 => sentence.push_str(&format!("\"{word}\"")),
            5..7 => sentence.push_str(&rng.random_range(2..2_000).to_string()),
            7 => sentence.push_str(&format!("&amp; {word}")),
            8..10 => sentence.push_str(&format!("{word}-{}", vocabulary.rare_word(rng))),
            _ => sentence.push_str(word),
        }
    }
    sentence.push_str(match rng.random_range(0..20) {
        0..16 => ".",
        16..18 => "!",
        18 => "?",
        _ => "...",
    });
    sentence
}

/// A URL in the reserved domain `.example` (RFC 2606).
pub fn address(rng: &mut Rng, vocabulary: &Vocabulary) -> String {
    let scheme = if rng.random() { "http" } else { "https" };
    let prefix = if rng.random() { "www." } else { "" };
    let mut word = || vocabulary.rare_word(rng);
    let (host, rest, page, name) =
        (word().to_owned(), word().to_owned(), word().to_owned(), word().to_owned());
    let slash = if rng.random() { "/" } else { "" };
    format!("{scheme}://{prefix}{host}{rest}.example/{page}/{name}{slash}")
}

/// The word with its first letter in upper case.
pub fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
