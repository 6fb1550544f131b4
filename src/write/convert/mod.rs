//! The same comments in another format. Inputs are read twice and nothing of them stays in memory but ids: first to
//! survey what is there, then to write.
//!
//! A target says for the input at hand what it could not hold, with numbers, and nothing where nothing was lost.
//! To add a target, write one file with a [`Target`] constant and add it to [`TARGETS`].

mod csv;
mod labels;
mod ndjson;
mod numbers;
mod rows;
mod survey;
mod wxr;
mod xml;

use std::io::Write;

pub use rows::CommentRow;

use crate::error::{Damage, Result};
use crate::read::{Columns, Input};
use crate::write::plural;

/// A format that comments are written in.
pub struct Target {
    /// The word for `--to`.
    pub name: &'static str,
    /// What it is, in one line.
    pub about: &'static str,
    /// Writes all comments.
    pub write: fn(&Conversion, &mut dyn Write) -> Result<Converted>,
}

/// Every format that comments are written in.
pub const TARGETS: &[Target] = &[ndjson::TARGET, csv::TARGET, wxr::TARGET];

/// What is written.
pub struct Conversion<'a> {
    /// The inputs, each with its number.
    pub inputs: Vec<(u32, &'a Input)>,
    /// The user's names for columns.
    pub columns: &'a Columns,
    /// What of them.
    pub choice: Choice<'a>,
}

impl<'a> Conversion<'a> {
    /// Everything in these inputs.
    pub fn of_all(inputs: &'a [Input], columns: &'a Columns) -> Conversion<'a> {
        let choice = Choice { is_kept: &|_| true, new_parent: &|_| None };
        Conversion { inputs: (0..).zip(inputs).collect(), columns, choice }
    }
}

/// Which comments are written, and under which parents. Comments go by their position in the inputs.
pub struct Choice<'a> {
    /// Is the comment written?
    pub is_kept: &'a dyn Fn(usize) -> bool,
    /// Where the parent is not the one that the dump names: the comment that took its place, if there is one.
    pub new_parent: &'a dyn Fn(usize) -> Option<Option<usize>>,
}

/// What became of the comments.
#[derive(Debug, Default)]
pub struct Converted {
    /// How many were written.
    pub n_comments: usize,
    /// What was lost or had to be made up, one sentence each, without a full stop.
    pub losses: Vec<String>,
    /// What was broken in the inputs.
    pub damages: Vec<Damage>,
}

impl Converted {
    /// Says what happened to `n` of something, unless it happened to none.
    fn lose(&mut self, n: usize, what: impl FnOnce(String) -> String, one: &str, many: &str) {
        if 0 < n {
            self.losses.push(what(plural(n, one, many)));
        }
    }
}
