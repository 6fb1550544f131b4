//! Comments of a few words, of which a blog has many: they look alike, and are not doubles.

use rand::RngExt;
use rand::seq::IndexedRandom;

use crate::chance::Dice;
use crate::prose::capitalized;
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

/// A courtesy: bare, with a name, about a thing, or a mere face. Two that differ share half of their words at most, so
/// that no similarity from 0.6 on makes them one, whatever a tool thinks of short texts.
pub fn courtesy(dice: &mut Dice, vocabulary: &Vocabulary) -> String {
    let pick = |list: &'static [&str], dice: &mut Dice| list.choose(dice).copied().unwrap_or_default();
    let phrase = pick(PHRASES, dice);
    let n_words = phrase.split(' ').count();
    let phrase = if dice.random_ratio(1, 4) { phrase.to_lowercase() } else { phrase.to_owned() };
    let end = pick(ENDS, dice);
    match dice.random_range(0..20) {
        0 => pick(FACES, dice).to_owned(),
        1..8 => format!("{phrase}{end}"),
        // As many words more as the phrase has.
        _ => {
            let more: Vec<&str> = (0..n_words).map(|_| vocabulary.rare_word(dice)).collect();
            format!("{phrase}, {}{end}", capitalized(&more.join(" ")))
        }
    }
}

/// Courtesies are equal when their words are; faces when they are written alike.
pub fn key(courtesy: &str) -> String {
    let is_apart = |it: char| !it.is_alphanumeric() && it != '\'';
    let words: Vec<String> =
        courtesy.split(is_apart).filter(|it| !it.is_empty()).map(str::to_lowercase).collect();
    // `<3` is no number.
    if words.is_empty() || courtesy == "<3" { courtesy.to_owned() } else { words.join(" ") }
}
