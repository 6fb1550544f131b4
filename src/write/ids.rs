//! The ids of what can go, one a line, for `xargs`: spam and duplicates. An id that comments of several inputs share is
//! written with the name of the input before it, which no command takes for the other comment.

use std::io::Write;

use super::{Output, Results, for_terminal, reference, whole};
use crate::error::Result;
use crate::verdict::Verdict;

pub const OUTPUT: Output = Output { name: "ids", about: "the ids of spam and duplicates, one a line", write };

fn write(results: &Results, to: &mut dyn Write) -> Result<()> {
    for (index, decision) in results.judged.decisions.iter().enumerate() {
        if matches!(decision.verdict, Verdict::Spam | Verdict::Duplicate) {
            writeln!(to, "{}", for_terminal(&reference(results.judged, results.inputs, index)))
                .map_err(whole::to_output)?;
        }
    }
    Ok(())
}
