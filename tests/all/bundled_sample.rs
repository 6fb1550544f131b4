//! The sample that comes with the tool, judged with the shipped weights, against labels given by hand.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::Value;

use crate::shared::desk::{DONE, Desk};
use crate::shared::snapshot;

/// One comment of the sample: what the labels say, and what was decided.
struct Pair {
    id: &'static str,
    label: &'static str,
    kind: &'static str,
    copy_of: &'static str,
    why: &'static str,
    decision: HashMap<String, Value>,
}

impl Pair {
    fn decided(&self, field: &str) -> &str {
        self.decision[field].as_str().unwrap_or_default()
    }

    fn is_spam_comment(&self) -> bool {
        self.label == "spam" && self.kind == "comment"
    }
}

/// No comment of the sample is wrong in the way that `is_wrong` asks for.
fn check(is_wrong: impl Fn(&Pair) -> bool) {
    let wrong: Vec<String> = pairs()
        .iter()
        .filter(|pair| is_wrong(pair))
        .map(|pair| {
            let [kind, verdict, copy_of] =
                ["kind", "verdict", "duplicate_of"].map(|field| pair.decided(field));
            let labels = format!("{} {} {}", pair.label, pair.kind, pair.copy_of);
            format!("{} ({}): labelled {labels}, decided {verdict} {kind} {copy_of}", pair.id, pair.why)
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_comment_is_labelled_and_decided_once() {
    let mut labelled: Vec<&str> = labels().iter().map(|label| label[0]).collect();
    let decisions = decisions();
    let mut decided: Vec<&str> = decisions.iter().filter_map(|decision| decision["id"].as_str()).collect();
    labelled.sort_unstable();
    decided.sort_unstable();
    assert_eq!(labelled, decided);
}

/// A change of the model or of a signal shows here, comment by comment.
#[test]
fn decisions_are_those_of_the_snapshot() {
    let columns = ["id", "kind", "verdict", "duplicate_of", "spam_probability"];
    let mut table = columns.join("\t") + "\n";
    for decision in decisions() {
        let cells = columns.map(|column| match &decision[column] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            number => number.to_string(),
        });
        table += &(cells.join("\t") + "\n");
    }
    snapshot::check(&snapshot::path("cases/bundled-sample/decisions.tsv"), &table);
}

#[test]
fn every_kind_is_recognised() {
    check(|pair| pair.kind != pair.decided("kind"));
}

#[test]
fn every_copy_is_found_and_its_original_named() {
    check(|pair| {
        !pair.copy_of.is_empty()
            && (pair.decided("verdict") != "duplicate" || pair.decided("duplicate_of") != pair.copy_of)
    });
}

#[test]
fn nothing_else_is_taken_for_a_copy() {
    check(|pair| pair.copy_of.is_empty() && pair.decided("verdict") == "duplicate");
}

#[test]
fn no_honest_comment_is_called_spam() {
    check(|pair| pair.label == "ham" && pair.decided("verdict") == "spam");
}

#[test]
fn three_quarters_of_the_spam_are_noticed() {
    let spam: Vec<&Pair> = pairs().iter().filter(|pair| pair.is_spam_comment()).collect();
    let missed: Vec<String> = spam
        .iter()
        .filter(|pair| !matches!(pair.decided("verdict"), "spam" | "review"))
        .map(|pair| format!("{} ({})", pair.id, pair.why))
        .collect();
    assert!(
        4 * missed.len() <= spam.len(),
        "{} of {} missed:\n{}",
        missed.len(),
        spam.len(),
        missed.join("\n")
    );
}

fn pairs() -> &'static [Pair] {
    static PAIRS: OnceLock<Vec<Pair>> = OnceLock::new();
    PAIRS.get_or_init(|| {
        let decisions = decisions();
        let pairs = labels().into_iter().map(|[id, label, kind, copy_of, why]| {
            let decision =
                decisions.iter().find(|decision| decision["id"] == id).expect("it is decided").clone();
            Pair { id, label, kind, copy_of, why, decision }
        });
        pairs.collect()
    })
}

fn labels() -> Vec<[&'static str; 5]> {
    let rows = include_str!("../cases/bundled-sample/labels.tsv").lines().skip(1);
    rows.map(|row| row.split('\t').collect::<Vec<_>>().try_into().expect("five cells")).collect()
}

fn decisions() -> Vec<HashMap<String, Value>> {
    let decisions = Desk::with_sample().check("triage dump.xml --format ndjson", DONE, &[]);
    decisions.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
