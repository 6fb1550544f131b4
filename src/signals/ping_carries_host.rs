//! The ping's title names the site that it comes from: `Reef knots « Annbuilds` of `annbuilds.example`.
//!
//! Blogs have their own name in their titles; scrapers that copy titles have other blogs' names. A short title with
//! a word for a product doesn't count: it is a search phrase that the host was registered for.

use std::borrow::Cow;

use super::{Group, PINGS, Prior, Sign, Signal, Test};
use crate::lists::{HARSH_TRADE_WORDS, Lists, TRADE_WORDS};
use crate::text::{View, fold_word, has_divider};

pub const SIGNAL: Signal = Signal {
    name: "ping-carries-host",
    group: Group::Trust,
    kinds: PINGS,
    sign: Sign::Trust {
        explains_against: "the ping's title names the site that it comes from",
        exploitable_by: "sites registered for a search phrase of the title",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","type":"pingback","author":"Reef knots « Ann Builds Boats","url":"http://annbuilds.example/reef-knots","body":"[...] knots [...]"}"#,
    silent_on: r#"{"id":"1","type":"pingback","author":"Reef knots « Ann Builds Boats","url":"http://qwelso.example/reef-knots","body":"[...] knots [...]"}
{"id":"2","type":"trackback","author":"discount sheds","url":"http://discountsheds.example/a/b","body":"[...] knots [...]"}"#,
};

/// Shorter words occur in hosts by chance.
const MIN_LETTERS: usize = 4;
/// The maximum number of words in a search phrase, as a title without a divider between page and site.
const MAX_PHRASE_WORDS: usize = 5;

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let is_phrase = !has_divider(&view.comment.author.name) && view.name_words.len() <= MAX_PHRASE_WORDS;
    let is_trade = |lists: Lists| lists.have(&TRADE_WORDS) || lists.have(&HARSH_TRADE_WORDS);
    if is_phrase && view.listed_name_words().any(|(_, lists)| is_trade(lists)) {
        return None;
    }
    let words: Vec<Cow<str>> = view.name_words().map(fold_word).collect();
    let label: String = site.label().chars().filter(|letter| letter.is_alphanumeric()).collect();
    if MIN_LETTERS <= label.len() && words.concat().contains(&label) {
        return Some(site.host().to_owned());
    }
    let word = words.iter().find(|word| MIN_LETTERS <= word.len() && label.contains(word.as_ref()))?;
    Some(format!("{word} in {}", site.host()))
}
