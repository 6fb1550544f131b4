//! Two or more phrases of praise that fit any post.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
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
    let praise: Vec<&str> = view.phrases_of(PhraseKind::Praise).collect();
    (2 <= praise.len()).then(|| format!("“{}”", praise.join("”, “")))
}
