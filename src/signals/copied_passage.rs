//! Much of the text is assembled from earlier comments by other people, and there is a link.
//!
//! Robots copy sentences to make a comment look on topic. Within a conversation, people quote each other and sign up in
//! the same words: without a link in the text, passages count only from elsewhere or from long ago. Short passages count
//! only if they have some words that few other comments use.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::index::CommentIdx;
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "copied-passage",
    group: Group::Campaign,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "parts of the text are copied from earlier comments, and there is a link",
        may_misfire_on: "people who quote without quotation marks",
    },
    prior: Prior::Belief(1.5),
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","author":"Bob","body":"I tried it in the rain last week and the second hitch is what keeps it from slipping off the wet pole, which nobody had told me."}
{"id":"2","post":"2","author":"sheds","url":"http://sheds.example","body":"Yes. The second hitch is what keeps it from slipping off the wet pole."}"#,
    silent_on: r#"{"id":"1","post":"1","author":"Bob","body":"I tried it in the rain last week and the second hitch is what keeps it from slipping off the wet pole, which nobody had told me."}
{"id":"2","post":"2","author":"Ann","url":"http://ann.example","body":"Bob, you say it is the second hitch, but on our boat everything slips as soon as the pole is wet and cold."}
{"id":"3","post":"3","author":"Bob","date":"2015-03-01 10:00:00","body":"Please count me in for the bosun's chair, I would love to win it!"}
{"id":"4","post":"3","author":"Ann","url":"http://ann.example","date":"2015-03-02 10:00:00","body":"Hi there! Please count me in for the bosun's chair, I would love to win."}
{"id":"5","post":"4","author":"Ed","date":"2015-03-01 10:00:00","body":"Thanks so much for including me in this list, I am flattered!"}
{"id":"6","post":"5","author":"Flo","url":"http://flo.example","date":"2017-03-02 10:00:00","body":"Wow, thanks so much for including me in this list."}"#,
};

/// Fewer shared shingles may be a phrase that everyone uses.
const MIN_SHINGLES: usize = 3;

/// As many shared shingles, some thirteen words, are no coincidence even if every word is common.
const MANY_SHINGLES: usize = 5;

/// The minimum share of the text that is copied.
const MIN_SHARE: f64 = 0.4;

fn judge(case: &Case) -> Option<String> {
    let facts = case.facts;
    let has_link = facts.link_domains().next().is_some();
    if facts.site.is_none() && !has_link {
        return None;
    }
    let is_patched = |n_sources: usize| {
        MIN_SHINGLES <= n_sources && MIN_SHARE * f64::from(facts.n_shingles) <= n_sources as f64
    };
    if !is_patched(facts.shingles.len()) {
        return None;
    }
    let own_rank = case.known.order.rank(case.index);
    let source = |shingle: &u32| {
        let first = case.known.shingles.first(*shingle)?;
        let is_copied = case.known.order.rank(first) < own_rank
            && !case.is_by_same_person(first)
            && (has_link || !case.is_in_conversation_with(first));
        is_copied.then_some(first)
    };
    let sources: Vec<CommentIdx> = facts.shingles.iter().filter_map(source).collect();
    let first = &case.dump.comments[*sources.first()?];
    let has_rare_words = |source: &CommentIdx| case.has_rare_words_of(&case.dump.comments[*source]);
    let is_particular = || MANY_SHINGLES <= sources.len() || sources.iter().any(has_rare_words);
    let seen = || {
        format!(
            "{} of {} four-word sequences, first seen in comment {}",
            sources.len(),
            facts.n_shingles,
            first.id()
        )
    };
    (is_patched(sources.len()) && is_particular()).then(seen)
}
