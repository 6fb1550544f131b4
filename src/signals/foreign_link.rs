//! The text links to a site that is unrelated to the blog: not its own, not linked by its posts, no known
//! reference.
//!
//! Weak evidence: helpful answers link to something, too.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;
use crate::lists;

pub const SIGNAL: Signal = Signal {
    name: "foreign-link",
    group: Group::Links,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the text links to a site unrelated to the blog",
        may_misfire_on: "everyone who helps with a link",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","author":"Ann","body":"Look at http://sheds.example/ for that."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"Look at http://en.wikipedia.org/wiki/Shed for that."}"#,
};

fn judge(case: &Case) -> Option<String> {
    foreign_hosts(case).first().map(|host| (*host).to_owned())
}

/// The registrable domains that a body links to and that are neither related to the blog nor the author's own.
pub fn foreign_hosts<'a>(case: &Case<'a>) -> Vec<&'a str> {
    let is_own_site =
        |owner: &str| case.facts.site.as_ref().is_some_and(|site| site.registrable_domain() == owner);
    let is_foreign = |owner: &&str| {
        !is_own_site(owner)
            && !case.known.hosts.is_own(owner)
            && !case.known.hosts.is_linked_by_posts(owner)
            && !lists::REFERENCE_HOSTS.has(owner)
    };
    case.facts.link_domains().filter(is_foreign).collect()
}
