//! The text has two or more paragraphs: its author took some time.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "paragraphs",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust { explains_against: "the text has several paragraphs", exploitable_by: "long spam" },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"First I tried it.\n\nThen I failed."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"First I tried it.\nThen I failed."}"#,
};

fn look(view: &View) -> Option<String> {
    (2 <= view.n_paragraphs).then(|| format!("{} paragraphs", view.n_paragraphs))
}
