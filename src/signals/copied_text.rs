//! Another person wrote nearly the same text before, and it is too long for a coincidence.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::kind::Kind;
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "copied-text",
    group: Group::Campaign,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "another person wrote nearly the same text before",
        may_misfire_on: "people who quote a whole comment",
    },
    prior: Prior::Belief(1.0),
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
