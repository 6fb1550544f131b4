//! The ping's title names the site that it comes from: `Reef knots « Annbuilds` of `annbuilds.example`.
//!
//! Blogs have their own name in their titles; scrapers that copy titles have other blogs' names.

use std::borrow::Cow;

use super::{Group, PINGS, Prior, Sign, Signal, Test};
use crate::text::{View, fold_word};

pub const SIGNAL: Signal = Signal {
    name: "ping-carries-host",
    group: Group::Trust,
    kinds: PINGS,
    sign: Sign::Trust {
        explains_against: "the ping's title names the site that it comes from",
        exploitable_by: "sites registered for a search phrase of the title",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","type":"pingback","author":"Reef knots « Ann Builds Boats","url":"http://annbuilds.example/reef-knots","body":"[...] knots [...]"}"#,
    silent_on: r#"{"id":"1","type":"pingback","author":"Reef knots « Ann Builds Boats","url":"http://qwelso.example/reef-knots","body":"[...] knots [...]"}"#,
};

/// Shorter words occur in hosts by chance.
const MIN_LETTERS: usize = 4;

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let words: Vec<Cow<str>> = view.name_words().map(fold_word).collect();
    let label: String = site.label().chars().filter(|it| it.is_alphanumeric()).collect();
    if MIN_LETTERS <= label.len() && words.concat().contains(&label) {
        return Some(site.host().to_owned());
    }
    let word = words.iter().find(|it| MIN_LETTERS <= it.len() && label.contains(it.as_ref()))?;
    Some(format!("{word} in {}", site.host()))
}
