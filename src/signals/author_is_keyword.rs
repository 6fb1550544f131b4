//! The author signs with the words that a site wants to be found by: `email appending`, `cheap garden sheds`.
//!
//! A link on those words is what the comment was left for. It could wrong clubs, small firms and people whose
//! nickname is made of two ordinary words.

use super::{COMMENTS, Group, Signal, Test};
use crate::lists::{Lists, TRADE_WORDS};
use crate::text::{LanguageVotes, View};

pub const SIGNAL: Signal = Signal {
    name: "author-is-keyword",
    group: Group::Author,
    kinds: COMMENTS,
    about: "the name is made of dictionary words that name nobody",
    wrongs: "small firms and nicknames made of ordinary words",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"email appending","url":"http://esale.example","body":"Everybody uses it now."}"#,
    silent_on: r#"{"id":"1","author":"Rose Baker","url":"http://rose.example","body":"Everybody uses it now."}"#,
};

fn look(view: &View) -> Option<String> {
    let listed = view.listed_name_words().filter(|(word, lists)| is_keyword(word, *lists));
    let keywords: Vec<&str> = listed.map(|(word, _)| word).collect();
    (2 <= keywords.len()).then(|| format!("“{}”", keywords.join(" ")))
}

/// A dictionary word that is neither a name nor a function word (`The Dude` is a nickname); trade words are keywords even where they are family names too.
pub(super) fn is_keyword(word: &str, lists: Lists) -> bool {
    let is_function_word = || LanguageVotes::count(std::iter::once(word)).leader().is_some();
    lists.have(&TRADE_WORDS) || (3 <= word.len() && lists.have_thing() && !is_function_word())
}
