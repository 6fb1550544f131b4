//! The commands, from arguments to outputs.

use std::io::IsTerminal;
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use clap_complete::Shell;

use super::arguments::{Arguments, Clean, Convert, Count, CountFormat, Triage};
use super::judging::{self, Session, write_to};
use super::summary;
use crate::error::{ErrorKind, Result};
use crate::kind::{KINDS, Kind};
use crate::read::Input;
use crate::verdict::{Decision, VERDICTS, Verdict};
use crate::write::{self, Conversion, Converted, Counts, OUTPUTS, TARGETS, Whole};

/// `threadsift clean`
pub fn clean(arguments: Clean) -> Result<usize> {
    let keep = Keep::parse(&arguments.keep)?;
    refuse_twice([&arguments.decisions, &arguments.set_aside, &arguments.output].into_iter().flatten())?;
    let session = Session::open(&arguments.inputs, &arguments.judging)?;
    let is_kept = |index: usize| keep.keeps(&session.judged.decisions[index]);
    let dumps = match &arguments.output {
        Some(output) => clean_dumps(&session, output)?,
        None => Vec::new(),
    };
    let others = [&arguments.decisions, &arguments.set_aside];
    refuse_twice(others.into_iter().flatten().chain(dumps.iter().map(|it| &it.path)))?;
    if let Some(path) = &arguments.decisions {
        let format = if path.extension().is_some_and(|it| it == "csv") { "csv" } else { "ndjson" };
        write_decisions(&session, format, Some(path))?;
    }
    if let Some(path) = &arguments.set_aside {
        write_to(Some(path), &session.inputs, |to| {
            write::set_aside(&session.results(), &|it| !is_kept(it), to)
        })?;
    }
    let conversions = write_clean(&session, &dumps, &is_kept)?;
    if !arguments.judging.speech.quiet {
        summary::overview(&session, &is_kept)?;
        summary::print(&session, &is_kept);
        match &arguments.output {
            Some(output) => summary::say(&format!("The clean dump is {}.", output.display())),
            None => summary::say("Nothing was written; name the clean dump with -o FILE."),
        }
        for converted in &conversions {
            summary::say("It is a WordPress export, for only those are written back as they were:");
            summary::converted(converted);
        }
    }
    Ok(session.judged.dump.damages.len())
}

/// `threadsift triage`
pub fn triage(arguments: Triage) -> Result<usize> {
    let session = Session::open(&arguments.inputs, &arguments.judging)?;
    let to_terminal = arguments.output.is_none() && std::io::stdout().is_terminal();
    let default = if to_terminal { "table" } else { "ndjson" };
    write_decisions(&session, arguments.format.as_deref().unwrap_or(default), arguments.output.as_deref())?;
    if !arguments.judging.speech.quiet {
        summary::print(&session, &|index| Keep::default().keeps(&session.judged.decisions[index]));
    }
    Ok(session.judged.dump.damages.len())
}

/// `threadsift count`
pub fn count(arguments: Count) -> Result<usize> {
    let session = Session::open(&arguments.inputs, &arguments.judging)?;
    let counts = Counts::new(&session.judged);
    write_to(arguments.output.as_deref(), &session.inputs, |to| match arguments.format {
        CountFormat::Table => counts.table(session.style, usize::MAX, to),
        CountFormat::Csv => counts.csv(to),
        CountFormat::Json => counts.json(to),
    })?;
    Ok(session.judged.dump.damages.len())
}

/// `threadsift convert`
pub fn convert(arguments: Convert) -> Result<usize> {
    let (inputs, columns) = judging::open(&arguments.inputs, &arguments.reading, &arguments.speech)?;
    let Some(target) = TARGETS.iter().find(|it| it.name == arguments.to) else { return Ok(0) };
    if arguments.output.is_none() && std::io::stdout().is_terminal() {
        let message = "comments are written as they are, and what is in them could command this terminal; \
            name a file with -o FILE, or a program behind a pipe";
        return Err(ErrorKind::Settings(message.to_owned()).into());
    }
    let mut converted = Converted::default();
    write_to(arguments.output.as_deref(), &inputs, |to| {
        converted = (target.write)(&Conversion::of_all(&inputs, &columns), to)?;
        Ok(())
    })?;
    judging::report_damage(&converted.damages, &inputs);
    if !arguments.speech.quiet {
        summary::converted(&converted);
    }
    Ok(converted.damages.len())
}

/// `threadsift completions`
pub fn completions(shell: Shell) -> Result<usize> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "threadsift", &mut script);
    print_bytes(&script)
}

/// `threadsift man`: the page of the tool, and behind it one for every command.
pub fn man() -> Result<usize> {
    let failed = |source| ErrorKind::Write { path: PathBuf::from("standard output"), source };
    let mut tool = Arguments::command().disable_help_subcommand(true);
    tool.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(tool.clone()).render(&mut page).map_err(failed)?;
    for command in tool.get_subcommands() {
        let name = format!("threadsift-{}", command.get_name());
        clap_mangen::Man::new(command.clone()).title(name).render(&mut page).map_err(failed)?;
    }
    print_bytes(&page)
}

fn print_bytes(bytes: &[u8]) -> Result<usize> {
    write_to(None, &[], |to| {
        let failed = |source| ErrorKind::Write { path: PathBuf::from("standard output"), source };
        Ok(to.write_all(bytes).map_err(failed)?)
    })?;
    Ok(0)
}

fn write_decisions(session: &Session, format: &str, output: Option<&Path>) -> Result<()> {
    let output_format = OUTPUTS.iter().find(|it| it.name == format);
    let Some(it) = output_format else { return Ok(()) };
    write_to(output, &session.inputs, |to| (it.write)(&session.results(), to))
}

/// A clean dump, and the numbers of the inputs that it is made of.
struct CleanDump {
    path: PathBuf,
    inputs: Range<usize>,
}

/// Where the clean dumps go: one input becomes one file; several become files of the same names in a folder. Inputs
/// that are no WordPress exports become one, and in a folder get the ending of one.
fn clean_dumps(session: &Session, output: &Path) -> Result<Vec<CleanDump>> {
    let inputs = &session.inputs;
    if !output.is_dir() {
        if 1 < inputs.len() && inputs.iter().any(write::is_copied) {
            let message = format!(
                "{} inputs become as many clean files: name an existing folder with -o, not {}",
                inputs.len(),
                output.display()
            );
            return Err(ErrorKind::Unwritable(message).into());
        }
        judging::refuse_input(output, inputs)?;
        return Ok(vec![CleanDump { path: output.to_owned(), inputs: 0..inputs.len() }]);
    }
    let mut dumps = Vec::new();
    for (number, input) in inputs.iter().enumerate() {
        if input.path.is_none() {
            let message = format!("{} has no name: name its clean file with -o, not a folder", input.name);
            return Err(ErrorKind::Unwritable(message).into());
        }
        let path = output.join(&input.file_name);
        let path = if write::is_copied(input) { path } else { path.with_extension("xml") };
        judging::refuse_input(&path, inputs)?;
        dumps.push(CleanDump { path, inputs: number..number + 1 });
    }
    Ok(dumps)
}

/// Writes the clean dumps; gives what was lost where one had to be converted.
fn write_clean(
    session: &Session,
    dumps: &[CleanDump],
    is_kept: &dyn Fn(usize) -> bool,
) -> Result<Vec<Converted>> {
    let mut files = Vec::new();
    let mut conversions = Vec::new();
    for dump in dumps {
        let mut file = Whole::create(&dump.path)?;
        let inputs = dump.inputs.clone().map(|it| (it as u32, &session.inputs[it]));
        let inputs: Vec<(u32, &Input)> = inputs.collect();
        match inputs[..] {
            [(number, input)] if write::is_copied(input) => {
                write::clean(&session.judged, input, number, is_kept, &mut file)?;
            }
            _ => {
                let (judged, columns) = (&session.judged, &session.columns);
                conversions.push(write::clean_converted(judged, inputs, columns, is_kept, &mut file)?);
            }
        }
        files.push(file);
    }
    // Only when every file could be written does the first one appear.
    files.into_iter().try_for_each(Whole::finish)?;
    Ok(conversions)
}

/// Of two outputs in one place, only the last would be left.
fn refuse_twice<'a>(outputs: impl Iterator<Item = &'a PathBuf>) -> Result<()> {
    let mut places = Vec::new();
    for path in outputs {
        let place = std::path::absolute(path).unwrap_or(path.clone());
        if places.contains(&place) {
            return Err(ErrorKind::OutputTwice { path: path.clone() }.into());
        }
        places.push(place);
    }
    Ok(())
}

/// What stays in a clean dump.
#[derive(Default)]
struct Keep {
    kinds: Vec<Kind>,
    verdicts: Vec<Verdict>,
}

impl Keep {
    fn parse(words: &[String]) -> Result<Keep> {
        let mut keep = Keep::default();
        for word in words {
            let kind = KINDS.into_iter().find(|it| it.name() == word);
            let verdict = VERDICTS.into_iter().find(|it| it.name() == word);
            if kind.is_none() && verdict.is_none() {
                let known: Vec<&str> =
                    KINDS.iter().map(|it| it.name()).chain(VERDICTS.iter().map(|it| it.name())).collect();
                let message = format!("--keep knows no {word:?}; it takes {}", known.join(", "));
                return Err(ErrorKind::Settings(message).into());
            }
            keep.kinds.extend(kind);
            keep.verdicts.extend(verdict);
        }
        Ok(keep)
    }

    fn keeps(&self, decision: &Decision) -> bool {
        let by_kind =
            matches!(decision.kind, Kind::Comment | Kind::Protected) || self.kinds.contains(&decision.kind);
        let by_verdict = matches!(decision.verdict, Verdict::Genuine | Verdict::Review | Verdict::Untouched)
            || self.verdicts.contains(&decision.verdict);
        by_kind && by_verdict
    }
}
