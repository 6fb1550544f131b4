//! Reply trees: the parent of each comment.

use foldhash::{HashMap, HashMapExt};

use super::pages::Pages;
use crate::facts::Dump;
use crate::index::{CommentIdx, PageIdx, PerComment};

/// The reply trees of all pages. A parent is ignored if the dump lacks it, if it is on another page, or if it is the
/// comment itself.
pub struct Threads {
    parent: PerComment<Option<CommentIdx>>,
}

impl Threads {
    /// Finds each parent by its id on the same page of the same input, because ids repeat in concatenated files. A
    /// comment that several inputs contain has its parent and replies in any of them. A parent that the input lacks is
    /// searched for in the other inputs, and found if exactly one comment of the page has its id: a dump may consist of
    /// several files.
    pub fn gather(dump: &Dump, pages: &Pages) -> Threads {
        let comments = &dump.comments;
        let mut by_id: HashMap<(u32, PageIdx, &str), CommentIdx> = HashMap::with_capacity(comments.len());
        for (index, comment) in comments.iter_enumerated() {
            by_id.entry((comment.place.input, pages.page_idx(index), comment.id())).or_insert(index);
        }
        for repeat in &dump.repeats {
            let (of, id) = (repeat.original, comments[repeat.original].id());
            by_id.entry((repeat.place.input, pages.page_idx(of), id)).or_insert(of);
        }
        let mut parent = PerComment::filled(None, comments.len());
        for (index, comment) in comments.iter_enumerated() {
            if !comment.has_parent() {
                continue;
            }
            let place = (comment.place.input, pages.page_idx(index), comment.parent());
            parent[index] = by_id.get(&place).copied().filter(|parent| *parent != index);
        }
        for repeat in &dump.repeats {
            let of = repeat.original;
            if parent[of].is_none() && comments[of].has_parent() {
                let place = (repeat.place.input, pages.page_idx(of), comments[of].parent());
                parent[of] = by_id.get(&place).copied().filter(|parent| *parent != of);
            }
        }
        find_elsewhere(&mut parent, dump, pages);
        Threads { parent }
    }

    /// The comment that a comment replies to.
    pub fn parent(&self, index: CommentIdx) -> Option<CommentIdx> {
        self.parent[index]
    }

    /// The depth of each comment: 1 at the top of a thread. A cycle is cut where it was entered.
    pub fn depths(&self) -> PerComment<u32> {
        const ON_THE_WAY: u32 = u32::MAX;
        let mut depths = PerComment::filled(0, self.parent.len());
        let mut way = Vec::new();
        for index in depths.indices() {
            let mut current = Some(index);
            while let Some(at) = current.filter(|comment| depths[*comment] == 0) {
                depths[at] = ON_THE_WAY;
                way.push(at);
                current = self.parent(at);
            }
            let above = current.map_or(0, |comment| depths[comment]);
            let above = if above == ON_THE_WAY { 0 } else { above };
            for (step, at) in (1..).zip(way.drain(..).rev()) {
                depths[at] = above + step;
            }
        }
        depths
    }

    /// The ancestors of a comment, from its parent to the top of the thread. In a cycle, the iteration ends.
    pub fn ancestors(&self, index: CommentIdx) -> impl Iterator<Item = CommentIdx> {
        // Floyd's cycle detection: `slow` takes one step for every two of `current`, and they meet only in a cycle.
        let mut slow = index;
        let mut current = index;
        let mut is_even = false;
        std::iter::from_fn(move || {
            current = self.parent(current)?;
            if is_even {
                slow = self.parent(slow)?;
            }
            is_even = !is_even;
            (current != slow).then_some(current)
        })
    }
}

/// Finds parents that are in another input than their replies.
fn find_elsewhere(parent: &mut PerComment<Option<CommentIdx>>, dump: &Dump, pages: &Pages) {
    let has_lost = |index: CommentIdx| parent[index].is_none() && dump.comments[index].has_parent();
    let lost: Vec<CommentIdx> = parent.indices().filter(|index| has_lost(*index)).collect();
    // By page and id: the number of comments with this id, and the last of them.
    let mut wanted: HashMap<(PageIdx, &str), (u32, Option<CommentIdx>)> = HashMap::new();
    for index in &lost {
        wanted.insert((pages.page_idx(*index), dump.comments[*index].parent()), (0, None));
    }
    for (index, comment) in dump.comments.iter_enumerated() {
        if let Some((n_found, last)) = wanted.get_mut(&(pages.page_idx(index), comment.id())) {
            (*n_found, *last) = (*n_found + 1, Some(index));
        }
    }
    for index in lost {
        parent[index] = match wanted.get(&(pages.page_idx(index), dump.comments[index].parent())) {
            Some((1, found)) => found.filter(|found| *found != index),
            _ => None,
        };
    }
}
