//! The excerpt has a phrase with which software that copies posts, or that sends spam trackbacks, introduces its links:
//! `continued here`, `websites that we suggest`.

use super::{Group, PINGS, Prior, Sign, Signal, Test, quoted};
use crate::text::{PhraseKind, View};

pub const SIGNAL: Signal = Signal {
    name: "ping-scraper-phrase",
    group: Group::Text,
    kinds: PINGS,
    sign: Sign::Suspicion {
        explains_for: "the excerpt has a phrase of software that copies posts or sends spam",
        may_misfire_on: "people who introduce a link in the same words",
    },
    prior: Prior::Belief(2.0),
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","type":"pingback","author":"Reef knots | All news","url":"http://k.example/1","body":"[...] Ann wrote an interesting post today on [...]"}"#,
    silent_on: r#"{"id":"1","type":"pingback","author":"Reef knots | All news","url":"http://k.example/1","body":"[...] today I wrote about an interesting knot [...]"}"#,
};

fn look(view: &View) -> Option<String> {
    view.phrases_of(PhraseKind::Scraper).next().map(|phrase| quoted(view, phrase))
}
