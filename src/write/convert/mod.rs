//! Conversion of comments to another format. Inputs are read twice: first to take an inventory of ids and posts, then
//! to write. Only ids stay in memory.
//!
//! A target reports the parts of the input that it could not represent, with numbers. It reports nothing if nothing
//! was lost. To add a target, write a file with a [`Target`] constant and add the constant to [`TARGETS`].

mod comment_row;
mod csv;
mod disqus;
mod inventory;
mod isso;
mod ndjson;
mod nested;
mod remark42;
mod servers;
mod unique_ids;
mod wordpress_ids;
mod wxr;
mod xml;

use std::io::Write;

pub use comment_row::CommentRow;
pub use inventory::CommentEntryIdx;

use crate::error::{Damage, Note, Result};
use crate::read::{Columns, Input};
use crate::write::plural;

/// A format that comments can be converted to.
pub struct Target {
    /// The name of the format, as `--to` takes it.
    pub name: &'static str,
    /// A description of the format in one line.
    pub about: &'static str,
    /// Writes all comments.
    pub write: fn(&Conversion, &mut dyn Write) -> Result<Converted>,
}

/// Every format that comments can be converted to.
pub const TARGETS: &[Target] =
    &[ndjson::TARGET, csv::TARGET, wxr::TARGET, disqus::TARGET, isso::TARGET, remark42::TARGET];

/// The comments to convert.
pub struct Conversion<'a> {
    /// The inputs with their numbers.
    pub inputs: Vec<(u32, &'a Input)>,
    /// The user's names of columns.
    pub columns: &'a Columns,
    /// Which comments of the inputs are written.
    pub choice: Choice<'a>,
}

impl<'a> Conversion<'a> {
    /// All comments of these inputs, under the parents that they have there.
    pub fn everything(inputs: &'a [Input], columns: &'a Columns) -> Conversion<'a> {
        let choice = Choice { is_kept: &|_| true, new_parent: &|_| None, keeps_absent_parents: false };
        Conversion { inputs: (0..).zip(inputs).collect(), columns, choice }
    }
}

/// Which comments are written, and under which parents.
pub struct Choice<'a> {
    /// Returns true if the comment is written.
    pub is_kept: &'a dyn Fn(CommentEntryIdx) -> bool,
    /// The new parent of a comment: `None` if it keeps the parent that the dump names, `Some(None)` if it moves to the
    /// top.
    pub new_parent: &'a dyn Fn(CommentEntryIdx) -> Option<Option<CommentEntryIdx>>,
    /// Whether comments stay under parents that are not written.
    pub keeps_absent_parents: bool,
}

/// The result of a conversion.
#[derive(Debug, Default)]
pub struct Converted {
    /// The number of comments that were written.
    pub n_comments: usize,
    /// The losses and changes, with numbers, one line each.
    pub losses: Vec<String>,
    /// The damaged places of the inputs.
    pub damages: Vec<Damage>,
    /// Notes about the inputs for the user.
    pub notes: Vec<Note>,
}

impl Converted {
    /// Reports that `n` things were lost or changed, unless `n` is 0.
    fn lose(&mut self, n: usize, (one, many): (&str, &str), what_happened: &str) {
        if 0 < n {
            self.losses.push(format!("{} {what_happened}", plural(n, one, many)));
        }
    }
}
