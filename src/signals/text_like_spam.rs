//! Learned score of the words, character n-grams and form of the text.
//!
//! Words learned on some blogs mean little on others, so this never decides alone.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::ngram_model::Part;

pub const SIGNAL: Signal = Signal {
    name: "text-like-spam",
    group: Group::Text,
    kinds: COMMENTS,
    sign: Sign::Either {
        explains_for: "words and character fragments of the text, such as those shown, are typical of spam",
        explains_against: "words and character fragments of the text, such as those shown, \
            are typical of genuine comments",
        may_misfire_on: "thankful people who use the words of spam",
    },
    prior: Prior::Zero,
    test: Test::Learned(Part::Text),
    fires_on: r#"{"id":"1","author":"Ann","body":"Thanks for this great article, very useful information. I will bookmark your website."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"!"}"#,
};
