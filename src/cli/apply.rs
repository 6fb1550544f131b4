//! `threadsift apply`: the dump as a person's decisions want it.

use std::path::Path;

use super::arguments::{Apply, CleanOutputs};
use super::cleaning::Cleaning;
use super::keep::Keep;
use super::output::{self, ReadFiles};
use super::report::say;
use super::session::Session;
use super::site_scripts::SiteScripts;
use super::{seals, site_scripts};
use crate::error::{ErrorKind, Result};
use crate::index::CommentIdx;
use crate::read::DecisionFile;
use crate::revise::{Revision, revise};
use crate::verdict::Verdict;
use crate::write::plural;

/// Judges a dump, puts the decisions of a file in place of threadsift's, and writes what is kept.
pub fn run(arguments: Apply) -> Result<usize> {
    let Apply { edited, inputs, outputs, format, acting, judging } = &arguments;
    let keep = Keep::parse(&outputs.keep)?;
    output::refuse_same_path(outputs.paths())?;
    let stdin = Path::new("-");
    if edited == stdin && inputs.iter().any(|input| input == stdin) {
        return Err(
            ErrorKind::Usage("standard input can't be decisions and a dump at once".to_owned()).into()
        );
    }
    let script = site_scripts::find(format.as_deref());
    if script.is_some() {
        refuse_clean_outputs(outputs)?;
        SiteScripts::check(acting, outputs.output.as_deref(), judging.ignore_status)?;
    } else {
        site_scripts::refuse_options(acting)?;
    }
    let file = DecisionFile::read(edited)?;
    let name = file.name.clone();
    let mut session = Session::open(inputs, judging)?;
    let plain_seal = seals::of_run(&session, &keep);
    let was_clean = seals::are_on_all(&session.inputs, &plain_seal.settings)?;
    if was_clean {
        seals::keep_everything(&mut session, &keep);
    }
    let revision = revise(&mut session.judged, &session.inputs, file)?;
    let read_files = ReadFiles::of_judging(&session.inputs, judging).with(edited);
    if let Some(script) = script {
        let is_wanted = |comment: CommentIdx| revision.decides(comment);
        let output = outputs.output.as_deref();
        let scripts =
            SiteScripts { session: &session, acting, output, is_wanted: &is_wanted, read_files: &read_files };
        let n_left_out = scripts.write(script, judging.speech.quiet)?;
        if !judging.speech.quiet {
            say(&remark(&name, &revision));
        }
        return Ok(session.judged.dump.damages.len() + n_left_out);
    }
    let seal = if revision.n_changed == 0 { plain_seal } else { seals::of_revised_run(&session, &keep) };
    let is_kept = |index: CommentIdx| {
        let decision = &session.judged.decisions[index];
        // What a clean dump has is kept unless a person removes it.
        keep.keeps(decision) || (was_clean && !matches!(decision.verdict, Verdict::Spam | Verdict::Duplicate))
    };
    let read_files = ReadFiles::of_judging(&session.inputs, judging).with(edited);
    let kept = keep.kept(was_clean);
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
        cleaning.summarize(&written, &[remark(&name, &revision)])?;
    }
    Ok(session.judged.dump.damages.len())
}

/// Refuses options for a clean dump where a script is written.
fn refuse_clean_outputs(outputs: &CleanOutputs) -> Result<()> {
    let CleanOutputs { set_aside, decisions, report, keep, .. } = outputs;
    if !keep.is_empty() || [set_aside, decisions, report].into_iter().any(Option::is_some) {
        let message =
            "--keep, --set-aside, --decisions and --report are for a clean dump, not for a script for a site";
        return Err(ErrorKind::Usage(message.to_owned()).into());
    }
    Ok(())
}

/// How much the file of decisions changed.
fn remark(name: &str, revision: &Revision) -> String {
    let n_decided = revision.n_decided();
    let comments = plural(n_decided, "comment", "comments");
    let differs = if revision.n_changed == 1 { "differs" } else { "differ" };
    format!("{name} decides about {comments}; {} {differs} from threadsift's verdict", revision.n_changed)
}
