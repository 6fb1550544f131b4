//! Who takes the replies of comments that are left out.

use std::collections::HashMap;

use crate::pipeline::Judgement;

/// The new parents of the comments that are kept and whose parents are not; none where no kept comment is above.
pub type Adopters = HashMap<usize, Option<usize>>;

/// No thread of a blog is deeper. Walks up a thread end here, and the reply goes to the top.
const DEEPEST: usize = 1000;

/// Finds the new parents.
pub fn adopters(judged: &Judgement, is_kept: &dyn Fn(usize) -> bool) -> Adopters {
    let mut adopted = Adopters::new();
    for index in (0..judged.dump.comments.len()).filter(|it| is_kept(*it)) {
        let Some(parent) = judged.known.threads.parent(index).filter(|it| !is_kept(*it)) else { continue };
        let is_below = |copy: usize| hangs_under(judged, &adopted, copy, index);
        let adopter = surviving_parent(judged, parent, is_kept, &is_below);
        adopted.insert(index, adopter);
    }
    adopted
}

/// Who takes the replies of a comment that is left out: the copy that stays, else the nearest ancestor that is kept.
/// Where dates are wrong or missing, the copy that stays may be the reply itself or below it; no reply answers itself.
fn surviving_parent(
    judged: &Judgement,
    removed: usize,
    is_kept: &dyn Fn(usize) -> bool,
    is_below: &dyn Fn(usize) -> bool,
) -> Option<usize> {
    let mut ancestors = std::iter::once(removed).chain(judged.known.threads.ancestors(removed)).take(DEEPEST);
    ancestors.find_map(|it| {
        let copy = judged.decisions[it].duplicate_of.filter(|copy| is_kept(*copy) && !is_below(*copy));
        copy.or_else(|| is_kept(it).then_some(it))
    })
}

/// Is a comment the other one, or below it once the replies have their new parents? Of threads deeper than any blog
/// shows, yes: better at the top than in a circle.
fn hangs_under(judged: &Judgement, adopted: &Adopters, comment: usize, other: usize) -> bool {
    let parent = |it: &usize| adopted.get(it).copied().unwrap_or_else(|| judged.known.threads.parent(*it));
    let line = std::iter::successors(Some(comment), parent).take(DEEPEST);
    line.enumerate().any(|(depth, it)| it == other || depth + 1 == DEEPEST)
}
