//! What is the same text as what: a table `id`, `cluster`, `kind`, separated by tabs, in the order of the ids.
//!
//! `cluster` is the id of the earliest comment with the text, `kind` says how the comment came about: `base`, `copy`,
//! `variant`, `edited`, `campaign`, `quoting`, `courtesy`, or the name of an evasion.

use std::io::{self, BufRead, Write};

use crate::corpus::Corpus;

const HEAD: &str = "id\tcluster\tkind";

/// The kind whose equal texts count neither way.
pub const COURTESY: &str = "courtesy";

/// One comment of the table.
pub struct Truth {
    /// The comment.
    pub id: String,
    /// The earliest comment with its text.
    pub cluster: String,
    /// How it came about.
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

/// Reads a table. Fails, with the line, on one that is not of this form.
pub fn read(input: impl BufRead) -> io::Result<Vec<Truth>> {
    let mut truths = Vec::new();
    for (line, number) in input.lines().zip(1..) {
        let line = line?;
        if number == 1 && line == HEAD {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, cluster, kind] = fields[..] else {
            let what = format!("line {number} of the truth has not the three fields `{HEAD}`: {line:?}");
            return Err(io::Error::other(what));
        };
        truths.push(Truth { id: id.to_owned(), cluster: cluster.to_owned(), kind: kind.to_owned() });
    }
    Ok(truths)
}
