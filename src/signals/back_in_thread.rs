//! The same person has another comment with a different text under this post.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::kind::Kind;
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "back-in-thread",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "the same person takes part in the discussion under this post",
        exploitable_by: "spammers who comment twice under one post",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","author":"Ann","email":"a@a.example","body":"It slips when wet."}
{"id":"2","post":"1","author":"Ann","email":"a@a.example","body":"And when it freezes."}"#,
    silent_on: r#"{"id":"1","post":"1","author":"Ann","email":"a@a.example","body":"It slips when wet."}
{"id":"2","post":"1","author":"Ann","email":"a@a.example","body":"It slips when wet."}"#,
};

/// Number of comments searched before and after this one on the page.
const WINDOW: usize = 200;

fn judge(case: &Case) -> Option<String> {
    if !case.known.people.is_back(case.index) {
        return None;
    }
    let page = &case.known.pages.page_of(case.index).comments;
    let rank = case.known.order.rank(case.index);
    let here = page.partition_point(|comment| case.known.order.rank(*comment) < rank);
    let window = &page[here.saturating_sub(WINDOW)..page.len().min(here + WINDOW)];
    let cluster = case.known.clusters.first(case.index);
    let other = window.iter().copied().find(|comment| {
        let is_other_text = || case.known.clusters.first(*comment) != cluster;
        case.is_by_same_person(*comment)
            && is_other_text()
            && case.dump.comments[*comment].kind == Kind::Comment
    })?;
    Some(case.say(|| format!("comment {}", case.dump.comments[other].id())))
}
