//! Puts rulings in place and finds, for every duplicate, the copy that stays.
//!
//! A copy that stays may be called a duplicate itself: then the copies of it follow to its original. If that is one of
//! them, it stays instead. One copy of each statement has to remain, so circles and groups in which everything would
//! be a duplicate are errors.

use std::collections::BTreeMap;

use foldhash::HashMap;

use super::Ruling;
use crate::error::LineTrouble;
use crate::index::{CommentIdx, PerComment};
use crate::pipeline::Judgement;
use crate::verdict::{Decision, Verdict};

/// Replaces decisions. If there are troubles, the decisions are incomplete.
pub fn decide(
    judged: &mut Judgement,
    rulings: &HashMap<CommentIdx, Ruling>,
    troubles: &mut Vec<LineTrouble>,
) {
    let copies = copies(&judged.decisions);
    let decisions = &mut judged.decisions;
    for (comment, ruling) in rulings {
        let decision = &mut decisions[*comment];
        let known = decision.duplicate_of;
        decision.verdict = ruling.verdict;
        decision.duplicate_of = match ruling.verdict {
            Verdict::Duplicate => ruling.original.or(known),
            _ => None,
        };
    }
    // Whoever names a duplicate as the copy that stays wants it to stay, and to be the original of the other copies.
    for (comment, original) in
        rulings.iter().filter_map(|(comment, ruling)| Some((*comment, ruling.original?)))
    {
        let is_swapped =
            !rulings.contains_key(&original) && decisions[original].duplicate_of == Some(comment);
        if is_swapped {
            decisions[original].verdict = Verdict::Genuine;
            decisions[original].duplicate_of = None;
        }
    }
    // A duplicate whose original was not named, and which was an original itself.
    for comment in rulings.keys() {
        let Some(copies) = copies.get(comment) else { continue };
        if decisions[*comment].verdict != Verdict::Duplicate || decisions[*comment].duplicate_of.is_some() {
            continue;
        }
        let is_kept =
            |copy: &&CommentIdx| !matches!(decisions[**copy].verdict, Verdict::Duplicate | Verdict::Spam);
        decisions[*comment].duplicate_of = copies.iter().find(is_kept).copied();
    }
    // Where nothing stays of a statement, its first copy is named.
    let mut lost: BTreeMap<CommentIdx, CommentIdx> = BTreeMap::new();
    for (copy, decision) in decisions.iter_enumerated() {
        let Some(original) = decision.duplicate_of else { continue };
        if decisions[original].verdict == Verdict::Duplicate && decisions[original].duplicate_of.is_none() {
            lost.entry(original).or_insert(copy);
        }
    }
    for (original, copy) in lost {
        let what = format!(
            "this comment is the copy that stays of {}; say in duplicate_of which copy stays instead, or decide about \
             that comment too",
            judged.dump.comments[copy].id()
        );
        troubles.extend(rulings.get(&original).map(|ruling| LineTrouble { line: ruling.line, what }));
    }
    let ends: PerComment<Option<Option<CommentIdx>>> =
        decisions.indices().map(|comment| end(decisions, comment)).collect();
    for (comment, end) in ends.iter_enumerated() {
        match end {
            Some(original) => decisions[comment].duplicate_of = *original,
            None => {
                let line = rulings.get(&comment).map(|ruling| ruling.line);
                let what =
                    "this comment and others are called duplicates of each other; say which of them stays";
                troubles.extend(line.map(|line| LineTrouble { line, what: what.to_owned() }));
            }
        }
    }
}

/// The duplicates of each comment that stays.
fn copies(decisions: &PerComment<Decision>) -> HashMap<CommentIdx, Vec<CommentIdx>> {
    let mut copies: HashMap<CommentIdx, Vec<CommentIdx>> = HashMap::default();
    for (copy, decision) in decisions.iter_enumerated() {
        if let Some(original) = decision.duplicate_of {
            copies.entry(original).or_default().push(copy);
        }
    }
    copies
}

/// The last original on the way from a duplicate over the originals that are duplicates too; `None` if the way is a
/// circle.
fn end(decisions: &PerComment<Decision>, comment: CommentIdx) -> Option<Option<CommentIdx>> {
    // Brent's method finds circles without remembering the way.
    let (mut last, mut mark, mut n_steps, mut limit) = (comment, comment, 0, 1);
    while let Some(original) = decisions[last].duplicate_of {
        if original == mark {
            return None;
        }
        (last, n_steps) = (original, n_steps + 1);
        if n_steps == limit {
            (mark, n_steps, limit) = (last, 0, 2 * limit);
        }
    }
    Some((last != comment).then_some(last))
}
