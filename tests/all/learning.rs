//! `train` and `evaluate`, as a user runs them.

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder with three labelled blogs. On each, eight people speak of its subject and eight sell the same thing; one
/// person speaks on one blog only.
struct School(TempDir);

const SUBJECTS: [&str; 3] = ["knots", "bread", "clocks"];

impl School {
    /// `loner` is the name of the person who is on one blog only.
    fn new(loner: &str) -> School {
        let school = School(tempfile::tempdir().unwrap());
        for (number, subject) in SUBJECTS.iter().enumerate() {
            let mut lines = String::new();
            for person in 0..8 {
                let honest =
                    format!("My {subject} were never so good as with the tip of person {person} above.");
                let spam = format!("Cheapest outlet prices online, order {person} today and save money now!");
                lines += &line(&format!("h{person}"), &format!("Person{person}"), "", &honest, "ham");
                let url = format!("http://outlet-{number}-{person}.example/");
                lines += &line(&format!("s{person}"), &format!("outlet {person}"), &url, &spam, "spam");
            }
            if number == 0 {
                let url = format!("http://{loner}.example/");
                lines += &line("alone", loner, &url, "Which of them holds when wet, I wonder?", "ham");
            }
            fs::write(school.path(&format!("{subject}.ndjson")), lines).unwrap();
        }
        school
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs a command in the folder: its exit code, standard output and standard error.
    fn run(&self, arguments: &str) -> (i32, String, String) {
        let mut command = Command::cargo_bin("threadsift").unwrap();
        let output = command.current_dir(self.0.path()).args(arguments.split_whitespace()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn figures(&self, arguments: &str) -> serde_json::Value {
        let (code, stdout, stderr) = self.run(&format!("evaluate {arguments} --format json"));
        assert_eq!(code, 0, "{stderr}");
        serde_json::from_str(&stdout).unwrap()
    }

    #[track_caller]
    fn refuses(&self, arguments: &str, reason: &str) {
        let (code, _, stderr) = self.run(arguments);
        assert!(code != 0 && stderr.contains(reason), "{code} {stderr}");
    }
}

fn line(id: &str, author: &str, url: &str, body: &str, label: &str) -> String {
    let line = serde_json::json!({"id": id, "post": "1", "author": author, "url": url, "body": body, "label": label});
    format!("{line}\n")
}

#[test]
fn what_was_learned_on_two_blogs_holds_on_the_third() {
    let school = School::new("qwelzo");
    let figures = school.figures("knots.ndjson bread.ndjson clocks.ndjson --cross-validate");
    assert_eq!(figures["together"][0]["figures"]["spam"], 24);
    assert_eq!(figures["together"][0]["figures"]["honest"], 25);
    assert_eq!(figures["together"][0]["figures"]["area_under_curve"], 1.0);
    assert_eq!(figures["together"][1]["blogs"], "all but clocks");
    let blogs: Vec<&str> =
        figures["blogs"].as_array().unwrap().iter().map(|blog| blog["blog"].as_str().unwrap()).collect();
    assert_eq!(blogs, SUBJECTS);
}

#[test]
fn a_model_that_was_trained_judges() {
    let school = School::new("qwelzo");
    let (code, _, stderr) = school.run("train knots.ndjson bread.ndjson -o model.toml --about Outlets");
    assert!(code == 0 && stderr.contains("16 spam and 17 honest comments in 2 dumps"), "{stderr}");
    assert!(fs::read_to_string(school.path("model.toml")).unwrap().contains("# Outlets\n"));
    let (_, decisions, _) =
        school.run("triage clocks.ndjson --model model.toml --spam-threshold 0.5 --format ndjson -q");
    let decisions = decisions.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let spam = decisions
        .filter(|decision| decision["verdict"] == "spam")
        .map(|decision| decision["id"].as_str().unwrap().to_owned());
    assert_eq!(spam.collect::<Vec<String>>(), ["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"]);
}

/// A template with choices is known in every spelling of them, also if it was never seen on the labelled blogs, except for
/// the words of an honest comment.
#[test]
fn a_listed_template_is_known() {
    let school = School::new("qwelzo");
    let template =
        "Your {gate|door|fence} hinges will {hold|last} {a|one} hundred winters with our walnut polish";
    let honest = "My knots were never so good as with the tip of person 1 above.";
    let listed = format!("{template}\n\n{}\n", serde_json::json!({"text": honest, "lang": "en"}));
    fs::write(school.path("templates.txt"), listed).unwrap();
    let train = "train knots.ndjson bread.ndjson -o model.toml --templates templates.txt";
    assert_eq!(school.run(train).0, 0);
    let said =
        line("t", "Ann", "", "Your door hinges will last one hundred winters with our walnut polish!", "")
            + &line("h", "Bob", "", honest, "")
            + &line("o", "Cid", "", "Polish your walnut door, and its hinges will last.", "");
    fs::write(school.path("said.ndjson"), said).unwrap();
    // The labelled comments have no template, so that its weight is 0: any weight shows the signal.
    let model = fs::read_to_string(school.path("model.toml")).unwrap();
    let weighed = model.replace("known-template = 0.0", "known-template = 3.0");
    assert_ne!(model, weighed);
    fs::write(school.path("model.toml"), weighed).unwrap();
    let (_, decisions, _) = school.run("triage said.ndjson --model model.toml --format ndjson -q");
    let decisions: Vec<&str> = decisions.lines().collect();
    let quoted = "“your door hinges will last one hundred winters with our walnut polish”";
    assert!(decisions[0].contains("known-template") && decisions[0].contains(quoted), "{}", decisions[0]);
    assert!(decisions[1..].iter().all(|decision| !decision.contains("known-template")), "{decisions:?}");
}

#[test]
fn a_list_of_templates_that_cannot_be_read_is_an_error() {
    let school = School::new("qwelzo");
    fs::write(school.path("templates.txt"), "Nice post\n{\"txt\":\"Nice blog\"}\n").unwrap();
    school.refuses("train knots.ndjson -o model.toml --templates templates.txt", "templates.txt, line 2");
    school.refuses("train knots.ndjson -o model.toml --templates absent.txt", "absent.txt");
    assert!(!school.path("model.toml").exists());
}

/// Who speaks alone leaves nothing in a model: the same dumps with another name and host give the same bytes.
#[test]
fn a_model_knows_nobody() {
    let model = |loner: &str| {
        let school = School::new(loner);
        assert_eq!(school.run("train knots.ndjson bread.ndjson clocks.ndjson -o model.toml").0, 0);
        fs::read(school.path("model.toml")).unwrap()
    };
    assert_eq!(model("qwelzo"), model("vwulko"));
}

#[test]
fn labels_may_lie_in_files_of_their_own() {
    let school = School::new("qwelzo");
    fs::create_dir(school.path("labels")).unwrap();
    fs::write(school.path("labels/bread.labels.tsv"), "id\tlabel\ns0\tspam\ns1\tunsure\n").unwrap();
    let figures = school.figures("bread.ndjson --labels labels --mistakes 3");
    assert_eq!(figures["blogs"][0]["labels"], "file");
    assert_eq!(figures["blogs"][0]["figures"]["spam"], 1);
    assert_eq!(figures["blogs"][0]["figures"]["honest"], 14, "the unsure one counts for nothing");
    let mistakes = figures["mistakes"].as_array().unwrap();
    assert_eq!(mistakes.len(), 3 + 1);
    assert!(mistakes[0]["says"].as_str().unwrap().starts_with("Cheapest outlet"), "{mistakes:?}");
    fs::write(school.path("labels/bread.labels.tsv"), "id\tlabel\ns0\tspan\n").unwrap();
    school.refuses("evaluate bread.ndjson --labels labels", "line 2");
}

#[test]
fn an_ablation_names_every_signal() {
    let school = School::new("qwelzo");
    let figures = school.figures("knots.ndjson bread.ndjson clocks.ndjson --cross-validate --ablate");
    assert_eq!(figures["ablation"].as_array().unwrap().len(), threadsift::internals::signals::SIGNALS.len());
    assert_eq!(
        figures["calibration"]
            .as_array()
            .unwrap()
            .iter()
            .map(|bin| bin["comments"].as_u64().unwrap())
            .sum::<u64>(),
        49
    );
}

#[test]
fn what_cannot_be_learned_is_refused_with_advice() {
    let school = School::new("qwelzo");
    school.refuses("evaluate knots.ndjson --cross-validate", "name two or more");
    school.refuses("evaluate knots.ndjson bread.ndjson --ablate", "add --cross-validate");
    fs::write(school.path("honest.ndjson"), line("1", "Ann", "", "It slips.", "ham")).unwrap();
    school.refuses("train honest.ndjson -o model.toml", "--columns label=NAME");
    assert!(!school.path("model.toml").exists());
    school.refuses("train knots.ndjson -o knots.ndjson", "never overwritten");
}
