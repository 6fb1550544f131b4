//! Most words of the text fit under any post, and there is a link.
//!
//! It could wrong short thanks.

use super::{COMMENTS, Group, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "generic-text",
    group: Group::Text,
    kinds: COMMENTS,
    about: "nearly all words of the text fit under any post, and there is a link",
    wrongs: "short thanks by people with a homepage",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"This is a really great and very useful post with good information."}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"This reef knot slipped twice under load, so I splice now."}"#,
};

/// Shorter texts are courtesies, which are alike anyway.
const MIN_WORDS: usize = 4;
const MIN_SHARE: f64 = 0.75;

fn look(view: &View) -> Option<String> {
    if view.words.len() < MIN_WORDS || !view.has_link() {
        return None;
    }
    let n_generic = view.words.iter().filter(|it| it.info.is_generic).count();
    let share = n_generic as f64 / view.words.len() as f64;
    (MIN_SHARE <= share).then(|| format!("{n_generic} of {} words", view.words.len()))
}
