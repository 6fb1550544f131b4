//! The text has a phrase of an offer: `free shipping`, `work from home`.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test, quoted};
use crate::text::{PhraseKind, View};

pub const SIGNAL: Signal = Signal {
    name: "sales-talk",
    group: Group::Text,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the text contains a phrase of an offer, and there is a link",
        may_misfire_on: "people who complain about such offers",
    },
    prior: Prior::Belief(1.0),
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"Ask us, we offer free shipping."}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"I put the boat in order now."}"#,
};

fn look(view: &View) -> Option<String> {
    let phrase = view.phrases_of(PhraseKind::Sales).next()?;
    view.has_link().then(|| quoted(view, phrase))
}
