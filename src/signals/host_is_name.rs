//! The host contains the author's name: `Shivani` of `shivanithakur.example`, `jbaker` of `jbaker.example`.
//!
//! Personal homepages do. Names that are dictionary words don't count, or every keyword host would qualify.

use std::borrow::Cow;

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::lists::Lists;
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "host-is-name",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "the author's site has the author's name",
        exploitable_by: "spam under a nickname invented to fit the host",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Wilhelmina Otis","url":"http://wilhelmina-otis.example","body":"Yes."}"#,
    silent_on: r#"{"id":"1","author":"Garden Sheds","url":"http://gardensheds.example","body":"Yes."}"#,
};

/// Shorter words occur in hosts by chance.
const MIN_LETTERS: usize = 4;

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref().filter(|site| !site.is_profile())?;
    let words: Vec<(Cow<str>, Lists)> = view.plain_name_words().collect();
    if words.iter().any(|(_, lists)| lists.have_thing()) {
        return None;
    }
    let is_carried = |word: &str| MIN_LETTERS <= word.len() && site.label().contains(word);
    let (word, _) = words.iter().find(|(word, _)| is_carried(word))?;
    Some(format!("{word} in {}", site.host()))
}
