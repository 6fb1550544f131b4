//! Writers: one file per output. Decisions come from memory; the texts of comments are read again from the inputs.
//!
//! To add an output of decisions, write a file with an [`Output`] constant and add the constant to [`OUTPUTS`]. To add
//! a format that comments are converted to, write a file in `convert/` with a [`Target`] constant and add the constant
//! to [`TARGETS`].

mod atomic_file;
mod comparison;
mod convert;
mod counts;
mod csv;
mod decision_row;
mod destination;
mod doubtful;
mod evaluation;
mod evidence_rows;
mod ids;
mod import;
mod json;
mod ndjson;
mod plural;
mod printable;
mod reparent;
mod report;
mod safe;
mod sealing;
mod site;
mod table;
mod temporary;
mod verification;
mod wxr;

use std::io::{self, Write};
use std::path::PathBuf;

pub use atomic_file::AtomicFile;
pub use comparison::ComparedDumps;
pub use convert::{CommentRow, Conversion, Converted, TARGETS};
pub use counts::{Counts, PageCount};
pub use decision_row::reference;
pub use destination::Destination;
pub use doubtful::{Doubt, doubt};
pub use evaluation::{Evaluation, Mistake};
pub use evidence_rows::{EvidenceRow, SUM_ROW, evidence_rows};
pub use import::{PERSONAL_DATA, Preparation, Redaction};
pub use ndjson::set_aside;
pub use plural::plural;
pub use report::{Kept, report};
pub use safe::{Style, for_spreadsheet, for_terminal};
pub use site::{Change, Changes, SITE_SCRIPTS, SiteScript, TablePrefix};
pub use table::{decisions, header, new_table};
pub use temporary::remove_temporary_files;
pub use verification::{Compared, Expected};
pub use wxr::{Cleaned, Parents, Selection, clean, clean_converted, is_copied};

use crate::comment::{Comment, Record};
use crate::error::{Error, ErrorKind, Result, UNNAMED_OUTPUT};
use crate::index::CommentIdx;
use crate::input::spool::SpoolFailed;
use crate::pipeline::Judgement;
use crate::read::{Columns, Input};

/// A format for decisions, one decision per comment.
pub struct Output {
    /// The name of the format, as `--format` takes it.
    pub name: &'static str,
    /// A description of the format in one line.
    pub about: &'static str,
    /// Writes all decisions, in the order of the inputs.
    pub write: fn(&Results, &mut dyn Write) -> Result<()>,
}

/// Every format for decisions.
pub const OUTPUTS: &[Output] = &[table::OUTPUT, ndjson::OUTPUT, csv::OUTPUT, ids::OUTPUT];

/// The decisions about a dump, with what is needed to write them.
pub struct Results<'a> {
    /// The decisions.
    pub judged: &'a Judgement,
    /// The inputs, from which the texts of comments are read again.
    pub inputs: &'a [Input],
    /// The user's names of columns.
    pub columns: &'a Columns,
    /// The style of tables.
    pub style: Style,
}

impl Results<'_> {
    /// Reads the inputs again and passes each comment with its position in the dump to `visit`. A comment that is in
    /// several inputs is passed once.
    ///
    /// # Errors
    /// An input can't be read again, or `visit` fails.
    pub fn reread(&self, visit: &mut dyn FnMut(CommentIdx, &Comment) -> io::Result<()>) -> Result<()> {
        let mut places = self.judged.dump.occurrences_in(0..u32::MAX);
        let mut outcome = Ok(());
        for (number, input) in self.inputs.iter().enumerate() {
            input.read(number as u32, self.columns, &mut |record| {
                if let Record::Comment(comment) = record {
                    let first = places.next().filter(|place| !place.is_repeat && outcome.is_ok());
                    if let Some(place) = first {
                        outcome = visit(place.comment, &comment);
                    }
                }
            })?;
        }
        outcome.map_err(output_failed)
    }
}

/// The error of a failed write, for writers that do not know the path of the output.
fn output_failed(source: io::Error) -> Error {
    if source.get_ref().is_some_and(|inner| inner.is::<SpoolFailed>()) {
        return ErrorKind::Spool { name: "part of the output".to_owned(), source }.into();
    }
    ErrorKind::Write { path: PathBuf::from(UNNAMED_OUTPUT), source }.into()
}
