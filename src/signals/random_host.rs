//! The host is a string of random letters that is no abbreviation of the author's name: `stnxqvyw.org`.
//!
//! Robots that test whether a blog takes comments leave addresses that lead nowhere.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::{View, fold_word};

pub const SIGNAL: Signal = Signal {
    name: "random-host",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the host is a string of letters that nobody can pronounce",
        may_misfire_on: "people whose host is an abbreviation of something else than their name",
    },
    prior: Prior::Belief(1.0),
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann Lund","url":"http://www.stnxqvyw.example","body":"Keep it up!"}"#,
    silent_on: r#"{"id":"1","author":"Jordan Bowman","url":"http://jrdnbwmn.example","body":"Keep it up!"}
{"id":"2","author":"Ann Lund","url":"http://nightsky-project.example","body":"Keep it up!"}
{"id":"3","author":"Ann Lund","url":"http://www.bbc.example","body":"Keep it up!"}"#,
};

/// Shorter hosts are abbreviations.
const MIN_LETTERS: usize = 7;
/// This many consecutive consonants hardly occur in words.
const MIN_CONSONANTS: usize = 5;
/// If words cover a greater share of the letters, the rest is an abbreviation.
const MAX_COVERED: f32 = 0.5;

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let label = site.label();
    let is_random = MIN_LETTERS <= label.len()
        && label.bytes().all(|byte| byte.is_ascii_lowercase())
        && label.split(['a', 'e', 'i', 'o', 'u', 'y']).any(|consonants| MIN_CONSONANTS <= consonants.len())
        && view.site_words.1 <= MAX_COVERED
        && !site.is_shared();
    let name: String = view.name_words().map(fold_word).collect();
    (is_random && !is_abbreviation(label, &name)).then(|| site.host().to_owned())
}

/// Whether most of a host's letters, from the first on, occur in a name in the same order.
fn is_abbreviation(label: &str, name: &str) -> bool {
    let mut letters = name.chars();
    let n_found = label.chars().take_while(|letter| letters.any(|other| other == *letter)).count();
    label.len() <= n_found + n_found / 2
}
