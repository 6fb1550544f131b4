//! The text is about the site instead of the post: its theme, its feed, its captcha, how it was found.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test, quoted};
use crate::text::{PhraseKind, View};

pub const SIGNAL: Signal = Signal {
    name: "site-talk",
    group: Group::Text,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the text is about the site instead of the post",
        may_misfire_on: "readers who report a broken page",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"Which blog platform are you using for this website?"}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"The second picture does not load here."}"#,
};

fn look(view: &View) -> Option<String> {
    let phrase = view.phrases_of(PhraseKind::SiteTalk).next()?;
    view.has_link().then(|| quoted(view, phrase))
}
