//! The author's site carries the author's name: `Shivani` of `shivanithakur.example`, `jbaker` of `jbaker.example`.
//!
//! People's homepages do. Names that are keywords don't count, or every keyword host would.

use super::{COMMENTS, Group, Signal, Test};
use crate::lists;
use crate::normalize::{View, fold_word};

pub const SIGNAL: Signal = Signal {
    name: "host-is-name",
    group: Group::Trust,
    kinds: COMMENTS,
    about: "the author's site carries the author's name",
    wrongs: "nobody; spam under invented nicknames profits",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Wilhelmina Otis","url":"http://wilhelmina-otis.example","body":"Yes."}"#,
    silent_on: r#"{"id":"1","author":"Garden Sheds","url":"http://gardensheds.example","body":"Yes."}"#,
};

/// Shorter words stand in hosts by chance.
const MIN_LETTERS: usize = 4;

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref().filter(|it| !it.is_profile())?;
    let words: Vec<String> = view.name_words().map(fold_word).collect();
    let is_thing =
        |word: &str| lists::TRADE_WORDS.has(word) || (lists::COMMON_WORDS.has(word) && !lists::is_name(word));
    if words.iter().any(|it| is_thing(it)) {
        return None;
    }
    let word = words.iter().find(|it| MIN_LETTERS <= it.len() && site.label().contains(it.as_str()))?;
    Some(format!("{word} in {}", site.host()))
}
