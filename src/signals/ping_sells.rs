//! The ping's title is a short phrase with a word for a product or service, or its text has a word of drugs, gambling
//! and loans. The post has no such word.
//!
//! Titles of blogs and pages say what the page is about, which the ping shares with the post.

use std::sync::LazyLock;

use foldhash::HashMap;

use super::{Group, PINGS, Prior, Sign, Signal, Test};
use crate::knowledge::Case;
use crate::lists::{HARSH_TRADE_WORDS, TRADE_WORDS, lists_with};
use crate::text::{WordId, has_divider, word_id};

pub const SIGNAL: Signal = Signal {
    name: "ping-sells",
    group: Group::Text,
    kinds: PINGS,
    sign: Sign::Suspicion {
        explains_for: "the ping sells something that the post is not about",
        may_misfire_on: "blogs with the name of a trade",
    },
    prior: Prior::Belief(3.0),
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","post_title":"Reef knots","type":"trackback","author":"discount handbag","url":"http://k.example/h","body":"<strong>Reef</strong>\n\nReef knots..."}"#,
    silent_on: r#"{"id":"1","post":"1","post_title":"A handbag of rope","type":"trackback","author":"Handbag with knots","url":"http://k.example/h","body":"<strong>Reef</strong>\n\nReef knots..."}
{"id":"2","post":"1","post_title":"A handbag of rope","type":"pingback","author":"Knots for a gift « Discount days","url":"http://k.example/i","body":"[...] rope [...]"}"#,
};

/// Longer titles are sentences.
const MAX_WORDS: usize = 6;

/// The words of drugs, gambling and loans, by word number.
static HARSH: LazyLock<HashMap<WordId, &'static str>> =
    LazyLock::new(|| HARSH_TRADE_WORDS.entries().map(|word| (word_id(word), word)).collect());

fn judge(case: &Case) -> Option<String> {
    let is_of_post = |word: WordId| case.post().is_some_and(|post| post.words.binary_search(&word).is_ok());
    let is_sold = |word: &&str| {
        let lists = lists_with(word);
        (lists.have(&TRADE_WORDS) || lists.have(&HARSH_TRADE_WORDS)) && !is_of_post(word_id(word))
    };
    let title = case.facts.name();
    let words = || title.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_phrase = words().count() <= MAX_WORDS && !has_divider(case.facts.author());
    let sold = words()
        .find(is_sold)
        .filter(|_| is_phrase)
        .map(|word| format!("{word} in “{}”", case.facts.author()));
    sold.or_else(|| {
        let harsh =
            case.facts.words().iter().filter(|word| !is_of_post(**word)).find_map(|word| HARSH.get(word))?;
        Some((*harsh).to_owned())
    })
}
