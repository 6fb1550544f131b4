//! Another person wrote nearly the same text before, and it is too long or too particular for a coincidence.
//!
//! Within a conversation, people sign up in the same words and quote each other: only a copy with a link counts there.
//! Anywhere, people thank and congratulate in the same words: a short text counts only if it has some words that few
//! other comments use.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::index::CommentIdx;
use crate::kind::Kind;
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "copied-text",
    group: Group::Campaign,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "another person wrote nearly the same text before",
        may_misfire_on: "people who quote a whole comment",
    },
    prior: Prior::Belief(1.0),
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","author":"Bob","email":"b@b.example","body":"The second hitch is what keeps it from slipping in the rain."}
{"id":"2","post":"2","author":"Ann","email":"a@a.example","body":"The second hitch is what keeps it from slipping in the rain!"}"#,
    silent_on: r#"{"id":"1","post":"1","author":"Bob","email":"b@b.example","body":"Thanks, that was good to know."}
{"id":"2","post":"2","author":"Ann","email":"a@a.example","body":"Thanks, that was good to know."}
{"id":"3","post":"3","author":"Bob","email":"b@b.example","date":"2015-03-01 10:00:00","body":"Please count me in for the bosun's chair, I would love to win it!"}
{"id":"4","post":"3","author":"Ann","email":"a@a.example","date":"2015-03-02 10:00:00","body":"Please count me in for the bosun's chair, I would love to win it."}
{"id":"5","post":"4","author":"Cy","email":"c@c.example","date":"2015-03-01 10:00:00","body":"Please sign me up for the giveaway, my e-mail is cy@c.example."}
{"id":"6","post":"5","author":"Di","email":"d@d.example","date":"2017-03-02 10:00:00","body":"Please sign me up for the giveaway, my e-mail is di@d.example!"}
{"id":"7","post":"6","author":"Ed","email":"e@e.example","date":"2015-03-01 10:00:00","body":"Thanks for the great tutorial, it helped me a lot with my first sail."}
{"id":"8","post":"7","author":"Flo","email":"f@f.example","date":"2017-03-02 10:00:00","body":"Thanks for the great tutorial, it helped me a lot with my first sail!"}"#,
};

const MIN_WORDS: u32 = 8;

fn judge(case: &Case) -> Option<String> {
    if case.facts.n_words < MIN_WORDS {
        return None;
    }
    let has_link = case.facts.link_domains().next().is_some();
    let is_other = |earlier: &CommentIdx| {
        let facts = &case.dump.comments[*earlier];
        facts.kind == Kind::Comment
            && !case.is_by_same_person(*earlier)
            && case.has_particular_words_of(facts)
            && (has_link || !case.is_in_conversation_with(*earlier))
    };
    let earlier = &case.dump.comments[case.earlier_alike().find(is_other)?];
    Some(case.say(|| format!("comment {} by {}", earlier.id(), earlier.author())))
}
