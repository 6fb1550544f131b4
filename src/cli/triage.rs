//! `threadsift triage`: one decision per comment.

use std::io::IsTerminal;

use super::arguments::Triage;
use super::keep::Keep;
use super::output::ReadFiles;
use super::session::Session;
use super::summary;
use crate::error::Result;
use crate::write::OUTPUTS;

/// Judges a dump and writes its decisions.
pub fn run(arguments: Triage) -> Result<usize> {
    let session = Session::open(&arguments.inputs, &arguments.judging)?;
    let to_terminal = arguments.output.is_none() && std::io::stdout().is_terminal();
    let default = if to_terminal { "table" } else { "ndjson" };
    let format = arguments.format.as_deref().unwrap_or(default);
    let format = OUTPUTS.iter().find(|output| output.name == format).expect("clap checks the name");
    ReadFiles::of_judging(&session.inputs, &arguments.judging)
        .write_to(arguments.output.as_deref(), |to| (format.write)(&session.results(), to))?;
    if !arguments.judging.speech.quiet {
        let keep = Keep::default();
        summary::print(&session, &|index| keep.keeps(&session.judged.decisions[index]));
    }
    Ok(session.judged.dump.damages.len())
}
