//! Comment ids that are ambiguous. Blogs count from 1, so the exports of two blogs have most ids in common.

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::facts::Facts;

/// The ids that comments of several inputs have.
pub struct Ids {
    shared: HashSet<Box<str>>,
}

impl Ids {
    /// Finds the ids that comments of several inputs have.
    pub fn gather(comments: &[Facts]) -> Ids {
        let input = |comment: &Facts| comment.place.input;
        let has_several_inputs = comments.first().map(input) != comments.last().map(input);
        let mut inputs: HashMap<&str, u32> = HashMap::new();
        let mut shared = HashSet::default();
        for comment in comments.iter().filter(|_| has_several_inputs) {
            if *inputs.entry(comment.id()).or_insert(comment.place.input) != comment.place.input {
                shared.insert(comment.id().into());
            }
        }
        Ids { shared }
    }

    /// Whether comments of several inputs have this id.
    pub fn is_shared(&self, id: &str) -> bool {
        self.shared.contains(id)
    }
}
