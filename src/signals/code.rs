//! The text has code in it: nobody sells with that.

use std::sync::LazyLock;

use regex::Regex;

use super::{COMMENTS, Group, Signal, Test};
use crate::normalize::View;

pub const SIGNAL: Signal = Signal {
    name: "code",
    group: Group::Trust,
    kinds: COMMENTS,
    about: "the text has code in it",
    wrongs: "nobody; spam that copies code profits",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"Use trim_end() before you compare."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"Use it before you compare (and often)."}"#,
};

/// A call, an identifier with marks, a mixed-case identifier, a statement's end.
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b\w+\(\)|\b[a-z]+_[a-z_]+\b|\b[a-z]+[A-Z][a-z]+\w*\b|[;{]\s*$|\$\w+|</?[a-z]+>")
        .expect("it compiles")
});

fn look(view: &View) -> Option<String> {
    let mut places = CODE.find_iter(&view.plain);
    let free = places.find(|it| {
        !view.links.iter().any(|link| link.place.start <= it.start() && it.end() <= link.place.end)
    });
    match free {
        Some(found) => Some(format!("“{}”", found.as_str())),
        None => view.has_code.then(|| "<code>".to_owned()),
    }
}
