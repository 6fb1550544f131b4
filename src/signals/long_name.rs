//! A name of more than thirty characters: a sales pitch in the name field.
//!
//! Measured on 4,709 honest comments: two had one. It could wrong people with many given names.

use super::{COMMENTS, Group, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "long-name",
    group: Group::Author,
    kinds: COMMENTS,
    about: "the name is longer than people's names are, and there is a link",
    wrongs: "people with many given names",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Best Garden Furniture And Sheds In Leeds","url":"http://g.example","body":"Nice."}"#,
    silent_on: r#"{"id":"1","author":"Maria da Conceição dos Santos","url":"http://m.example","body":"Nice."}"#,
};

const LONGEST_NAME: usize = 30;

fn look(view: &View) -> Option<String> {
    let n_characters = view.name.chars().count();
    (LONGEST_NAME < n_characters && view.has_link())
        .then(|| format!("{n_characters} characters: “{}”", view.name))
}
