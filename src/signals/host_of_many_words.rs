//! The host is a phrase of three or more dictionary words: `learnhowtotradenow.com`.
//!
//! Such hosts are registered to be found by a search.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "host-of-many-words",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the host is a phrase of several dictionary words",
        may_misfire_on: "blogs with witty names",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://bestgardenshedreviews.example","body":"Yes."}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://gardenshed.example","body":"Yes."}"#,
};

const MIN_WORDS: usize = 3;
const MIN_COVERED: f32 = 0.8;

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let (words, covered) = &view.site_words;
    (MIN_WORDS <= words.len() && MIN_COVERED <= *covered)
        .then(|| format!("{} in {}", words.join(" + "), site.host()))
}
