//! Outputs of commands: standard output, or files that appear whole or not at all and never replace what the run reads.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::arguments::{Judging, Learning};
use crate::error::{Error, ErrorKind, Result};
use crate::read::{Input, Labels};
use crate::write::{AtomicFile, Destination};

/// What errors call standard output.
pub const STDOUT: &str = "standard output";

/// The files that a run reads. No output may replace them, and they may not change while outputs are written.
pub struct ReadFiles<'a> {
    inputs: Vec<&'a Input>,
    others: Vec<PathBuf>,
    /// The places of all of them, without links, found when first needed.
    places: OnceCell<HashSet<PathBuf>>,
}

impl<'a> ReadFiles<'a> {
    /// The inputs of a run.
    pub fn of_inputs(inputs: &'a [Input]) -> ReadFiles<'a> {
        ReadFiles { inputs: inputs.iter().collect(), others: Vec::new(), places: OnceCell::new() }
    }

    /// The inputs of a run, its settings, model and blocklist.
    pub fn of_judging(inputs: &'a [Input], judging: &Judging) -> ReadFiles<'a> {
        let named = [&judging.config, &judging.model, &judging.blocklist];
        ReadFiles { others: named.into_iter().flatten().cloned().collect(), ..ReadFiles::of_inputs(inputs) }
    }

    /// The same with further inputs.
    pub fn and(mut self, inputs: &'a [Input]) -> ReadFiles<'a> {
        self.inputs.extend(inputs);
        self
    }

    /// The same with another file.
    pub fn with(mut self, path: &Path) -> ReadFiles<'a> {
        self.others.push(path.to_owned());
        self
    }

    /// The same with the files of labels and templates.
    pub fn with_labels(mut self, learning: &Learning) -> ReadFiles<'a> {
        self.others.extend(learning.labels.iter().flat_map(|path| Labels::files(path)));
        self.others.extend(learning.templates.clone());
        self
    }

    /// Creates an output file, which appears in its place when it is finished.
    pub fn create(&self, path: &Path) -> Result<AtomicFile> {
        self.refuse(path)?;
        AtomicFile::create(path)
    }

    /// Writes to a file, or to standard output where none is named.
    pub fn write_to(
        &self,
        path: Option<&Path>,
        write: impl FnOnce(&mut dyn Write) -> Result<()>,
    ) -> Result<()> {
        let Some(path) = path else {
            let mut stdout = BufWriter::new(io::stdout().lock());
            write(&mut stdout).map_err(|error| error.with_output(Path::new(STDOUT)))?;
            stdout.flush().map_err(stdout_failed)?;
            return self.check_unchanged();
        };
        let mut file = self.create(path)?;
        write(&mut file).map_err(|error| error.with_output(path))?;
        self.finish(vec![file])
    }

    /// Moves complete outputs to their paths, all or none of them. An input that was changed meanwhile is an error: the
    /// outputs may lack what it had.
    pub fn finish(&self, files: Vec<AtomicFile>) -> Result<()> {
        self.check_unchanged()?;
        AtomicFile::finish_all(files)
    }

    fn check_unchanged(&self) -> Result<()> {
        self.inputs.iter().try_for_each(|input| {
            let failed = |source| ErrorKind::Read { name: input.name.clone(), source };
            Ok(input.source().check_unchanged().map_err(failed)?)
        })
    }

    /// Refuses an output that the run reads, whatever the name under which it is reached. A file that the shell
    /// redirects to standard input counts as an input.
    pub fn refuse(&self, output: &Path) -> Result<()> {
        let Ok(output_place) = output.canonicalize() else { return Ok(()) };
        // A terminal or another device may be both.
        if !output_place.is_file() {
            return Ok(());
        }
        let places = self.places.get_or_init(|| {
            let stdin = Path::new("/dev/stdin");
            let inputs = self.inputs.iter().flat_map(|input| input.paths());
            let from_stdin = self.inputs.iter().any(|input| input.path.is_none()).then_some(stdin);
            let paths = inputs.chain(from_stdin).chain(self.others.iter().map(PathBuf::as_path));
            paths.filter_map(|path| path.canonicalize().ok()).collect()
        });
        if places.contains(&output_place) {
            return Err(ErrorKind::OutputIsInput { path: output.to_owned() }.into());
        }
        Ok(())
    }
}

/// Prints bytes on standard output.
pub fn print(bytes: &[u8]) -> Result<()> {
    ReadFiles::of_inputs(&[]).write_to(None, |stdout| stdout.write_all(bytes).map_err(stdout_failed))
}

/// The error of a failed write to standard output.
pub fn stdout_failed(source: io::Error) -> Error {
    ErrorKind::Write { path: PathBuf::from(STDOUT), source }.into()
}

/// Refuses two outputs that are one file, whatever their names: the second would replace the first.
pub fn refuse_same_path<'a>(outputs: impl Iterator<Item = &'a PathBuf>) -> Result<()> {
    let mut places = HashSet::new();
    for path in outputs {
        // What can't be found fails when it is created, with a message of its own.
        let Ok(Destination::File(place)) = Destination::find(path) else { continue };
        if !places.insert(place) {
            return Err(ErrorKind::OutputTwice { path: path.clone() }.into());
        }
    }
    Ok(())
}
