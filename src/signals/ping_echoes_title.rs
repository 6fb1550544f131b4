//! The excerpt of a trackback is the title of the post and nothing else.
//!
//! A trackback's excerpt comes from the page that sends it. Spam software has only read the post. A pingback's excerpt
//! is the text around the link, which is often the title in honest lists of links.

use super::{Group, Prior, Sign, Signal, Test};
use crate::kind::Kind;
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "ping-echoes-title",
    group: Group::Text,
    kinds: &[Kind::Trackback],
    sign: Sign::Suspicion {
        explains_for: "the trackback's excerpt is the title of the post and nothing else",
        may_misfire_on: "blogs that send the title of the post as their excerpt",
    },
    prior: Prior::Belief(3.0),
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","post_title":"Exploring the reef knot","type":"trackback","author":"Julienne","url":"http://k.example/h","body":"<strong>Julienne...</strong>\n\n[...]Exploring the reef knot[...]..."}"#,
    silent_on: r#"{"id":"1","post":"1","post_title":"Exploring the reef knot","type":"trackback","author":"Julienne","url":"http://k.example/h","body":"<strong>More knots...</strong>\n\nAnn is exploring the reef knot, and I tried what she says in the rain..."}
{"id":"2","post":"1","post_title":"Exploring the reef knot","type":"pingback","author":"Links of May","url":"http://l.example/h","body":"[...] Exploring the reef knot [...]"}"#,
};

/// The maximum number of words of the blog's name that may follow the title of the post.
const MAX_FURTHER_WORDS: usize = 10;
/// Shorter titles occur in a text by chance.
const MIN_WORDS: usize = 2;

fn judge(case: &Case) -> Option<String> {
    let post = case.post()?;
    let title = &post.title_words;
    let has = |word: &u32| case.facts.words().binary_search(word).is_ok();
    let n_words = case.facts.n_words as usize;
    let n_further = case.facts.name().split_whitespace().count().min(MAX_FURTHER_WORDS) + 3;
    let is_echo = MIN_WORDS <= title.len() && n_words <= title.len() + n_further && title.iter().all(has);
    is_echo.then(|| case.say(|| format!("“{}”", post.title)))
}
