//! The comment contains an entry of the blocklist that no trusted commenter uses.
//!
//! The strength of an entry depends on how spammy the other people's comments are that contain it. An entry
//! that also matches a trusted commenter counts nothing.

use super::{Group, JUDGED, Prior, Sign, Signal, Strength, Test};
use crate::context::{EntryStats, Surroundings};
use crate::knowledge::Case;

/// In the campaign group because both measure how spammy other comments with something in common are; the cap of the
/// group limits their sum.
pub const SIGNAL: Signal = Signal {
    name: "blocklist",
    group: Group::Campaign,
    kinds: JUDGED,
    sign: Sign::Suspicion {
        explains_for: "contains a blocklisted entry that no trusted commenter uses",
        may_misfire_on: "newcomers whose words only spammers have used so far, and longer words that contain an entry",
    },
    prior: Prior::Belief(2.5),
    test: Test::InContext(judge),
    // The contract test has `pokie` on its blocklist.
    fires_on: r#"{"id":"1","post":"1","author":"cheap garden sheds","url":"http://sheds-outlet.example/","body":"Great post! Pokies here."}
{"id":"2","post":"2","author":"Bob","body":"Where are the pokies?"}"#,
    silent_on: r#"{"id":"1","post":"1","author":"cheap garden sheds","url":"http://sheds-outlet.example/","body":"Great post! Pokies here."}
{"id":"3","post":"1","author":"Ann","user_id":"17","body":"Our town has banned pokies."}
{"id":"2","post":"2","author":"Bob","body":"Where are the pokies?"}"#,
};

/// The mean spam probability of an entry without evidence either way, as in `campaign`: the strength is 0 there and 1
/// where all other comments with the entry are spam.
const NEUTRAL: f64 = 0.15;

/// Pseudo-observations added to every entry: their number and their spam probability. The owner put the entry on the
/// list for a reason, but two or three chance hits should not prove it.
const BELIEVED: (f64, f64) = (2.0, 0.3);

/// Smaller strengths are not shown.
const LEAST: f64 = 0.05;

/// Of all entries in a comment, the one with the greatest strength counts, and of equals the first on the list: entries
/// overlap (`poker`, `online poker`), and a long list should not outweigh a good one.
fn judge(_: &Case, surroundings: &Surroundings) -> Option<(Strength, String)> {
    let found = surroundings.blocklist.iter().filter_map(judge_entry);
    found.reduce(|best, hit| if best.0 < hit.0 { hit } else { best })
}

fn judge_entry(entry: &EntryStats) -> Option<(Strength, String)> {
    let (n_others, sum) = (f64::from(entry.n_others), entry.sum_of_probabilities);
    let mean = (sum + BELIEVED.0 * BELIEVED.1) / (n_others + BELIEVED.0);
    let strength = (mean - NEUTRAL) / (1.0 - NEUTRAL);
    let seen = match entry.n_others {
        0 => format!("{}, in no comment by others", entry.entry),
        1 => format!("{}, in 1 comment by others, {:.0} % spam", entry.entry, 100.0 * sum),
        n => {
            let percent = 100.0 * sum / n_others;
            format!("{}, in {n} comments by others, {percent:.0} % spam on average", entry.entry)
        }
    };
    (LEAST <= strength).then_some((strength as Strength, seen))
}
