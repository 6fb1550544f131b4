//! The ping comes from a page with an old-fashioned address: `….html`, `?p=12`.
//!
//! Scrapers and splogs have them more often than blogs. It could wrong old blogs.

use super::{Group, PINGS, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "ping-page-address",
    group: Group::Author,
    kinds: PINGS,
    about: "the ping comes from a page with an address as splogs have it",
    wrongs: "blogs with old-fashioned addresses",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","type":"pingback","author":"Knots","url":"http://k.example/12.html","body":"[...] knots [...]"}"#,
    silent_on: r#"{"id":"1","type":"pingback","author":"Knots","url":"http://k.example/2009/02/knots/","body":"[...] knots [...]"}"#,
};

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let is_page = site.path().ends_with(".html") || site.path().contains("?p=") || site.path().is_empty();
    (is_page && !site.on_platform()).then(|| site.normal().to_owned())
}
