//! The body links a site that the blog's posts link too, or the blog itself: a reference both know.

use super::{COMMENTS, Group, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "shared-reference",
    group: Group::Trust,
    kinds: COMMENTS,
    about: "the text links a site that the blog links too",
    wrongs: "nobody; spam that links a popular site profits",
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","post_title":"Knots","post_body":"As http://knots.example/ says","author":"Ann","body":"Look at http://knots.example/reef"}"#,
    silent_on: r#"{"id":"1","post":"1","post_title":"Knots","post_body":"As http://knots.example/ says","author":"Ann","body":"Look at http://sheds.example/reef"}"#,
};

fn judge(case: &Case) -> Option<String> {
    let hosts = &case.known.hosts;
    let shared = case.facts.link_owners().find(|it| hosts.is_own(it) || hosts.is_linked_by_posts(it))?;
    Some(shared.to_string())
}
