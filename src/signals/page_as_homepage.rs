//! The author's address is a single page instead of a homepage: `…/cheap-garden-sheds-leeds.html`.
//!
//! Spam links to the page that should rank.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "page-as-homepage",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the author's address is a single page instead of a homepage",
        may_misfire_on: "people who give their own post about the subject",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://sheds.example/cheap-garden-sheds-leeds/","body":"Yes."}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://sheds.example/~ann/","body":"Yes."}"#,
};

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let (path, query) = site.path().split_once('?').unwrap_or((site.path(), ""));
    let last = path.rsplit('/').next().unwrap_or_default();
    let is_slug = 2 <= last.matches('-').count();
    let is_file = [".html", ".htm", ".php", ".aspx"].iter().any(|ending| last.ends_with(ending))
        && !last.starts_with("index.");
    (!site.is_profile() && (is_slug || is_file || !query.is_empty())).then(|| site.normal().to_owned())
}
