//! `threadsift train`: fits a model to labelled comments.

use super::arguments::Train;
use super::labelled_dumps::{HOW_TO_LABEL, LabelledDumps};
use super::output::ReadFiles;
use super::report::say;
use crate::error::{ErrorKind, Result};
use crate::learn;
use crate::read::Input;
use crate::write::plural;

/// Fits a model and writes it.
pub fn run(arguments: Train) -> Result<usize> {
    let dumps = LabelledDumps::open(&arguments.inputs, &[], &arguments.learning, &arguments.judging)?;
    let learned = learn::train(&dumps.blogs, &dumps.templates);
    let examples = format!(
        "{} spam and {}",
        learned.n_spam,
        plural(learned.n_honest, "honest comment", "honest comments")
    );
    if learned.n_spam == 0 || learned.n_honest == 0 {
        let message = format!("a model can't be fitted to {examples}: both are needed; {HOW_TO_LABEL}");
        return Err(ErrorKind::Usage(message).into());
    }
    let inputs: Vec<Input> = dumps.inputs.into_iter().flatten().collect();
    let read_files = ReadFiles::of_judging(&inputs, &arguments.judging).with_labels(&arguments.learning);
    read_files.write_to(Some(&arguments.output), |to| {
        let failed = |source| ErrorKind::Write { path: arguments.output.clone(), source };
        Ok(to.write_all(learned.model.to_toml(arguments.about.as_deref()).as_bytes()).map_err(failed)?)
    })?;
    if !arguments.judging.speech.quiet {
        say(&format!(
            "Learned from {examples} in {}; use the model with --model {}",
            plural(dumps.blogs.len(), "dump", "dumps"),
            arguments.output.display()
        ));
    }
    Ok(dumps.n_damages)
}
