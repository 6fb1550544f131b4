//! The text sells: `free shipping`, `work from home`.
//!
//! It could wrong people who complain about exactly that.

use super::{COMMENTS, Group, Signal, Test};
use crate::text::{PhraseKind, View};

pub const SIGNAL: Signal = Signal {
    name: "sales-talk",
    group: Group::Text,
    kinds: COMMENTS,
    about: "the text offers something, and there is a link",
    wrongs: "people who complain about offers",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"Ask us, we offer free shipping."}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"I put the boat in order now."}"#,
};

fn look(view: &View) -> Option<String> {
    let phrase = view.phrases_of(PhraseKind::Sales).next()?;
    view.has_link().then(|| format!("“{phrase}”"))
}
