//! What the blog's owner is in the habit of deciding: statuses and marks in the dump as noisy labels.
//!
//! A logistic regression over words, names, sites, links and addresses is fitted to what was decided about *other*
//! comments, on top of what the evidence says already. By cross-fitting a comment's own status never decides about it,
//! nor does that of its near copies: comments of one text cluster are left out together. So a habit can contradict a
//! decision, and both kinds of mistakes show: approved comments that look like spam, and honest ones filed under spam.

use std::collections::BTreeMap;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::comment::Status;
use crate::facts::{Dump, Facts};
use crate::kind::Kind;
use crate::knowledge::Knowledge;
use crate::logistic::{MANY_SWEEPS, Prior, Row, fit};

/// How many parts the decisions are cut into; each is judged by what the others teach.
const FOLDS: usize = 5;

/// With fewer decisions of either sort nothing is learned.
const LEAST_DECISIONS: usize = 20;

/// So many decisions teach as well as more.
const MOST_DECISIONS: usize = 20_000;

/// What fewer decided comments share is chance.
const LEAST_SHARED: usize = 3;

/// How strongly habits are doubted: ridge strength of every weight.
const DOUBT: f64 = 2.0;

/// The evidence before habits counts no more than this, in log-odds, or no decision could ever speak against it.
const SUREST: f64 = 4.0;

/// The most that habits change, in log-odds: decisions are noisy, and to accuse is worse than to spare.
const RANGE: (f32, f32) = (-2.5, 2.5);

/// What the blog's owner is in the habit of deciding about comments like one.
#[derive(Clone, Debug, PartialEq)]
pub struct Habit {
    /// What it adds to the log-odds of spam.
    pub log_odds: f32,
    /// Decided comments that share most with it, by their positions; two at most.
    pub like: Vec<u32>,
}

/// The habits that bear on each comment.
#[derive(Debug, Default)]
pub struct Habits(BTreeMap<u32, Habit>);

impl Habits {
    /// Learns from the decisions in a dump. `probabilities` are those that the evidence adds up to; `None` for what is
    /// not judged. Knows nothing where too little was decided.
    pub fn gather(dump: &Dump, known: &Knowledge, probabilities: &[Option<f32>]) -> Habits {
        // Before anything is made of them: most dumps have decisions of one sort only.
        let decisions = || dump.comments.iter().filter_map(decision);
        let n_spam = decisions().filter(|is_spam| *is_spam).count();
        if n_spam.min(decisions().count() - n_spam) < LEAST_DECISIONS {
            return Habits::default();
        }
        let comments: Vec<Decided> = known
            .order
            .earliest_first()
            .filter(|index| dump.comments[*index].kind == Kind::Comment)
            .filter_map(|index| Some((index, probabilities[index]?)))
            .map(|(index, probability)| Decided::new(index, dump, known, probability))
            .collect();
        let mut decided: Vec<&Decided> = comments.iter().filter(|it| it.is_spam.is_some()).collect();
        decided.sort_by_key(|it| it.lot);
        decided.truncate(MOST_DECISIONS);
        let n_spam = decided.iter().filter(|it| it.is_spam == Some(true)).count();
        if n_spam.min(decided.len() - n_spam) < LEAST_DECISIONS {
            return Habits::default();
        }
        let lessons: Vec<Lesson> = (0..FOLDS)
            .into_par_iter()
            .map(|fold| Lesson::learn(decided.iter().filter(|it| it.fold() != fold).copied(), dump))
            .collect();
        let habits = comments.par_iter().filter_map(|it| {
            let habit = lessons[it.fold()].apply(&dump.comments[it.index])?;
            Some((it.index as u32, habit))
        });
        Habits(habits.collect())
    }

    /// What bears on a comment.
    pub fn of(&self, comment: usize) -> Option<&Habit> {
        self.0.get(&(comment as u32))
    }
}

/// What was decided about a comment: by a person, if one said so, else by its status. `None` where nothing was, and
/// for the bin: people put honest comments there too, and whole posts.
pub fn decision(comment: &Facts) -> Option<bool> {
    let marks = comment.marks;
    match (marks.spam_by_person, marks.ham_by_person, comment.status) {
        (true, false, _) => Some(true),
        (false, true, _) => Some(false),
        (_, _, Status::Spam) => Some(true),
        (_, _, Status::Approved) => Some(false),
        _ => None,
    }
}

/// A comment, decided about or not.
struct Decided {
    index: usize,
    is_spam: Option<bool>,
    /// The log-odds that the evidence adds up to.
    logit: f64,
    /// A number that its text cluster has drawn, whatever the order of the dump.
    lot: u64,
}

impl Decided {
    fn new(index: usize, dump: &Dump, known: &Knowledge, probability: f32) -> Decided {
        let leader = known.clusters.first(index);
        let probability = f64::from(probability);
        Decided {
            index,
            is_spam: decision(&dump.comments[index]),
            logit: (probability / (1.0 - probability)).ln().clamp(-SUREST, SUREST),
            lot: xxh3_64(&dump.comments[leader].fingerprint),
        }
    }

    fn fold(&self) -> usize {
        (self.lot % FOLDS as u64) as usize
    }
}

/// What some decisions teach.
struct Lesson {
    /// The weight of each feature, and the first comments with it that were filed under spam and that were approved.
    weights: BTreeMap<u64, (f64, [Option<u32>; 2])>,
}

impl Lesson {
    fn learn<'a>(decided: impl Iterator<Item = &'a Decided>, dump: &Dump) -> Lesson {
        let decided: Vec<&Decided> = decided.collect();
        let features: Vec<Vec<(u64, f32)>> =
            decided.iter().map(|it| features(&dump.comments[it.index])).collect();
        let mut shared: BTreeMap<u64, (usize, [Option<u32>; 2])> = BTreeMap::new();
        for (it, features) in decided.iter().zip(&features) {
            for (feature, _) in features {
                let (n, firsts) = shared.entry(*feature).or_default();
                *n += 1;
                firsts[usize::from(it.is_spam != Some(true))].get_or_insert(it.index as u32);
            }
        }
        shared.retain(|_, (n, _)| LEAST_SHARED <= *n);
        let columns: BTreeMap<u64, u32> = shared.keys().copied().zip(0..).collect();
        // The share of spam is the blog's own; it must not be learned as a habit.
        let intercept = columns.len() as u32;
        let row = |features: &Vec<(u64, f32)>| -> Row {
            let known = features.iter().filter_map(|(it, value)| Some((*columns.get(it)?, *value)));
            known.chain([(intercept, 1.0)]).collect()
        };
        let rows: Vec<Row> = features.iter().map(row).collect();
        let is_spam: Vec<bool> = decided.iter().map(|it| it.is_spam == Some(true)).collect();
        let offsets: Vec<f64> = decided.iter().map(|it| it.logit).collect();
        let priors = vec![Prior::ridge(DOUBT); columns.len() + 1];
        let fitted = fit(&rows, &is_spam, &offsets, &priors, MANY_SWEEPS);
        let weights = shared
            .into_iter()
            .zip(&fitted)
            .map(|((feature, (_, firsts)), weight)| (feature, (*weight, firsts)));
        Lesson { weights: weights.collect() }
    }

    fn apply(&self, facts: &Facts) -> Option<Habit> {
        const MOST_LIKE: usize = 2;
        let features = features(facts);
        let known = features.iter().filter_map(|(it, value)| {
            let (weight, firsts) = self.weights.get(it)?;
            Some((weight * f64::from(*value), firsts))
        });
        let known: Vec<(f64, &[Option<u32>; 2])> = known.collect();
        let log_odds = known.iter().map(|it| it.0).sum::<f64>() as f32;
        let mut strongest = known;
        strongest.sort_by(|a, b| (b.0 * f64::from(log_odds)).total_cmp(&(a.0 * f64::from(log_odds))));
        let mut like = Vec::new();
        for (_, firsts) in strongest {
            let example = firsts[usize::from(log_odds < 0.0)];
            if let Some(example) = example.filter(|it| like.len() < MOST_LIKE && !like.contains(it)) {
                like.push(example);
            }
        }
        (!like.is_empty()).then(|| Habit { log_odds: log_odds.clamp(RANGE.0, RANGE.1), like })
    }
}

/// What decisions may hang on: words, and who writes for whom.
fn features(facts: &Facts) -> Vec<(u64, f32)> {
    let number = |what: &str, value: &str| xxh3_64(format!("{what} {value}").as_bytes());
    let words = facts.words().iter().map(|it| u64::from(*it));
    let word_value = 1.0 / (facts.words().len().max(1) as f32).sqrt();
    let mut features: Vec<(u64, f32)> = words.map(|it| (it, word_value)).collect();
    let names = facts.name().split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    features.extend(names.map(|it| (number("name", it), 0.5)));
    features.extend(facts.site.iter().map(|it| (number("site", it.registrable_domain()), 1.0)));
    features.extend(facts.link_owners().map(|it| (number("link", it), 1.0)));
    let address = Some(facts.ip()).filter(|it| !it.is_empty());
    features.extend(address.map(|it| (number("ip", it), 1.0)));
    let mail = Some(facts.email()).filter(|it| !it.is_empty());
    features.extend(mail.map(|it| (number("email", it), 1.0)));
    features.sort_unstable_by_key(|it| it.0);
    features.dedup_by_key(|it| it.0);
    features
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comment::{Comment, Marks};
    use crate::facts::{Look, look};

    fn check(status: Status, marks: Marks, expected: Option<bool>) {
        let comment = Comment { status, marks, ..Comment::default() };
        assert_eq!(decision(&look(&comment, &Look::BLANK)), expected, "{status:?} {marks:?}");
    }

    #[test]
    fn people_outrank_the_status() {
        check(Status::Spam, Marks { ham_by_person: true, ..Marks::NONE }, Some(false));
        check(Status::Approved, Marks { spam_by_person: true, ..Marks::NONE }, Some(true));
        check(Status::Approved, Marks { spam_by_filter: true, ..Marks::NONE }, Some(false));
    }

    #[test]
    fn the_bin_says_nothing() {
        check(Status::Trash, Marks::NONE, None);
        check(Status::PostTrashed, Marks::NONE, None);
        check(Status::Pending, Marks::NONE, None);
    }
}
