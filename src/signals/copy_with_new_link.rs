//! Another person's comment word for word, under a new name with a new link: a replay that looks honest.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::duplicates::is_replay;
use crate::kind::Kind;
use crate::knowledge::Case;

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
{"id":"2","post":"1","author":"Bob Lund","url":"http://boblund.example","body":"The second hitch is what keeps it from slipping in the rain, I found out last week."}"#,
};

fn judge(case: &Case) -> Option<String> {
    let site = case.facts.site.as_ref()?;
    let mut earlier = case.earlier_alike().map(|it| &case.dump.comments[it]);
    let earlier = earlier.find(|it| it.kind == Kind::Comment && is_replay(it, case.facts))?;
    Some(format!("comment {} by {}, now with {}", earlier.id(), earlier.author(), site.host()))
}
