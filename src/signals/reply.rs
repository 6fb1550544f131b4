//! The comment answers another person's comment.
//!
//! On the labelled blogs nobody spammed by reply; elsewhere it happens, so the weight is bounded.

use super::{COMMENTS, Group, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "reply",
    group: Group::Trust,
    kinds: COMMENTS,
    about: "the comment answers another one",
    wrongs: "nobody; spam by reply profits",
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","author":"Bob","body":"It slips when wet."}
{"id":"2","post":"1","parent":"1","author":"Ann","body":"Not mine."}"#,
    silent_on: r#"{"id":"1","post":"1","author":"Bob","body":"It slips when wet."}
{"id":"2","post":"1","parent":"7","author":"Ann","body":"Not mine."}"#,
};

fn judge(case: &Case) -> Option<String> {
    let parent = case.known.threads.parent(case.index).filter(|it| !case.is_by_same_person(*it))?;
    Some(case.say(|| {
        let parent = &case.dump.comments[parent];
        format!("comment {} by {}", parent.id(), parent.author())
    }))
}
