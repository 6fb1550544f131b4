//! Two or more phrases of praise that fit any post.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test, quoted};
use crate::text::{PhraseKind, View};

pub const SIGNAL: Signal = Signal {
    name: "praise-twice",
    group: Group::Text,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "several phrases of praise that fit any post",
        may_misfire_on: "grateful beginners",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"Great post! Keep up the good work."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"Great post! My reef knots slip less now."}"#,
};

fn look(view: &View) -> Option<String> {
    let praise: Vec<String> =
        view.phrases_of(PhraseKind::Praise).map(|phrase| quoted(view, phrase)).collect();
    (2 <= praise.len()).then(|| praise.join(", "))
}
