//! Which ids stand for one comment only. Blogs count from 1, so the exports of two of them share most of their ids.

use foldhash::{HashMap, HashMapExt, HashSet};
use smol_str::SmolStr;

use crate::facts::Facts;

/// The ids that comments of different inputs share.
pub struct Ids {
    shared: HashSet<SmolStr>,
}

impl Ids {
    /// Finds them.
    pub fn gather(comments: &[Facts]) -> Ids {
        let mut inputs: HashMap<&str, u32> = HashMap::new();
        let mut shared = HashSet::default();
        let several = comments.first().map(|it| it.place.input) != comments.last().map(|it| it.place.input);
        for comment in comments.iter().filter(|_| several) {
            if *inputs.entry(comment.id()).or_insert(comment.place.input) != comment.place.input {
                shared.insert(comment.id().into());
            }
        }
        Ids { shared }
    }

    /// Does a comment of another input have this id, too?
    pub fn is_shared(&self, id: &str) -> bool {
        self.shared.contains(id)
    }
}
