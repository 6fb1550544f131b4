//! Where it is known from whether a comment is spam.

use crate::context::decision;
use crate::facts::Facts;

/// What labels come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// A file of labels.
    File,
    /// A column of labels in the dump.
    Column,
    /// What the blog's owner and software had decided: noisy.
    Decisions,
}

impl Witness {
    /// The word for tables.
    pub fn name(self) -> &'static str {
        match self {
            Witness::File => "file",
            Witness::Column => "column",
            Witness::Decisions => "decisions",
        }
    }
}

/// The labels that a dump holds itself, one for every comment: those of its column of labels if it has one, else what
/// was decided about the comments.
pub fn own_labels(comments: &[Facts]) -> (Witness, Vec<Option<bool>>) {
    if comments.iter().any(|it| it.marks.label.is_some()) {
        return (Witness::Column, comments.iter().map(|it| it.marks.label).collect());
    }
    (Witness::Decisions, comments.iter().map(decision).collect())
}
