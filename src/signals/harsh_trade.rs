//! Drugs, gambling, loans or adult sites in the name, in a host or in a link's text.
//!
//! Words of the running text don't count: people discuss gambling without selling it.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::lists;
use crate::text::{View, fold, split_compound};

pub const SIGNAL: Signal = Signal {
    name: "harsh-trade",
    group: Group::Text,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "drugs, gambling, loans or adult content in the name, in a host or in a link's text",
        may_misfire_on: "people who link to an article about such things",
    },
    prior: Prior::Belief(2.5),
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"Yes <a href='http://s.example'>viagra online</a>"}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"My inbox is full of viagra mails, too."}"#,
};

fn look(view: &View) -> Option<String> {
    if !view.has_link() {
        return None;
    }
    let is_harsh = |word: &str| lists::HARSH_TRADE_WORDS.has(word);
    let of_text = |text: &str| {
        fold(text)
            .split(|letter: char| !letter.is_alphanumeric())
            .find(|word| is_harsh(word))
            .map(str::to_owned)
    };
    let of_label = |label: &str| {
        label.split(|letter: char| !letter.is_alphanumeric()).find(|word| is_harsh(word)).map(str::to_owned)
    };
    let of_site = |label: &str| {
        of_label(label).or_else(|| view.site_words.0.iter().find(|word| is_harsh(word)).cloned())
    };
    let of_host = |label: &str| {
        let part = || split_compound(label).0.into_iter().find(|word| is_harsh(word)).map(str::to_owned);
        of_label(label).or_else(part)
    };
    let named = view.listed_name_words().find(|(_, lists)| lists.have(&lists::HARSH_TRADE_WORDS));
    let named = named.map(|(word, _)| format!("{word} in “{}”", view.comment.author.name.trim()));
    named
        .or_else(|| {
            view.site.as_ref().and_then(|site| Some(format!("{} in {}", of_site(site.label())?, site.host())))
        })
        .or_else(|| {
            view.links
                .iter()
                .find_map(|link| Some(format!("{} in {}", of_host(link.site.label())?, link.site.host())))
        })
        .or_else(|| {
            view.links
                .iter()
                .find_map(|link| Some(format!("{} in “{}”", of_text(&link.anchor)?, link.anchor)))
        })
}
