//! The author signs with a trade that has nothing to do with the blog: a cigar shop that thanks for a web tutorial.
//!
//! A web developer who thanks for it is plausible. It could wrong readers who read outside of their trade.

use super::{COMMENTS, Group, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "trade-off-topic",
    group: Group::Topic,
    kinds: COMMENTS,
    about: "the author's trade has nothing to do with the fields of the blog",
    wrongs: "readers who read outside of their trade",
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
    let trade = case.known.trades.foreign_to_blog(case.facts)?;
    Some(format!("“{trade}” on a blog about other things"))
}
