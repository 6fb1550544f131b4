//! `threadsift count`: genuine discussion per post.

use super::arguments::{Count, CountFormat};
use super::output::ReadFiles;
use super::session::Session;
use crate::error::Result;
use crate::write::Counts;

/// Judges a dump and counts its comments by post.
pub fn run(arguments: Count) -> Result<usize> {
    let session = Session::open(&arguments.inputs, &arguments.judging)?;
    let counts = Counts::new(&session.judged);
    ReadFiles::of_judging(&session.inputs, &arguments.judging).write_to(
        arguments.output.as_deref(),
        |to| match arguments.format {
            CountFormat::Table => counts.table(session.style, usize::MAX, to),
            CountFormat::Csv => counts.csv(to),
            CountFormat::Json => counts.json(to),
        },
    )?;
    Ok(session.judged.dump.damages.len())
}
