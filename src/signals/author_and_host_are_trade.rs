//! The author's name and the host are the same product or search phrase: `air jordan 3` of
//! `air-jordan-3.com`.
//!
//! Such a host was registered to rank for the phrase that the name repeats.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
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
    fires_on: r#"{"id":"1","author":"air sneakers 3","url":"http://www.air-sneakers-3.example/","body":"The idea is reasonable."}"#,
    silent_on: r#"{"id":"1","author":"Tim Otis","url":"http://timotis.example/","body":"The idea is reasonable."}"#,
};

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let letters = |text: &str| text.chars().filter(|it| it.is_alphanumeric()).collect::<String>();
    let says_same = || {
        let name = letters(&view.name);
        5 <= name.len() && letters(site.label()).contains(&name)
    };
    (2 <= view.name_words.len()
        && view.name_words.iter().any(|(_, lists)| lists.have_thing())
        && !view.name.starts_with("the")
        && !site.on_platform()
        && says_same())
    .then(|| format!("{} = {}", view.comment.author.name.trim(), site.host()))
}
