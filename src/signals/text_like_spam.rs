//! The words of the text are like those of spam, or like those of discussion.
//!
//! Words that were learned on some blogs carry little to others, so this never decides alone.

use super::{COMMENTS, Group, Signal, Strength, Test};
use crate::ngram_model::{Lexical, Part};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "text-like-spam",
    group: Group::Text,
    kinds: COMMENTS,
    about: "the words of the text are like those of spam, or like those of discussion",
    wrongs: "thankful people who say what spammers say",
    test: Test::Learned(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"Thanks for this great article, very useful information. I will bookmark your website."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"!"}"#,
};

fn look(view: &View, lexical: &Lexical) -> Option<(Strength, String)> {
    lexical.telling_score(view, Part::Text)
}
