//! The text links to two or more sites unrelated to the blog.
//!
//! Helpful people post lists of references, so sites that the posts link to and reference sites don't count.

use super::foreign_link::foreign_hosts;
use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "many-foreign-hosts",
    group: Group::Links,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the text links to several sites unrelated to the blog",
        may_misfire_on: "helpful people with a list of links",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","author":"Ann","body":"<a href='http://a-pills.example'>a</a> <a href='http://b-pills.example'>b</a>"}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"See http://en.wikipedia.org/wiki/Knot and http://stackoverflow.com/q/1"}"#,
};

fn judge(case: &Case) -> Option<String> {
    let hosts = foreign_hosts(case);
    (2 <= hosts.len()).then(|| format!("{} sites: {}", hosts.len(), hosts.join(", ")))
}
