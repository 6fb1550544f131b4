//! Nearly all words of the text would fit any post, and there is a link.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "generic-text",
    group: Group::Text,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "nearly all words of the text would fit any post, and there is a link",
        may_misfire_on: "short thanks by people with a homepage",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"This is a really great and very useful post with good information."}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"This reef knot slipped twice under load, so I splice now."}"#,
};

/// Shorter texts are courtesies, which are alike in spam and genuine comments.
const MIN_WORDS: usize = 4;
const MIN_SHARE: f64 = 0.75;

fn look(view: &View) -> Option<String> {
    if view.words.len() < MIN_WORDS || !view.has_link() {
        return None;
    }
    let n_generic = view.words.iter().filter(|word| word.info.is_generic).count();
    let share = n_generic as f64 / view.words.len() as f64;
    (MIN_SHARE <= share).then(|| format!("{n_generic} of {} words", view.words.len()))
}
