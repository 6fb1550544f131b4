//! The text of a link is a search phrase: `<a href=…>cheap garden sheds</a>`.
//!
//! People who write HTML well link words of their own sentence. So one of the words must be a trade word, or
//! all of them dictionary words of a short phrase without function words.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::lists;
use crate::text::{LanguageVotes, LinkForm, View, fold};

pub const SIGNAL: Signal = Signal {
    name: "keyword-anchor",
    group: Group::Links,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the text of a link is a search phrase",
        may_misfire_on: "people who link words of their own sentence",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"Good. <a href='http://s.example'>cheap garden sheds</a>"}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"Good. <a href='http://s.example'>what we did about it</a>"}"#,
};

fn look(view: &View) -> Option<String> {
    let links = view.links.iter().filter(|link| matches!(link.form, LinkForm::Anchor | LinkForm::BbCode));
    let anchors = links.filter(|link| link.anchor.len() <= 60 && !link.anchor.contains("://"));
    anchors.map(|link| &link.anchor).find(|anchor| is_keyword(anchor)).map(|anchor| format!("“{anchor}”"))
}

fn is_keyword(anchor: &str) -> bool {
    let folded = fold(anchor);
    let words: Vec<&str> =
        folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has_function_words = LanguageVotes::count(words.iter().copied()).leader().is_some();
    let has_trade = words.iter().any(|word| lists::TRADE_WORDS.has(word));
    let is_phrase = (2..=4).contains(&words.len()) && words.iter().all(|word| lists::COMMON_WORDS.has(word));
    (has_trade && words.len() <= 6) || (is_phrase && !has_function_words)
}
