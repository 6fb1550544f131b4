//! The ping comes from a host that is a search phrase: `bestgardeninfo.com`.

use super::{Group, PINGS, Prior, Sign, Signal, Test};
use crate::lists;
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "ping-splog-host",
    group: Group::Author,
    kinds: PINGS,
    sign: Sign::Suspicion {
        explains_for: "the ping comes from a host that is a search phrase",
        may_misfire_on: "honest link blogs",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","type":"pingback","author":"Knots","url":"http://bestknotreviews.example/1","body":"[...] knots [...]"}"#,
    silent_on: r#"{"id":"1","type":"pingback","author":"Knots","url":"http://knotblog.example/1","body":"[...] knots [...]"}"#,
};

/// Words that spam blogs put before or after their keyword.
const FILLERS: &[&str] =
    &["news", "review", "reviews", "best", "all", "info", "goodies", "top", "guide", "tips", "online"];
const MIN_COVERED: f32 = 0.8;

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let (words, covered) = &view.site_words;
    let has_filler = 2 <= words.len() && words.iter().any(|word| FILLERS.contains(&word.as_str()));
    let is_phrase = 3 <= words.len() && MIN_COVERED <= *covered;
    let is_trade = words.iter().any(|word| lists::TRADE_WORDS.has(word));
    (has_filler || is_phrase || is_trade).then(|| format!("{} in {}", words.join(" + "), site.host()))
}
