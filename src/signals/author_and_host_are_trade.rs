//! A trade stands both in the author's name and in the host: `air jordan 3` of `air-jordan-3.com`.
//!
//! Names and hosts that say the same keyword are bought for it. It could wrong the owner of a firm who signs with it.

use super::{COMMENTS, Group, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "author-and-host-are-trade",
    group: Group::Author,
    kinds: COMMENTS,
    about: "the same trade or keyword is the name and the host",
    wrongs: "the owner of a firm who signs with it",
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
