//! The author's trade has nothing to do with the blog: a cigar shop under a web tutorial.
//!
//! A web developer there would be plausible.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "trade-off-topic",
    group: Group::Topic,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the author's trade has nothing to do with the subjects of the blog",
        may_misfire_on: "readers who read about other things than their work",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: concat!(
        blog_about_servers!(),
        r#"{"id":"4","post":"1","post_title":"Upgrade 1","author":"Ann","url":"http://dentures-leeds.example","body":"Good read."}"#
    ),
    silent_on: concat!(
        blog_about_servers!(),
        r#"{"id":"4","post":"1","post_title":"Upgrade 1","author":"Ann","url":"http://ann-webdesign.example","body":"Good read."}"#
    ),
};

fn judge(case: &Case) -> Option<String> {
    let trades = &case.known.trades;
    let trade = trades.foreign_in_name(case.facts).or_else(|| {
        // The text outweighs the host: people from a firm who discuss the post came for the post.
        let is_about_post = || super::talks_about_post::judge(case).is_some();
        trades.foreign_in_host(case.facts).filter(|_| !is_about_post())
    })?;
    Some(format!("{trade}, on a blog about other things"))
}
