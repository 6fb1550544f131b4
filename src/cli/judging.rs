//! From arguments to a judged dump: opens the inputs, shows progress on a terminal, reports damage.

use std::fs::File;
use std::io::{IsTerminal, Read, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};

use super::arguments::{Judging, Reading, Speech, When};
use crate::blocklist::Blocklist;
use crate::config::Config;
use crate::error::{Damage, ErrorKind, Result};
use crate::model::Model;
use crate::pipeline::{self, Judgement};
use crate::read::{Columns, FORMATS, Format, Input, Opened, Opening};
use crate::write::{Results, Style, Whole, for_terminal};

/// A dump that was read and judged.
pub struct Session {
    pub inputs: Vec<Input>,
    pub columns: Columns,
    /// Never taken apart: that takes long, for it is in millions of pieces, and the process is about to end.
    pub judged: ManuallyDrop<Judgement>,
    pub style: Style,
}

impl Session {
    /// Reads and judges.
    pub fn open(paths: &[PathBuf], judging: &Judging) -> Result<Session> {
        let config = Config { blocklist: blocklist(judging)?, ..config(judging)? };
        let model = model(judging)?;
        start_threads(judging)?;
        let (inputs, columns) = open(paths, &judging.reading, &judging.speech)?;
        let bar = progress(&judging.speech);
        let dump =
            pipeline::read(&inputs, &columns, &config, &model, &mut |n_read| bar.set_position(n_read as u64));
        bar.finish_and_clear();
        let dump = dump?;
        report_damage(&dump.damages, &inputs);
        let judged = pipeline::judge(dump, model, &config);
        if !judging.speech.quiet {
            report_repeats(&judged);
            report_blocklist(&judged);
            report_cut_short(&judged);
        }
        let judged = ManuallyDrop::new(judged);
        Ok(Session { inputs, columns, judged, style: style(&judging.speech) })
    }

    /// What the writers need.
    pub fn results(&self) -> Results<'_> {
        Results { judged: &self.judged, inputs: &self.inputs, columns: &self.columns, style: self.style }
    }
}

/// Starts as many threads as were asked for.
pub fn start_threads(judging: &Judging) -> Result<()> {
    if let Some(n_threads) = judging.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build_global();
        pool.map_err(|error| ErrorKind::Settings(format!("--threads {n_threads}: {error}")))?;
    }
    Ok(())
}

/// Opens inputs.
pub fn open(paths: &[PathBuf], reading: &Reading, speech: &Speech) -> Result<(Vec<Input>, Columns)> {
    let format: Option<&'static Format> = match &reading.from {
        Some(name) => FORMATS.iter().find(|it| it.name == name),
        None => None,
    };
    let columns: Columns = reading.columns.parse()?;
    let opening = Opening { format, unpack_limit: reading.unpack_limit, columns: Some(&columns) };
    let Opened { mut inputs, left_out } = Input::open_all(paths, &opening)?;
    if !speech.quiet {
        report_left_out(&left_out);
    }
    if format.is_none() && !reading.columns.is_empty() {
        inputs = inputs.into_iter().map(|it| it.knowing(&columns)).collect::<Result<_>>()?;
    }
    Ok((inputs, columns))
}

/// Says which files of folders and archives are taken for something else than dumps.
fn report_left_out(names: &[String]) {
    const MOST_NAMED: usize = 5;
    if names.is_empty() {
        return;
    }
    let mut line =
        format!("threadsift: left out what is no dump: {}", names[..names.len().min(MOST_NAMED)].join(", "));
    if MOST_NAMED < names.len() {
        line.push_str(&format!(", and {} more", names.len() - MOST_NAMED));
    }
    // Nothing can be done when even standard error is gone.
    let _ = writeln!(std::io::stderr(), "{}", for_terminal(&line));
}

/// Says how many comments stand in several inputs.
fn report_repeats(judged: &Judgement) {
    let mut repeated: Vec<u32> = judged.dump.repeats.iter().map(|it| it.of).collect();
    repeated.sort_unstable();
    repeated.dedup();
    let line = match repeated.len() {
        0 => return,
        1 => "1 comment stood in several inputs; it is counted once".to_owned(),
        n => format!("{n} comments stood in several inputs; each is counted once"),
    };
    // Nothing can be done when even standard error is gone.
    let _ = writeln!(std::io::stderr(), "threadsift: {line}, and stays in all of them or in none");
}

/// Says how many entries of the blocklist hit something, and which of them weigh nothing.
fn report_blocklist(judged: &Judgement) {
    const MOST_NAMED: usize = 5;
    let listings = &judged.listings;
    let Some(n_entries) = listings.n_entries() else { return };
    let off = listings.switched_off();
    let mut line = format!("{} of {n_entries} entries of the blocklist hit something", listings.n_hit());
    if !off.is_empty() {
        let named = off[..off.len().min(MOST_NAMED)].join(", ");
        line.push_str(&format!("; {} without weight, found in honest comments too: {named}", off.len()));
    }
    if MOST_NAMED < off.len() {
        line.push_str(&format!(", and {} more", off.len() - MOST_NAMED));
    }
    // Nothing can be done when even standard error is gone.
    let _ = writeln!(std::io::stderr(), "threadsift: {}", for_terminal(&line));
}

/// Says how many texts may be near an earlier one that was not found.
fn report_cut_short(judged: &Judgement) {
    let n_cut_short = judged.known.clusters.n_cut_short();
    if 0 < n_cut_short {
        // Nothing can be done when even standard error is gone.
        let _ = writeln!(
            std::io::stderr(),
            "threadsift: the texts are so much alike that comparing all would take hours; {n_cut_short} were compared \
             only with those that share their rarest words, and a near copy among them may be missed"
        );
    }
}

/// Says what was broken and where.
pub fn report_damage(damages: &[Damage], inputs: &[Input]) {
    const MOST_SHOWN: usize = 20;
    let mut stderr = std::io::stderr().lock();
    for damage in damages.iter().take(MOST_SHOWN) {
        let name = inputs.get(damage.place.input as usize).map_or("", |it| it.name.as_str());
        let line =
            format!("{name}, record {} (byte {}): {}", damage.place.record, damage.place.byte, damage.what);
        // Nothing can be done when even standard error is gone.
        let _ = writeln!(stderr, "threadsift: {}", for_terminal(&line));
    }
    if MOST_SHOWN < damages.len() {
        let _ = writeln!(stderr, "threadsift: and {} more places", damages.len() - MOST_SHOWN);
    }
}

/// Writes to a file that appears whole or not at all, else to standard output.
pub fn write_to(
    output: Option<&Path>,
    inputs: &[Input],
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let Some(path) = output else {
        let mut stdout = std::io::BufWriter::new(std::io::stdout().lock());
        write(&mut stdout)?;
        return stdout
            .flush()
            .map_err(|source| ErrorKind::Write { path: PathBuf::from("standard output"), source }.into());
    };
    refuse_input(path, inputs)?;
    let mut file = Whole::create(path)?;
    write(&mut file)?;
    file.finish()
}

/// No output is ever an input, whatever the name under which it is reached. A file that a shell hands on as standard
/// input is one too.
pub fn refuse_input(output: &Path, inputs: &[Input]) -> Result<()> {
    let Ok(output_place) = output.canonicalize() else { return Ok(()) };
    // A terminal or a device may well be both.
    if !output_place.is_file() {
        return Ok(());
    }
    let is_same = |input: &Path| input.canonicalize().is_ok_and(|it| it == output_place);
    let stdin = Path::new("/dev/stdin");
    match inputs.iter().map(|it| it.path.as_deref().unwrap_or(stdin)).any(is_same) {
        true => Err(ErrorKind::OutputIsInput { path: output.to_owned() }.into()),
        false => Ok(()),
    }
}

/// The settings that the arguments name.
pub fn config(judging: &Judging) -> Result<Config> {
    let mut config = match &judging.config {
        Some(path) => Config::from_toml(&text_of(path)?)?,
        None => Config::default(),
    };
    config.ignore_status |= judging.ignore_status;
    config.spam_threshold = judging.spam_threshold.unwrap_or(config.spam_threshold);
    config.review_threshold = judging.review_threshold.unwrap_or(config.review_threshold);
    config.check()?;
    Ok(config)
}

/// The model that the arguments name.
pub fn model(judging: &Judging) -> Result<Model> {
    match &judging.model {
        Some(path) => Model::from_toml(&text_of(path)?),
        None => Model::shipped(),
    }
}

/// The blocklist that the arguments name.
fn blocklist(judging: &Judging) -> Result<Option<Arc<Blocklist>>> {
    let Some(path) = &judging.blocklist else { return Ok(None) };
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let file = File::open(path).and_then(|it| it.take(Blocklist::MOST_BYTES + 1).read_to_end(&mut bytes));
    match file {
        Ok(_) => Ok(Some(Arc::new(Blocklist::parse(&name, &bytes)?))),
        Err(source) => Err(ErrorKind::Read { name, source }.into()),
    }
}

fn text_of(path: &Path) -> Result<String> {
    let failed = |source| ErrorKind::Read { name: path.display().to_string(), source };
    Ok(std::fs::read_to_string(path).map_err(failed)?)
}

fn progress(speech: &Speech) -> ProgressBar {
    if speech.quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) =
        ProgressStyle::with_template("{spinner} {human_pos} comments read, {per_sec}, {elapsed}")
    {
        bar.set_style(style);
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(120));
    bar
}

/// How tables look.
pub fn style(speech: &Speech) -> Style {
    let stdout = std::io::stdout();
    let is_plain = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
    let has_color = match speech.color {
        When::Always => true,
        When::Never => false,
        When::Auto => stdout.is_terminal() && !is_plain,
    };
    let width = stdout.is_terminal().then(|| comfy_table::Table::new().width()).flatten();
    Style { has_color, width }
}
