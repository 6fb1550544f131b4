//! Writers: one file an output. What a comment says is quoted from its input; decisions come from memory.
//!
//! To add an output of decisions, write one file with an [`Output`] constant and add it to [`OUTPUTS`]; to add a format
//! that comments are converted to, a [`Target`] in `convert/` and [`TARGETS`].

mod adoption;
mod convert;
mod counts;
mod csv;
mod evaluation;
mod ids;
mod ndjson;
mod plural;
mod rows;
mod safe;
mod table;
mod whole;
mod wxr;

use std::io::{self, Write};

pub use convert::{Choice, CommentRow, Conversion, Converted, TARGETS, Target};
pub use counts::{Counts, PageCount};
pub use evaluation::{Evaluation, Mistake};
pub use ndjson::set_aside;
pub use plural::plural;
pub use rows::{DecisionRow, FindingRow, reference};
pub use safe::{Style, for_spreadsheet, for_terminal};
pub use table::{decisions, header, new_table};
pub use whole::Whole;
pub use wxr::{Cleaned, clean, clean_converted, is_copied};

use crate::error::Result;
use crate::pipeline::Judgement;
use crate::read::{Columns, Input};

/// An output of one decision a comment.
pub struct Output {
    /// The word for `--format`.
    pub name: &'static str,
    /// What it is, in one line.
    pub about: &'static str,
    /// Writes all decisions in the order of the inputs.
    pub write: fn(&Results, &mut dyn Write) -> Result<()>,
}

/// Every output of decisions.
pub const OUTPUTS: &[Output] = &[table::OUTPUT, ndjson::OUTPUT, csv::OUTPUT, ids::OUTPUT];

/// What the writers write.
pub struct Results<'a> {
    /// The decisions.
    pub judged: &'a Judgement,
    /// The inputs, for quoting.
    pub inputs: &'a [Input],
    /// The user's names for columns, for reading again.
    pub columns: &'a Columns,
    /// How the terminal wants it.
    pub style: Style,
}

impl Results<'_> {
    /// Reads the inputs again and hands on every comment with its position in the dump; once, if it stands in several.
    pub fn reread(
        &self,
        visit: &mut dyn FnMut(usize, &crate::comment::Comment) -> io::Result<()>,
    ) -> Result<()> {
        let mut standing = self.judged.dump.occurrences_in(0..u32::MAX);
        let mut outcome = Ok(());
        for (number, input) in self.inputs.iter().enumerate() {
            input.read(number as u32, self.columns, &mut |record| {
                if let crate::comment::Record::Comment(comment) = record {
                    let here = standing.next().filter(|it| !it.is_repeat && outcome.is_ok());
                    if let Some(here) = here {
                        outcome = visit(here.comment, &comment);
                    }
                }
            })?;
        }
        outcome.map_err(whole::to_output)
    }
}
