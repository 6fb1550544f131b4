//! `threadsift clean`: the dump without the junk.

use super::arguments::Clean;
use super::cleaning::Cleaning;
use super::keep::Keep;
use super::output::{self, ReadFiles};
use super::seals;
use super::session::Session;
use crate::error::Result;
use crate::index::CommentIdx;

/// Judges a dump and writes what is kept of it.
pub fn run(arguments: Clean) -> Result<usize> {
    let Clean { inputs, outputs, judging } = &arguments;
    let keep = Keep::parse(&outputs.keep)?;
    output::refuse_same_path(outputs.paths())?;
    let mut session = Session::open(inputs, judging)?;
    let seal = seals::of_run(&session, &keep);
    let is_clean = seals::are_on_all(&session.inputs, &seal.settings)?;
    if is_clean {
        seals::keep_everything(&mut session, &keep);
    }
    let is_kept = |index: CommentIdx| is_clean || keep.keeps(&session.judged.decisions[index]);
    let read_files = ReadFiles::of_judging(&session.inputs, judging);
    let kept = keep.kept(is_clean);
    let cleaning = Cleaning {
        speech: &judging.speech,
        session: &session,
        outputs,
        is_kept: &is_kept,
        kept: &kept,
        seal: &seal,
        read_files: &read_files,
    };
    let written = cleaning.write()?;
    if !judging.speech.quiet {
        let remark = "The dump was cleaned with these settings before; there is nothing to remove.";
        let remarks = is_clean.then(|| remark.to_owned());
        cleaning.summarize(&written, remarks.as_slice())?;
    }
    Ok(session.judged.dump.damages.len())
}
