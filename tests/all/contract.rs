//! What every entry of a registry promises: signals, formats, outputs.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use threadsift::internals::blocklist::Blocklist;
use threadsift::internals::comment::{Record, Status};
use threadsift::internals::config::Config;
use threadsift::internals::model::Model;
use threadsift::internals::pipeline::{self, Judgement};
use threadsift::internals::read::{Columns, FORMATS, Format, HEAD_BYTES, Input, Provides};
use threadsift::internals::signals::{Group, Prior, SIGNALS, Sign};
use threadsift::internals::text;
use threadsift::internals::verdict::Verdict;
use threadsift::internals::write::{OUTPUTS, Results, Style};

use crate::shared::inputs::{open, records};
use crate::shared::snapshot;

/// No entry of a registry has a trouble.
#[track_caller]
fn check<T>(registry: &[T], name: impl Fn(&T) -> &str, trouble: impl Fn(&T) -> Option<String>) {
    let troubles: Vec<String> = registry
        .iter()
        .filter_map(|entry| trouble(entry).map(|trouble| format!("{}: {trouble}", name(entry))))
        .collect();
    assert!(troubles.is_empty(), "\n{}", troubles.join("\n"));
}

#[test]
fn signals_have_names_of_their_own() {
    let names: HashSet<&str> = SIGNALS.iter().map(|signal| signal.name).collect();
    assert_eq!(names.len(), SIGNALS.len(), "two signals have one name");
    check(
        SIGNALS,
        |signal| signal.name,
        |signal| {
            let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
            (!signal.name.split('-').all(is_word)).then(|| "the name is not in kebab-case".to_owned())
        },
    );
}

#[test]
fn every_signal_is_documented() {
    check(
        SIGNALS,
        |signal| signal.name,
        |signal| {
            let documentation = match signal.sign {
                Sign::Suspicion { explains_for, may_misfire_on } => vec![explains_for, may_misfire_on],
                Sign::Trust { explains_against, exploitable_by } => vec![explains_against, exploitable_by],
                Sign::Either { explains_for, explains_against, may_misfire_on } => {
                    vec![explains_for, explains_against, may_misfire_on]
                }
            };
            if documentation.iter().any(|text| text.trim().is_empty()) || signal.kinds.is_empty() {
                return Some("an explanation or its kinds are missing".to_owned());
            }
            let is_trust = matches!(signal.sign, Sign::Trust { .. });
            (signal.group == Group::Trust && !is_trust)
                .then(|| "its group is trust and its sign is not".to_owned())
        },
    );
}

#[test]
fn beliefs_have_the_sign_of_their_signal() {
    check(
        SIGNALS,
        |signal| signal.name,
        |signal| {
            let Prior::Belief(log_odds) = signal.prior else { return None };
            let (least, greatest) = signal.sign.range();
            let is_allowed = least <= log_odds && log_odds <= greatest;
            (!is_allowed).then(|| format!("a prior of {log_odds} contradicts {:?}", signal.sign))
        },
    );
}

#[test]
fn every_signal_has_a_file_of_its_name() {
    const OTHERS: &[&str] = &["mod.rs", "run.rs", "signal.rs"];
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/signals");
    let files =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<String> = files.filter(|file| !OTHERS.contains(&file.as_str())).collect();
    let mut names: Vec<String> =
        SIGNALS.iter().map(|signal| format!("{}.rs", signal.name.replace('-', "_"))).collect();
    files.sort();
    names.sort();
    assert_eq!(files, names);
}

#[test]
fn every_signal_finds_what_it_says_and_spares_the_honest_neighbour() {
    check(
        SIGNALS,
        |signal| signal.name,
        |signal| {
            let found = found_on_last(signal.fires_on);
            (!found.contains(&signal.name))
                .then(|| format!("it is silent where it should fire; there are {found:?}"))
        },
    );
    check(
        SIGNALS,
        |signal| signal.name,
        |signal| {
            found_on_any(signal.silent_on)
                .contains(&signal.name)
                .then(|| "it fires where it should be silent".to_owned())
        },
    );
}

#[test]
fn what_a_signal_saw_is_quoted() {
    check(
        SIGNALS,
        |signal| signal.name,
        |signal| {
            let judged = judge(signal.fires_on.as_bytes()).0;
            let findings = judged.findings(judged.decisions.indices().next_back().unwrap());
            let is_mute =
                findings.iter().any(|finding| finding.seen.trim().is_empty() || finding.seen.contains('\n'));
            is_mute.then(|| "a finding quotes nothing, or more than a line".to_owned())
        },
    );
}

/// Comments whose normalised text differs from what was written.
const OBFUSCATED: &str = r#"{"id":"1","author":"Cheap Kitchen Knives","url":"http://viagra-knives.example","body":"Great   Post! Kéep up the good work"}
{"id":"2","author":"Plumber LEEDS","url":"http://qwelso.example","body":"Order NOW, free-shipping! <a href='http://s.example'>Viagra Online</a>"}"#;

#[test]
fn quotations_of_name_and_text_are_literal() {
    // These quote fragments of the normalised text, the title of a post or ids.
    const OTHERS: &[&str] = &["text-like-spam", "name-like-spam", "host-like-spam", "talks-about-post"];
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let dumps = SIGNALS.iter().flat_map(|signal| [signal.fires_on, signal.silent_on]).chain([OBFUSCATED]);
    for dump in dumps {
        let written = spaced(&dump.replace("\\n", " "));
        let judgement = judge(dump.as_bytes()).0;
        for index in judgement.decisions.indices() {
            for finding in judgement.findings(index) {
                let quotations = finding.seen.split('“').skip(1).filter_map(|rest| rest.split('”').next());
                let invented: Vec<&str> = quotations
                    .filter(|quoted| !quoted.ends_with('…') && !written.contains(&spaced(quoted)))
                    .collect();
                assert!(
                    invented.is_empty() || OTHERS.contains(&finding.signal),
                    "{} quotes {invented:?}, which nobody wrote: {dump}",
                    finding.signal
                );
            }
        }
    }
}

#[test]
fn the_documentation_describes_every_signal() {
    let documented = std::fs::read_to_string("docs/signals.md").unwrap_or_default();
    let generated = signals_page();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write("docs/signals.md", &generated).unwrap();
    } else {
        assert!(
            documented == generated,
            "docs/signals.md is out of date: UPDATE_SNAPSHOTS=1 cargo test renews it"
        );
    }
}

/// The text of docs/signals.md.
fn signals_page() -> String {
    let model: toml::Table = include_str!("../../data/model.toml").parse().unwrap();
    let mut page = String::from(
        "# Signals\n\nGenerated from the code: `UPDATE_SNAPSHOTS=1 cargo test` renews this page.\n\n\
         A positive weight raises the spam probability of a comment, a negative one lowers it; weights are log-odds and\n\
         multiply the strength of a finding. A fit draws each weight towards its prior. Weights of the kind *fixed* are not\n\
         fitted, because the strength is in log-odds already.\n",
    );
    for signal in SIGNALS {
        let file = format!("src/signals/{}.rs", signal.name.replace('-', "_"));
        let source = std::fs::read_to_string(file).unwrap();
        let head = source.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
        let kinds: Vec<&str> = signal.kinds.iter().map(|kind| kind.name()).collect();
        let prior = match signal.prior {
            Prior::Zero => "0".to_owned(),
            Prior::Belief(log_odds) => format!("{log_odds:+.1}"),
            Prior::Fixed => "fixed".to_owned(),
        };
        let weight =
            model["weights"].get(signal.name).and_then(|weight| weight.as_float()).unwrap_or_default();
        writeln!(page, "\n## {}\n\n{}\n", signal.name, head.collect::<Vec<_>>().join("\n").trim()).unwrap();
        writeln!(page, "- Group: {}; kinds: {}", signal.group.name(), kinds.join(", ")).unwrap();
        writeln!(page, "- Weight: {weight:+.2}; prior: {prior}").unwrap();
        match signal.sign {
            Sign::Suspicion { explains_for, may_misfire_on } => {
                writeln!(page, "- For spam: {explains_for}\n- May misfire on: {may_misfire_on}").unwrap();
            }
            Sign::Trust { explains_against, exploitable_by } => {
                writeln!(page, "- Against spam: {explains_against}\n- Exploitable by: {exploitable_by}")
                    .unwrap();
            }
            Sign::Either { explains_for, explains_against, may_misfire_on } => {
                writeln!(page, "- For spam: {explains_for}\n- Against spam: {explains_against}").unwrap();
                writeln!(page, "- May misfire on: {may_misfire_on}").unwrap();
            }
        }
    }
    page
}

#[test]
fn every_signal_has_a_shipped_weight_of_its_sign() {
    Model::shipped().unwrap();
    let weights: toml::Table = include_str!("../../data/model.toml").parse().unwrap();
    check(
        SIGNALS,
        |signal| signal.name,
        |signal| {
            let Some(weight) = weights["weights"].get(signal.name) else {
                return Some("data/model.toml has no weight for it (0.00 switches it off)".to_owned());
            };
            let weight = weight.as_float().unwrap();
            let (least, greatest) = signal.sign.range();
            let is_allowed = least <= weight && weight <= greatest;
            (!is_allowed).then(|| format!("a weight of {weight} contradicts {:?}", signal.sign))
        },
    );
}

#[test]
fn every_format_knows_its_example() {
    check(
        FORMATS,
        |format| format.name,
        |format| {
            let taken_for = FORMATS.iter().find(|other| (other.sniff)(format.example.as_bytes()))?.name;
            (taken_for != format.name).then(|| format!("its example is taken for {taken_for}"))
        },
    );
    check(
        FORMATS,
        |format| format.name,
        |format| {
            let is_known = (format.sniff)(format.example.as_bytes()) && format.example.len() <= HEAD_BYTES;
            (!is_known).then(|| "it does not know its own example".to_owned())
        },
    );
}

#[test]
fn every_format_reads_its_example_again_and_again() {
    check(
        FORMATS,
        |format| format.name,
        |format| {
            let input = open(format.example.as_bytes());
            let (once, again) = (records(&input), records(&input));
            let mut trouble = String::new();
            let comments = once.iter().filter_map(|record| match record {
                Record::Comment(comment) => Some(comment),
                _ => None,
            });
            let comments: Vec<_> = comments.collect();
            let texts: Vec<String> = comments.iter().map(|comment| text::strip(&comment.body).text).collect();
            if texts.len() != 2 || texts[1].trim() != "Second thoughts & more." {
                write!(trouble, "the comments of its example are {texts:?}; ").unwrap();
            }
            let places: Vec<_> =
                comments.iter().flat_map(|comment| [comment.place.byte, comment.end]).collect();
            if !places.is_sorted() || places.iter().any(|byte| input.source().len() < *byte) {
                write!(trouble, "the comments lie at the bytes {places:?} of {}; ", input.source().len())
                    .unwrap();
            }
            if comments.iter().any(|comment| comment.id.is_empty() || comment.place.byte == comment.end) {
                trouble.push_str("a comment has no id or no bytes; ");
            }
            if once.iter().any(|record| matches!(record, Record::Damage(_))) {
                trouble.push_str("its example is damaged; ");
            }
            if once != again {
                trouble.push_str("reading twice gives other records; ");
            }
            (!trouble.is_empty()).then_some(trouble)
        },
    );
}

#[test]
fn every_format_provides_what_it_lists_and_nothing_else() {
    check(
        FORMATS,
        |format| format.name,
        |format| {
            let records = records(&open(format.example.as_bytes()));
            let is_provided = |detail: &Provides| records.iter().any(|record| provides(record, *detail));
            let provided: Vec<Provides> = Provides::ALL.into_iter().filter(is_provided).collect();
            (provided != format.provides)
                .then(|| format!("it lists {:?}, and its example provides {provided:?}", format.provides))
        },
    );
}

/// Returns true if the record has this detail.
fn provides(record: &Record, detail: Provides) -> bool {
    let comment = match record {
        Record::Post(post) => {
            let texts = [&post.title, &post.url, &post.body];
            return detail == Provides::Posts && texts.iter().any(|text| !text.is_empty());
        }
        Record::Comment(comment) => comment,
        _ => return false,
    };
    let author = &comment.author;
    let is_zero = |text: &str| matches!(text.trim(), "" | "0");
    match detail {
        Provides::Posts => false,
        Provides::Ids => !comment.has_made_up_id(),
        Provides::Parents => !is_zero(&comment.parent),
        Provides::Dates => comment.date.is_some(),
        Provides::Status => comment.status != Status::Unknown,
        Provides::Types => !comment.declared_type.is_empty(),
        Provides::Emails => !author.email.trim().is_empty(),
        Provides::Sites => !author.url.trim().is_empty(),
        Provides::Ips => !author.ip.trim().is_empty(),
        Provides::Agents => !author.agent.trim().is_empty(),
        Provides::Users => !is_zero(&author.user),
    }
}

#[test]
fn the_documentation_shows_what_every_format_provides() {
    const START: &str = "<!-- The lists of formats are written by `UPDATE_SNAPSHOTS=1 cargo test`. -->\n";
    const END: &str = "\n<!-- End of what is written by tests. -->";
    let documented = std::fs::read_to_string("docs/formats.md").unwrap();
    let row = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
    let names = Provides::ALL.map(Provides::name);
    let mut table = row(&[&["format"], &names[..]].concat());
    table.push_str(&row(&[&["---"], &[":-:"; Provides::ALL.len()][..]].concat()));
    let cells = |format: &Format| {
        Provides::ALL.map(|detail| if format.provides.contains(&detail) { "✓" } else { "" })
    };
    for format in FORMATS {
        table.push_str(&row(&[&[&*format!("`{}`", format.name)], &cells(format)[..]].concat()));
    }
    let mut generated = row(&["format", "dumps"]);
    generated.push_str(&row(&["---", "---"]));
    for format in FORMATS {
        generated.push_str(&row(&[&format!("`{}`", format.name), format.about]));
    }
    generated = format!("{START}\n{generated}\n{table}");
    let (before, rest) = documented.split_once(START).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    snapshot::check(Path::new("docs/formats.md"), &format!("{before}{generated}{END}{after}"));
}

/// Ids, names and texts that want to command terminals and spreadsheets; the second comment is a double.
const HOSTILE: &str = r#"{"id":"101","post":"1","author":"=HYPERLINK(\"http://evil.example\")","body":"\u001b[31mAll of this text is red \u202eand backwards\u0007, is it not?"}
{"id":"102","post":"1","author":"=HYPERLINK(\"http://evil.example\")","body":"\u001b[31mAll of this text is red \u202eand backwards\u0007, is it not?"}
{"id":"103","post":"@SUM(1)","author":"\u001b]0;owned\u0007","body":"+1+cmd|' /C calc'!A0"}
"#;

#[test]
fn every_output_names_every_comment() {
    check(
        OUTPUTS,
        |output| output.name,
        |output| {
            let (judged, written) = written(output.name, HOSTILE);
            let ids = judged.dump.comments.iter().zip(&judged.decisions).filter_map(|(facts, decision)| {
                let can_go = matches!(decision.verdict, Verdict::Spam | Verdict::Duplicate);
                let is_wanted = output.name != "ids" || can_go;
                (written.contains(facts.id()) != is_wanted).then_some(facts.id())
            });
            let ids: Vec<_> = ids.collect();
            (!ids.is_empty())
                .then(|| format!("comments are missing, or there for no reason: {ids:?}\n{written}"))
        },
    );
}

#[test]
fn no_output_commands_a_terminal() {
    check(
        OUTPUTS,
        |output| output.name,
        |output| {
            let (_, written) = written(output.name, HOSTILE);
            let is_hostile =
                |char: char| char != '\n' && (char.is_control() || matches!(char, '\u{202a}'..='\u{202e}'));
            let found: Vec<char> = written.chars().filter(|char| is_hostile(*char)).collect();
            (!found.is_empty()).then(|| format!("it writes {found:?}"))
        },
    );
}

#[test]
fn no_output_commands_a_spreadsheet() {
    let (_, written) = written("csv", HOSTILE);
    let mut table = csv::Reader::from_reader(written.as_bytes());
    let rows: Vec<csv::StringRecord> = table.records().map(|record| record.unwrap()).collect();
    assert_eq!(rows.len(), 3);
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
}

fn found_on_last(dump: &str) -> Vec<&'static str> {
    let judged = judge(dump.as_bytes()).0;
    judged
        .findings(judged.decisions.indices().next_back().unwrap())
        .iter()
        .map(|finding| finding.signal)
        .collect()
}

/// The signals that found something on any comment of a dump.
fn found_on_any(dump: &str) -> Vec<&'static str> {
    let judged = judge(dump.as_bytes()).0;
    judged
        .decisions
        .indices()
        .flat_map(|index| judged.findings(index))
        .map(|finding| finding.signal)
        .collect()
}

fn written(output: &str, dump: &str) -> (Judgement, String) {
    let (judged, inputs) = judge(dump.as_bytes());
    let columns = Columns::default();
    let results = Results { judged: &judged, inputs: &inputs, columns: &columns, style: Style::default() };
    let mut bytes = Vec::new();
    let output = OUTPUTS.iter().find(|known| known.name == output).unwrap();
    (output.write)(&results, &mut bytes).unwrap();
    (judged, String::from_utf8(bytes).unwrap())
}

fn judge(dump: &[u8]) -> (Judgement, Vec<Input>) {
    let inputs = vec![open(dump)];
    let blocklist = Arc::new(Blocklist::parse("list", b"pokie").unwrap());
    let config = Config { blocklist: Some(blocklist), ..Config::default() };
    let dump = pipeline::read(&inputs, &Columns::default(), &config, &model(), &mut |_| {}).unwrap();
    (pipeline::judge(dump, &model(), &config), inputs)
}

/// Every signal weighs something, so that every hit shows.
fn model() -> Model {
    let weights = SIGNALS.iter().map(|signal| if signal.group == Group::Trust { -1.0 } else { 1.0 });
    Model { weights: weights.collect(), ..Model::shipped().unwrap() }
}
