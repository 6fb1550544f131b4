//! The same person left nearly the same text under another post.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::index::CommentIdx;
use crate::kind::Kind;
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "same-text-elsewhere",
    group: Group::Campaign,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the same person left nearly the same text under another post",
        may_misfire_on: "people who announce something",
    },
    prior: Prior::Belief(1.0),
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","author":"Bob","body":"We sell what keeps ropes from slipping."}
{"id":"2","post":"2","author":"Bob","body":"We sell what keeps ropes from slipping."}"#,
    silent_on: r#"{"id":"1","post":"1","author":"Bob","body":"Thanks a lot!"}
{"id":"2","post":"2","author":"Bob","body":"Thanks a lot!"}"#,
};

const MIN_WORDS: u32 = 6;

fn judge(case: &Case) -> Option<String> {
    if case.facts.n_words < MIN_WORDS || case.person().is_owner || case.person().n_comments < 2 {
        return None;
    }
    let page = case.known.pages.page_idx(case.index);
    let is_elsewhere = |other: &CommentIdx| {
        case.known.pages.page_idx(*other) != page
            && case.is_by_same_person(*other)
            && case.dump.comments[*other].kind == Kind::Comment
    };
    let other = case.earlier_alike().chain(case.next_alike()).find(is_elsewhere)?;
    Some(case.say(|| format!("comment {}", case.dump.comments[other].id())))
}
