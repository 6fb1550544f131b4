//! The author's site is the blog's own, or the blog's posts link to it.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "site-linked-by-posts",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "the blog links to the author's site",
        exploitable_by: "anyone who claims a site that the blog links to",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","post_title":"Knots","post_body":"As http://ann.example/ says","author":"Ann","url":"http://ann.example","body":"Yes."}"#,
    silent_on: r#"{"id":"1","post":"1","post_title":"Knots","post_body":"As http://bob.example/ says","author":"Ann","url":"http://ann.example","body":"Yes."}"#,
};

fn judge(case: &Case) -> Option<String> {
    let site = case.facts.site.as_ref().filter(|site| !site.is_profile())?;
    case.known.hosts.friend(site).map(str::to_owned)
}
