//! Set phrases of spam and of politeness, found word by word.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};

use super::words::word_hash;
use crate::lists;

/// What a phrase is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhraseKind {
    /// Praise that fits any post.
    Praise,
    /// A call to visit the author's own place.
    Invitation,
    /// An offer.
    Sales,
    /// Talk about the site instead of the post.
    SiteTalk,
}

/// Every kind with its list, in the order of the enumeration.
static KINDS: [(PhraseKind, &lists::List); 4] = [
    (PhraseKind::Praise, &lists::PRAISE_PHRASES),
    (PhraseKind::Invitation, &lists::INVITATION_PHRASES),
    (PhraseKind::Sales, &lists::SALES_PHRASES),
    (PhraseKind::SiteTalk, &lists::SITE_TALK_PHRASES),
];

/// The phrases as a tree of words.
struct Tree {
    /// From a node, by the hash of a word, to the next one. The root is 0.
    steps: HashMap<(u32, u64), u32>,
    /// The phrases that end at each node.
    ends: Vec<Vec<(PhraseKind, &'static str)>>,
}

static PHRASES: LazyLock<Tree> = LazyLock::new(|| {
    let mut tree = Tree { steps: HashMap::new(), ends: vec![Vec::new()] };
    for (kind, list) in KINDS {
        for phrase in list.entries() {
            let mut node = 0;
            for word in phrase.split(' ') {
                let next = tree.ends.len() as u32;
                node = *tree.steps.entry((node, word_hash(word))).or_insert(next);
                tree.ends.resize(tree.ends.len().max(node as usize + 1), Vec::new());
            }
            tree.ends[node as usize].push((kind, phrase));
        }
    }
    tree
});

/// Where a phrase stands, in words.
struct Hit {
    start: usize,
    end: usize,
    kind: PhraseKind,
    phrase: &'static str,
}

/// The phrases in a text whose words are given with their hashes, in the order of their ends; a phrase inside a longer
/// one of its kind is left out. An apostrophe parts words: the lists have `i m`.
pub fn find<'a>(words: impl Iterator<Item = (&'a str, u64)>) -> Vec<(PhraseKind, &'static str)> {
    let mut hashes = Vec::new();
    for (word, hash) in words {
        if word.contains('\'') {
            hashes.extend(word.split('\'').filter(|it| !it.is_empty()).map(word_hash));
        } else {
            hashes.push(hash);
        }
    }
    let tree = &*PHRASES;
    let mut hits = Vec::new();
    for start in 0..hashes.len() {
        let mut node = 0;
        for (end, hash) in hashes.iter().enumerate().skip(start) {
            let Some(next) = tree.steps.get(&(node, *hash)) else { break };
            node = *next;
            let here = &tree.ends[node as usize];
            hits.extend(here.iter().map(|(kind, phrase)| Hit { start, end, kind: *kind, phrase }));
        }
    }
    // A phrase that starts earlier, or at the same word and is longer, comes first.
    hits.sort_by_key(|it| (it.start, std::cmp::Reverse(it.end)));
    let mut ends = [None; KINDS.len()];
    hits.retain(|it| {
        let farthest = &mut ends[it.kind as usize];
        let is_inside = Some(it.end) <= *farthest;
        *farthest = Some(it.end).max(*farthest);
        !is_inside
    });
    hits.sort_by_key(|it| it.end);
    hits.into_iter().map(|it| (it.kind, it.phrase)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::{fold, words};

    fn check(text: &str, expected: &[&str]) {
        let folded = fold(text);
        let words = words(&folded).into_iter().map(|it| &folded[it]);
        let found: Vec<&str> = find(words.map(|it| (it, word_hash(it)))).into_iter().map(|it| it.1).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_longest_phrase_of_a_kind_is_found() {
        check("What a great post, thanks for sharing!", &["great post", "thanks for sharing"]);
        check("It's a greatpost.", &[]);
        check("Thanks.", &[]);
    }

    #[test]
    fn every_phrase_is_found_in_itself() {
        for (kind, list) in KINDS {
            for phrase in list.entries() {
                let words = phrase.split(' ').map(|it| (it, word_hash(it)));
                assert!(find(words).contains(&(kind, phrase)), "{phrase}");
            }
        }
    }
}
