//! The text offers something in two or more set phrases: a pitch from end to end.
//!
//! It could wrong people who make fun of pitches.

use super::{COMMENTS, Group, Signal, Test};
use crate::text::{PhraseKind, View};

pub const SIGNAL: Signal = Signal {
    name: "sales-talk-twice",
    group: Group::Text,
    kinds: COMMENTS,
    about: "several phrases of an offer",
    wrongs: "people who make fun of offers",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"Order now with free shipping!"}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"They never had free shipping."}"#,
};

fn look(view: &View) -> Option<String> {
    let phrases: Vec<&str> = view.phrases_of(PhraseKind::Sales).collect();
    (2 <= phrases.len()).then(|| format!("“{}”", phrases.join("”, “")))
}
