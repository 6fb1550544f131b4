//! Words of the text are other words with their inner letters out of order: `prboelm`, `knwlgedoe`.
//!
//! A robot scrambles a word of each comment that it copies, so that no filter finds the copy. Typing makes other
//! mistakes: a letter that is missing, doubled or wrong, or two neighbours in the wrong order.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::lists::{Lists, lists_with};
use crate::text::{LANGUAGES, View, Word, unscrambled};

pub const SIGNAL: Signal = Signal {
    name: "scrambled-words",
    group: Group::Text,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the letters of a word are out of order, as robots scramble the comments that they copy",
        may_misfire_on: "people who mistype a word badly, and brands with the letters of an English word",
    },
    prior: Prior::Belief(3.0),
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"This is the right aenswr to my prboelm."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"This is the rigth answer to my probelm, thnaks! It recieves every message now."}"#,
};

/// Shorter words are left out: they are in all languages, and say little about scrambling.
const MIN_LETTERS: usize = 5;

fn look(view: &View) -> Option<String> {
    if view.has_code {
        return None;
    }
    let (mut n_known, mut n_unknown, mut found) = (0, 0, None);
    for word in &view.words {
        let spelled = view.spelled(word);
        if spelled.len() < MIN_LETTERS || !spelled.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            continue;
        }
        if lists_with(spelled) != Lists::default() {
            n_known += 1;
            continue;
        }
        match unscrambled(spelled).filter(|_| stands_free(view, word) && !is_name(view, spelled)) {
            Some(original) => found = found.or_else(|| Some(format!("“{spelled}” for {original}"))),
            None => n_unknown += 1,
        }
    }
    // In a text of another language, most words are unknown, and some have the letters of an English word.
    let is_english = || view.languages().leader().is_none_or(|(language, _)| LANGUAGES[language] == "en");
    found.filter(|_| 2 * n_unknown <= 1 + n_known && is_english())
}

/// Whether a word is neither a part of an address or identifier nor of a compound with hyphens.
fn stands_free(view: &View, word: &Word) -> bool {
    let is_joint = |char: char| matches!(char, '-' | '_' | '/' | '@' | '#' | '.' | ':' | '=' | '\\' | '\'');
    let before = view.folded[..word.place.start].chars().next_back();
    let mut after = view.folded[word.place.end..].chars();
    let is_end = |mark: char| matches!(mark, '.' | ':' | '\'');
    let is_joined_after = match (after.next(), after.next()) {
        (Some(mark), next) if is_end(mark) => next.is_some_and(char::is_alphanumeric),
        (Some(mark), _) => is_joint(mark),
        (None, _) => false,
    };
    !before.is_some_and(is_joint) && !is_joined_after
}

/// Whether a word is capitalised wherever it occurs, and never starts a sentence: a name or a brand.
fn is_name(view: &View, word: &str) -> bool {
    if view.plain.contains(word) {
        return false;
    }
    let starts_sentence = |start: usize| {
        let before = view.plain[..start].trim_end();
        before.is_empty() || before.ends_with(['.', '!', '?', '"', '(', ':'])
    };
    let capitals: String = word[..1].to_uppercase() + &word[1..];
    !view.plain.match_indices(&capitals).any(|(start, _)| starts_sentence(start))
}
