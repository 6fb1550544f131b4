//! The text has two paragraphs or more: somebody took their time.

use super::{COMMENTS, Group, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "paragraphs",
    group: Group::Trust,
    kinds: COMMENTS,
    about: "the text has several paragraphs",
    wrongs: "nobody; long spam profits",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"First I tried it.\n\nThen I failed."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"First I tried it.\nThen I failed."}"#,
};

fn look(view: &View) -> Option<String> {
    (2 <= view.n_paragraphs).then(|| format!("{} paragraphs", view.n_paragraphs))
}
