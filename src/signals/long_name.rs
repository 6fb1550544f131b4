//! A name of more than thirty characters: a sales pitch in the name field.
//!
//! Of 4,709 honest comments on the labelled blogs, two have one.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "long-name",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the name is longer than people's names are, and there is a link",
        may_misfire_on: "people with many given names",
    },
    prior: Prior::Belief(1.5),
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Best Garden Furniture And Sheds In Leeds","url":"http://g.example","body":"Nice."}"#,
    silent_on: r#"{"id":"1","author":"Maria da Conceição dos Santos","url":"http://m.example","body":"Nice."}"#,
};

const LONGEST_NAME: usize = 30;

fn look(view: &View) -> Option<String> {
    let n_characters = view.name.chars().count();
    (LONGEST_NAME < n_characters && view.has_link())
        .then(|| format!("{n_characters} characters: “{}”", view.comment.author.name.trim()))
}
