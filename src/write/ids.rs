//! The ids of what can go, one a line, for `xargs`: spam and duplicates.

use std::io::Write;

use super::{Output, Results, for_terminal, whole};
use crate::error::Result;
use crate::verdict::Verdict;

pub const OUTPUT: Output = Output { name: "ids", about: "the ids of spam and duplicates, one a line", write };

fn write(results: &Results, to: &mut dyn Write) -> Result<()> {
    for (facts, decision) in results.judged.dump.comments.iter().zip(&results.judged.decisions) {
        if matches!(decision.verdict, Verdict::Spam | Verdict::Duplicate) {
            writeln!(to, "{}", for_terminal(&facts.id)).map_err(whole::to_output)?;
        }
    }
    Ok(())
}
