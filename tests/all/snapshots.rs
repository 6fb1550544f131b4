//! Everything that people read: help, messages, tables and explanations. `snapshots/README.md` says how to add one.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use assert_cmd::Command;

use crate::shared::snapshot;

snapshot::one_test_per_entry! { "snapshots", ".txt", check,
    apply
    clean
    clean_converted
    convert
    count
    errors_decisions
    errors_ids
    errors_inputs
    errors_labels
    errors_options
    errors_outputs
    errors_settings
    diff
    evaluate
    evaluate_ablation
    explain_copy_with_new_link
    explain_duplicate
    explain_not_judged
    explain_ping
    explain_spam
    explain_trust
    formats
    help
    help_apply
    help_clean
    help_completions
    help_convert
    help_count
    help_diff
    help_evaluate
    help_explain
    help_formats
    help_man
    help_report
    help_train
    help_triage
    notes
    scripts
    train
    triage_ids
    triage_sql_delete
    triage_table
    triage_wp_cli_delete
}

/// Runs the commands of a snapshot again, and compares what they print with what the snapshot holds.
#[track_caller]
fn check(path: &Path) {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(snapshot::path("../data/sample.wordpress.xml"), folder.path().join("sample.xml")).unwrap();
    copy(&snapshot::path("snapshots/inputs"), folder.path());
    let text = fs::read_to_string(path).unwrap();
    let commands = text.lines().filter_map(|line| line.strip_prefix("$ threadsift "));
    let printed: Vec<String> = commands.map(|command| run(command, folder.path())).collect();
    snapshot::check(path, &printed.join("\n"));
}

/// Runs a command: the command, standard output, standard error, and the exit code where it is not 0.
fn run(command: &str, folder: &Path) -> String {
    let mut tool = Command::new(env!("CARGO_BIN_EXE_threadsift"));
    tool.current_dir(folder).env_remove("COLUMNS").args(command.split_whitespace()).write_stdin("");
    let output = tool.output().unwrap();
    let mut printed = format!("$ threadsift {command}\n");
    for stream in [output.stdout, output.stderr] {
        // Tables are padded to their width. Editors remove that padding.
        String::from_utf8(stream).unwrap().lines().for_each(|line| {
            writeln!(printed, "{}", line.trim_end()).unwrap();
        });
    }
    match output.status.code().expect("no signal ended the run") {
        0 => printed,
        code => format!("{printed}(exit code {code})\n"),
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
