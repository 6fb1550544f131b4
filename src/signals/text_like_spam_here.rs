//! Other comments of the dump that use the same words are spam more often than usual, or less often.
//!
//! The subjects of a blog are not known beforehand. Spammers who repeat an offer in ever new wordings expose
//! each other, and the vocabulary of genuine readers lowers the score.

use super::{COMMENTS, Group, Prior, Sign, Signal, Strength, Test};
use crate::context::Surroundings;
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "text-like-spam-here",
    group: Group::Campaign,
    kinds: COMMENTS,
    sign: Sign::Either {
        explains_for: "its words are used by comments here that look like spam",
        explains_against: "its words are used by genuine comments here",
        may_misfire_on: "people who write about what spammers sell",
    },
    prior: Prior::Fixed,
    test: Test::InContext(judge),
    fires_on: r#"{"id":"1","post":"1","author":"cheap garden sheds","url":"http://sheds-outlet.example/","body":"Great post! Visit our gazebo warehouse."}
{"id":"2","post":"2","author":"garden furniture outlet","url":"http://gazebos-cheap.example/","body":"Thanks for sharing, great post. Gazebo warehouse."}
{"id":"3","post":"3","author":"Ann","body":"The kettle boils over whenever somebody rings."}
{"id":"4","post":"3","author":"Bob","body":"The kettle is fine, the doorbell is broken."}
{"id":"5","post":"4","author":"Tom","body":"Our warehouse has a gazebo."}"#,
    silent_on: r#"{"id":"1","post":"1","author":"cheap garden sheds","url":"http://sheds-outlet.example/","body":"Great post! Visit our gazebo warehouse."}
{"id":"2","post":"2","author":"garden furniture outlet","url":"http://gazebos-cheap.example/","body":"Thanks for sharing, great post. Gazebo warehouse."}
{"id":"3","post":"3","author":"Ann","body":"The kettle boils over whenever somebody rings."}
{"id":"4","post":"3","author":"Bob","body":"The kettle is fine, the doorbell is broken."}
{"id":"5","post":"4","author":"Tom","body":"Our cellar has a window."}"#,
};

/// The strength is `SLOPE · log-odds` of [`crate::context::SameWords`], within [`RANGE`]. Fixed, as for campaigns. On
/// the 18 labelled blogs, each left out in turn, half and twice the slope gave similar results.
const SLOPE: f64 = 0.5;
const RANGE: (f64, f64) = (-2.0, 2.0);

/// Smaller strengths are not shown.
const LEAST: f64 = 0.05;

fn judge(case: &Case, surroundings: &Surroundings) -> Option<(Strength, String)> {
    let usage = surroundings.same_words?;
    let strength = (SLOPE * usage.log_odds).clamp(RANGE.0, RANGE.1);
    let seen = || {
        format!(
            "comments sharing {} of its words average {} % spam (dump: {} %)",
            usage.n_words, usage.mean_percent, usage.usual_percent
        )
    };
    (LEAST <= strength.abs()).then(|| (strength as Strength, case.say(seen)))
}
