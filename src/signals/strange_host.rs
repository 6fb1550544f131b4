//! The author's name has nothing in common with the host and is no known personal name.
//!
//! Personal sites carry the name or nickname of their owner; spammers use invented names for other people's
//! sites.

use std::borrow::Cow;

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;
use crate::lists;
use crate::text::fold_word;

pub const SIGNAL: Signal = Signal {
    name: "strange-host",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the name is in no list of personal names and has nothing in common with the host",
        may_misfire_on: "people with a project site, and names missing from the lists",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","author":"Qwelso","url":"http://bluntcargo.example","body":"It was so before."}"#,
    silent_on: r#"{"id":"1","author":"Qwelso","url":"http://qwelso-builds.example","body":"It was so before."}"#,
};

fn judge(case: &Case) -> Option<String> {
    let site = case.facts.site.as_ref()?;
    // The name is folded except for accents, which only non-ASCII letters have.
    let name = case.facts.name();
    let name = if name.is_ascii() { Cow::Borrowed(name) } else { fold_word(name) };
    let words = || name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_in_host = || words().any(|word| 3 <= word.len() && site.host().contains(word));
    let is_known = || words().any(lists::is_name);
    let is_label = || {
        let joined: String = words().collect();
        let label: String = site.label().chars().filter(|letter| letter.is_alphanumeric()).collect();
        !joined.is_empty() && (label.contains(&joined) || joined.contains(&label))
    };
    let is_friend = || case.known.hosts.friend(site).is_some();
    (!is_in_host() && !is_known() && !is_label() && !is_friend() && !site.is_shared())
        .then(|| case.say(|| format!("{} of {}", case.facts.author().trim(), site.host())))
}
