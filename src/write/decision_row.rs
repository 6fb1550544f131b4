//! A decision as a row of the machine-readable outputs. Each field is a key of the NDJSON and a column of the CSV
//! output.

use std::borrow::Cow;

use serde::Serialize;

use crate::index::CommentIdx;
use crate::model::Finding;
use crate::pipeline::Judgement;
use crate::read::Input;
use crate::text;

/// A decision. The README documents the fields, which later versions keep.
#[derive(Clone, Debug, Default, Serialize)]
#[allow(missing_docs, reason = "the README documents each field")]
pub struct DecisionRow<'a> {
    pub id: &'a str,
    pub post: &'a str,
    pub parent: &'a str,
    pub author: &'a str,
    pub date: Option<String>,
    pub status: &'static str,
    pub kind: &'static str,
    pub verdict: &'static str,
    pub duplicate_of: Option<Cow<'a, str>>,
    pub text_cluster: Cow<'a, str>,
    pub spam_probability: Option<f64>,
    pub findings: Vec<FindingRow<'a>>,
    pub fingerprint: String,
    pub source: &'a str,
    pub byte: u64,
}

/// A finding: a signal that fired, what it adds to the log-odds of spam, and what it saw.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the README documents each field")]
pub struct FindingRow<'a> {
    pub signal: &'static str,
    pub weight: f64,
    pub seen: Cow<'a, str>,
}

impl<'a> DecisionRow<'a> {
    /// The decision about one comment.
    pub fn new(judged: &'a Judgement, inputs: &'a [Input], index: CommentIdx) -> DecisionRow<'a> {
        let facts = &judged.dump.comments[index];
        let decision = &judged.decisions[index];
        let id_of = |index: CommentIdx| reference(judged, inputs, index);
        DecisionRow {
            id: facts.id(),
            post: facts.post(),
            parent: facts.parent(),
            author: facts.author(),
            date: facts.date.map(date),
            status: facts.status.name(),
            kind: decision.kind.name(),
            verdict: decision.verdict.name(),
            duplicate_of: decision.duplicate_of.map(id_of),
            text_cluster: id_of(judged.known.clusters.first(index)),
            spam_probability: decision.spam_probability.map(rounded),
            findings: if decision.spam_probability.is_some() {
                rows(judged.findings(index))
            } else {
                Vec::new()
            },
            fingerprint: text::hex(&facts.fingerprint),
            source: inputs.get(facts.place.input as usize).map_or("", |input| input.name.as_str()),
            byte: facts.place.byte,
        }
    }
}

/// The id by which another comment refers to a comment. If comments of several inputs share the id, the name of the
/// comment's input precedes it: `other.xml#812`.
pub fn reference<'a>(judged: &'a Judgement, inputs: &[Input], index: CommentIdx) -> Cow<'a, str> {
    let facts = &judged.dump.comments[index];
    match inputs.get(facts.place.input as usize) {
        Some(input) if judged.known.ids.is_shared(facts.id()) => {
            format!("{}#{}", input.name, facts.id()).into()
        }
        _ => Cow::Borrowed(facts.id()),
    }
}

fn rows<'a>(findings: Vec<Finding<'a>>) -> Vec<FindingRow<'a>> {
    let row = |finding: Finding<'a>| FindingRow {
        signal: finding.signal,
        weight: rounded(finding.weight),
        seen: finding.seen,
    };
    findings.into_iter().map(row).collect()
}

/// Rounds to four decimals: the last bits of a sum are noise.
fn rounded(number: f32) -> f64 {
    (f64::from(number) * 1e4).round() / 1e4
}

/// Formats a date as ISO 8601 without a time zone, as WordPress stores dates.
pub fn date(seconds: i64) -> String {
    let moment = jiff::Timestamp::from_second(seconds).unwrap_or_default();
    jiff::tz::Offset::UTC.to_datetime(moment).to_string()
}
