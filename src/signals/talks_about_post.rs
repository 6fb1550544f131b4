//! The text shares three or more content words with the post.
//!
//! Its absence means nothing: one honest comment in seven shares none.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "talks-about-post",
    group: Group::Topic,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "the text shares content words with the post",
        exploitable_by: "spam that copies words of the post",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","post_title":"Reef knots","post_body":"A reef knot slips under load when the rope is wet.","author":"Ann","body":"My wet rope held every reef in that load."}"#,
    silent_on: r#"{"id":"1","post":"1","post_title":"Reef knots","post_body":"A reef knot slips under load when the rope is wet.","author":"Ann","body":"My wet hands held every bucket that day."}"#,
};

const MIN_SHARED: usize = 3;

pub(super) fn judge(case: &Case) -> Option<String> {
    let post = case.post()?;
    let n_shared = case.facts.n_content_words_among(&post.words);
    (MIN_SHARED <= n_shared).then(|| case.say(|| format!("{n_shared} words of “{}”", post.title)))
}
