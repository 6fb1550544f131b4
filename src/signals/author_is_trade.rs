//! The author's name has a word for a product or service: `Plumber Leeds`, `replica watches`.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::lists::{GIVEN_NAMES, Lists, TRADE_WORDS};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "author-is-trade",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the name contains a word for a product or service, and there is a link",
        may_misfire_on: "readers who sign with their profession",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Replica Watches","url":"http://w.example","body":"Good read."}"#,
    silent_on: r#"{"id":"1","author":"Replica Watches","body":"I collect them. Good read."}
{"id":"2","author":"Greg Price","url":"http://w.example","body":"I collect them. Good read."}"#,
};

fn look(view: &View) -> Option<String> {
    let word = view.listed_name_words().find(|(_, lists)| is_trade(*lists))?.0;
    (view.has_link() && !view.is_named_as_person())
        .then(|| format!("{word} in “{}”", view.comment.author.name.trim()))
}

/// Returns true for a trade word that is not also a given name.
fn is_trade(lists: Lists) -> bool {
    lists.have(&TRADE_WORDS) && !lists.have(&GIVEN_NAMES)
}
