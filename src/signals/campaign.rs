//! Comments linked with this one by a site, a link, an address or a similar text are spam on average, or
//! genuine.
//!
//! Only the spam probability of the linked comments counts. Mere counts of shared names, hosts or texts would
//! hit honest people who share a proxy or a reference. Genuine linked comments lower the score a little.

use super::{Group, JUDGED, Prior, Sign, Signal, Strength, Test};
use crate::context::Surroundings;
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "campaign",
    group: Group::Campaign,
    kinds: JUDGED,
    sign: Sign::Either {
        explains_for: "comments that share a site, a link, an address or a similar text with this one look like spam",
        explains_against: "comments that share a site, a link, an address or a similar text with this one look genuine",
        may_misfire_on: "honest people whose site or address spammers share",
    },
    prior: Prior::Fixed,
    test: Test::InContext(judge),
    fires_on: r#"{"id":"1","post":"1","author":"cheap garden sheds","url":"http://sheds-outlet.example/","body":"Great post! Keep up the good work."}
{"id":"2","post":"2","author":"garden sheds outlet","url":"http://sheds-outlet.example/","body":"Thanks for sharing, great post."}"#,
    silent_on: r#"{"id":"1","post":"1","author":"cheap garden sheds","url":"http://sheds-outlet.example/","body":"Great post! Keep up the good work."}
{"id":"2","post":"2","author":"Ann","url":"http://ann.example/","body":"Thanks for sharing, great post."}"#,
};

/// The bonus in log-odds is `SLOPE · ln(1 + others) · (their mean probability − NEUTRAL)`, within [`RANGE`].
/// Fixed, because fitted values were no better on unseen blogs and fail on dumps that are all spam.
const SLOPE: f64 = 3.0;
const NEUTRAL: f64 = 0.15;
const RANGE: (f64, f64) = (-1.5, 4.5);

/// Smaller bonuses are not shown.
const LEAST: f64 = 0.05;

fn judge(case: &Case, surroundings: &Surroundings) -> Option<(Strength, String)> {
    let others = surroundings.linked?;
    let bonus = SLOPE * f64::from(1 + others.n_others).ln() * (others.mean_probability - NEUTRAL);
    let bonus = bonus.clamp(RANGE.0, RANGE.1);
    let percent = (100.0 * others.mean_probability).round_ties_even() as u8;
    let seen = || match others.n_others {
        1 => format!("1 linked comment, {percent} % spam"),
        n => format!("{n} linked comments, {percent} % spam on average"),
    };
    (LEAST <= bonus.abs()).then(|| (bonus as Strength, case.say(seen)))
}
