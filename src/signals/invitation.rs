//! The text calls the reader to the author's own place: `visit my blog`, `kunjungi balik`.
//!
//! It could wrong polite bloggers.

use super::{COMMENTS, Group, Signal, Test};
use crate::text::{PhraseKind, View};

pub const SIGNAL: Signal = Signal {
    name: "invitation",
    group: Group::Text,
    kinds: COMMENTS,
    about: "the text calls the reader to the author's own site",
    wrongs: "polite bloggers",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"Please visit my site for more."}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"I will visit my aunt with it."}"#,
};

fn look(view: &View) -> Option<String> {
    let phrase = view.phrases_of(PhraseKind::Invitation).next()?;
    view.has_link().then(|| format!("“{phrase}”"))
}
