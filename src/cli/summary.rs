//! What a run did, in a few lines on standard error; the sums must balance.

use std::io::Write;

use super::judging::Session;
use crate::context::decision;
use crate::error::Result;
use crate::kind::KINDS;
use crate::verdict::{VERDICTS, Verdict};
use crate::write::{self, Converted, Counts, for_terminal};

/// Prints how many records were read and what became of them.
///
/// # Panics
/// When a record was lost: every record that was read is either kept or set aside.
pub fn print(session: &Session, is_kept: &dyn Fn(usize) -> bool) {
    let decisions = &session.judged.decisions;
    let n_read = session.judged.dump.comments.len();
    let n_kept = (0..decisions.len()).filter(|it| is_kept(*it)).count();
    let n_set_aside = (0..decisions.len()).filter(|it| !is_kept(*it)).count();
    assert_eq!(n_read, n_kept + n_set_aside, "every record that was read is kept or set aside");
    say(&format!("{n_read} read = {n_kept} kept + {n_set_aside} set aside"));
    for kind in KINDS {
        let of_kind = || decisions.iter().filter(|it| it.kind == kind);
        let verdicts = VERDICTS.iter().filter_map(|verdict| {
            let n = of_kind().filter(|it| it.verdict == *verdict).count();
            (0 < n).then(|| format!("{n} {}", verdict.name()))
        });
        let verdicts: Vec<String> = verdicts.collect();
        if !verdicts.is_empty() {
            say(&format!("  {:<10} {:>6}  {}", kind.name(), of_kind().count(), verdicts.join(", ")));
        }
    }
    print_second_thoughts(session);
}

/// Prints which decisions of the blog's owner look like mistakes: approved spam, and genuine comments under spam.
fn print_second_thoughts(session: &Session) {
    const MOST_IDS: usize = 10;
    let judged = &session.judged;
    let ids = |said: bool, verdict: Verdict| {
        let comments = judged.dump.comments.iter().zip(&judged.decisions).enumerate();
        let doubted =
            comments.filter(|(_, (facts, it))| decision(facts) == Some(said) && it.verdict == verdict);
        doubted
            .map(|(index, _)| write::reference(judged, &session.inputs, index).into_owned())
            .collect::<Vec<String>>()
    };
    for (ids, what) in [
        (ids(false, Verdict::Spam), "approved, but looks like spam"),
        (ids(true, Verdict::Genuine), "filed under spam, but looks genuine"),
    ] {
        if !ids.is_empty() {
            let more = if MOST_IDS < ids.len() { " …" } else { "" };
            let shown = ids[..ids.len().min(MOST_IDS)].join(" ");
            say(&for_terminal(&format!("{} {what}: {shown}{more}", ids.len())));
        }
    }
}

/// Prints what was set aside and why, and the counts per post, as much as one looks at.
///
/// # Errors
/// An input can't be read again.
pub fn overview(session: &Session, is_kept: &dyn Fn(usize) -> bool) -> Result<()> {
    const MOST_ROWS: usize = 40;
    const MOST_POSTS: usize = 15;
    let mut stderr = std::io::stderr().lock();
    let set_aside: Vec<usize> = (0..session.judged.decisions.len()).filter(|it| !is_kept(*it)).collect();
    let shown = &set_aside[..set_aside.len().min(MOST_ROWS)];
    if !shown.is_empty() {
        write::decisions(&session.results(), &|index| shown.binary_search(&index).is_ok(), &mut stderr)?;
    }
    if shown.len() < set_aside.len() {
        say(&format!("and {} more; --decisions FILE writes them all", set_aside.len() - shown.len()));
    }
    Counts::new(&session.judged).table(session.style, MOST_POSTS, &mut stderr)
}

/// Prints how many comments were written, and what was lost on the way.
pub fn converted(converted: &Converted) {
    say(&format!("{} comments written", converted.n_comments));
    for loss in &converted.losses {
        say(&format!("  {}", write::for_terminal(loss)));
    }
}

/// Prints a line.
pub fn say(line: &str) {
    // Nothing can be done when even standard error is gone.
    let _ = writeln!(std::io::stderr(), "{line}");
}
