//! Somebody else has written nearly the same before, at a length that is no coincidence.
//!
//! It could wrong people who quote.

use super::{COMMENTS, Group, Signal, Test};
use crate::kind::Kind;
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "copied-text",
    group: Group::Campaign,
    kinds: COMMENTS,
    about: "somebody else has written nearly the same",
    wrongs: "people who quote",
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","author":"Bob","email":"b@b.example","body":"The second hitch is what keeps it from slipping in the rain."}
{"id":"2","post":"2","author":"Ann","email":"a@a.example","body":"The second hitch is what keeps it from slipping in the rain!"}"#,
    silent_on: r#"{"id":"1","post":"1","author":"Bob","email":"b@b.example","body":"Thanks, that was good to know."}
{"id":"2","post":"2","author":"Ann","email":"a@a.example","body":"Thanks, that was good to know."}"#,
};

const MIN_WORDS: u32 = 8;

fn judge(case: &Case) -> Option<String> {
    if case.facts.n_words < MIN_WORDS {
        return None;
    }
    let is_other = |it: &usize| case.dump.comments[*it].kind == Kind::Comment && !case.is_by_same_person(*it);
    let earlier = &case.dump.comments[case.earlier_alike().find(is_other)?];
    Some(case.say(|| format!("comment {} by {}", earlier.id(), earlier.author())))
}
