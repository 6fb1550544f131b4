//! Who said it first: runs of four words that stand in several comments.
//!
//! Only runs of comments that have something to gain are looked up, and of all runs only every second is kept (chosen
//! by its hash, so the same run is kept everywhere), which is enough to see that a text is patched from others.

use foldhash::HashMap;

use super::order::Order;
use crate::facts::Dump;
use crate::kind::Kind;

/// For each run of words, the earliest comment that has it.
pub struct Passages {
    first: HashMap<u32, u32>,
}

impl Passages {
    /// Finds the first comment of every run that a comment with a link has.
    pub fn gather(dump: &Dump, order: &Order) -> Passages {
        const NOWHERE: u32 = u32::MAX;
        let with_gain = dump.comments.iter().filter(|it| it.site.is_some() || !it.link_owners.is_empty());
        let mut first: HashMap<u32, u32> =
            with_gain.flat_map(|it| it.passages.iter().map(|passage| (*passage, NOWHERE))).collect();
        for index in order.earliest_first().filter(|it| dump.comments[*it].kind == Kind::Comment) {
            for passage in &dump.comments[index].passages {
                if let Some(known) = first.get_mut(passage).filter(|it| **it == NOWHERE) {
                    *known = index as u32;
                }
            }
        }
        Passages { first }
    }

    /// The earliest comment with this run of words.
    pub fn first(&self, passage: u32) -> Option<usize> {
        self.first.get(&passage).map(|it| *it as usize)
    }
}
