//! Somebody answered this person, here or elsewhere on the blog.
//!
//! Polite authors thank spammers now and then, so the weight is bounded.

use super::{COMMENTS, Group, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "answered",
    group: Group::Trust,
    kinds: COMMENTS,
    about: "somebody answered this person",
    wrongs: "nobody; spammers whom the blog's author thanks profit",
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
