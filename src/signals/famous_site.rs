//! The author's site is the homepage of a search engine or of another site that everyone knows: `google.com`.
//!
//! Robots that test whether a blog takes comments leave harmless addresses, since the field must not be empty.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::{View, is_famous};

pub const SIGNAL: Signal = Signal {
    name: "famous-site",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the author's site is the homepage of a search engine or another site that everyone knows",
        may_misfire_on: "people who fill the field in for fun",
    },
    prior: Prior::Belief(0.5),
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://www.google.com/","body":"Cool thinking all around!"}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://www.google.com/profiles/ann","body":"Cool thinking all around!"}
{"id":"2","author":"Bob","url":"http://twitter.com/#!/bob","body":"Cool thinking all around!"}
{"id":"3","author":"Eve","url":"http://www.gmail.com","body":"Cool thinking all around!"}"#,
};

/// Mail services, which people without a site often give as theirs.
const MAIL: &[&str] = &["gmail", "googlemail", "hotmail", "mail", "outlook", "rediffmail", "ymail"];

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    // Old profile addresses continue after a `#`: `twitter.com/#!/ann`.
    let has_fragment = view.comment.author.url.contains('#');
    let is_homepage = site.path().is_empty() && !has_fragment && site.host() == site.registrable_domain();
    (is_homepage && is_famous(site.host()) && !MAIL.contains(&site.label())).then(|| site.host().to_owned())
}
