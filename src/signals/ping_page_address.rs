//! The ping comes from a page whose address ends in `.html` or has `?p=`.
//!
//! Scrapers and spam blogs have such addresses more often than blogs.

use super::{Group, PINGS, Prior, Sign, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "ping-page-address",
    group: Group::Author,
    kinds: PINGS,
    sign: Sign::Suspicion {
        explains_for: "the ping's address ends in .html or has ?p=, which is typical of spam blogs",
        may_misfire_on: "blogs with old-fashioned addresses",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","type":"pingback","author":"Knots","url":"http://k.example/12.html","body":"[...] knots [...]"}"#,
    silent_on: r#"{"id":"1","type":"pingback","author":"Knots","url":"http://k.example/2009/02/knots/","body":"[...] knots [...]"}"#,
};

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let is_page = site.path().ends_with(".html") || site.path().contains("?p=");
    (is_page && !site.on_platform()).then(|| site.normal().to_owned())
}
