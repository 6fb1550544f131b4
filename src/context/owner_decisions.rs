//! Owner decisions: a model of what the blog's owner approves and files under spam.
//!
//! Statuses and moderation marks in the dump are noisy labels. A logistic regression over words, names, sites, links
//! and addresses is fitted to them, with the log-odds of all other evidence as offset. The model is cross-fitted by
//! text cluster: the status of a comment and of its near-duplicates is never used for that comment. So the model can
//! contradict a decision, and both kinds of mistakes show: approved spam, and honest comments under spam.

use std::collections::BTreeMap;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::{Context, Scored, Surroundings};
use crate::comment::Status;
use crate::facts::{Dump, Facts};
use crate::index::CommentIdx;
use crate::kind::Kind;
use crate::knowledge::Case;
use crate::logistic::{MANY_SWEEPS, Prior, Row, fit, logit};

/// The number of folds of the cross-fit.
const FOLDS: usize = 5;

/// The minimum number of decisions of each class; with fewer there is no model.
const MIN_DECISIONS: usize = 20;

/// The maximum number of decisions in a fit; more don't improve it.
const MAX_DECISIONS: usize = 20_000;

/// Features shared by fewer decided comments are left out as chance.
const MIN_SHARED: usize = 3;

/// The ridge strength of every weight.
const RIDGE: f64 = 2.0;

/// The limit of the offset, in log-odds either way. Without it no decision could ever outweigh the other evidence.
const MAX_OFFSET: f64 = 4.0;

/// The range of an adjustment, in log-odds. Narrow, since decisions are noisy.
const RANGE: (f32, f32) = (-2.5, 2.5);

/// What the owner's decisions about similar comments add to a comment's evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjustment {
    /// The change of the log-odds of spam.
    pub log_odds: f32,
    /// Up to two decided comments that contribute most.
    pub similar: Vec<CommentIdx>,
}

/// The adjustments of comments.
#[derive(Debug, Default)]
pub struct OwnerModel(BTreeMap<CommentIdx, Adjustment>);

impl Context for OwnerModel {
    /// Fits the model. There are no adjustments if there are too few decisions.
    fn gather(scored: &Scored) -> OwnerModel {
        let Scored { dump, known, .. } = *scored;
        // Checked first because most dumps have decisions of one class only.
        let decisions = || dump.comments.iter().filter_map(decision);
        let n_spam = decisions().filter(|is_spam| *is_spam).count();
        if n_spam.min(decisions().count() - n_spam) < MIN_DECISIONS {
            return OwnerModel::default();
        }
        let comments: Vec<Decided> = known
            .order
            .earliest_first()
            .map(|index| scored.case(index))
            .filter(|case| case.facts.kind == Kind::Comment && case.is_judged())
            .map(|case| Decided::new(&case, scored.probabilities[case.index]))
            .collect();
        let mut decided: Vec<&Decided> =
            comments.iter().filter(|comment| comment.is_spam.is_some()).collect();
        decided.sort_by_key(|comment| comment.hash);
        decided.truncate(MAX_DECISIONS);
        let n_spam = decided.iter().filter(|comment| comment.is_spam == Some(true)).count();
        if n_spam.min(decided.len() - n_spam) < MIN_DECISIONS {
            return OwnerModel::default();
        }
        let fits: Vec<FoldFit> = (0..FOLDS)
            .into_par_iter()
            .map(|fold| FoldFit::new(decided.iter().filter(|comment| comment.fold() != fold).copied(), dump))
            .collect();
        let adjustments = comments.par_iter().filter_map(|comment| {
            let adjustment = fits[comment.fold()].adjustment(&dump.comments[comment.index])?;
            Some((comment.index, adjustment))
        });
        OwnerModel(adjustments.collect())
    }

    fn describe<'a>(&'a self, case: &Case<'a>, surroundings: &mut Surroundings<'a>) {
        surroundings.owner = self.0.get(&case.index);
    }
}

/// Whether the owner decided that a comment is spam: by a person's mark if there is one, else by its status. `None` if
/// nothing was decided, and for the trash: owners put honest comments and whole posts there, too.
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

/// A comment, with or without a decision.
struct Decided {
    index: CommentIdx,
    is_spam: Option<bool>,
    /// The log-odds of all other evidence.
    offset: f64,
    /// A hash of its text cluster, which picks the fold independently of the order of the dump.
    hash: u64,
}

impl Decided {
    fn new(case: &Case, probability: f32) -> Decided {
        let earliest = case.known.clusters.first(case.index);
        Decided {
            index: case.index,
            is_spam: decision(case.facts),
            offset: logit(f64::from(probability)).clamp(-MAX_OFFSET, MAX_OFFSET),
            hash: xxh3_64(&case.dump.comments[earliest].fingerprint),
        }
    }

    fn fold(&self) -> usize {
        (self.hash % FOLDS as u64) as usize
    }
}

/// A model fitted to the decisions outside one fold.
struct FoldFit {
    weights: BTreeMap<u64, FeatureWeight>,
}

struct FeatureWeight {
    weight: f64,
    examples: Examples,
}

/// The first decided comments with a feature: one filed under spam, and one approved.
type Examples = [Option<CommentIdx>; 2];

impl FoldFit {
    fn new<'a>(decided: impl Iterator<Item = &'a Decided>, dump: &Dump) -> FoldFit {
        let decided: Vec<&Decided> = decided.collect();
        let features: Vec<Vec<(u64, f32)>> =
            decided.iter().map(|comment| features(&dump.comments[comment.index])).collect();
        let mut shared: BTreeMap<u64, (usize, Examples)> = BTreeMap::new();
        for (comment, features) in decided.iter().zip(&features) {
            for (feature, _) in features {
                let (n, examples) = shared.entry(*feature).or_default();
                *n += 1;
                examples[usize::from(comment.is_spam != Some(true))].get_or_insert(comment.index);
            }
        }
        shared.retain(|_, (n, _)| MIN_SHARED <= *n);
        let columns: BTreeMap<u64, u32> = shared.keys().copied().zip(0..).collect();
        // The intercept absorbs the blog's share of spam, so that no feature has to.
        let intercept = columns.len() as u32;
        let row = |(comment, features): (&&Decided, &Vec<(u64, f32)>)| {
            let known = features.iter().filter_map(|(feature, value)| Some((*columns.get(feature)?, *value)));
            let cells = known.chain([(intercept, 1.0)]).collect();
            Row { cells, is_spam: comment.is_spam == Some(true), weight: 1.0, offset: comment.offset }
        };
        let rows: Vec<Row> = decided.iter().zip(&features).map(row).collect();
        let priors = vec![Prior::ridge(RIDGE); columns.len() + 1];
        let fitted = fit(&rows, &priors, MANY_SWEEPS);
        let shared = shared.into_iter().zip(fitted);
        let weights =
            shared.map(|((feature, (_, examples)), weight)| (feature, FeatureWeight { weight, examples }));
        FoldFit { weights: weights.collect() }
    }

    /// What the model adds to a comment's log-odds. `None` if it knows no feature of the comment.
    fn adjustment(&self, facts: &Facts) -> Option<Adjustment> {
        const MAX_SIMILAR: usize = 2;
        let features = features(facts);
        let known = features.iter().filter_map(|(feature, value)| {
            let FeatureWeight { weight, examples } = self.weights.get(feature)?;
            Some((weight * f64::from(*value), examples))
        });
        let known: Vec<(f64, &Examples)> = known.collect();
        let log_odds = known.iter().map(|(log_odds, _)| log_odds).sum::<f64>() as f32;
        let mut strongest = known;
        strongest.sort_by(|a, b| (b.0 * f64::from(log_odds)).total_cmp(&(a.0 * f64::from(log_odds))));
        let mut similar = Vec::new();
        for (_, examples) in strongest {
            let example = examples[usize::from(log_odds < 0.0)];
            if let Some(example) =
                example.filter(|example| similar.len() < MAX_SIMILAR && !similar.contains(example))
            {
                similar.push(example);
            }
        }
        (!similar.is_empty()).then(|| Adjustment { log_odds: log_odds.clamp(RANGE.0, RANGE.1), similar })
    }
}

/// The hashed features of a comment with their values: words, names, site, links and addresses.
fn features(facts: &Facts) -> Vec<(u64, f32)> {
    let number = |what: &str, value: &str| xxh3_64(format!("{what} {value}").as_bytes());
    let words = facts.words().iter().map(|word| u64::from(*word));
    let word_value = 1.0 / (facts.words().len().max(1) as f32).sqrt();
    let mut features: Vec<(u64, f32)> = words.map(|word| (word, word_value)).collect();
    let names = facts.name().split(|char: char| !char.is_alphanumeric()).filter(|name| !name.is_empty());
    features.extend(names.map(|name| (number("name", name), 0.5)));
    features.extend(facts.site.iter().filter_map(|site| Some((number("site", site.owner()?), 1.0))));
    features.extend(facts.link_domains().map(|domain| (number("link", domain), 1.0)));
    let address = Some(facts.ip()).filter(|address| !address.is_empty());
    features.extend(address.map(|address| (number("ip", address), 1.0)));
    let mail = Some(facts.email()).filter(|mail| !mail.is_empty());
    features.extend(mail.map(|mail| (number("email", mail), 1.0)));
    features.sort_unstable_by_key(|(number, _)| *number);
    features.dedup_by_key(|(number, _)| *number);
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
    fn the_trash_is_no_decision() {
        check(Status::Trash, Marks::NONE, None);
        check(Status::PostTrashed, Marks::NONE, None);
        check(Status::Pending, Marks::NONE, None);
    }
}
