//! Reply trees: the parent of each comment.

use foldhash::{HashMap, HashMapExt};

use super::pages::Pages;
use crate::facts::Dump;

/// The reply trees of all pages. A parent is ignored if the dump lacks it, if it is on another page, or if it is the
/// comment itself.
pub struct Threads {
    parent: Vec<Option<u32>>,
}

impl Threads {
    /// Finds each parent by its id on the same page of the same input, because ids repeat in concatenated files. A
    /// comment that several inputs contain has its parent and replies in any of them. A parent that the input lacks is
    /// searched for in the other inputs, and found if exactly one comment of the page has its id: a dump may consist of
    /// several files.
    pub fn gather(dump: &Dump, pages: &Pages) -> Threads {
        let comments = &dump.comments;
        let mut by_id: HashMap<(u32, usize, &str), u32> = HashMap::with_capacity(comments.len());
        for (index, comment) in comments.iter().enumerate() {
            by_id.entry((comment.place.input, pages.number(index), comment.id())).or_insert(index as u32);
        }
        for repeat in &dump.repeats {
            let (of, id) = (repeat.original, comments[repeat.original as usize].id());
            by_id.entry((repeat.place.input, pages.number(of as usize), id)).or_insert(of);
        }
        let mut parent = vec![None; comments.len()];
        for (index, comment) in comments.iter().enumerate() {
            if matches!(comment.parent(), "" | "0") {
                continue;
            }
            let place = (comment.place.input, pages.number(index), comment.parent());
            parent[index] = by_id.get(&place).copied().filter(|parent| *parent as usize != index);
        }
        for repeat in &dump.repeats {
            let of = repeat.original as usize;
            if parent[of].is_none() && !matches!(comments[of].parent(), "" | "0") {
                let place = (repeat.place.input, pages.number(of), comments[of].parent());
                parent[of] = by_id.get(&place).copied().filter(|parent| *parent as usize != of);
            }
        }
        find_elsewhere(&mut parent, dump, pages);
        Threads { parent }
    }

    /// The comment that a comment replies to.
    pub fn parent(&self, index: usize) -> Option<usize> {
        self.parent[index].map(|parent| parent as usize)
    }

    /// The depth of each comment: 1 at the top of a thread. A cycle is cut where it was entered.
    pub fn depths(&self) -> Vec<u32> {
        const ON_THE_WAY: u32 = u32::MAX;
        let mut depths = vec![0; self.parent.len()];
        let mut way = Vec::new();
        for index in 0..depths.len() {
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
    pub fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> {
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
fn find_elsewhere(parent: &mut [Option<u32>], dump: &Dump, pages: &Pages) {
    let has_lost =
        |index: usize| parent[index].is_none() && !matches!(dump.comments[index].parent(), "" | "0");
    let lost: Vec<usize> = (0..parent.len()).filter(|index| has_lost(*index)).collect();
    // By page and id: the number of comments with this id, and the last of them.
    let mut wanted: HashMap<(usize, &str), (u32, u32)> = HashMap::new();
    for index in &lost {
        wanted.insert((pages.number(*index), dump.comments[*index].parent()), (0, 0));
    }
    for (index, comment) in dump.comments.iter().enumerate() {
        if let Some((n_found, last)) = wanted.get_mut(&(pages.number(index), comment.id())) {
            (*n_found, *last) = (*n_found + 1, index as u32);
        }
    }
    for index in lost {
        parent[index] = match wanted.get(&(pages.number(index), dump.comments[index].parent())) {
            Some((1, found)) if *found as usize != index => Some(*found),
            _ => None,
        };
    }
}
