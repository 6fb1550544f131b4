//! Learned score of the words and character n-grams of the author's name.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::ngram_model::Part;

pub const SIGNAL: Signal = Signal {
    name: "name-like-spam",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Either {
        explains_for: "words and character fragments of the name, such as those shown, are typical of spammers' names",
        explains_against: "words and character fragments of the name, such as those shown, \
            are typical of genuine people's names",
        may_misfire_on: "names in scripts and languages that the labelled blogs don't have",
    },
    prior: Prior::Zero,
    test: Test::Learned(Part::Name),
    fires_on: r#"{"id":"1","author":"cheap web hosting","url":"http://host.example/","body":"It slips when wet."}"#,
    silent_on: r#"{"id":"1","author":"","url":"http://host.example/","body":"It slips when wet."}"#,
};
