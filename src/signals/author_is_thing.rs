//! A name of several words whose last is a thing, and none a given name: `Hockey Drills`, `imvu credits`.
//!
//! English search phrases end in their noun. It could wrong nicknames such as `mad hatter`.

use super::{COMMENTS, Group, Signal, Test};
use crate::lists;
use crate::normalize::View;

pub const SIGNAL: Signal = Signal {
    name: "author-is-thing",
    group: Group::Author,
    kinds: COMMENTS,
    about: "the name ends in a thing and names nobody, and there is a link",
    wrongs: "nicknames of several words",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Xylo Cabinets","url":"http://w.example","body":"Good read."}"#,
    silent_on: r#"{"id":"1","author":"Ann Baker","url":"http://w.example","body":"Good read."}"#,
};

fn look(view: &View) -> Option<String> {
    let words: Vec<&str> = view.name_words().collect();
    let (last, others) = words.split_last()?;
    let is_thing = lists::COMMON_WORDS.has(last) && !lists::is_name(last);
    let names_nobody = !others.is_empty() && !words.iter().any(|it| lists::GIVEN_NAMES.has(it));
    (4 <= last.len() && is_thing && names_nobody && view.has_link()).then(|| format!("“{}”", view.name))
}
