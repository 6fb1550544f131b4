//! The blog owner's earlier decisions about similar comments.
//!
//! Decisions are noisy: much spam is approved, and some honest comments end up in the spam folder. So they
//! change the score only a little, and a comment's own status does not count.

use super::{COMMENTS, Group, Prior, Sign, Signal, Strength, Test};
use crate::context::Surroundings;
use crate::knowledge::Case;

macro_rules! decisions {
    ($($id:literal)*) => {
        concat!($(
            r#"{"id":"s"#, $id, r#"","author":"Shed Outlet","status":"spam","body":"Sheds "#, $id, "\"}\n",
            r#"{"id":"h"#, $id, r#"","author":"Ann","status":"approved","body":"Knots "#, $id, "\"}\n",
        )*)
    };
}

pub const SIGNAL: Signal = Signal {
    name: "decided-alike",
    group: Group::Campaign,
    kinds: COMMENTS,
    sign: Sign::Either {
        explains_for: "similar comments on this blog were marked as spam",
        explains_against: "similar comments on this blog were approved",
        may_misfire_on: "people who write like a commenter the owner once misjudged",
    },
    prior: Prior::Fixed,
    test: Test::InContext(judge),
    fires_on: FIRES_ON,
    silent_on: r#"{"id":"1","author":"Ann","status":"spam","body":"Cheap garden sheds for everyone."}
{"id":"2","author":"Bob","status":"approved","body":"It slips when wet."}
{"id":"3","author":"Eve","body":"Cheap garden sheds here."}"#,
};

/// 25 comments marked as spam, 25 approved ones, and a comment similar to those marked as spam.
const FIRES_ON: &str = concat!(
    decisions!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25),
    r#"{"id":"last","author":"Shed Outlet","body":"Sheds, again."}"#
);

/// Smaller changes are not shown.
const LEAST: f32 = 0.2;

fn judge(case: &Case, surroundings: &Surroundings) -> Option<(Strength, String)> {
    let owner = surroundings.owner?;
    let ids: Vec<&str> = owner.similar.iter().map(|comment| case.dump.comments[*comment].id()).collect();
    let was = if 0.0 < owner.log_odds { "marked as spam" } else { "approved" };
    let noun = if ids.len() == 1 { "comment" } else { "comments" };
    (LEAST <= owner.log_odds.abs())
        .then(|| (owner.log_odds, format!("like {noun} {}, {was} here", ids.join(" and "))))
}
