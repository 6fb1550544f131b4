//! Set phrases of spam and of politeness, found in one pass.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

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

struct Phrases {
    automaton: AhoCorasick,
    kinds: Vec<PhraseKind>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let all: [(PhraseKind, &lists::List); 4] = [
        (PhraseKind::Praise, &lists::PRAISE_PHRASES),
        (PhraseKind::Invitation, &lists::INVITATION_PHRASES),
        (PhraseKind::Sales, &lists::SALES_PHRASES),
        (PhraseKind::SiteTalk, &lists::SITE_TALK_PHRASES),
    ];
    let mut phrases: Vec<(&str, PhraseKind)> =
        all.iter().flat_map(|(kind, list)| list.entries().map(|phrase| (phrase, *kind))).collect();
    phrases.sort_unstable_by_key(|(phrase, _)| *phrase);
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::DFA))
        .build(phrases.iter().map(|(phrase, _)| phrase))
        .expect("the lists are small");
    Phrases { automaton, kinds: phrases.into_iter().map(|(_, kind)| kind).collect() }
});

/// The phrases in a text whose words are given, in their order; a phrase inside a longer one of its kind is left out.
/// `len` is about how many bytes the words have.
pub fn find<'a>(words: impl Iterator<Item = &'a str>, len: usize) -> Vec<(PhraseKind, String)> {
    let mut text = String::with_capacity(len);
    text.push(' ');
    for word in words {
        text.push_str(word);
        text.push(' ');
    }
    if text.contains('\'') {
        text = text.replace('\'', " ");
    }
    let is_space = |at: usize| text.as_bytes().get(at) == Some(&b' ');
    let mut found: Vec<(PhraseKind, std::ops::Range<usize>)> = Vec::new();
    for hit in PHRASES.automaton.find_overlapping_iter(&text) {
        if !is_space(hit.start() - 1) || !is_space(hit.end()) {
            continue;
        }
        let kind = PHRASES.kinds[hit.pattern().as_usize()];
        // Hits come in the order of their ends, so an earlier one can only be inside this one or end before it.
        let touching = found.partition_point(|(_, place)| place.end <= hit.start());
        let mut last = found.split_off(touching);
        last.retain(|(other, place)| *other != kind || place.start < hit.start());
        let is_inside = last.iter().any(|(other, place)| *other == kind && hit.end() <= place.end);
        found.append(&mut last);
        if !is_inside {
            found.push((kind, hit.range()));
        }
    }
    found.into_iter().map(|(kind, place)| (kind, text[place].to_owned())).collect()
}
