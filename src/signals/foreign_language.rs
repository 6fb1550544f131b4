//! The text is in a language that neither the blog nor the post nor its thread uses.
//!
//! On the 18 labelled blogs, 19 of 4,687 honest comments and pings are.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;
use crate::text::LANGUAGES;

pub const SIGNAL: Signal = Signal {
    name: "foreign-language",
    group: Group::Topic,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the text is in a language that neither the blog nor the post uses",
        may_misfire_on: "readers from abroad who write in their own language",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","post_title":"Der Knoten","post_body":"Das ist der Knoten, mit dem wir auch bei Wind sicher sind und nicht mehr los kommen","author":"Ann","body":"This is the best place for you to buy them with your card."}"#,
    silent_on: r#"{"id":"1","post":"1","post_title":"Der Knoten","post_body":"Das ist der Knoten, mit dem wir auch bei Wind sicher sind und nicht mehr los kommen","author":"Ann","body":"Das ist auch bei uns so, und der Wind ist nicht das Problem."}"#,
};

/// Fewer function words may be borrowed words.
const MIN_VOTES: u32 = 3;

/// The share of the dump's function words that makes a language one of the blog's.
const HOME_SHARE: f64 = 0.1;

fn judge(case: &Case) -> Option<String> {
    let votes = case.facts.languages();
    let (language, n_votes) = votes.leader().filter(|(_, n_votes)| MIN_VOTES <= *n_votes)?;
    let mut home = case.known.languages.0;
    // The comment itself must not count as evidence for the language of the blog.
    home.iter_mut().zip(votes.0).for_each(|(home, mine)| *home -= mine.min(*home));
    let total: u32 = home.iter().sum();
    let main = (0..home.len()).max_by_key(|language| home[*language])?;
    let post = case.post().and_then(|post| post.languages.leader()).map(|(language, _)| language);
    let is_spoken = HOME_SHARE * f64::from(total) <= f64::from(home[language]) || post == Some(language);
    let is_clear = 2 * votes.get(main) < n_votes;
    (!is_spoken && is_clear && 0 < total)
        .then(|| format!("{} on a blog in {}", LANGUAGES[language], LANGUAGES[main]))
}
