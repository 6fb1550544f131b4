//! The text calls an earlier commenter by name.

use super::{COMMENTS, Group, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "calls-someone",
    group: Group::Trust,
    kinds: COMMENTS,
    about: "the text calls an earlier commenter by name",
    wrongs: "nobody; spam that copies such a text profits",
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
