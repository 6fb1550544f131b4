//! The author's site has nothing to do with the author's name: a stranger's host.
//!
//! People's own sites carry their names or nicknames; spammers sign with invented names for other people's sites.
//! It wrongs people with a project site, and more where the blog's names are in no list.

use std::borrow::Cow;

use super::{COMMENTS, Group, Signal, Test};
use crate::knowledge::Case;
use crate::lists;
use crate::text::fold_word;

pub const SIGNAL: Signal = Signal {
    name: "strange-host",
    group: Group::Author,
    kinds: COMMENTS,
    about: "the name is in no list of names and has nothing to do with the host",
    wrongs: "people with a project site; names outside the lists",
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","author":"Qwelso","url":"http://bluntcargo.example","body":"It was so before."}"#,
    silent_on: r#"{"id":"1","author":"Qwelso","url":"http://qwelso-builds.example","body":"It was so before."}"#,
};

fn judge(case: &Case) -> Option<String> {
    let site = case.facts.site.as_ref()?;
    // It is folded, and only other letters than ASCII's have accents.
    let name = case.facts.name();
    let name = if name.is_ascii() { Cow::Borrowed(name) } else { fold_word(name) };
    let words = || name.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    let is_in_host = || words().any(|it| 3 <= it.len() && site.host().contains(it));
    let is_known = || words().any(lists::is_name);
    let is_label = || {
        let joined: String = words().collect();
        let label: String = site.label().chars().filter(|it| it.is_alphanumeric()).collect();
        !joined.is_empty() && (label.contains(&joined) || joined.contains(&label))
    };
    let hosts = &case.known.hosts;
    let is_friend =
        || hosts.is_linked_by_posts(site.registrable_domain()) || hosts.is_own(site.registrable_domain());
    (!is_in_host() && !is_known() && !is_label() && !is_friend() && !site.is_profile())
        .then(|| case.say(|| format!("{} of {}", case.facts.author().trim(), site.host())))
}
