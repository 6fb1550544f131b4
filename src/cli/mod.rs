//! The command line: one file per command, and what the commands share. Only this module prints. Data goes to standard
//! output or `-o`, everything else to standard error.

mod apply;
mod arguments;
mod balance;
mod clean;
mod cleaning;
mod completions;
mod convert;
mod count;
mod diff;
mod evaluate;
mod explain;
mod formats;
mod html_report;
mod keep;
mod labelled_dumps;
mod manual;
mod output;
mod preparing;
mod process;
mod progress;
mod report;
mod seals;
mod session;
mod settings;
mod site_scripts;
mod summary;
mod threads;
mod train;
mod triage;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use crate::error::{ErrorKind, Result};
use arguments::{Arguments, Command};

/// Exit code of a run that is done, although part of the input was damaged.
const DAMAGED_INPUT: u8 = 3;

/// Runs the command that the process's arguments name. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but part of
/// the input was damaged.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    process::handle_signals();
    process::raise_file_limit();
    match run(arguments) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(DAMAGED_INPUT),
        // A consumer that has seen enough, such as `head`, is no failure.
        Err(error) if is_closed_pipe(error.kind()) => ExitCode::SUCCESS,
        Err(error) => {
            report::warn(&format!("{error}{}", option(error.kind())));
            if let ErrorKind::Decisions { troubles, .. } = error.kind() {
                report::line_troubles(troubles);
            }
            let is_usage_error = matches!(error.kind(), ErrorKind::Settings(_) | ErrorKind::Usage(_));
            ExitCode::from(if is_usage_error { 2 } else { 1 })
        }
    }
}

/// Runs a command; returns the number of damaged places in the input.
fn run(arguments: Arguments) -> Result<usize> {
    match arguments.command {
        Command::Clean(arguments) => clean::run(arguments),
        Command::Triage(arguments) => triage::run(arguments),
        Command::Apply(arguments) => apply::run(arguments),
        Command::Count(arguments) => count::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Report(arguments) => html_report::run(arguments),
        Command::Convert(arguments) => convert::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Formats(arguments) => formats::run(arguments),
        Command::Train(arguments) => train::run(arguments),
        Command::Evaluate(arguments) => evaluate::run(arguments),
        Command::Completions { shell } => completions::run(shell),
        Command::Man => manual::run(),
    }
}

/// The option for what an error of the library advises, in parentheses.
fn option(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::UnknownFormat { .. } | ErrorKind::NoRecords { .. } | ErrorKind::TooLarge { .. } => {
            " (--from FORMAT)".to_owned()
        }
        ErrorKind::NoBody { .. } => " (--columns body=NAME)".to_owned(),
        // Twice the limit, in whole GiB.
        ErrorKind::UnpackLimit { limit, .. } => format!(" (--unpack-limit {}G)", (limit >> 29) + 1),
        ErrorKind::Spool { .. } => " (environment variable TMPDIR)".to_owned(),
        _ => String::new(),
    }
}

fn is_closed_pipe(kind: &ErrorKind) -> bool {
    matches!(kind, ErrorKind::Write { path, source } if path == Path::new(output::STDOUT)
        && source.kind() == std::io::ErrorKind::BrokenPipe)
}
