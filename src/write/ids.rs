//! The ids of spam and duplicates, one per line, for `xargs`. An id that comments of several inputs share is preceded
//! by the name of its input, so that no command takes it for the id of the other comment.

use std::io::Write;

use super::{Output, Results, for_terminal, output_failed, reference};
use crate::error::Result;
use crate::verdict::Verdict;

pub const OUTPUT: Output =
    Output { name: "ids", about: "the ids of spam and duplicates, one per line", write };

fn write(results: &Results, to: &mut dyn Write) -> Result<()> {
    for (index, decision) in results.judged.decisions.iter_enumerated() {
        if matches!(decision.verdict, Verdict::Spam | Verdict::Duplicate) {
            writeln!(to, "{}", for_terminal(&reference(results.judged, results.inputs, index)))
                .map_err(output_failed)?;
        }
    }
    Ok(())
}
