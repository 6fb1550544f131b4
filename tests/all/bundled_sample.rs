//! The sample that comes with the tool, judged with the shipped weights, against labels given by hand.

use std::collections::HashMap;
use std::sync::OnceLock;

use assert_cmd::Command;
use serde_json::Value;

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
        .filter(|it| is_wrong(it))
        .map(|it| {
            let [kind, verdict, copy_of] = ["kind", "verdict", "duplicate_of"].map(|field| it.decided(field));
            let labels = format!("{} {} {}", it.label, it.kind, it.copy_of);
            format!("{} ({}): labelled {labels}, decided {verdict} {kind} {copy_of}", it.id, it.why)
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_comment_is_labelled_and_decided_once() {
    let mut labelled: Vec<&str> = labels().iter().map(|it| it[0]).collect();
    let decisions = decisions();
    let mut decided: Vec<&str> = decisions.iter().filter_map(|it| it["id"].as_str()).collect();
    labelled.sort_unstable();
    decided.sort_unstable();
    assert_eq!(labelled, decided);
}

#[test]
fn every_kind_is_told() {
    check(|it| it.kind != it.decided("kind"));
}

#[test]
fn every_copy_is_found_and_its_original_named() {
    check(|it| {
        !it.copy_of.is_empty()
            && (it.decided("verdict") != "duplicate" || it.decided("duplicate_of") != it.copy_of)
    });
}

#[test]
fn nothing_else_is_taken_for_a_copy() {
    check(|it| it.copy_of.is_empty() && it.decided("verdict") == "duplicate");
}

#[test]
fn no_honest_comment_is_called_spam() {
    check(|it| it.label == "ham" && it.decided("verdict") == "spam");
}

#[test]
fn three_quarters_of_the_spam_are_noticed() {
    let spam: Vec<&Pair> = pairs().iter().filter(|it| it.is_spam_comment()).collect();
    let missed: Vec<String> = spam
        .iter()
        .filter(|it| !matches!(it.decided("verdict"), "spam" | "review"))
        .map(|it| format!("{} ({})", it.id, it.why))
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
            let decision = decisions.iter().find(|it| it["id"] == id).expect("it is decided").clone();
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
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sample.wordpress.xml");
    let mut tool = Command::new(env!("CARGO_BIN_EXE_threadsift"));
    let result = tool.args(["triage", sample, "--format", "ndjson"]).assert().success().get_output().clone();
    let text = String::from_utf8(result.stdout).unwrap();
    text.lines().map(|it| serde_json::from_str(it).unwrap()).collect()
}
