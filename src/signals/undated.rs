//! The dump has no date for the comment, so it is unknown whether it was late.
//!
//! Most spam is late and most honest comments are not; the other weights were fitted with that known. Without
//! it, half of the weight of `late` stands in.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "undated",
    group: Group::Topic,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the dump has no date for this comment, so it may have been written long after the post",
        may_misfire_on: "every comment of a dump without dates, a little",
    },
    prior: Prior::Belief(0.4),
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","author":"Ann","body":"It slips when wet."}"#,
    silent_on: r#"{"id":"1","author":"Ann","date":"2009-01-01 10:00:00","body":"It slips when wet."}"#,
};

fn judge(case: &Case) -> Option<String> {
    case.facts.date.is_none().then(|| "no date".to_owned())
}
