//! The text asks a question.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "question",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "the text asks a question",
        exploitable_by: "spam that asks about the site",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"Does it hold when wet?"}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"It holds when wet. http://s.example/?p=2"}"#,
};

fn look(view: &View) -> Option<String> {
    let text = &view.plain;
    let mark = text.find(['?', '？'])?;
    // Start of the word that contains the first question mark.
    let start = text[..mark].rfind(char::is_whitespace).unwrap_or_default();
    let ends = |word: &&str| word.ends_with(['?', '？']) && !word.contains("://");
    let sentence_end = text[start..]
        .split_whitespace()
        .find(|word| ends(&word.trim_end_matches([')', '"', '!', '.', '”'])))?;
    let end = sentence_end.as_ptr() as usize - text.as_ptr() as usize + sentence_end.len();
    let start = text[..end - sentence_end.len()].rfind(['.', '!', '?', '\n']).map_or(0, |mark| mark + 1);
    Some(format!("“{}”", text[start..end].trim()))
}
