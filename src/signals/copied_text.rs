//! Another person wrote nearly the same text before, and it is too long for a coincidence.
//!
//! Within a conversation, people sign up in the same words and quote each other: only a copy with a link counts there.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::index::CommentIdx;
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
{"id":"2","post":"2","author":"Ann","email":"a@a.example","body":"Thanks, that was good to know."}
{"id":"3","post":"3","author":"Bob","email":"b@b.example","date":"2015-03-01 10:00:00","body":"Please count me in for the bosun's chair, I would love to win it!"}
{"id":"4","post":"3","author":"Ann","email":"a@a.example","date":"2015-03-02 10:00:00","body":"Please count me in for the bosun's chair, I would love to win it."}"#,
};

const MIN_WORDS: u32 = 8;

fn judge(case: &Case) -> Option<String> {
    if case.facts.n_words < MIN_WORDS {
        return None;
    }
    let has_link = case.facts.link_domains().next().is_some();
    let is_other = |earlier: &CommentIdx| {
        case.dump.comments[*earlier].kind == Kind::Comment
            && !case.is_by_same_person(*earlier)
            && (has_link || !case.is_in_conversation_with(*earlier))
    };
    let earlier = &case.dump.comments[case.earlier_alike().find(is_other)?];
    Some(case.say(|| format!("comment {} by {}", earlier.id(), earlier.author())))
}
