//! One phrase of praise that fits any post, in a text that gives a link something to stand beside.
//!
//! It wrongs every grateful reader with a homepage, so it is weak.

use super::{COMMENTS, Group, Signal, Test};
use crate::text::{PhraseKind, View};

pub const SIGNAL: Signal = Signal {
    name: "praise-once",
    group: Group::Text,
    kinds: COMMENTS,
    about: "a phrase of praise that fits any post, and a link",
    wrongs: "every grateful reader with a homepage",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"Thanks for sharing this with us."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"Thanks for sharing this with us."}"#,
};

fn look(view: &View) -> Option<String> {
    let praise: Vec<&str> = view.phrases_of(PhraseKind::Praise).collect();
    match praise[..] {
        [only] if view.has_link() => Some(format!("“{only}”")),
        _ => None,
    }
}
