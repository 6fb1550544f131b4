//! The ping comes from the blog itself or from a site that its posts link to.

use super::{Group, PINGS, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "ping-from-own-blog",
    group: Group::Trust,
    kinds: PINGS,
    sign: Sign::Trust {
        explains_against: "the ping comes from the blog itself or from a site that it links to",
        exploitable_by: "spam from a site that the blog once linked to",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","post_title":"Knots","post_url":"http://k.example/1","type":"pingback","author":"More knots","url":"http://k.example/2","body":"[...] knots [...]"}"#,
    silent_on: r#"{"id":"1","post":"1","post_title":"Knots","post_url":"http://k.example/1","type":"pingback","author":"More knots","url":"http://l.example/2","body":"[...] knots [...]"}"#,
};

fn judge(case: &Case) -> Option<String> {
    case.known.hosts.friend(case.facts.site.as_ref()?).map(str::to_owned)
}
