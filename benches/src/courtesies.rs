//! Comments of a few words, of which a blog has many: they look alike, and are not doubles.

use rand::RngExt;
use rand::seq::IndexedRandom;

use crate::chance::Dice;
use crate::prose::capitalized;
use crate::vocabulary::Vocabulary;

const PHRASES: &[&str] = &[
    "Thanks",
    "Thank you",
    "Thanks a lot",
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

/// A courtesy: bare, with a name, about a thing, or a mere face.
pub fn courtesy(dice: &mut Dice, vocabulary: &Vocabulary) -> String {
    let pick = |list: &'static [&str], dice: &mut Dice| list.choose(dice).copied().unwrap_or_default();
    let phrase = pick(PHRASES, dice);
    let phrase = if dice.random_ratio(1, 4) { phrase.to_lowercase() } else { phrase.to_owned() };
    let end = pick(ENDS, dice);
    match dice.random_range(0..20) {
        0 => pick(FACES, dice).to_owned(),
        1..8 => format!("{phrase}{end}"),
        8..15 => format!("{phrase}, {}{end}", capitalized(vocabulary.rare_word(dice))),
        _ => format!("{phrase}, {} {}{end}", vocabulary.word(dice), vocabulary.rare_word(dice)),
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
