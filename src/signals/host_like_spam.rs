//! Learned score of the character n-grams of the author's host.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::ngram_model::Part;

pub const SIGNAL: Signal = Signal {
    name: "host-like-spam",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Either {
        explains_for: "character fragments of the host, such as those shown, are typical of spammers' hosts",
        explains_against: "character fragments of the host, such as those shown, are typical of genuine people's hosts",
        may_misfire_on: "small firms, whose hosts look like a shop's",
    },
    prior: Prior::Zero,
    test: Test::Learned(Part::Host),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://best-cheap-online.example.com/","body":"It slips when wet."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"It slips when wet."}"#,
};
