//! The name is a search phrase that the host does not contain: `Plumber Leeds` of `smithandsons.example`.
//!
//! A firm that signs with its own name has that name in its host. A search phrase over another host is what
//! the site wants to rank for.

use std::borrow::Cow;

use super::author_is_keyword::is_keyword;
use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::lists::{COMMON_WORDS, GIVEN_NAMES, Lists, TRADE_WORDS};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "keyword-elsewhere",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the name is a search phrase that does not occur in the host",
        may_misfire_on: "clubs and projects whose site has another name",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Garden Sheds","url":"http://qwelso.example","body":"It was so before."}"#,
    silent_on: r#"{"id":"1","author":"Garden Sheds","url":"http://gardensheds.example","body":"It was so before."}
{"id":"2","author":"Favour Otubesu","url":"http://qwelso.example","body":"It was so before."}
{"id":"3","author":"Silver Firefly","url":"http://twitter.com/qwelso","body":"It was so before."}"#,
};

/// Shorter words occur in hosts by chance.
const MIN_LETTERS: usize = 4;

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let (words, lists): (Vec<Cow<str>>, Vec<Lists>) = view.plain_name_words().unzip();
    let [first, .., last] = lists[..] else { return None };
    if !words.iter().zip(&lists).any(|(word, lists)| is_keyword(word, *lists)) || view.is_named_as_person() {
        return None;
    }
    let is_product = lists.iter().any(|lists| lists.have(&TRADE_WORDS));
    // English phrases end in their noun: if the second of two words is not in the dictionary, they are a name or
    // nickname.
    let is_name = words.len() == 2 && !last.have(&COMMON_WORDS);
    if !is_product && (is_name || site.is_profile()) {
        return None;
    }
    let joined = words.concat();
    let label: String = site.label().chars().filter(|letter| letter.is_alphanumeric()).collect();
    let is_carried = label.contains(&joined)
        || joined.contains(&label)
        || words
            .iter()
            .zip(&lists)
            .any(|(word, lists)| MIN_LETTERS <= word.len() && !lists.have_name() && label.contains(&**word));
    (!is_carried && !first.have(&GIVEN_NAMES))
        .then(|| format!("“{}” of {}", view.comment.author.name.trim(), site.host()))
}
