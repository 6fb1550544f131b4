//! Set phrases of spam and politeness, found word by word in a tree of phrases.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};

use super::words::word_hash;
use crate::lists;

/// What a phrase is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhraseKind {
    /// Praise that fits any post.
    Praise,
    /// A call to visit the author's own site.
    Invitation,
    /// An offer.
    Sales,
    /// Talk about the site instead of the post.
    SiteTalk,
    /// The introduction of a link by software that copies posts or sends spam trackbacks.
    Scraper,
}

/// Every kind with its list, in the order of [`PhraseKind`].
static KINDS: [(PhraseKind, &lists::List); 5] = [
    (PhraseKind::Praise, &lists::PRAISE_PHRASES),
    (PhraseKind::Invitation, &lists::INVITATION_PHRASES),
    (PhraseKind::Sales, &lists::SALES_PHRASES),
    (PhraseKind::SiteTalk, &lists::SITE_TALK_PHRASES),
    (PhraseKind::Scraper, &lists::SCRAPER_PHRASES),
];

/// The phrases as a tree (trie) of words.
struct Tree {
    /// From a node, by the hash of a word, to the next node. The root is 0.
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

/// A phrase that was found, with the positions of its first and last word.
struct Match {
    start: usize,
    end: usize,
    kind: PhraseKind,
    phrase: &'static str,
}

/// A phrase that may continue: the position of its first word, and its node in the tree.
struct Begun {
    start: usize,
    node: u32,
}

/// The state of a search.
#[derive(Default)]
struct Search {
    begun: Vec<Begun>,
    matches: Vec<Match>,
    n_words: usize,
}

impl Search {
    fn read_word(&mut self, hash: u64) {
        let tree = &*PHRASES;
        let position = self.n_words;
        self.n_words += 1;
        self.begun.push(Begun { start: position, node: 0 });
        self.begun.retain_mut(|begun| match tree.steps.get(&(begun.node, hash)) {
            Some(next) => {
                begun.node = *next;
                true
            }
            None => false,
        });
        for Begun { start, node } in &self.begun {
            let phrases = tree.ends[*node as usize].iter();
            let (start, end) = (*start, position);
            self.matches.extend(phrases.map(|(kind, phrase)| Match { start, end, kind: *kind, phrase }));
        }
    }
}

/// The phrases in a text, ordered by their ends; the text is given as words with their hashes. A phrase inside a longer
/// one of its kind is left out. An apostrophe separates words here: the lists have `i m`.
pub fn find<'a>(words: impl Iterator<Item = (&'a str, u64)>) -> Vec<(PhraseKind, &'static str)> {
    let mut search = Search::default();
    for (word, hash) in words {
        if word.contains('\'') {
            let parts = word.split('\'').filter(|part| !part.is_empty());
            parts.for_each(|part| search.read_word(word_hash(part)));
        } else {
            search.read_word(hash);
        }
    }
    let mut matches = search.matches;
    // Of two phrases with the same start, the longer one comes first.
    matches.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
    let mut ends = [None; KINDS.len()];
    matches.retain(|found| {
        let farthest = &mut ends[found.kind as usize];
        let is_inside = Some(found.end) <= *farthest;
        *farthest = Some(found.end).max(*farthest);
        !is_inside
    });
    matches.sort_by_key(|found| found.end);
    matches.into_iter().map(|found| (found.kind, found.phrase)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{fold, words};

    fn check(text: &str, expected: &[&str]) {
        let folded = fold(text);
        let found: Vec<&str> = find_in(&folded).into_iter().map(|(_, phrase)| phrase).collect();
        assert_eq!(found, expected, "{text}");
    }

    fn find_in(folded: &str) -> Vec<(PhraseKind, &'static str)> {
        find(words(folded).into_iter().map(|range| (&folded[range.clone()], word_hash(&folded[range]))))
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
                assert!(find_in(phrase).contains(&(kind, phrase)), "{phrase}");
            }
        }
    }
}
