//! The body links two or more sites that the blog has nothing to do with: a link dump.
//!
//! It wrongs helpful people with lists of references, so hosts that the posts link and reference sites don't count.

use super::foreign_link::foreign_hosts;
use super::{COMMENTS, Group, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "many-foreign-hosts",
    group: Group::Links,
    kinds: COMMENTS,
    about: "the text links several sites that the blog has nothing to do with",
    wrongs: "helpful people with a list of links",
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","author":"Ann","body":"<a href='http://a-pills.example'>a</a> <a href='http://b-pills.example'>b</a>"}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"See http://en.wikipedia.org/wiki/Knot and http://stackoverflow.com/q/1"}"#,
};

fn judge(case: &Case) -> Option<String> {
    let hosts = foreign_hosts(case);
    (2 <= hosts.len()).then(|| format!("{} sites: {}", hosts.len(), hosts.join(", ")))
}
