//! The comment is a reply to another person's comment.
//!
//! None of the spam on the 18 labelled blogs is. Elsewhere it happens, so trust as a whole is capped.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "reply",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "the comment is a reply to another person",
        exploitable_by: "spammers who reply",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","author":"Bob","body":"It slips when wet."}
{"id":"2","post":"1","parent":"1","author":"Ann","body":"Not mine."}"#,
    silent_on: r#"{"id":"1","post":"1","author":"Bob","body":"It slips when wet."}
{"id":"2","post":"1","parent":"7","author":"Ann","body":"Not mine."}"#,
};

fn judge(case: &Case) -> Option<String> {
    let parent = case.known.threads.parent(case.index).filter(|parent| !case.is_by_same_person(*parent))?;
    Some(case.say(|| {
        let parent = &case.dump.comments[parent];
        format!("comment {} by {}", parent.id(), parent.author())
    }))
}
