//! A page of another site sent the same excerpt before.
//!
//! Scrapers copy a page with its links, and each copy sends a ping.

use super::{Group, PINGS, Prior, Sign, Signal, Test};
use crate::index::CommentIdx;
use crate::knowledge::Case;
use crate::text::Site;

pub const SIGNAL: Signal = Signal {
    name: "ping-same-excerpt",
    group: Group::Campaign,
    kinds: PINGS,
    sign: Sign::Suspicion {
        explains_for: "a page of another site sent the same excerpt before: this one may be a copy",
        may_misfire_on: "magazines that publish an article again, and blogs that moved",
    },
    prior: Prior::Belief(1.0),
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","type":"pingback","author":"Knots « Ann","url":"http://k.example/1","body":"[...] the reef knot slips under load, says [...]"}
{"id":"2","post":"1","type":"pingback","author":"Knots « Best news","url":"http://l.example/1","body":"[...] the reef knot slips under load, says [...]"}"#,
    silent_on: r#"{"id":"1","post":"1","type":"pingback","author":"Knots « Ann","url":"http://k.example/1","body":"[...] the reef knot slips under load, says [...]"}
{"id":"2","post":"1","type":"pingback","author":"More knots « Ann","url":"http://k.example/2","body":"[...] the reef knot slips under load, says [...]"}"#,
};

/// Shorter excerpts are the same by chance.
const MIN_WORDS: u32 = 5;

fn judge(case: &Case) -> Option<String> {
    let site = case.facts.site.as_ref()?;
    if case.facts.n_words < MIN_WORDS || case.known.hosts.friend(site).is_some() {
        return None;
    }
    let is_other = |earlier: &CommentIdx| {
        let earlier = &case.dump.comments[*earlier];
        let is_elsewhere = |other: &Site| other.registrable_domain() != site.registrable_domain();
        earlier.kind.is_ping() && earlier.site.as_ref().is_some_and(is_elsewhere)
    };
    let earlier = &case.dump.comments[case.earlier_alike().find(is_other)?];
    Some(case.say(|| format!("comment {} from “{}”", earlier.id(), earlier.author())))
}
