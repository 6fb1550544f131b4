//! The comment contains an entry of the blocklist that no trusted commenter uses.
//!
//! The strength of an entry depends on how spammy the other people's comments are that contain it. An entry
//! that also matches a trusted commenter counts nothing.

use super::{Group, JUDGED, Prior, Sign, Signal, Strength, Test};
use crate::context::Listing;

/// It is with the campaigns because the same thing speaks in both, the looks of others with whom something is shared;
/// the cap of the group keeps the two from adding up.
pub const SIGNAL: Signal = Signal {
    name: "blocklist",
    group: Group::Campaign,
    kinds: JUDGED,
    sign: Sign::Suspicion {
        explains_for: "contains a blocklisted entry that no trusted commenter uses",
        may_misfire_on: "newcomers whose words only spammers have used so far, and longer words that contain an entry",
    },
    prior: Prior::Belief(2.5),
    test: Test::Listed(judge),
    // The contract test has `pokie` on its blocklist.
    fires_on: r#"{"id":"1","post":"1","author":"cheap garden sheds","url":"http://sheds-outlet.example/","body":"Great post! Pokies here."}
{"id":"2","post":"2","author":"Bob","body":"Where are the pokies?"}"#,
    silent_on: r#"{"id":"1","post":"1","author":"cheap garden sheds","url":"http://sheds-outlet.example/","body":"Great post! Pokies here."}
{"id":"3","post":"1","author":"Ann","user_id":"17","body":"Our town has banned pokies."}
{"id":"2","post":"2","author":"Bob","body":"Where are the pokies?"}"#,
};

/// The strength is 0 for an entry whose company looks like comments do on the whole, and 1 where all of it is spam.
/// As in `campaign`.
const NEUTRAL: f64 = 0.15;

/// An entry counts as if it had hit so many comments besides, which look so: who put it on the list knew something, but
/// two or three chance hits should not prove it.
const BELIEVED: (f64, f64) = (2.0, 0.3);

/// Less is not worth a row.
const LEAST: f64 = 0.05;

fn judge(listing: &Listing) -> Option<(Strength, String)> {
    let (n_others, sum) = (f64::from(listing.n_others), listing.sum_of_probabilities);
    let mean = (sum + BELIEVED.0 * BELIEVED.1) / (n_others + BELIEVED.0);
    let strength = (mean - NEUTRAL) / (1.0 - NEUTRAL);
    let seen = match listing.n_others {
        0 => format!("{}, in nothing by others", listing.entry),
        n => format!("{}, in {n} by others, {:.0} % spam on average", listing.entry, 100.0 * sum / n_others),
    };
    (LEAST <= strength).then_some((strength as Strength, seen))
}
