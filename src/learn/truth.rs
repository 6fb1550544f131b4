//! Where it is known from whether a comment is spam.

use crate::comment::Status;
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
    (Witness::Decisions, comments.iter().map(decided).collect())
}

/// What was decided about a comment: by a person, if one said so, else by its status. The bin says nothing: people put
/// honest comments there too, and whole posts.
pub fn decided(comment: &Facts) -> Option<bool> {
    let marks = comment.marks;
    match (marks.spam_by_person, marks.ham_by_person, comment.status) {
        (true, false, _) => Some(true),
        (false, true, _) => Some(false),
        (_, _, Status::Spam) => Some(true),
        (_, _, Status::Approved) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comment::{Comment, Marks};
    use crate::facts::{Look, look};

    fn check(status: Status, marks: Marks, expected: Option<bool>) {
        let comment = Comment { status, marks, ..Comment::default() };
        assert_eq!(decided(&look(&comment, &Look::BLANK)), expected, "{status:?} {marks:?}");
    }

    #[test]
    fn people_outrank_the_status() {
        check(Status::Spam, Marks { ham_by_person: true, ..Marks::NONE }, Some(false));
        check(Status::Approved, Marks { spam_by_person: true, ..Marks::NONE }, Some(true));
        check(Status::Approved, Marks { spam_by_filter: true, ..Marks::NONE }, Some(false));
    }

    #[test]
    fn the_bin_says_nothing() {
        check(Status::Trash, Marks::NONE, None);
        check(Status::PostTrashed, Marks::NONE, None);
        check(Status::Pending, Marks::NONE, None);
    }
}
