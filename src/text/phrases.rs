//! Set phrases of spam and of politeness, found word by word.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};
use memchr::memchr_iter;

use super::Word;
use super::lexicon::word_info;
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

/// The words that phrases start with, by their hashes, and the nodes that they lead to.
pub fn first_steps() -> impl Iterator<Item = (u64, u32)> {
    PHRASES.steps.iter().filter(|((from, _), _)| *from == 0).map(|((_, word), node)| (*word, *node))
}

/// The phrases that have begun in a text, and those that were found.
#[derive(Default)]
struct Search {
    /// Where each phrase that may go on started, and its node.
    begun: Vec<(usize, u32)>,
    hits: Vec<Hit>,
    n_words: usize,
}

impl Search {
    /// Reads the next word, by its hash and the node that it leads to from the root; 0 for none.
    fn step(&mut self, hash: u64, first: u32) {
        let end = self.n_words;
        self.n_words += 1;
        if first != 0 || !self.begun.is_empty() {
            self.go_on(end, hash, first);
        }
    }

    fn go_on(&mut self, end: usize, hash: u64, first: u32) {
        let tree = &*PHRASES;
        self.begun.retain_mut(|(_, node)| {
            let next = tree.steps.get(&(*node, hash)).copied();
            *node = next.unwrap_or_default();
            next.is_some()
        });
        if first != 0 {
            self.begun.push((end, first));
        }
        for (start, node) in &self.begun {
            let here = tree.ends[*node as usize].iter();
            self.hits.extend(here.map(|(kind, phrase)| Hit { start: *start, end, kind: *kind, phrase }));
        }
    }
}

/// The phrases in a text of these words, in the order of their ends; a phrase inside a longer one of its kind is left
/// out. An apostrophe parts words: the lists have `i m`.
pub fn find(text: &str, words: &[Word]) -> Vec<(PhraseKind, &'static str)> {
    let mut search = Search::default();
    let mut apostrophes = memchr_iter(b'\'', text.as_bytes());
    let mut next_apostrophe = || apostrophes.next().unwrap_or(text.len());
    let mut apostrophe = next_apostrophe();
    for Word { place, hash, info: word } in words {
        while apostrophe < place.start {
            apostrophe = next_apostrophe();
        }
        if apostrophe < place.end {
            let parts = text[place.clone()].split('\'').filter(|it| !it.is_empty()).map(word_hash);
            parts.for_each(|hash| search.step(hash, word_info(hash).phrases));
        } else {
            search.step(*hash, word.phrases);
        }
    }
    let mut hits = search.hits;
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
    use crate::text::{fold, word_at, words};

    fn check(text: &str, expected: &[&str]) {
        let folded = fold(text);
        let found: Vec<&str> = find_in(&folded).into_iter().map(|it| it.1).collect();
        assert_eq!(found, expected, "{text}");
    }

    fn find_in(folded: &str) -> Vec<(PhraseKind, &'static str)> {
        let words: Vec<Word> = words(folded).into_iter().map(|it| word_at(folded, it)).collect();
        find(folded, &words)
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
