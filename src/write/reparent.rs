//! New parents for the replies to comments that are left out.

use std::collections::HashMap;

use crate::index::CommentIdx;
use crate::pipeline::Judgement;

/// New parents, by kept comments with a parent that is left out; `None` if the comment moves to the top of its
/// thread.
pub type NewParents = HashMap<CommentIdx, Option<CommentIdx>>;

/// The limit of walks up a thread, well above the depth that blogs allow. A reply that is deeper moves to the top.
pub const MAX_DEPTH: usize = 1000;

/// Finds a new parent for each kept comment with a parent that is left out.
pub fn new_parents(judged: &Judgement, is_kept: &dyn Fn(CommentIdx) -> bool) -> NewParents {
    let mut new_parents = NewParents::new();
    for reply in judged.dump.comments.indices().filter(|comment| is_kept(*comment)) {
        let parent = judged.known.threads.parent(reply);
        let Some(removed) = parent.filter(|parent| !is_kept(*parent)) else { continue };
        let is_below_reply = |copy: CommentIdx| is_same_or_below(judged, &new_parents, copy, reply);
        let parent = surviving_parent(judged, removed, is_kept, &is_below_reply);
        new_parents.insert(reply, parent);
    }
    new_parents
}

/// The comment that takes the replies of a removed one: its kept duplicate, else the nearest ancestor that is kept
/// or has a kept duplicate. If dates are wrong or missing, the kept duplicate may be the reply itself or below it;
/// such a duplicate is skipped.
fn surviving_parent(
    judged: &Judgement,
    removed: CommentIdx,
    is_kept: &dyn Fn(CommentIdx) -> bool,
    is_below_reply: &dyn Fn(CommentIdx) -> bool,
) -> Option<CommentIdx> {
    let ancestors = std::iter::once(removed).chain(judged.known.threads.ancestors(removed));
    ancestors.take(MAX_DEPTH).find_map(|ancestor| {
        let original = judged.decisions[ancestor].duplicate_of;
        let original = original.filter(|original| is_kept(*original) && !is_below_reply(*original));
        original.or_else(|| is_kept(ancestor).then_some(ancestor))
    })
}

/// Returns true if `comment` is `other` or below it, given the new parents so far. Also true if the walk up reaches
/// [`MAX_DEPTH`]: the reply then moves to the top, which rules out a cycle.
fn is_same_or_below(
    judged: &Judgement,
    new_parents: &NewParents,
    comment: CommentIdx,
    other: CommentIdx,
) -> bool {
    let parent = |comment: &CommentIdx| {
        new_parents.get(comment).copied().unwrap_or_else(|| judged.known.threads.parent(*comment))
    };
    let path = std::iter::successors(Some(comment), parent).take(MAX_DEPTH);
    path.enumerate().any(|(depth, ancestor)| ancestor == other || depth + 1 == MAX_DEPTH)
}
