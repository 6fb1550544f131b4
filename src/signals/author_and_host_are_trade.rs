//! The author's name and the host are the same search phrase for a product: `cheap sheds` of `cheap-sheds.com`.
//!
//! Such a host was registered to rank for the phrase that the name repeats. Without a word for a product or service,
//! the same words in name and host are a nickname or the name of a firm.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::lists::{GIVEN_NAMES, Lists, TRADE_WORDS};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "author-and-host-are-trade",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the name and the host are the same search phrase",
        may_misfire_on: "the owner of a firm who signs with its name",
    },
    prior: Prior::Belief(2.0),
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"cheap sneakers 3","url":"http://www.cheap-sneakers-3.example/","body":"The idea is reasonable."}"#,
    silent_on: r#"{"id":"1","author":"Greg Price","url":"http://gregprice.example/","body":"The idea is reasonable."}
{"id":"2","author":"Blue Llama","url":"http://bluellama.example/","body":"The idea is reasonable."}"#,
};

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let says_same = || {
        let name = letters(&view.name);
        5 <= name.len() && letters(site.label()).contains(&name)
    };
    let is_trade = |lists: Lists| lists.have(&TRADE_WORDS) && !lists.have(&GIVEN_NAMES);
    (2 <= view.name_words.len()
        && view.name_words.iter().any(|(_, lists)| is_trade(*lists))
        && !view.is_named_as_person()
        && !site.on_platform()
        && says_same())
    .then(|| format!("{} = {}", view.comment.author.name.trim(), site.host()))
}
