//! Courtesies: comments of a few words, which look alike and are not duplicates.

use rand::RngExt;
use rand::seq::IndexedRandom;

use crate::prose::capitalized;
use crate::rng::Rng;
use crate::vocabulary::Vocabulary;

const PHRASES: &[&str] = &[
    "Thanks",
    "Thank you",
    "Many thanks",
    "+1",
    "Great post",
    "Nice post",
    "Good read",
    "Well said",
    "I agree",
    "Agreed",
    "So true",
    "Same here",
    "Me too",
    "Congrats",
    "Congratulations",
    "Lovely",
    "Beautiful",
    "Awesome",
    "Amazing",
    "Wow",
    "Cool",
    "Brilliant",
    "Love it",
    "Love this",
    "Well done",
    "Good luck",
    "Welcome back",
    "Happy birthday",
    "No idea",
    "Not sure",
    "Of course",
    "First",
    "LOL",
    "Haha",
    "Yes please",
    "Can't wait",
];
const FACES: &[&str] = &[":)", ":-)", ";)", "<3", "!!!", "???", "👍", "🙂"];
const ENDS: &[&str] = &["", "", "!", "!", "!!", ".", " :)", "..."];

/// A courtesy: a phrase, a phrase with a name, or an emoticon. Different ones share at most half of their
/// words, so no similarity threshold of 0.6 or more merges them.
pub fn courtesy(rng: &mut Rng, vocabulary: &Vocabulary) -> String {
    let pick = |list: &'static [&str], rng: &mut Rng| list.choose(rng).copied().unwrap_or_default();
    let phrase = pick(PHRASES, rng);
    let n_words = phrase.split(' ').count();
    let phrase = if rng.random_ratio(1, 4) { phrase.to_lowercase() } else { phrase.to_owned() };
    let end = pick(ENDS, rng);
    match rng.random_range(0..20) {
        0 => pick(FACES, rng).to_owned(),
        1..8 => format!("{phrase}{end}"),
        // Followed by as many words as the phrase has.
        _ => {
            let more: Vec<&str> = (0..n_words).map(|_| vocabulary.rare_word(rng)).collect();
            format!("{phrase}, {}{end}", capitalized(&more.join(" ")))
        }
    }
}

/// Key by which courtesies are compared: their words, or the text itself for emoticons.
pub fn key(courtesy: &str) -> String {
    let is_separator = |it: char| !it.is_alphanumeric() && it != '\'';
    let words: Vec<String> =
        courtesy.split(is_separator).filter(|it| !it.is_empty()).map(str::to_lowercase).collect();
    // `<3` is not the number 3.
    if words.is_empty() || courtesy == "<3" { courtesy.to_owned() } else { words.join(" ") }
}
