//! From arguments to a judged dump.

use std::io::IsTerminal;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

use super::arguments::{Judging, Reading, Speech, When};
use super::progress::Step;
use super::{report, settings, threads};
use crate::config::Config;
use crate::error::Result;
use crate::model::Model;
use crate::pipeline::{self, Judgement};
use crate::read::{Columns, FORMATS, Input, OpenOptions, OpenedInputs};
use crate::write::{Results, Style, plural};

/// A dump that was read and judged.
pub struct Session {
    pub inputs: Vec<Input>,
    pub columns: Columns,
    /// Never dropped: freeing millions of allocations takes long, and the process is about to end.
    pub judged: ManuallyDrop<Judgement>,
    pub style: Style,
    /// The settings that it was judged with.
    pub config: Config,
    /// The model that it was judged with.
    pub model: Model,
}

impl Session {
    /// Reads and judges a dump, and reports what was noticed about it.
    pub fn open(paths: &[PathBuf], judging: &Judging) -> Result<Session> {
        let config = Config { blocklist: settings::blocklist(judging)?, ..settings::config(judging)? };
        let model = settings::model(judging)?;
        threads::start(judging)?;
        let (inputs, columns) = open_inputs(paths, &judging.reading, &judging.speech)?;
        let n_bytes = inputs.iter().map(|input| input.source().len()).sum();
        let step = Step::reading(&judging.speech, n_bytes);
        let dump = pipeline::read(&inputs, &columns, &config, &model, &mut |progress| step.show(progress));
        drop(step);
        let dump = dump?;
        report::damages(&dump.damages, &inputs);
        if !judging.speech.quiet {
            report::notes(&dump.notes, &inputs);
        }
        let what = format!("judging {}", plural(dump.comments.len(), "comment", "comments"));
        let step = Step::working(&judging.speech, what);
        let judged = pipeline::judge(dump, &model, &config);
        drop(step);
        if !judging.speech.quiet {
            report::unfitted_signals(&model);
            report::repeats(&judged);
            report::blocklist(&judged);
            report::work_limit(&judged);
        }
        let style = style(&judging.speech);
        Ok(Session { inputs, columns, judged: ManuallyDrop::new(judged), style, config, model })
    }

    /// The view of the session that writers take.
    pub fn results(&self) -> Results<'_> {
        Results { judged: &self.judged, inputs: &self.inputs, columns: &self.columns, style: self.style }
    }
}

/// Opens inputs and reads the names of their columns.
pub fn open_inputs(paths: &[PathBuf], reading: &Reading, speech: &Speech) -> Result<(Vec<Input>, Columns)> {
    let format = reading.from.as_ref().and_then(|name| FORMATS.iter().find(|format| format.name == name));
    let columns: Columns = reading.columns.parse()?;
    let options = OpenOptions {
        format,
        unpack_limit: reading.unpack_limit,
        columns: Some(&columns),
        encoding: reading.encoding,
    };
    let OpenedInputs { mut inputs, left_out } = Input::open_all(paths, &options)?;
    if !speech.quiet {
        report::skipped_files(&left_out);
    }
    if format.is_none() && !reading.columns.is_empty() {
        inputs = inputs.into_iter().map(|input| input.knowing(&columns)).collect::<Result<_>>()?;
    }
    Ok((inputs, columns))
}

/// How tables look: colours and width fit the terminal.
pub fn style(speech: &Speech) -> Style {
    let stdout = std::io::stdout();
    let is_plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let has_color = match speech.color {
        When::Always => true,
        When::Never => false,
        When::Auto => stdout.is_terminal() && !is_plain,
    };
    let width = stdout.is_terminal().then(|| comfy_table::Table::new().width()).flatten();
    Style { has_color, width }
}
