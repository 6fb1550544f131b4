//! The blog's posts link the author's site, or it is the blog's own.

use super::{COMMENTS, Group, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "site-linked-by-posts",
    group: Group::Trust,
    kinds: COMMENTS,
    about: "the blog links the author's site",
    wrongs: "nobody",
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","post_title":"Knots","post_body":"As http://ann.example/ says","author":"Ann","url":"http://ann.example","body":"Yes."}"#,
    silent_on: r#"{"id":"1","post":"1","post_title":"Knots","post_body":"As http://bob.example/ says","author":"Ann","url":"http://ann.example","body":"Yes."}"#,
};

fn judge(case: &Case) -> Option<String> {
    let site = case.facts.site.as_ref().filter(|it| !it.is_profile())?;
    let hosts = &case.known.hosts;
    (hosts.is_own(site.registrable_domain()) || hosts.is_linked_by_posts(site.registrable_domain()))
        .then(|| site.registrable_domain().to_owned())
}
