//! The author's name is a search phrase that a site wants to rank for: `email appending`,
//! `cheap garden sheds`.
//!
//! The comment exists for the link on that phrase.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::lists::{Lists, TRADE_WORDS};
use crate::text::{LanguageVotes, View};

pub const SIGNAL: Signal = Signal {
    name: "author-is-keyword",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the name consists of dictionary words and names no person",
        may_misfire_on: "clubs, small firms and nicknames of two ordinary words",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"email appending","url":"http://esale.example","body":"Everybody uses it now."}"#,
    silent_on: r#"{"id":"1","author":"Rose Baker","url":"http://rose.example","body":"Everybody uses it now."}"#,
};

fn look(view: &View) -> Option<String> {
    let n_keywords = view.listed_name_words().filter(|(word, lists)| is_keyword(word, *lists)).count();
    (2 <= n_keywords && !view.is_named_as_person()).then(|| format!("“{}”", view.comment.author.name.trim()))
}

/// Returns true if `word` is a dictionary word that is neither a personal name nor a function word (`The Dude` is a
/// nickname), or a trade word. Trade words count even if they are family names, too.
pub(super) fn is_keyword(word: &str, lists: Lists) -> bool {
    let is_function_word = || LanguageVotes::count(std::iter::once(word)).leader().is_some();
    lists.have(&TRADE_WORDS) || (3 <= word.len() && lists.have_thing() && !is_function_word())
}
