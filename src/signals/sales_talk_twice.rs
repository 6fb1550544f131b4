//! The text has two or more phrases of an offer: a sales pitch.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test, quoted};
use crate::text::{PhraseKind, View};

pub const SIGNAL: Signal = Signal {
    name: "sales-talk-twice",
    group: Group::Text,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the text contains several phrases of an offer",
        may_misfire_on: "people who make fun of such offers",
    },
    prior: Prior::Belief(3.2),
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"Order now with free shipping!"}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"They never had free shipping."}"#,
};

fn look(view: &View) -> Option<String> {
    let phrases: Vec<String> =
        view.phrases_of(PhraseKind::Sales).map(|phrase| quoted(view, phrase)).collect();
    (2 <= phrases.len()).then(|| phrases.join(", "))
}
