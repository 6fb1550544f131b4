//! The author's site is the homepage of a search engine or of another site that everyone knows: `google.com`.
//!
//! Robots that test whether a blog takes comments leave harmless addresses, since the field must not be empty.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::View;

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
{"id":"2","author":"Bob","url":"http://twitter.com/#!/bob","body":"Cool thinking all around!"}"#,
};

/// The names of such sites, under any top-level domain.
const FAMOUS: &[&str] = &[
    "altavista",
    "amazon",
    "aol",
    "apple",
    "ask",
    "baidu",
    "bbc",
    "bing",
    "cnn",
    "duckduckgo",
    "ebay",
    "facebook",
    "gmail",
    "google",
    "hotmail",
    "instagram",
    "linkedin",
    "live",
    "microsoft",
    "msn",
    "outlook",
    "pinterest",
    "reddit",
    "twitter",
    "wikipedia",
    "yahoo",
    "yandex",
    "youtube",
];

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    // After a `#`, an old address of a profile goes on: `twitter.com/#!/ann`.
    let has_fragment = view.comment.author.url.contains('#');
    let is_homepage = site.path().is_empty() && !has_fragment && site.host() == site.registrable_domain();
    (is_homepage && FAMOUS.contains(&site.label())).then(|| site.host().to_owned())
}
