//! The dump does not say when the comment was written, so nobody can see that it was not late.
//!
//! Most spam is late and most honest comments are not, so the weights of all others are fitted with that knowledge.
//! Where it is missing, this puts half of it back.

use super::{COMMENTS, Group, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "undated",
    group: Group::Topic,
    kinds: COMMENTS,
    about: "nothing says that the comment was not late",
    wrongs: "everyone in a dump without dates, a little",
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","author":"Ann","body":"It slips when wet."}"#,
    silent_on: r#"{"id":"1","author":"Ann","date":"2009-01-01 10:00:00","body":"It slips when wet."}"#,
};

fn judge(case: &Case) -> Option<String> {
    case.facts.date.is_none().then(|| "no date".to_owned())
}
