//! One phrase of praise that fits any post, and a link.
//!
//! Weak evidence: grateful readers with a homepage write the same.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test, quoted};
use crate::text::{PhraseKind, View};

pub const SIGNAL: Signal = Signal {
    name: "praise-once",
    group: Group::Text,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "a phrase of praise that fits any post, and a link",
        may_misfire_on: "grateful readers with a homepage",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"Thanks for sharing this with us."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"Thanks for sharing this with us."}"#,
};

fn look(view: &View) -> Option<String> {
    let praise: Vec<&str> = view.phrases_of(PhraseKind::Praise).collect();
    match praise[..] {
        [only] if view.has_link() => Some(quoted(view, only)),
        _ => None,
    }
}
