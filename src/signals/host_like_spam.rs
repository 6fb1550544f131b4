//! The letters of the author's host are like those of spammers' hosts, or like those of people's sites.
//!
//! A site of a small firm looks like a shop.

use super::{COMMENTS, Group, Signal, Strength, Test};
use crate::ngram_model::{Lexical, Part};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "host-like-spam",
    group: Group::Author,
    kinds: COMMENTS,
    about: "the letters of the host are like spammers' hosts, or like people's",
    wrongs: "small firms",
    test: Test::Learned(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://best-cheap-online.example.com/","body":"It slips when wet."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"It slips when wet."}"#,
};

fn look(view: &View, lexical: &Lexical) -> Option<(Strength, String)> {
    lexical.telling_score(view, Part::Host)
}
