//! Moderation marks that are separate records in a dump: each is added to its comment.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::comment::{LooseMarks, Marks};
use crate::facts::Dump;

/// Adds the loose marks to their comments. With `ignores_status` all marks but labels are dropped.
pub fn settle(dump: &mut Dump, mut loose: LooseMarks, ignores_status: bool) {
    if loose.is_empty() && !ignores_status {
        return;
    }
    let inputs: HashSet<u32> = dump.comments.iter().map(|comment| comment.place.input).collect();
    loose.share(|input| inputs.contains(&input));
    dump.comments.par_iter_mut().for_each(|comment| {
        comment.marks = comment.marks.merge(loose.get(comment.place.input, comment.id()));
        if ignores_status {
            comment.marks = Marks { label: comment.marks.label, ..Marks::NONE };
        }
    });
}
