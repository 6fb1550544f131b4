//! Newline-delimited JSON: decisions, and the comments that were set aside.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;

use super::decision_row::DecisionRow;
use super::json::write_line;
use super::{CommentRow, Output, Results, output_failed};
use crate::error::Result;
use crate::index::CommentIdx;

pub const OUTPUT: Output =
    Output { name: "ndjson", about: "one JSON object per line, with all findings", write: decisions };

/// The number of decisions that are serialized before they are written. It limits the memory.
const BATCH: usize = 1024;

/// The number of decisions that a thread serializes at a time.
const CHUNK: usize = 64;

fn decisions(results: &Results, to: &mut dyn Write) -> Result<()> {
    let indices: Vec<CommentIdx> = results.judged.decisions.indices().collect();
    for batch in indices.chunks(BATCH) {
        let chunks: Vec<io::Result<Vec<u8>>> =
            batch.par_chunks(CHUNK).map(|indices| lines(results, indices)).collect();
        for lines in chunks {
            lines.and_then(|lines| to.write_all(&lines)).map_err(output_failed)?;
        }
    }
    Ok(())
}

fn lines(results: &Results, indices: &[CommentIdx]) -> io::Result<Vec<u8>> {
    let mut lines = Vec::new();
    for index in indices {
        write_line(&mut lines, &DecisionRow::new(results.judged, results.inputs, *index))?;
    }
    Ok(lines)
}

/// Writes the comments that `is_set_aside` selects, whole and with their decisions; returns how many were written.
///
/// # Errors
/// An input can't be read or the output can't be written.
pub fn set_aside(
    results: &Results,
    is_set_aside: &dyn Fn(CommentIdx) -> bool,
    to: &mut dyn Write,
) -> Result<usize> {
    #[derive(Serialize)]
    struct SetAside<'a> {
        comment: CommentRow<'a>,
        decision: DecisionRow<'a>,
    }
    let mut n_written = 0;
    results.reread(&mut |index, comment| {
        if is_set_aside(index) {
            let decision = DecisionRow::new(results.judged, results.inputs, index);
            write_line(to, &SetAside { comment: CommentRow::new(comment), decision })?;
            n_written += 1;
        }
        Ok(())
    })?;
    Ok(n_written)
}
