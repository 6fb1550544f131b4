//! The report: one self-contained HTML document in which a person looks through the decisions about a dump and changes
//! them.
//!
//! `templates/report/` has the template of the overview, the style, and the script that shows comments. The script and
//! the style are in the document, and its Content-Security-Policy allows nothing but them, by their hashes. The
//! comments follow as blocks of packed data: see [`packed`]. So no text of a comment is ever markup or script, and
//! nothing is fetched. The document has neither a date nor a random number: the same input gives the same bytes.
//!
//! Texts are read again from the inputs and written as they come, so memory does not grow with them.

mod campaigns;
mod chart;
mod document;
mod evidence;
mod overview;
mod packed;

mod people;
mod posts;
mod records;
mod tables;
mod texts;
mod timeline;

use std::io::Write;

use super::{Results, output_failed};
use crate::error::Result;
use crate::kind::Kind;
use crate::verdict::Verdict;

/// What a clean dump keeps: the comments whose kind and verdict are both in a list.
pub struct Kept {
    /// The kinds.
    pub kinds: Vec<Kind>,
    /// The verdicts.
    pub verdicts: Vec<Verdict>,
}

impl Kept {
    /// Whether a comment is kept.
    fn keeps(&self, kind: Kind, verdict: Verdict) -> bool {
        self.kinds.contains(&kind) && self.verdicts.contains(&verdict)
    }
}

/// Writes the report about a judged dump.
///
/// # Errors
/// An input can't be read again or the output can't be written.
pub fn report(results: &Results, kept: &Kept, to: &mut dyn Write) -> Result<()> {
    document::write(results, kept, to)?;
    packed::block(to, "data-records", |block| records::write(results, kept, block).map_err(output_failed))?;
    packed::block(to, "data-texts", |block| texts::write(results, block))?;
    packed::block(to, "data-evidence", |block| {
        evidence::write(results.judged, block).map_err(output_failed)
    })?;
    to.write_all(b"</body>\n</html>\n").map_err(output_failed)
}
