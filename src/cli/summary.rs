//! What a command did, in a few lines on standard error.

use super::balance::Balance;
use super::report::say;
use super::session::Session;
use crate::error::Result;
use crate::index::CommentIdx;
use crate::kind::KINDS;
use crate::verdict::VERDICTS;
use crate::write::{self, Converted, Counts, Doubt, plural};

/// Prints how many comments were read and what became of them.
pub fn print(session: &Session, is_kept: &dyn Fn(CommentIdx) -> bool) {
    let decisions = &session.judged.decisions;
    let Balance { n_kept, n_set_aside } = Balance::from_decisions(decisions.indices().map(is_kept));
    say(&format!("{} read = {n_kept} kept + {n_set_aside} set aside", decisions.len()));
    for kind in KINDS {
        let of_kind = || decisions.iter().filter(|decision| decision.kind == kind);
        let verdicts = VERDICTS.iter().filter_map(|verdict| {
            let n = of_kind().filter(|decision| decision.verdict == *verdict).count();
            (0 < n).then(|| format!("{n} {}", verdict.name()))
        });
        let verdicts: Vec<String> = verdicts.collect();
        if !verdicts.is_empty() {
            say(&format!("  {:<10} {:>6}  {}", kind.name(), of_kind().count(), verdicts.join(", ")));
        }
    }
    print_doubtful_decisions(session);
}

/// Prints which decisions of the blog's owner look like mistakes: approved spam, and genuine comments marked as spam.
fn print_doubtful_decisions(session: &Session) {
    const MOST_IDS: usize = 10;
    let judged = &session.judged;
    let ids = |reason: Doubt| -> Vec<String> {
        let doubtful =
            judged.decisions.indices().filter(|index| write::doubt(judged, *index) == Some(reason));
        doubtful.map(|index| write::reference(judged, &session.inputs, index).into_owned()).collect()
    };
    let approved = ids(Doubt::ApprovedSpam);
    let rejected = ids(Doubt::RejectedGenuine);
    let approved_look = plural(approved.len(), "approved comment looks", "approved comments look");
    let rejected_look =
        plural(rejected.len(), "comment marked as spam looks", "comments marked as spam look");
    for (ids, look) in
        [(approved, format!("{approved_look} like spam")), (rejected, format!("{rejected_look} genuine"))]
    {
        if !ids.is_empty() {
            let more = if MOST_IDS < ids.len() { " …" } else { "" };
            say(&format!("{look}: {}{more}", ids[..ids.len().min(MOST_IDS)].join(" ")));
        }
    }
}

/// Prints what was set aside and why, and the counts per post, both cut to a length that people read.
///
/// # Errors
/// An input can't be read again.
pub fn overview(session: &Session, is_kept: &dyn Fn(CommentIdx) -> bool) -> Result<()> {
    const MOST_ROWS: usize = 40;
    const MOST_POSTS: usize = 15;
    let mut stderr = std::io::stderr().lock();
    let set_aside: Vec<CommentIdx> =
        session.judged.decisions.indices().filter(|index| !is_kept(*index)).collect();
    let shown = &set_aside[..set_aside.len().min(MOST_ROWS)];
    if !shown.is_empty() {
        write::decisions(&session.results(), &|index| shown.binary_search(&index).is_ok(), &mut stderr)?;
    }
    if shown.len() < set_aside.len() {
        say(&format!("and {} more; --decisions FILE writes them all", set_aside.len() - shown.len()));
    }
    Counts::new(&session.judged).table(session.style, MOST_POSTS, &mut stderr)
}

/// Prints how many comments were written, and what was lost in the conversion.
pub fn converted(converted: &Converted) {
    say(&format!("{} written", plural(converted.n_comments, "comment", "comments")));
    for loss in &converted.losses {
        say(&format!("  {loss}"));
    }
}
