//! An offer without a link: a sales phrase or a word of drugs, gambling and loans, beside contact details in the text;
//! or a sales phrase under such a word as a name.
//!
//! Whoever gives the e-mail address that they also left in the form hides nothing: that is how readers offer help.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::lists::HARSH_TRADE_WORDS;
use crate::text::{PhraseKind, View, contact};

pub const SIGNAL: Signal = Signal {
    name: "offer-with-contact",
    group: Group::Text,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "an offer with an address, a number or an account to answer to, or under its own name",
        may_misfire_on: "people who report such an offer and leave an address",
    },
    prior: Prior::Belief(2.5),
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"Contact him on temple@mail.example, the great spell caster."}"#,
    silent_on: r#"{"id":"1","author":"Ann","email":"ann@mail.example","body":"I can send you the plans, write to ann@mail.example"}"#,
};

fn look(view: &View) -> Option<String> {
    let is_harsh = |word: &&str| HARSH_TRADE_WORDS.has(word);
    let phrase = view.phrases_of(PhraseKind::Sales).next();
    let offer = phrase.or_else(|| view.words.iter().map(|word| view.spelled(word)).find(is_harsh))?;
    let email = view.comment.author.email.trim().to_lowercase();
    let contact = contact(&view.folded).filter(|contact| *contact != email);
    let name = view.name_words().find(is_harsh).filter(|_| phrase.is_some());
    Some(format!("{offer} with {}", contact.or(name)?))
}
