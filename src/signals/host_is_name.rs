//! The author's site carries the author's name: `Shivani` of `shivanithakur.example`, `jbaker` of `jbaker.example`.
//!
//! People's homepages do. Names that are keywords don't count, or every keyword host would.

use std::borrow::Cow;

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
    let words: Vec<Cow<str>> = view.name_words().map(fold_word).collect();
    if words.iter().any(|it| lists::lists_with(it).have_thing()) {
        return None;
    }
    let word = words.iter().find(|it| MIN_LETTERS <= it.len() && site.label().contains(it.as_ref()))?;
    Some(format!("{word} in {}", site.host()))
}
