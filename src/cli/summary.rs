//! What a run did, in a few lines on standard error; the sums must balance.

use std::io::Write;

use super::judging::Session;
use threadsift::kind::KINDS;
use threadsift::verdict::VERDICTS;

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
    let mut lines = format!("{n_read} read = {n_kept} kept + {n_set_aside} set aside\n");
    for kind in KINDS {
        let of_kind = || decisions.iter().filter(|it| it.kind == kind);
        let verdicts = VERDICTS.iter().filter_map(|verdict| {
            let n = of_kind().filter(|it| it.verdict == *verdict).count();
            (0 < n).then(|| format!("{n} {}", verdict.name()))
        });
        let verdicts: Vec<String> = verdicts.collect();
        if !verdicts.is_empty() {
            lines.push_str(&format!("  {:<10} {:>6}  {}\n", kind.name(), of_kind().count(), verdicts.join(", ")));
        }
    }
    // Nothing can be done when even standard error is gone.
    let _ = std::io::stderr().write_all(lines.as_bytes());
}
