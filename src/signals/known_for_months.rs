//! The same person has commented over a period of more than a month.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "known-for-months",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "the same person has commented for more than a month",
        exploitable_by: "patient spammers under one name",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","author":"Ann","email":"a@a.example","date":"2009-01-01 10:00:00","body":"Yes."}
{"id":"2","author":"Ann","email":"a@a.example","date":"2009-05-01 10:00:00","body":"No."}"#,
    silent_on: r#"{"id":"1","author":"Ann","email":"a@a.example","date":"2009-01-01 10:00:00","body":"Yes."}
{"id":"2","author":"Ann","email":"b@b.example","date":"2009-05-01 10:00:00","body":"No."}"#,
};

fn judge(case: &Case) -> Option<String> {
    let person = case.person();
    let (first, last) = person.span?;
    case.is_known_for_months()
        .then(|| case.say(|| format!("{} comments over {} days", person.n_comments, (last - first) / 86_400)))
}
