//! The author was answered by someone else, here or elsewhere on the blog.
//!
//! Polite bloggers thank spammers now and then, so trust as a whole is capped.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "answered",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "other people answered this person",
        exploitable_by: "spammers whom a polite blogger thanks",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"2","post":"1","parent":"1","author":"Bob","body":"You are right."}
{"id":"1","post":"1","author":"Ann","body":"It slips when wet."}"#,
    silent_on: r#"{"id":"2","post":"1","author":"Bob","body":"You are right."}
{"id":"1","post":"1","author":"Ann","body":"It slips when wet."}"#,
};

fn judge(case: &Case) -> Option<String> {
    let answer = case.answer()?;
    Some(case.say(|| {
        let answer = &case.dump.comments[answer];
        format!("comment {} by {}", answer.id(), answer.author())
    }))
}
