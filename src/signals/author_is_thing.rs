//! A name of several words that ends in an ordinary noun and has no given name: `Hockey Drills`,
//! `imvu credits`.
//!
//! English search phrases end in their noun.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::lists::{COMMON_WORDS, GIVEN_NAMES, Lists};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "author-is-thing",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the name ends in an ordinary noun, has no given name and comes with a link",
        may_misfire_on: "nicknames of several words, such as “mad hatter”",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Xylo Cabinets","url":"http://w.example","body":"Good read."}"#,
    silent_on: r#"{"id":"1","author":"Ann Baker","url":"http://w.example","body":"Good read."}"#,
};

fn look(view: &View) -> Option<String> {
    let (last, last_lists) = view.listed_name_words().last()?;
    let is_thing = last_lists.have(&COMMON_WORDS) && !last_lists.have_name();
    let is_given_name = |(_, lists): &(_, Lists)| lists.have(&GIVEN_NAMES);
    let names_nobody = 2 <= view.name_words.len() && !view.name_words.iter().any(is_given_name);
    (4 <= last.len() && is_thing && names_nobody && view.has_link())
        .then(|| format!("“{}”", view.comment.author.name.trim()))
}
