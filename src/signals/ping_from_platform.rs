//! The ping comes from a blog on a hosting platform, which deletes spam blogs.

use super::{Group, PINGS, Prior, Sign, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "ping-from-platform",
    group: Group::Trust,
    kinds: PINGS,
    sign: Sign::Trust {
        explains_against: "the ping comes from a blog on a hosting platform",
        exploitable_by: "spam blogs that the platform has not yet deleted",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","type":"pingback","author":"Knots","url":"http://ann.wordpress.com/2009/knots/","body":"[...] knots [...]"}"#,
    silent_on: r#"{"id":"1","type":"pingback","author":"Knots","url":"http://ann.example/2009/knots/","body":"[...] knots [...]"}"#,
};

fn look(view: &View) -> Option<String> {
    view.site.as_ref().filter(|site| site.on_platform()).map(|site| site.registrable_domain().to_owned())
}
