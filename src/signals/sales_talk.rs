//! The text sells: `free shipping`, `work from home`.
//!
//! It could wrong people who complain about exactly that.

use super::{COMMENTS, Group, Signal, Test};
use crate::normalize::{PhraseKind, View};

pub const SIGNAL: Signal = Signal {
    name: "sales-talk",
    group: Group::Text,
    kinds: COMMENTS,
    about: "the text offers something",
    wrongs: "people who complain about offers",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"Order now with free shipping!"}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"I put the boat in order now."}"#,
};

fn look(view: &View) -> Option<String> {
    let phrases: Vec<&str> = view.phrases_of(PhraseKind::Sales).collect();
    let sells = 2 <= phrases.len() || (!phrases.is_empty() && view.has_link());
    sells.then(|| format!("“{}”", phrases.join("”, “")))
}
