//! The author's site has nothing to do with the author's name: a stranger's host.
//!
//! People's own sites carry their names or nicknames; spammers sign with invented names for other people's sites.
//! It wrongs people with a project site, and more where the blog's names are in no list.

use super::{COMMENTS, Group, Signal, Test};
use crate::knowledge::Case;
use crate::lists;
use crate::normalize::fold_word;

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
    let name = fold_word(case.facts.name());
    let words: Vec<&str> = name.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let is_known = words.iter().any(|it| lists::is_name(it));
    let joined = words.concat();
    let label: String = site.label().chars().filter(|it| it.is_alphanumeric()).collect();
    let is_related = words.iter().any(|it| 3 <= it.len() && site.host().contains(*it))
        || (!joined.is_empty() && (label.contains(&joined) || joined.contains(&label)));
    let is_friend =
        case.known.hosts.is_linked_by_posts(site.owner()) || case.known.hosts.is_own(site.owner());
    (!is_known && !is_related && !is_friend && !site.is_profile())
        .then(|| format!("{} of {}", case.facts.author().trim(), site.host()))
}
