//! The ground truth: a table of `id`, `cluster` and `kind`, separated by tabs, in the order of the ids.
//!
//! `cluster` is the id of the earliest comment with the text. `kind` is how the comment was generated:
//! `base`, `copy`, `variant`, `edited`, `campaign`, `quoting`, `courtesy`, or the name of an evasion.

use std::io::{self, BufRead, Write};

use crate::corpus::Corpus;

const HEAD: &str = "id\tcluster\tkind";

/// The kind whose pairs of equal texts are ignored in scoring.
pub const COURTESY: &str = "courtesy";

/// A row of the table.
pub struct Truth {
    /// Id of the comment.
    pub id: String,
    /// Id of the earliest comment with the same text.
    pub cluster: String,
    /// How the comment was generated.
    pub kind: String,
}

/// Writes the table of a corpus.
pub fn write(corpus: &Corpus, output: &mut dyn Write) -> io::Result<()> {
    writeln!(output, "{HEAD}")?;
    for ((row, original), id) in corpus.plan.rows.iter().zip(corpus.originals()).zip(1..) {
        writeln!(output, "{id}\t{original}\t{}", row.kind)?;
    }
    Ok(())
}

/// Reads a table. The error for a malformed row has its line number.
pub fn read(input: impl BufRead) -> io::Result<Vec<Truth>> {
    let mut truths = Vec::new();
    for (line, number) in input.lines().zip(1..) {
        let line = line?;
        if number == 1 && line == HEAD {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, cluster, kind] = fields[..] else {
            let what = format!(
                "line {number} of the ground truth does not have the three fields `{HEAD}`: {line:?}"
            );
            return Err(io::Error::other(what));
        };
        truths.push(Truth { id: id.to_owned(), cluster: cluster.to_owned(), kind: kind.to_owned() });
    }
    Ok(truths)
}
