//! `threadsift triage`: one decision per comment.

use std::io::IsTerminal;

use super::arguments::Triage;
use super::keep::Keep;
use super::output::ReadFiles;
use super::progress::Step;
use super::session::Session;
use super::site_scripts::SiteScripts;
use super::{site_scripts, summary};
use crate::error::Result;
use crate::write::{OUTPUTS, SiteScript};

/// Judges a dump and writes its decisions.
pub fn run(arguments: Triage) -> Result<usize> {
    if let Some(script) = site_scripts::find(arguments.format.as_deref()) {
        return write_script(&arguments, script);
    }
    site_scripts::refuse_options(&arguments.acting)?;
    let session = Session::open(&arguments.inputs, &arguments.judging)?;
    let to_terminal = arguments.output.is_none() && std::io::stdout().is_terminal();
    let default = if to_terminal { "table" } else { "ndjson" };
    let format = arguments.format.as_deref().unwrap_or(default);
    let format = OUTPUTS.iter().find(|output| output.name == format).expect("clap checks the name");
    let step = Step::writing(&arguments.judging.speech, arguments.output.as_deref(), "the decisions");
    ReadFiles::of_judging(&session.inputs, &arguments.judging)
        .write_to(arguments.output.as_deref(), |to| (format.write)(&session.results(), to))?;
    drop(step);
    if !arguments.judging.speech.quiet {
        let keep = Keep::default();
        summary::print(&session, &|index| keep.keeps(&session.judged.decisions[index]));
    }
    Ok(session.judged.dump.damages.len())
}

/// Judges a dump and writes a script that carries out the decisions on the site.
fn write_script(arguments: &Triage, script: &SiteScript) -> Result<usize> {
    let Triage { inputs, output, acting, judging, .. } = arguments;
    SiteScripts::check(acting, output.as_deref(), judging.ignore_status)?;
    let session = Session::open(inputs, judging)?;
    let read_files = ReadFiles::of_judging(&session.inputs, judging);
    let scripts = SiteScripts {
        session: &session,
        acting,
        output: output.as_deref(),
        is_wanted: &|_| false,
        read_files: &read_files,
    };
    let n_left_out = scripts.write(script, judging.speech.quiet)?;
    Ok(session.judged.dump.damages.len() + n_left_out)
}
