//! Scripts for a WordPress site: the script and its undo, which appear together.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::arguments::Acting;
use super::output::{self, ReadFiles};
use super::report::{say, warn};
use super::session::Session;
use crate::error::{ErrorKind, Result};
use crate::index::CommentIdx;
use crate::write::{Change, Changes, Destination, SITE_SCRIPTS, SiteScript, plural};

/// What is written for a site, and from what.
pub struct SiteScripts<'a> {
    /// The dump and the decisions about it.
    pub session: &'a Session,
    /// The options.
    pub acting: &'a Acting,
    /// The path of the script.
    pub output: Option<&'a Path>,
    /// Returns true for comments that a person called genuine.
    pub is_wanted: &'a dyn Fn(CommentIdx) -> bool,
    /// The files that no output may replace.
    pub read_files: &'a ReadFiles<'a>,
}

/// The kind of script with this name.
pub fn find(name: Option<&str>) -> Option<&'static SiteScript> {
    SITE_SCRIPTS.iter().find(|script| Some(script.name) == name)
}

/// Refuses options that only scripts have.
///
/// # Errors
/// One of them is given.
pub fn refuse_options(acting: &Acting) -> Result<()> {
    if acting.delete || acting.table_prefix.is_some() {
        let message = "--delete and --table-prefix need --format wp-cli or --format sql";
        return Err(ErrorKind::Usage(message.to_owned()).into());
    }
    Ok(())
}

impl SiteScripts<'_> {
    /// Refuses what no script can be made of, before the dump is read.
    ///
    /// # Errors
    /// There is no path for the two files, or the statuses of the comments are to be ignored.
    pub fn check(acting: &Acting, output: Option<&Path>, ignores_status: bool) -> Result<()> {
        if ignores_status {
            let message = "--ignore-status hides the statuses that a script for a site depends on; \
                leave one of them out";
            return Err(ErrorKind::Usage(message.to_owned()).into());
        }
        if acting.delete {
            return Ok(());
        }
        let Some(output) = output else {
            let message =
                "a script for a site and its undo are two files; name the first with -o, such as -o fix.sh";
            return Err(ErrorKind::Usage(message.to_owned()).into());
        };
        // What can't be found fails when it is created, with a message of its own.
        if matches!(Destination::find(output), Ok(Destination::Stream(_))) {
            let message =
                format!("a script for a site and its undo are two files; {} is none", output.display());
            return Err(ErrorKind::Unwritable(message).into());
        }
        output::refuse_same_path([output.to_owned(), undo_path(output)].iter())
    }

    /// Writes the script and its undo, and says what they do. Returns the number of comments that were left out.
    ///
    /// # Errors
    /// The dump does not have WordPress's ids, or an output can't be written.
    pub fn write(&self, script: &SiteScript, is_quiet: bool) -> Result<usize> {
        let Session { judged, inputs, .. } = self.session;
        let changes = Changes::gather(judged, inputs, self.is_wanted, self.acting.delete)?;
        let prefix = self.acting.table_prefix.clone().unwrap_or_default();
        report_left_out(&changes);
        let undo = self.output.filter(|_| changes.has_undo()).map(undo_path);
        match (self.output, &undo) {
            (Some(output), Some(undo)) => {
                let failed = |path: &Path| {
                    let path = path.to_owned();
                    move |source| ErrorKind::Write { path, source }
                };
                let mut file = self.read_files.create(output)?;
                (script.write)(&changes, &prefix, &mut file).map_err(failed(output))?;
                let mut undo_file = self.read_files.create(undo)?;
                (script.write_undo)(&changes, &prefix, &mut undo_file).map_err(failed(undo))?;
                self.read_files.finish(vec![file, undo_file])?;
            }
            _ => self.read_files.write_to(self.output, |to| {
                let path = self.output.unwrap_or(Path::new(output::STDOUT)).to_owned();
                Ok((script.write)(&changes, &prefix, to)
                    .map_err(|source| ErrorKind::Write { path, source })?)
            })?,
        }
        if !is_quiet {
            self.summarize(&changes, undo.as_deref());
        }
        Ok(changes.left_out.len())
    }

    fn summarize(&self, changes: &Changes, undo: Option<&Path>) {
        let moves = [
            (Change::Spam, "to spam"),
            (Change::Trash, "to the trash"),
            (Change::Unspam, "out of spam"),
            (Change::Delete, "deleted for good"),
        ];
        let moves = moves.map(|(change, words)| (changes.n(change), words));
        let mut parts: Vec<String> =
            moves.iter().filter(|(n, _)| 0 < *n).map(|(n, words)| format!("{n} {words}")).collect();
        if !changes.reparentings.is_empty() {
            let replies = plural(changes.reparentings.len(), "reply", "replies");
            parts.push(format!("a new parent for {replies}"));
        }
        let what = if parts.is_empty() { "nothing to change".to_owned() } else { parts.join(", ") };
        let name = self.output.map_or(output::STDOUT.to_owned(), |output| output.display().to_string());
        say(&format!("{name}: {what}"));
        if 0 < changes.n_filed {
            let comments = plural(changes.n_filed, "comment is", "comments are");
            say(&format!("{comments} in spam or in the trash already and left alone"));
        }
        match undo {
            Some(undo) => say(&format!("{} takes everything back", undo.display())),
            None => say("There is no undo for deleted comments: make a backup first."),
        }
    }
}

/// Prints which comments no script can change, by reason.
fn report_left_out(changes: &Changes) {
    const MOST_IDS: usize = 5;
    for same_reason in changes.left_out.chunk_by(|one, other| one.reason == other.reason) {
        let comments =
            plural(same_reason.len(), "comment was left out: it has", "comments were left out: each has");
        let ids: Vec<&str> = same_reason.iter().take(MOST_IDS).map(|left_out| left_out.id.as_str()).collect();
        let more = if MOST_IDS < same_reason.len() { " …" } else { "" };
        warn(&format!("{comments} {} ({}{more})", same_reason[0].reason.describe(), ids.join(", ")));
    }
}

/// The path of the undo script: `fix.undo.sh` for `fix.sh`.
fn undo_path(output: &Path) -> PathBuf {
    let mut name: OsString = output.file_stem().unwrap_or_default().to_owned();
    name.push(".undo");
    if let Some(extension) = output.extension() {
        name.push(".");
        name.push(extension);
    }
    output.with_file_name(name)
}
