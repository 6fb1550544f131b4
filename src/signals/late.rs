//! The comment was written more than half a year after the post.
//!
//! Weak evidence: more than a quarter of honest comments are this late.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "late",
    group: Group::Topic,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the comment was written long after the post",
        may_misfire_on: "readers who find old posts by a search",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","date":"2009-01-01 10:00:00","author":"Bob","body":"First of all."}
{"id":"2","post":"1","date":"2011-01-01 10:00:00","author":"Ann","body":"Yes, it is."}"#,
    silent_on: r#"{"id":"1","post":"1","date":"2009-01-01 10:00:00","author":"Bob","body":"First of all."}
{"id":"2","post":"1","date":"2009-04-01 10:00:00","author":"Ann","body":"Yes, it is."}"#,
};

const LATE_DAYS: i64 = 180;

fn judge(case: &Case) -> Option<String> {
    let days = (case.facts.date? - case.known.pages.page_of(case.index).start?) / 86_400;
    (LATE_DAYS < days).then(|| case.say(|| format!("{days} days after the post")))
}
