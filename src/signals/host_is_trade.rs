//! The host contains a word for a product or service: `cheapgardensheds.com`.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::lists;
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "host-is-trade",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the host contains a word for a product or service",
        may_misfire_on: "honest firms and hobby sites",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://cheapmattress-outlet.example","body":"Yes."}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://annsgarden.example","body":"Yes."}
{"id":"2","author":"Greg Price","url":"http://gregprice.example","body":"Yes."}"#,
};

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let is_surname = |word: &str| view.is_named_as_person() && view.name_words().any(|own| own == word);
    let is_trade = |word: &&String| lists::TRADE_WORDS.has(word) && !is_surname(word);
    let trade = view.site_words.0.iter().find(is_trade)?;
    Some(format!("{trade} in {}", site.host()))
}
