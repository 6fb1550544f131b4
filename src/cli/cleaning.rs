//! What `clean` and `apply` write: the clean dump, the comments that are set aside, the decisions, and the summary.

use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::arguments::{CleanOutputs, Speech};
use super::balance::Balance;
use super::output::ReadFiles;
use super::progress::Step;
use super::report::{self, say, warn};
use super::session::Session;
use super::{output, preparing, summary};
use crate::error::{Error, ErrorKind, Result};
use crate::index::CommentIdx;
use crate::read::{FORMATS, Input, Seal};
use crate::write::{
    self, AtomicFile, Converted, Expected, Kept, OUTPUTS, Parents, Preparation, Selection, plural,
};

/// A decided dump and the outputs that are made of it.
pub struct Cleaning<'a> {
    /// The dump and the decisions about it.
    pub session: &'a Session,
    /// The outputs that the user named.
    pub outputs: &'a CleanOutputs,
    /// Returns true for each comment that the clean dump keeps.
    pub is_kept: &'a dyn Fn(CommentIdx) -> bool,
    /// The kinds and verdicts that the clean dump keeps, for the report.
    pub kept: &'a Kept,
    /// The seal of clean exports.
    pub seal: &'a Seal,
    /// Whether progress is shown.
    pub speech: &'a Speech,
    /// The files that no output may replace.
    pub read_files: &'a ReadFiles<'a>,
}

/// What the user should know about the outputs.
#[derive(Default)]
pub struct Written {
    /// What was lost where the dump had to be converted.
    pub conversions: Vec<Converted>,
    /// What was done to the clean export.
    pub remarks: Vec<String>,
}

impl Cleaning<'_> {
    /// Writes all outputs; they appear only when all of them could be written.
    ///
    /// # Errors
    /// An input can't be read again, an output can't be written, or two outputs are one file.
    pub fn write(&self) -> Result<Written> {
        let CleanOutputs { output, set_aside, decisions, report, .. } = self.outputs;
        let dumps = match output {
            Some(output) => self.output_dumps(output, "-o")?,
            None => Vec::new(),
        };
        let others = [decisions, set_aside, report].into_iter().flatten();
        output::refuse_same_path(others.chain(dumps.iter().map(|dump| &dump.path)))?;
        let step = Step::working(self.speech, "writing the clean dump".to_owned());
        let preparation = preparing::preparation(&self.outputs.preparing, &self.session.inputs)?;
        let mut files = Vec::new();
        if let Some(path) = decisions {
            files.push(write_decisions(self.session, path, self.read_files)?);
        }
        if let Some(path) = set_aside {
            files.extend(self.write_set_aside(path)?);
        }
        if let Some(path) = report {
            let mut file = self.read_files.create(path)?;
            write::report(&self.session.results(), self.kept, &mut file)
                .map_err(|error| error.with_output(path))?;
            files.push(file);
        }
        let mut written = Written::default();
        for dump in &dumps {
            let mut parts = self.write_clean(dump, &preparation, &mut written)?;
            if self.outputs.verify {
                self.verify(dump, &preparation, &mut parts)?;
                let n_files = plural(parts.len(), "file", "files");
                written.remarks.push(format!("{n_files} read back: every record is as it should be"));
            }
            files.extend(parts);
        }
        self.read_files.finish(files)?;
        drop(step);
        Ok(written)
    }

    /// Prints what was set aside, the counts, the balance, some remarks, and where the clean dump is.
    ///
    /// # Errors
    /// An input can't be read again.
    pub fn summarize(&self, written: &Written, remarks: &[String]) -> Result<()> {
        summary::overview(self.session, self.is_kept)?;
        summary::print(self.session, self.is_kept);
        if self.outputs.report.is_some() {
            report::large_report(self.session.judged.decisions.len());
        }
        remarks.iter().for_each(|remark| say(remark));
        match &self.outputs.output {
            // The remarks have the names of the parts.
            Some(_) if self.outputs.preparing.split_size.is_some() => {}
            Some(output) => say(&format!("The clean dump is {}.", output.display())),
            None => say("Nothing was written; name the clean dump with -o FILE."),
        }
        written.remarks.iter().for_each(|remark| say(remark));
        for converted in &written.conversions {
            say("It is a WordPress export, because the format of the input can only be read.");
            summary::converted(converted);
        }
        Ok(())
    }

    /// The dumps that are written: one input becomes one file; several become files of the same names in a folder.
    /// Inputs that are not WordPress exports become one export, or one each in a folder, where their names get the
    /// extension `.xml`.
    fn output_dumps(&self, output: &Path, option: &str) -> Result<Vec<OutputDump>> {
        let inputs = &self.session.inputs;
        if !output.is_dir() {
            if 1 < inputs.len() && inputs.iter().any(|input| write::is_copied(input, false)) {
                let n_inputs = inputs.len();
                let message = format!(
                    "{n_inputs} inputs become {n_inputs} files: {option} must name an existing folder, not {}",
                    output.display()
                );
                return Err(ErrorKind::Unwritable(message).into());
            }
            let is_copied = inputs.len() == 1 && write::is_copied(&inputs[0], false);
            return Ok(vec![OutputDump { path: output.to_owned(), inputs: 0..inputs.len(), is_copied }]);
        }
        let mut dumps = Vec::new();
        for (number, input) in inputs.iter().enumerate() {
            if input.path.is_none() {
                let message =
                    format!("{} has no name: name its file with {option}, not a folder", input.name);
                return Err(ErrorKind::Unwritable(message).into());
            }
            let is_copied = write::is_copied(input, true);
            // Posts in several folders may have one name.
            let folder = match input.copying() {
                Some(copying) if copying.only_in_folders => output.join(&input.folder),
                _ => output.to_owned(),
            };
            let failed = |source| ErrorKind::Write { path: folder.clone(), source };
            std::fs::create_dir_all(&folder).map_err(failed)?;
            let path = folder.join(&input.file_name);
            let path = if is_copied { path } else { path.with_extension("xml") };
            dumps.push(OutputDump { path, inputs: number..number + 1, is_copied });
        }
        // Checked for all before the first is written.
        dumps.iter().try_for_each(|dump| self.read_files.refuse(&dump.path))?;
        Ok(dumps)
    }

    /// Writes a clean dump, in parts if the user wants that.
    fn write_clean(
        &self,
        dump: &OutputDump,
        preparation: &Preparation,
        written: &mut Written,
    ) -> Result<Vec<AtomicFile>> {
        // Where nothing is removed from the dump, it would be judged the same again.
        let is_changed = self.session.judged.decisions.indices().any(|index| !(self.is_kept)(index));
        let seal = Some(self.seal).filter(|_| is_changed || !dump.is_copied);
        if preparation.is_empty() {
            let mut file = self.read_files.create(&dump.path)?;
            written.conversions.extend(self.write_dump(
                dump,
                self.is_kept,
                Parents::Mended,
                seal,
                &mut file,
            )?);
            return Ok(vec![file]);
        }
        let is_export = !dump.is_copied || write::is_copied(&self.session.inputs[dump.inputs.start], false);
        if !is_export {
            let message = "--split-size, --redact and --drop-meta need a WordPress export as output; \
                name a file with -o";
            return Err(ErrorKind::Usage(message.to_owned()).into());
        }
        let (files, remarks) =
            preparing::write_parts(preparation, &dump.path, seal, self.read_files, |to| {
                let converted = self.write_dump(dump, self.is_kept, Parents::Mended, None, to)?;
                written.conversions.extend(converted);
                Ok(())
            })?;
        written.remarks.extend(remarks);
        Ok(files)
    }

    /// Reads the parts of a clean dump back, and compares them with the inputs.
    fn verify(&self, dump: &OutputDump, preparation: &Preparation, parts: &mut [AtomicFile]) -> Result<()> {
        let name = dump.path.display().to_string();
        let selection =
            Selection { judged: &self.session.judged, is_kept: self.is_kept, parents: Parents::Mended };
        let compared = preparation.compared(dump.is_copied);
        let inputs = dump.numbered_inputs(self.session);
        let expected = Expected::read(&name, &selection, &inputs, &self.session.columns, compared)?;
        // A dump that is not copied becomes a WordPress export.
        let format = if dump.is_copied {
            Some(inputs[0].1.format)
        } else {
            FORMATS.iter().find(|format| format.name == "wxr")
        };
        let mut written = Vec::new();
        for part in parts {
            let path = part.path().to_owned();
            let failed = |source| ErrorKind::Write { path: path.clone(), source };
            let Some(file) = part.read_back().map_err(failed)? else {
                let message = format!("{} is no file that could be read back for --verify", path.display());
                return Err(ErrorKind::Unwritable(message).into());
            };
            written.push(Input::from_reader(&path.display().to_string(), file, format)?);
        }
        expected.check(&written)
    }

    /// Writes what a selection of comments leaves of a dump, and checks that nothing is missing.
    fn write_dump(
        &self,
        dump: &OutputDump,
        is_kept: &dyn Fn(CommentIdx) -> bool,
        parents: Parents,
        seal: Option<&Seal>,
        to: &mut dyn Write,
    ) -> Result<Option<Converted>> {
        let judged = &self.session.judged;
        let numbers = dump.inputs.start as u32..dump.inputs.end as u32;
        let inputs = dump.numbered_inputs(self.session);
        let mut read: Vec<CommentIdx> =
            judged.dump.occurrences_in(numbers).map(|occurrence| occurrence.comment).collect();
        let failed = |error: Error| error.with_output(&dump.path);
        let selection = Selection { judged, is_kept, parents };
        let (written, converted) = match inputs[..] {
            [(number, input)] if dump.is_copied => {
                let cleaned = write::clean(&selection, input, number, seal, to).map_err(failed)?;
                if 0 < cleaned.n_controls {
                    let controls = plural(cleaned.n_controls, "control character", "control characters");
                    let name = dump.path.display();
                    warn(&format!(
                        "{name}: {controls} left out, because XML forbids them and no parser reads past them"
                    ));
                }
                (Balance { n_kept: cleaned.n_kept, n_set_aside: cleaned.n_removed }, None)
            }
            _ => {
                let columns = &self.session.columns;
                let converted =
                    write::clean_converted(&selection, inputs, columns, seal, to).map_err(failed)?;
                // A comment that is in several inputs is written once.
                read.sort_unstable();
                read.dedup();
                let n_left_out = read.len().saturating_sub(converted.n_comments);
                (Balance { n_kept: converted.n_comments, n_set_aside: n_left_out }, Some(converted))
            }
        };
        let decided = Balance::from_decisions(read.iter().map(|comment| is_kept(*comment)));
        decided.check(&dump.path.display().to_string(), read.len(), written)?;
        Ok(converted)
    }

    /// Writes the comments that are set aside: as dumps like the clean one if the path is that of an export or a
    /// folder, else as NDJSON with their decisions.
    fn write_set_aside(&self, path: &Path) -> Result<Vec<AtomicFile>> {
        let is_export = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xml"));
        if !is_export && !path.is_dir() {
            return Ok(vec![self.write_set_aside_list(path)?]);
        }
        let is_set_aside = |index: CommentIdx| !(self.is_kept)(index);
        let mut files = Vec::new();
        for dump in self.output_dumps(path, "--set-aside")? {
            let mut file = self.read_files.create(&dump.path)?;
            self.write_dump(&dump, &is_set_aside, Parents::AsRead, None, &mut file)?;
            files.push(file);
        }
        Ok(files)
    }

    /// Writes the comments that are set aside as NDJSON, with their decisions.
    fn write_set_aside_list(&self, path: &Path) -> Result<AtomicFile> {
        let Cleaning { session, is_kept, read_files, .. } = self;
        let mut file = read_files.create(path)?;
        let n_set_aside = write::set_aside(&session.results(), &|index| !is_kept(index), &mut file)
            .map_err(|error| error.with_output(path))?;
        let n_read = session.judged.dump.comments.len();
        let decided = Balance::from_decisions(session.judged.decisions.indices().map(*is_kept));
        let written = Balance { n_kept: n_read.saturating_sub(n_set_aside), n_set_aside };
        decided.check(&path.display().to_string(), n_read, written)?;
        Ok(file)
    }
}

/// Writes the decisions: CSV if the file's name ends in `.csv`, else NDJSON.
pub fn write_decisions(session: &Session, path: &Path, read_files: &ReadFiles) -> Result<AtomicFile> {
    let format = if path.extension().is_some_and(|extension| extension == "csv") { "csv" } else { "ndjson" };
    let format = OUTPUTS.iter().find(|output| output.name == format).expect("both are in the list");
    let mut file = read_files.create(path)?;
    (format.write)(&session.results(), &mut file).map_err(|error| error.with_output(path))?;
    Ok(file)
}

/// A dump that is written, and the numbers of the inputs that it is made of.
struct OutputDump {
    path: PathBuf,
    inputs: Range<usize>,
    /// Whether the bytes of its only input are copied.
    is_copied: bool,
}

impl OutputDump {
    /// The inputs that it is made of, with their numbers.
    fn numbered_inputs<'a>(&self, session: &'a Session) -> Vec<(u32, &'a Input)> {
        (self.inputs.start as u32..).zip(&session.inputs[self.inputs.clone()]).collect()
    }
}
