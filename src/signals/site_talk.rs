//! The text talks about the site instead of the post: its theme, its feed, its captcha, how it was found.
//!
//! It could wrong readers who report a broken page.

use super::{COMMENTS, Group, Signal, Test};
use crate::text::{PhraseKind, View};

pub const SIGNAL: Signal = Signal {
    name: "site-talk",
    group: Group::Text,
    kinds: COMMENTS,
    about: "the text talks about the site instead of the post",
    wrongs: "readers who report a broken page",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"Which blog platform are you using for this website?"}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"The second picture does not load here."}"#,
};

fn look(view: &View) -> Option<String> {
    let phrase = view.phrases_of(PhraseKind::SiteTalk).next()?;
    view.has_link().then(|| format!("“{phrase}”"))
}
