//! `threadsift report`: an HTML document in which a person looks through the decisions and changes them.

use std::io::IsTerminal;

use super::arguments::Report;
use super::keep::Keep;
use super::output::ReadFiles;
use super::progress::Step;
use super::report::{self, say};
use super::session::Session;
use super::summary;
use crate::error::{ErrorKind, Result};
use crate::write;

/// Judges a dump and writes the report.
pub fn run(arguments: Report) -> Result<usize> {
    if arguments.output.is_none() && std::io::stdout().is_terminal() {
        let message = "the report is for a browser; name its file, as in -o report.html";
        return Err(ErrorKind::Usage(message.to_owned()).into());
    }
    let session = Session::open(&arguments.inputs, &arguments.judging)?;
    let keep = Keep::default();
    let step = Step::writing(&arguments.judging.speech, arguments.output.as_deref(), "the report");
    ReadFiles::of_judging(&session.inputs, &arguments.judging)
        .write_to(arguments.output.as_deref(), |to| {
            write::report(&session.results(), &keep.kept(false), to)
        })?;
    drop(step);
    if !arguments.judging.speech.quiet {
        report::large_report(session.judged.decisions.len());
        summary::print(&session, &|index| keep.keeps(&session.judged.decisions[index]));
        if let Some(output) = &arguments.output {
            say(&format!("The report is {}; open it in a browser.", output.display()));
        }
    }
    Ok(session.judged.dump.damages.len())
}
