//! The owner's decisions: they are evidence about other comments, never about the comment itself.

use std::io::Write as _;

use assert_cmd::Command;
use threadsift::internals::config::Config;
use threadsift::internals::model::Model;
use threadsift::internals::pipeline::{self, Judgement};
use threadsift::internals::read::{Columns, Input};

/// The number of decisions of each sort. Each text is a cluster of its own.
const N_DECIDED: usize = 40;

/// A dump of decided comments, followed by `more`. `Pia` praises a shed shop, `Ann` writes about knots.
fn dump(status_of_first: &str, more: &str) -> String {
    let mut dump = String::new();
    for number in 0..N_DECIDED {
        let status = if number == 0 { status_of_first } else { "spam" };
        let line = |id: &str, author: &str, status: &str, body: &str| {
            let url = format!("http://{}.example/", author.to_lowercase());
            serde_json::json!({"id": id, "post": "1", "author": author, "url": url, "status": status, "body": body})
        };
        let (spam, knot) = (format!("sheds-{number}"), format!("knot-{number}"));
        let sheds = format!("Sheds number{number} shipped.");
        dump += &format!("{}\n", line(&spam, "Pia", status, &sheds));
        dump += &format!("{}\n", line(&knot, "Ann", "approved", &format!("Knots number{number} slip.")));
    }
    dump + more
}

const UNDECIDED: &str = r#"{"id":"new","post":"1","author":"Pia","url":"http://pia.example/","body":"Sheds again."}
{"id":"old","post":"1","author":"Ann","url":"http://ann.example/","body":"Knots again."}
"#;

fn judge(dump: &str, config: &Config) -> Judgement {
    let inputs = [Input::from_bytes("input", dump, None).unwrap()];
    let model = Model::shipped().unwrap();
    let dump = pipeline::read(&inputs, &Columns::default(), config, &model, &mut |_| {}).unwrap();
    pipeline::judge(dump, &model, config)
}

fn decided_alike(judged: &Judgement, id: &str) -> Option<(f32, String)> {
    let (index, _) = judged.dump.comments.iter_enumerated().find(|(_, facts)| facts.id() == id).unwrap();
    let findings = judged.findings(index);
    findings
        .into_iter()
        .find(|finding| finding.signal == "decided-alike")
        .map(|finding| (finding.weight, finding.seen.to_string()))
}

#[test]
fn decisions_about_others_are_evidence_about_the_undecided() {
    let judged = judge(&dump("spam", UNDECIDED), &Config::default());
    let (weight, seen) = decided_alike(&judged, "new").unwrap();
    assert!(0.5 < weight && seen.contains("marked as spam"), "{weight} {seen}");
    let (weight, seen) = decided_alike(&judged, "old").unwrap();
    assert!(weight < -0.2 && seen.contains("approved"), "{weight} {seen}");
}

#[test]
fn no_comment_is_judged_by_its_own_status() {
    let probability = |status: &str| {
        let judged = judge(&dump(status, ""), &Config::default());
        judged.decisions.first().unwrap().spam_probability.unwrap()
    };
    assert_eq!(probability("spam").to_bits(), probability("approved").to_bits());
    assert_eq!(probability("spam").to_bits(), probability("hold").to_bits());
}

#[test]
fn the_order_of_the_dump_does_not_matter() {
    let forth = dump("spam", UNDECIDED);
    let back: Vec<&str> = forth.lines().rev().collect();
    let of = |dump: &str| {
        let judged = judge(dump, &Config::default());
        let ids = judged.dump.comments.iter().map(|facts| facts.id().to_string());
        let mut all: Vec<_> =
            ids.zip(judged.decisions.iter().map(|decision| decision.spam_probability)).collect();
        all.sort_by(|one, other| one.0.cmp(&other.0));
        all
    };
    assert_eq!(of(&forth), of(&back.join("\n")));
}

#[test]
fn an_ignored_status_is_no_evidence() {
    let config = Config { ignore_status: true, ..Config::default() };
    assert_eq!(decided_alike(&judge(&dump("spam", UNDECIDED), &config), "new"), None);
}

#[test]
fn a_few_decisions_are_no_evidence() {
    let few: Vec<String> = dump("spam", "").lines().take(20).map(str::to_owned).collect();
    assert_eq!(
        decided_alike(&judge(&format!("{}\n{UNDECIDED}", few.join("\n")), &Config::default()), "new"),
        None
    );
}

#[test]
fn decisions_that_look_like_mistakes_are_named() {
    let mut file = tempfile::Builder::new().suffix(".ndjson").tempfile().unwrap();
    let rescued = r#"{"id":"77","post":"1","author":"Ann","status":"spam","body":"My knots slip when wet. Which rope do you use?"}"#;
    let approved = r#"{"id":"78","post":"1","author":"cheap viagra online","url":"http://cheap-viagra-pills.example/buy.html","status":"approved","body":"Great post! Buy cheap viagra online casino loans http://cheap-viagra-pills.example/buy.html http://casino-loans.example/"}"#;
    writeln!(file, "{rescued}\n{approved}").unwrap();
    let run = || {
        let mut command = Command::cargo_bin("threadsift").unwrap();
        command.arg("triage").arg(file.path()).args(["--format", "ids"]);
        command
    };
    let said = String::from_utf8(run().output().unwrap().stderr).unwrap();
    assert!(said.contains("1 approved comment looks like spam: 78"), "{said}");
    assert!(said.contains("1 comment marked as spam looks genuine: 77"), "{said}");
    let said = String::from_utf8(run().arg("--ignore-status").output().unwrap().stderr).unwrap();
    assert!(!said.contains("looks"), "{said}");
}
