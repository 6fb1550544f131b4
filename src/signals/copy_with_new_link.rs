//! Another person's comment word for word, under a new name with a new link: a replay that looks honest.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::duplicates::is_replay;
use crate::index::CommentIdx;
use crate::kind::Kind;
use crate::knowledge::Case;
use crate::lists::lists_with;

pub const SIGNAL: Signal = Signal {
    name: "copy-with-new-link",
    group: Group::Campaign,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "a copy of another person's comment with a new link",
        may_misfire_on: "people who changed name, e-mail and site and post the same text again",
    },
    prior: Prior::Belief(2.0),
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","author":"Bob Lund","email":"b@b.example","body":"The second hitch is what keeps it from slipping in the rain, I found out last week."}
{"id":"2","post":"1","author":"sheds","email":"a@a.example","url":"http://sheds.example","body":"The second hitch is what keeps it from slipping in the rain, I found out last week."}"#,
    silent_on: r#"{"id":"1","post":"1","author":"boblund","url":"http://blog.example","body":"The second hitch is what keeps it from slipping in the rain, I found out last week."}
{"id":"2","post":"1","author":"Bob Lund","url":"http://boblund.example","body":"The second hitch is what keeps it from slipping in the rain, I found out last week."}
{"id":"3","post":"2","author":"Cleo","url":"http://cleo.example","date":"2014-03-01 10:00:00","body":"Please count me in for the giveaway, I would love to win the chair!"}
{"id":"4","post":"2","author":"Dina","url":"http://dina.example","date":"2014-03-02 10:00:00","body":"Please count me in for the giveaway, I would love to win the chair!"}
{"id":"5","post":"3","author":"Ed","url":"http://ed.example","date":"2014-03-01 10:00:00","body":"Thanks for the great tutorial, it helped me a lot with my first sail."}
{"id":"6","post":"4","author":"Flo","url":"http://flo.example","date":"2017-03-02 10:00:00","body":"Thanks for the great tutorial, it helped me a lot with my first sail!"}"#,
};

fn judge(case: &Case) -> Option<String> {
    let site = case.facts.site.as_ref()?;
    // In a conversation, people sign up in the same words, each with their own site. A replay has a search phrase as
    // its author name, or a link in its text.
    let mut words = case.facts.name().split(|char: char| !char.is_alphanumeric());
    let may_sign_up =
        case.facts.link_domains().next().is_none() && !words.any(|word| lists_with(word).have_thing());
    let is_source = |earlier: &CommentIdx| {
        let facts = &case.dump.comments[*earlier];
        facts.kind == Kind::Comment
            && is_replay(facts, case.facts)
            && case.has_particular_words_of(facts)
            && !(may_sign_up && case.is_in_conversation_with(*earlier))
    };
    let earlier = &case.dump.comments[case.earlier_alike().find(is_source)?];
    Some(format!("comment {} by {}, now with {}", earlier.id(), earlier.author(), site.host()))
}
