//! The text addresses an earlier commenter by name.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "calls-someone",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "the text addresses an earlier commenter by name",
        exploitable_by: "spam that copies such a text",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","author":"Wilhelmina","body":"It slips when wet."}
{"id":"2","post":"1","author":"Ann","body":"@Wilhelmina not mine."}"#,
    silent_on: r#"{"id":"1","post":"1","author":"Wilhelmina","body":"It slips when wet."}
{"id":"2","post":"1","author":"Ann","body":"Not mine."}"#,
};

fn judge(case: &Case) -> Option<String> {
    let called = case.known.people.calls(case.index)?;
    Some(case.say(|| case.dump.comments[called].author().to_string()))
}
