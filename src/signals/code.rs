//! The text contains source code, which spam hardly ever does.

use std::sync::LazyLock;

use regex::Regex;

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "code",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "the text contains source code",
        exploitable_by: "spam that copies code",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"Use trim_end() before you compare."}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"Use it before you compare (and often)."}
{"id":"2","author":"Ann","body":"Use it before you compare.\\nThanks!"}"#,
};

/// A call, an identifier with underscores, a mixed-case identifier, the end of a statement, a variable or a tag.
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b\w+\(\)|\b[a-z]+_[a-z_]+\b|\b[a-z]+[A-Z][a-z]+\w*\b|[;{]\s*$|\$\w+|</?[a-z]+>")
        .expect("it compiles")
});

fn look(view: &View) -> Option<String> {
    // An export may leave `\n` for a line break, and `\nThanks` is no identifier.
    let is_escape = |found: &regex::Match| view.plain[..found.start()].ends_with('\\');
    let is_in_link = |found: &regex::Match| {
        view.links.iter().any(|link| link.place.start <= found.start() && found.end() <= link.place.end)
    };
    let is_free = |found: &regex::Match| !is_escape(found) && !is_in_link(found);
    let free = may_be_code(&view.plain).then(|| CODE.find_iter(&view.plain).find(is_free)).flatten();
    match free {
        Some(found) => Some(format!("“{}”", found.as_str())),
        None => view.has_code.then(|| "<code>".to_owned()),
    }
}

/// Returns false if no pattern of [`CODE`] can match, which is the case for most texts and much cheaper to check.
fn may_be_code(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_mark = |byte: u8| (byte == b'_') | (byte == b'$') | (byte == b'<');
    let is_odd = |(one, other): (&u8, &u8)| {
        is_mark(*other)
            | (*one == b'(') & (*other == b')')
            | one.is_ascii_lowercase() & other.is_ascii_uppercase()
    };
    // Without branches, so that the compiler vectorises it.
    let has_odd =
        bytes.iter().zip(bytes.get(1..).unwrap_or_default()).fold(false, |found, pair| found | is_odd(pair));
    has_odd || bytes.first().is_some_and(|byte| is_mark(*byte)) || text.trim_end().ends_with([';', '{'])
}
