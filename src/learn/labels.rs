//! The labels that a dump itself holds.

use crate::context::decision;
use crate::facts::Facts;
use crate::index::PerComment;

/// Where labels come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelSource {
    /// A file of labels.
    File,
    /// A column of labels in the dump.
    Column,
    /// The moderation status of each comment. Such labels are noisy.
    Status,
}

impl LabelSource {
    /// The word for tables.
    pub fn name(self) -> &'static str {
        match self {
            LabelSource::File => "file",
            LabelSource::Column => "column",
            LabelSource::Status => "status",
        }
    }
}

/// The label of each comment: from the dump's column of labels if it has one, else from the moderation status.
pub fn own_labels(comments: &PerComment<Facts>) -> (LabelSource, PerComment<Option<bool>>) {
    if comments.iter().any(|facts| facts.marks.label.is_some()) {
        return (LabelSource::Column, comments.iter().map(|facts| facts.marks.label).collect());
    }
    (LabelSource::Status, comments.iter().map(decision).collect())
}
