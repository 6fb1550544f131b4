//! The author was logged in.
//!
//! Weak on hosted blogs, where every visitor can have an account.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "registered",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "the author was logged in",
        exploitable_by: "spammers with an account",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","author":"Ann","user_id":"17","body":"Yes."}"#,
    silent_on: r#"{"id":"1","author":"Ann","user_id":"0","body":"Yes."}"#,
};

fn judge(case: &Case) -> Option<String> {
    case.facts.is_registered.then(|| "logged in".to_owned())
}
