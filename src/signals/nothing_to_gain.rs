//! No site, no link, no address, number or account in the text, and a name that is no search phrase: the author gains
//! nothing.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::lists::{COMMON_WORDS, GIVEN_NAMES, Lists, TRADE_WORDS};
use crate::text::{View, contact, is_blank};

pub const SIGNAL: Signal = Signal {
    name: "nothing-to-gain",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "there is no link, and the name is no search phrase",
        exploitable_by: "spam that only names a product",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"It slips when wet."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"It slips when wet, see sheds.com for others."}"#,
};

fn look(view: &View) -> Option<String> {
    let is_keyword = |(_, lists): &(_, Lists)| {
        lists.have(&TRADE_WORDS) || (lists.have(&COMMON_WORDS) && !lists.have(&GIVEN_NAMES))
    };
    (!view.has_link()
        && is_blank(&view.comment.author.url)
        && !view.name_words.iter().any(is_keyword)
        && !has_bare_host(view)
        && contact(&view.folded).is_none())
    .then(|| "no link anywhere".to_owned())
}

fn has_bare_host(view: &View) -> bool {
    let mut dots = memchr::memchr_iter(b'.', view.folded.as_bytes());
    view.has_inner_dot
        && dots.any(|dot| {
            let around = view.words.partition_point(|word| word.place.end <= dot);
            view.words.get(around).is_some_and(|word| is_bare_host(view.spelled(word)))
        })
}

/// Returns true for a host or an e-mail address without a scheme: `sheds.com`, `mail@sheds.co.uk`.
fn is_bare_host(word: &str) -> bool {
    const ENDINGS: &[&str] = &[".com", ".net", ".org", ".info", ".biz", ".co.uk", ".ru", ".cn"];
    word.contains('.') && ENDINGS.iter().any(|ending| word.ends_with(ending))
}
