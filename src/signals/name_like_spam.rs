//! The words and letters of the author's name are like those of spammers, or like those of people.
//!
//! Learned letters know less of names in scripts and languages that the labelled blogs don't have.

use super::{COMMENTS, Group, Signal, Strength, Test};
use crate::ngram_model::{Lexical, Part};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "name-like-spam",
    group: Group::Author,
    kinds: COMMENTS,
    about: "the words and letters of the name are like spammers' names, or like people's",
    wrongs: "names in languages that the labelled blogs don't have",
    test: Test::Learned(look),
    fires_on: r#"{"id":"1","author":"cheap web hosting","url":"http://host.example/","body":"It slips when wet."}"#,
    silent_on: r#"{"id":"1","author":"","url":"http://host.example/","body":"It slips when wet."}"#,
};

fn look(view: &View, lexical: &Lexical) -> Option<(Strength, String)> {
    lexical.telling_score(view, Part::Name)
}
