//! The evidence about a comment as rows that add up to its score, as `explain` and the report show it.

use std::borrow::Cow;

use crate::index::CommentIdx;
use crate::pipeline::Judgement;
use crate::signals::SIGNALS;

/// One row of the evidence.
#[derive(Clone, Debug)]
pub struct EvidenceRow<'a> {
    /// What the row adds to the log-odds of spam.
    pub log_odds: f32,
    /// The name of the signal; in parentheses for rows that are no signal.
    pub signal: &'static str,
    /// What the signal saw.
    pub seen: Cow<'a, str>,
    /// What the row means.
    pub meaning: &'static str,
}

/// The name and the meaning of the last row, the sum of all others.
pub const SUM_ROW: (&str, &str) = ("= sum", "probability of spam = 1 / (1 + e^-sum)");

/// The rows from the base rate to the last finding. Their sum is the log-odds of spam.
pub fn evidence_rows(judged: &Judgement, index: CommentIdx) -> Vec<EvidenceRow<'_>> {
    let unseen = |log_odds: f32, signal: &'static str, meaning: &'static str| EvidenceRow {
        log_odds,
        signal,
        seen: Cow::Borrowed(""),
        meaning,
    };
    let is_ping = judged.decisions[index].kind.is_ping();
    let usual = if is_ping { "most pings are genuine" } else { "most comments are genuine" };
    let mut rows = vec![unseen(judged.base(index), "(base rate)", usual)];
    let base_shift = judged.base_shift(index);
    if base_shift != 0.0 {
        let meaning = "more of this dump's comments look like spam than usual";
        rows.push(unseen(base_shift, "(share of spam)", meaning));
    }
    rows.extend(judged.findings(index).into_iter().map(|finding| {
        let signal = SIGNALS.iter().find(|signal| signal.name == finding.signal);
        let meaning = signal.map_or("", |signal| signal.sign.explanation(finding.weight));
        EvidenceRow { log_odds: finding.weight, signal: finding.signal, seen: finding.seen, meaning }
    }));
    rows
}
