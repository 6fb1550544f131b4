//! Neither the posts nor any other commenter mention the author's trade.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "trade-unheard",
    group: Group::Topic,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "neither the posts nor other commenters mention the author's trade",
        may_misfire_on: "the only reader of some trade",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: concat!(
        blog_about_servers!(),
        r#"{"id":"4","post":"1","post_title":"Upgrade 1","author":"Dentures Leeds","url":"http://qwelso.example","body":"Good read."}"#
    ),
    silent_on: concat!(
        blog_about_servers!(),
        r#"{"id":"4","post":"1","post_title":"Upgrade 1","author":"Plugin Leeds","url":"http://qwelso.example","body":"Good read."}"#
    ),
};

fn judge(case: &Case) -> Option<String> {
    let person = case.known.people.person_idx(case.index);
    let trade = case.known.trades.unheard(case.facts, person)?;
    Some(format!("nobody else mentions {trade}"))
}
