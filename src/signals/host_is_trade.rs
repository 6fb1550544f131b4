//! The host's own words name a trade: `cheapgardensheds.com`.
//!
//! It could wrong honest firms and hobby sites.

use super::{COMMENTS, Group, Signal, Test};
use crate::lists;
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "host-is-trade",
    group: Group::Author,
    kinds: COMMENTS,
    about: "the host's own words name something that is sold",
    wrongs: "honest firms and hobby sites",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://cheapmattress-outlet.example","body":"Yes."}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://annsgarden.example","body":"Yes."}"#,
};

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let trade = view.site_words.0.iter().find(|it| lists::TRADE_WORDS.has(it))?;
    Some(format!("“{trade}” in {}", site.host()))
}
