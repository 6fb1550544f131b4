//! Case folders: whole runs of the tool, files in and out. `cases/README.md` says how to add one.

use std::collections::HashMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

use crate::shared::snapshot;

const DEFAULT_COMMAND: &str = "triage INPUT --format ndjson";

/// What one run of a case left behind.
struct Run {
    code: i32,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    output: PathBuf,
    decisions: PathBuf,
    writes_decisions: bool,
    _folder: tempfile::TempDir,
}

snapshot::one_test_per_entry! { "cases", "", check,
    a_page_with_and_without_its_slash
    a_person_calls_a_comment_spam
    a_person_keeps_the_other_copy
    a_ping_is_its_source_page
    bare_ampersand_and_tags_outside_cdata
    blocklist_spares_what_honest_people_say
    blocklist_without_entries
    bundled_sample
    cdata_closed_early
    commentluv_trailers_differ
    csv_with_odd_column_names
    decisions_that_cannot_be_meant
    distinct_statements_of_one_person
    double_post_url_variants
    doubled_reply_to_its_own_copy
    doubled_reply_under_doubled_parent
    giveaway_entries_of_many_people
    html_entity_double_encoded
    isso_database_with_a_double_post
    misread_text_is_explained
    nul_bytes
    offers_without_a_link
    one_answer_to_several_people
    one_article_imported_twice
    one_page_under_two_addresses
    one_record_twice_in_one_file
    order_notes_are_untouched
    ping_of_a_moved_blog
    pingback_without_type
    posts_with_names_are_one_when_converted
    quotation_is_no_copy
    remark42_backup_with_a_deleted_parent
    replayed_comment_under_new_link
    reply_under_duplicate_goes_to_kept_copy
    reply_under_removed_spam_goes_to_grandparent
    short_courtesies_stay
    short_remark_in_the_words_of_a_long_comment
    spam_trackbacks
    staticman_folder_of_single_comments
    strangers_on_one_host
    texts_that_an_import_read_wrongly
    the_approved_copy_stays
    the_comment_that_wordpress_installs
    time_zone_reimport
    topsy_and_rt
    truncated_file
    truncated_resubmission
    truncated_under_another_name
    undated_courtesies
    undeclared_prefix
    white_space_around_fields
}

/// The case ends as its folder says.
fn check(case: &Path) {
    // The bundled sample has tests of its own.
    if case.join("labels.tsv").exists() {
        return;
    }
    let troubles = troubles(case);
    assert!(troubles.is_empty(), "\n{troubles}");
}

/// The seal of a cleaned export, which depends on the model.
fn seal(output: &[u8]) -> &[u8] {
    let text = str::from_utf8(output).unwrap_or_default();
    text.rfind("<!-- cleaned by threadsift; ").map_or(b"", |start| &output[start..])
}

/// Runs a case and compares everything that its folder expects; gives what is different, or nothing.
fn troubles(case: &Path) -> String {
    let run = run(case);
    let expected = |name: &str| fs::read(case.join(name)).ok();
    let text = |name: &str| expected(name).map(|bytes| String::from_utf8(bytes).unwrap());
    // A file without a line would agree with everything.
    let says_something = |name: &str| text(name).is_some_and(|text| !text.trim().is_empty());
    let mut troubles = String::new();
    let code = text("code").map_or(0, |code| code.trim().parse().unwrap());
    if code != run.code {
        writeln!(troubles, "the exit code is {}, not {code}", run.code).unwrap();
    }
    for (name, bytes) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        let found = String::from_utf8_lossy(bytes);
        let wanted = text(name).unwrap_or_default();
        for line in wanted.lines().filter(|line| !found.contains(*line)) {
            writeln!(troubles, "{name} does not say {line:?}, it says\n{found}").unwrap();
        }
    }
    if let Some(wanted) = text("decisions.tsv") {
        let bytes =
            if run.writes_decisions { fs::read(&run.decisions).unwrap_or_default() } else { run.stdout };
        troubles.push_str(&compare_decisions(&wanted, &String::from_utf8(bytes).unwrap()));
    }
    if let Some(wanted) = expected("output") {
        let mut found = fs::read(&run.output).unwrap_or_default();
        found.truncate(found.len() - seal(&found).len());
        if snapshot::is_update() {
            fs::write(case.join("output"), &found).unwrap();
            return troubles;
        }
        troubles.push_str(&compare_bytes(&wanted, &found));
    }
    let expects = ["decisions.tsv", "stdout", "stderr"].iter().any(|name| says_something(name));
    if !expects && expected("output").is_none() {
        troubles.push_str("the folder expects nothing: add decisions.tsv, output, stdout or stderr\n");
    }
    if !troubles.is_empty() {
        let error = String::from_utf8_lossy(&run.stderr);
        troubles = format!("== {}\n{troubles}-- standard error\n{error}", case.display());
    }
    troubles
}

fn run(case: &Path) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let (output, decisions) = (folder.path().join("output"), folder.path().join("decisions.ndjson"));
    let mut inputs: Vec<PathBuf> = files_of(case)
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("input."))
        .collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "{} has no file input.*", case.display());
    let command = fs::read_to_string(case.join("command")).unwrap_or(DEFAULT_COMMAND.to_owned());
    let mut tool = Command::new(env!("CARGO_BIN_EXE_threadsift"));
    tool.current_dir(case);
    for word in command.split_whitespace() {
        match word {
            "INPUT" => tool.args(inputs.iter().map(|path| path.file_name().unwrap())),
            "OUTPUT" => tool.arg(&output),
            word => tool.arg(word),
        };
    }
    let writes_decisions = ["clean", "apply"].iter().any(|word| command.trim_start().starts_with(word));
    if writes_decisions {
        tool.arg("--decisions").arg(&decisions);
    }
    let result = tool.output().unwrap();
    let code = result.status.code().expect("no signal ended the run");
    let (stdout, stderr) = (result.stdout, result.stderr);
    Run { code, stdout, stderr, output, decisions, writes_decisions, _folder: folder }
}

/// Line by line: the columns that the expected table names, in the order of the dump.
fn compare_decisions(wanted: &str, found: &str) -> String {
    let mut wanted = wanted.lines();
    let names: Vec<&str> = wanted.next().unwrap_or_default().split('\t').collect();
    let wanted: Vec<Vec<&str>> = wanted.map(|line| line.split('\t').collect()).collect();
    let found: Vec<HashMap<String, Value>> =
        found.lines().map(|line| serde_json::from_str(line).expect("a decision is JSON")).collect();
    let mut troubles = String::new();
    if wanted.len() != found.len() {
        writeln!(troubles, "there are {} decisions, not {}", found.len(), wanted.len()).unwrap();
    }
    for (wanted, found) in wanted.iter().zip(&found) {
        let cells: Vec<&str> = names.iter().map(|name| found[*name].as_str().unwrap_or_default()).collect();
        let fits = |(index, cell): (usize, &&str)| {
            wanted.get(index).copied().unwrap_or_default().split('|').any(|verdict| verdict == *cell)
        };
        if !cells.iter().enumerate().all(fits) {
            writeln!(troubles, "decided  {}\nexpected {}", cells.join("\t"), wanted.join("\t")).unwrap();
        }
    }
    troubles
}

/// The first line that differs.
fn compare_bytes(wanted: &[u8], found: &[u8]) -> String {
    if wanted == found {
        return String::new();
    }
    let lines =
        |bytes: &[u8]| String::from_utf8_lossy(bytes).split('\n').map(str::to_owned).collect::<Vec<_>>();
    let (wanted, found) = (lines(wanted), lines(found));
    let same = wanted.iter().zip(&found).take_while(|(one, other)| one == other).count();
    let line = |lines: &[String]| lines.get(same).cloned().unwrap_or("(the end)".to_owned());
    format!(
        "the output differs in line {}\nwritten  {:?}\nexpected {:?}\n",
        same + 1,
        line(&found),
        line(&wanted)
    )
}

fn files_of(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())
}
