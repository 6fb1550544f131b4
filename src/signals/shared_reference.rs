//! The text links to the blog or to a site that its posts link to.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "shared-reference",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "the text links to a site that the blog links to as well",
        exploitable_by: "spam that adds a link to a popular site",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","post_title":"Knots","post_body":"As http://knots.example/ says","author":"Ann","body":"Look at http://knots.example/reef"}"#,
    silent_on: r#"{"id":"1","post":"1","post_title":"Knots","post_body":"As http://knots.example/ says","author":"Ann","body":"Look at http://sheds.example/reef"}"#,
};

fn judge(case: &Case) -> Option<String> {
    let hosts = &case.known.hosts;
    let shared =
        case.facts.link_domains().find(|domain| hosts.is_own(domain) || hosts.is_linked_by_posts(domain))?;
    Some(shared.to_string())
}
