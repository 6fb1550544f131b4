//! The ping comes from the homepage of a host instead of a page.
//!
//! A blog links from a post, and the post has an address. Spam wants the homepage of a shop to be linked.

use super::{Group, PINGS, Prior, Sign, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "ping-bare-host",
    group: Group::Author,
    kinds: PINGS,
    sign: Sign::Suspicion {
        explains_for: "the ping comes from a homepage instead of a page",
        may_misfire_on: "blogs that link from their homepage",
    },
    prior: Prior::Belief(2.5),
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","type":"trackback","author":"Knots","url":"http://k.example/","body":"[...] knots [...]"}"#,
    silent_on: r#"{"id":"1","type":"trackback","author":"Knots","url":"http://k.example/2009/02/knots/","body":"[...] knots [...]"}
{"id":"2","type":"pingback","author":"Knots","url":"http://ann.wordpress.com/","body":"[...] knots [...]"}"#,
};

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    (site.path().is_empty() && !site.on_platform()).then(|| site.host().to_owned())
}
