//! Arguments and commands; the only code that prints. Data goes to standard output or `-o`, everything else to
//! standard error.

mod arguments;
mod commands;
mod explain;
mod formats;
mod judging;
mod learning;
mod summary;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use crate::error::{ErrorKind, Result};
use arguments::{Arguments, Command};

/// Done, but part of the input was damaged.
const SALVAGED: u8 = 3;

/// Runs the command that the arguments name. Exit codes: 0 done, 1 failed, 2 usage, 3 done but part of the input was
/// damaged.
pub fn main() -> ExitCode {
    match dispatch(Arguments::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(SALVAGED),
        // A reader that has seen enough, such as `head`, is no failure.
        Err(error) if is_closed_pipe(error.kind()) => ExitCode::SUCCESS,
        Err(error) => {
            let usage = matches!(error.kind(), ErrorKind::Settings(_));
            // Nothing can be done when even standard error is gone.
            let _ =
                writeln!(std::io::stderr(), "threadsift: {}", crate::write::for_terminal(&error.to_string()));
            ExitCode::from(if usage { 2 } else { 1 })
        }
    }
}

/// Runs a command; gives the number of damages in the input.
fn dispatch(arguments: Arguments) -> Result<usize> {
    match arguments.command {
        Command::Clean(clean) => commands::clean(clean),
        Command::Triage(triage) => commands::triage(triage),
        Command::Count(count) => commands::count(count),
        Command::Explain(explain) => explain::explain(explain),
        Command::Convert(convert) => commands::convert(convert),
        Command::Formats(formats) => formats::formats(formats),
        Command::Train(train) => learning::train(train),
        Command::Evaluate(evaluate) => learning::evaluate(evaluate),
        Command::Completions { shell } => commands::completions(shell),
        Command::Man => commands::man(),
    }
}

fn is_closed_pipe(kind: &ErrorKind) -> bool {
    matches!(kind, ErrorKind::Write { source, .. } if source.kind() == std::io::ErrorKind::BrokenPipe)
}
