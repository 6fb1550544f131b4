//! Which comment of the old dump is which comment of the new one.
//!
//! A comment has the same id in both dumps, unless the site was moved and its comments were numbered anew. So an id
//! alone does not decide: author, date and text have to agree as well, as far as an edit leaves them. The rules are
//! applied in the order of the list below; each takes the comments that the previous ones left. Where several comments
//! fit, they are paired in the order of the dumps.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use jiff::SpanTotal;
use jiff::Unit;
use jiff::civil::DateTime;

use super::field::Field;
use super::side::{Entry, EntryIdx, Side};
use crate::index::IndexVec;

/// The comments that are in both dumps.
pub struct Matching {
    /// The old comment of each new one.
    pub old_of: IndexVec<EntryIdx, Option<EntryIdx>>,
    /// The new comment of each old one.
    pub new_of: IndexVec<EntryIdx, Option<EntryIdx>>,
    /// Whether one of the dumps has its dates in another time zone.
    pub is_shifted: bool,
}

impl Matching {
    /// Pairs the comments of two dumps.
    pub fn find(old: &Side, new: &Side) -> Matching {
        let mut matching = Matching {
            old_of: IndexVec::filled(None, new.comments.len()),
            new_of: IndexVec::filled(None, old.comments.len()),
            is_shifted: false,
        };
        let id = |_: &Side, entry: &Entry| (!entry.has_made_up_id).then(|| entry.id.clone());
        // One comment under its old id, of which at most one of author, date and text was changed.
        matching.pair(old, new, id, |one, other| 2 <= agreement(one, other));
        matching.is_shifted = matching.find_shift(old, new);
        // One comment under a new id.
        let submission = |_: &Side, entry: &Entry| {
            let date = entry.date?;
            entry.has(Field::Text).then(|| (entry.author.clone(), date, entry.text()))
        };
        matching.pair(old, new, submission, |_, _| true);
        // The text was changed.
        let moment = |_: &Side, entry: &Entry| {
            let date = entry.date?;
            (!entry.author.is_empty()).then(|| (entry.author.clone(), date))
        };
        matching.pair(old, new, moment, |_, _| true);
        // The date was changed, or there is none.
        let statement = |side: &Side, entry: &Entry| {
            entry.has(Field::Text).then(|| (entry.author.clone(), entry.text(), page(side, entry)))
        };
        matching.pair(old, new, statement, |_, _| true);
        // The comment under its old id, of which only one of author, date and text is left.
        matching.pair(old, new, id, |one, other| {
            (one.is_same(other, Field::Post) || page(old, one) == page(new, other))
                && 1 <= agreement(one, other)
        });
        matching
    }

    /// Pairs comments with the same key of which `is_same` is true.
    fn pair<K: Hash + Eq>(
        &mut self,
        old: &Side,
        new: &Side,
        key: impl Fn(&Side, &Entry) -> Option<K>,
        is_same: impl Fn(&Entry, &Entry) -> bool,
    ) {
        let mut waiting: HashMap<K, VecDeque<EntryIdx>> = HashMap::new();
        for (old_index, entry) in old.comments.iter_enumerated() {
            if self.new_of[old_index].is_none()
                && let Some(key) = key(old, entry)
            {
                waiting.entry(key).or_default().push_back(old_index);
            }
        }
        for (new_index, entry) in new.comments.iter_enumerated() {
            if self.old_of[new_index].is_some() {
                continue;
            }
            let Some(candidates) = key(new, entry).and_then(|key| waiting.get_mut(&key)) else { continue };
            // Ids are rarely shared, so only the first few are tried.
            const MOST_TRIED: usize = 16;
            let fits = |old_index: &EntryIdx| is_same(&old.comments[*old_index], entry);
            let Some(at) = candidates.iter().take(MOST_TRIED).position(fits) else { continue };
            if let Some(old_index) = candidates.remove(at) {
                self.old_of[new_index] = Some(old_index);
                self.new_of[old_index] = Some(new_index);
            }
        }
    }

    /// Returns true if most of the dates differ, and by what time zones differ by.
    fn find_shift(&self, old: &Side, new: &Side) -> bool {
        let pairs = self.old_of.iter().zip(&new.comments).filter_map(|(old_index, entry)| {
            let old_date = old.comments[(*old_index)?].date?;
            Some((old_date, entry.date?))
        });
        let (mut n_pairs, mut n_shifted) = (0_usize, 0_usize);
        for (old_date, new_date) in pairs {
            n_pairs += 1;
            n_shifted += usize::from(old_date != new_date && is_zone_shift(old_date, new_date));
        }
        n_pairs < 2 * n_shifted
    }
}

/// Returns true if two dates differ by no more than time zones do: by whole quarters of an hour.
pub fn is_zone_shift(one: DateTime, other: DateTime) -> bool {
    // The zones of the earth reach from 12 hours behind UTC to 14 hours ahead of it.
    const MOST_MINUTES: f64 = 14.0 * 60.0;
    const STEP: f64 = 15.0;
    let minutes =
        one.until(other).and_then(|span| span.total(SpanTotal::from(Unit::Minute).days_are_24_hours()));
    minutes.is_ok_and(|minutes| minutes.abs() <= MOST_MINUTES && minutes % STEP == 0.0)
}

/// How many of author, date and text agree.
fn agreement(one: &Entry, other: &Entry) -> usize {
    let is_same = |field: &&Field| one.is_same(other, **field);
    [Field::Author, Field::Date, Field::Text].iter().filter(is_same).count()
}

/// The page of a comment, under whatever id: the title of its post, else its address, else its id.
pub fn page(side: &Side, entry: &Entry) -> Box<str> {
    let post = side.post(entry);
    let names = post.map(|post| [&*post.title, &*post.url]);
    names.into_iter().flatten().find(|name| !name.is_empty()).unwrap_or(&entry.post).into()
}
