//! The words of a known template of spam software, eight or more in a row.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};

pub const SIGNAL: Signal = Signal {
    name: "known-template",
    group: Group::Text,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "spam software posts these words on many blogs",
        may_misfire_on: "people who quote such spam to talk about it",
    },
    prior: Prior::Zero,
    test: Test::Template,
    fires_on: r#"{"id":"1","author":"Ann","body":"Quality articles or reviews is the secret to invite the people to pay a visit the web site."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"Quality articles are the secret to invite people to your site, and yours about rye is one."}"#,
};
