//! `threadsift convert`: the same comments in another format.

use std::io::IsTerminal;

use super::arguments::Convert;
use super::output::ReadFiles;
use super::progress::Step;
use super::{report, session, summary};
use crate::error::{ErrorKind, Result};
use crate::write::{Conversion, Converted, TARGETS};

/// Writes all comments of the inputs in the format that the arguments name.
pub fn run(arguments: Convert) -> Result<usize> {
    let (inputs, columns) = session::open_inputs(&arguments.inputs, &arguments.reading, &arguments.speech)?;
    let target = TARGETS.iter().find(|target| target.name == arguments.to).expect("clap checks the name");
    if arguments.output.is_none() && std::io::stdout().is_terminal() {
        let message = "comments are written unchanged, and control characters in them could take over this terminal; \
            name a file with -o FILE, or pipe the output to a program";
        return Err(ErrorKind::Usage(message.to_owned()).into());
    }
    let step = Step::writing(&arguments.speech, arguments.output.as_deref(), "the comments");
    let mut converted = Converted::default();
    ReadFiles::of_inputs(&inputs).write_to(arguments.output.as_deref(), |to| {
        converted = (target.write)(&Conversion::everything(&inputs, &columns), to)?;
        Ok(())
    })?;
    drop(step);
    report::damages(&converted.damages, &inputs);
    if !arguments.speech.quiet {
        report::notes(&converted.notes, &inputs);
        summary::converted(&converted);
    }
    Ok(converted.damages.len())
}
