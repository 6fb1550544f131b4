//! A trackback gives the same words as the name of its blog and as the title of its page.
//!
//! A blog has one name and many titles. Spam software fills the search phrase into both fields.

use super::{Group, PINGS, Prior, Sign, Signal, Test};
use crate::text::{View, fold, repair, strip, words};

pub const SIGNAL: Signal = Signal {
    name: "ping-title-twice",
    group: Group::Author,
    kinds: PINGS,
    sign: Sign::Suspicion {
        explains_for: "the trackback gives the same words as the name of its blog and as the title of its page",
        may_misfire_on: "blogs whose software sends no name of the blog",
    },
    prior: Prior::Belief(3.0),
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","type":"trackback","author":"carpet cleaner leeds","url":"http://w.example/c/","body":"<strong>Carpet cleaner Leeds...</strong>\n\nA lot of knots..."}"#,
    silent_on: r#"{"id":"1","type":"trackback","author":"Ann builds boats","url":"http://w.example/c/","body":"<strong>Knots that boats need...</strong>\n\nA lot of knots..."}"#,
};

fn look(view: &View) -> Option<String> {
    let title = fold(&repair(&strip(title_in(&view.comment.body)?).text));
    let same_words = |one: &str, other: &str| {
        let (one_words, other_words) = (words(one), words(other));
        !one_words.is_empty()
            && one_words.len() == other_words.len()
            && one_words
                .into_iter()
                .zip(other_words)
                .all(|(place, other_place)| one[place] == other[other_place])
    };
    same_words(&view.name, &title).then(|| format!("“{}”", view.comment.author.name.trim()))
}

/// The title with which the body of a trackback starts: in a `<strong>` element, or in Markdown.
fn title_in(body: &str) -> Option<&str> {
    let body = body.trim_start();
    let body = body.strip_prefix("<p>").unwrap_or(body);
    let within = |start: &str, end: &str| Some(body.strip_prefix(start)?.split_once(end)?.0);
    within("<strong>", "</strong>").or_else(|| within("**", "**"))
}
