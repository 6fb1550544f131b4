//! The host's main label has sixteen characters or more and does not contain the author's name.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "long-host",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the host is unusually long and does not contain the author's name",
        may_misfire_on: "people with a long project name",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://the-finest-garden-sheds.example","body":"Yes."}"#,
    silent_on: r#"{"id":"1","author":"Maximilian Oberhauser","url":"http://maximilianoberhauser.example","body":"Yes."}"#,
};

const MIN_LETTERS: usize = 16;

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let is_named = view.name_words().any(|word| 4 <= word.len() && site.label().contains(word));
    (MIN_LETTERS <= site.label().len() && !is_named && !site.on_platform()).then(|| site.host().to_owned())
}
