//! Fitting the signals' weights.

use std::sync::Arc;

use rayon::prelude::*;

use super::folds::Folds;
use super::{Blog, Example, ngram_weights};
use crate::context::{Stage, WordUsage, boxed};
use crate::evidence::Evidence;
use crate::facts::SignalIdx;
use crate::index::PerComment;
use crate::kind::Kind;
use crate::knowledge::Case;
use crate::logistic::{self, MANY_SWEEPS, Row, fit};
use crate::model::Model;
use crate::ngram_model::{NgramModel, PARTS, Shingle, as_evidence};
use crate::signals::{GROUPS, Prior, SIGNALS, Signal, Test};

/// The strength of the prior on weights. Chosen by cross-validation on 18 blogs, where a third and three times as much
/// gave the same results.
const STRENGTH: f64 = 1.0;

/// The strength of a prior that is a belief, because data about the signal is scarce.
const BELIEF_STRENGTH: f64 = 5.0 * STRENGTH;

/// The greatest sum of the findings of each group, in the order of [`GROUPS`].
const CAPS: [f32; GROUPS.len()] = [5.0, 4.0, 8.0, 3.0, 6.0, 8.0];

/// The prior of the intercepts, which is almost flat.
const INTERCEPT: logistic::Prior =
    logistic::Prior { mean: 0.0, strength: 0.01, range: (f64::NEG_INFINITY, f64::INFINITY) };

/// The scores of the learned signals for each comment of a blog: those of [`PARTS`], then 1 if a template is known.
pub type Scores = PerComment<[f32; N_LEARNED]>;

const N_LEARNED: usize = PARTS.len() + 1;

/// A fitted model, with the numbers of examples.
pub struct Learned {
    /// The model.
    pub model: Model,
    /// The number of spam comments.
    pub n_spam: usize,
    /// The number of honest comments and pings.
    pub n_honest: usize,
}

/// Fits a model to all labelled comments. Words and n-grams are learned from all blogs; the weights of their scores are
/// fitted to out-of-fold scores, so that they are not too large. `templates` has the shingles of known templates.
pub fn train(blogs: &[Blog], templates: &[Box<[Shingle]>]) -> Learned {
    let folds = Folds::new(blogs);
    let mut scores: Vec<Scores> = vec![Scores::default(); blogs.len()];
    let learned = (0..folds.n_folds).into_par_iter().map(|fold| {
        let others = (0..blogs.len()).filter(|blog| folds.fold_of[*blog] != fold || folds.n_folds == 1);
        let lexical = ngram_weights::learn(others.map(|blog| &blogs[blog]), templates);
        let members = (0..blogs.len()).filter(|blog| folds.fold_of[*blog] == fold);
        members.map(|blog| (blog, lexical_scores(&blogs[blog], &lexical))).collect::<Vec<_>>()
    });
    for (blog, of_blog) in learned.flatten_iter().collect::<Vec<_>>() {
        scores[blog] = of_blog;
    }
    let lexical = ngram_weights::learn(blogs.iter(), templates);
    let scored: Vec<(&Blog, &Scores)> = blogs.iter().zip(&scores).collect();
    let labels = || blogs.iter().flat_map(Blog::labelled).map(|(_, _, is_spam)| is_spam);
    let n_spam = labels().filter(|is_spam| *is_spam).count();
    Learned { model: fit_weights(&scored, lexical, &[]), n_spam, n_honest: labels().count() - n_spam }
}

/// The scores of the learned signals for each comment of a blog; 0 where there is no evidence.
pub fn lexical_scores(blog: &Blog, lexical: &NgramModel) -> Scores {
    let scores = |example: &Example| {
        let mut scores = [0.0; N_LEARNED];
        if let (Some(features), Kind::Comment) = (&example.features, example.kind) {
            for (part, score) in PARTS.iter().zip(&mut scores) {
                let of_part = lexical.tables[*part as usize].score(&features.parts[*part as usize]);
                *score = of_part.and_then(as_evidence).unwrap_or(0.0);
            }
            scores[PARTS.len()] = f32::from(u8::from(lexical.templates.are_in(&features.shingles)));
        }
        scores
    };
    blog.examples.iter().map(scores).collect()
}

/// The signals that fired on a comment, with their strengths.
type Strengths = Vec<(SignalIdx, f32)>;

/// The hits of the first stage on a comment, in the order of [`SIGNALS`].
pub fn first_stage_hits(example: &Example, scores: &[f32; N_LEARNED]) -> Strengths {
    let learned = learned_signals().zip(scores).filter(|(_, score)| **score != 0.0);
    let mut hits: Strengths = learned.map(|(signal, score)| (signal, *score)).collect();
    hits.extend(&example.hits);
    hits.sort_by_key(|hit| hit.0);
    hits
}

/// The positions of the learned signals, in the order of [`Scores`].
fn learned_signals() -> impl Iterator<Item = SignalIdx> {
    let position =
        |is_wanted: &dyn Fn(&Test) -> bool| SIGNALS.iter().position(|signal| is_wanted(&signal.test));
    let of_parts = PARTS.map(|part| position(&|test| matches!(test, Test::Learned(other) if *other == part)));
    of_parts
        .into_iter()
        .chain([position(&|test| matches!(test, Test::Template))])
        .flatten()
        .map(SignalIdx::from)
}

/// Fits the weights of all signals, except those in `off`, to the labelled comments of some blogs:
/// first without second-stage evidence, then once more with the word usage that follows from the first fit. Campaigns
/// are left out, because weights that were fitted beside them depend on the one blog that has a large campaign, and
/// find less spam on the others.
pub fn fit_weights(blogs: &[(&Blog, &Scores)], lexical: NgramModel, off: &[SignalIdx]) -> Model {
    let first_stage = |(blog, scores): &(&Blog, &Scores)| -> PerComment<Strengths> {
        let examples = blog.examples.iter().zip(*scores);
        examples.map(|(example, scores)| first_stage_hits(example, scores)).collect()
    };
    let mut all: Vec<PerComment<Strengths>> = blogs.iter().map(first_stage).collect();
    let first = fit_to(blogs, &all, off);
    for ((blog, _), hits) in blogs.iter().zip(&mut all) {
        add_word_usage(blog, &first, hits);
    }
    Model { lexical: lexical.into(), ..fit_to(blogs, &all, off) }
}

/// Adds the hits of word usage to the hits on the comments of a blog.
fn add_word_usage(blog: &Blog, model: &Model, hits: &mut PerComment<Strengths>) {
    let first_stage = |case: &Case| model.group_sums(hits[case.index].iter().copied());
    let stages: &[Stage] = &[&[boxed::<WordUsage>]];
    let evidence = Evidence::gather(&blog.dump, &blog.known, model, stages, first_stage);
    for index in hits.indices() {
        let case = Case::new(index, &blog.dump, &blog.known).unread();
        hits[index].extend(evidence.hits(&case).iter().map(|hit| (hit.signal, hit.strength)));
    }
}

/// Fits weights to the hits on the comments of each blog.
fn fit_to(blogs: &[(&Blog, &Scores)], hits: &[PerComment<Strengths>], off: &[SignalIdx]) -> Model {
    let (base, ping_base) = (SIGNALS.len() as u32, SIGNALS.len() as u32 + 1);
    let mut rows: Vec<Row> = Vec::new();
    let (mut n_spam, mut n_all) = (0.0, 0.0);
    for ((blog, _), hits) in blogs.iter().zip(hits) {
        for (index, example, is_spam) in blog.labelled() {
            let weight = blog.weights[index];
            let is_ping = example.kind.is_ping();
            if !is_ping {
                n_all += weight;
                n_spam += if is_spam { weight } else { 0.0 };
            }
            let signals = hits[index].iter().map(|(signal, strength)| (u32::from(signal.0), *strength));
            let cells = signals.chain([(if is_ping { ping_base } else { base }, 1.0)]).collect();
            rows.push(Row { cells, is_spam, weight, offset: 0.0 });
        }
    }
    let mut priors: Vec<logistic::Prior> = SIGNALS.iter().map(prior).collect();
    for signal in off {
        priors[signal.index()] = logistic::Prior { mean: 0.0, range: (0.0, 0.0), strength: STRENGTH };
    }
    priors.extend([INTERCEPT, INTERCEPT]);
    let weights = fit(&rows, &priors, MANY_SWEEPS);
    let weights: Vec<f32> = weights.into_iter().map(|weight| weight as f32).collect();
    Model {
        base: weights[base as usize],
        // The intercept is hardly penalised, so the mean of the predictions is the share of spam among the rows.
        spam_share: (0.0 < n_all).then(|| (n_spam / n_all).clamp(0.001, 0.999)),
        ping_base: weights[ping_base as usize],
        caps: CAPS,
        weights: weights[..SIGNALS.len()].to_vec(),
        unfitted: Vec::new(),
        lexical: Arc::default(),
    }
}

fn prior(signal: &Signal) -> logistic::Prior {
    let (mean, strength, range) = match signal.prior {
        Prior::Zero => (0.0, STRENGTH, signal.sign.range()),
        Prior::Belief(log_odds) => (log_odds, BELIEF_STRENGTH, signal.sign.range()),
        Prior::Fixed => (1.0, STRENGTH, (1.0, 1.0)),
    };
    logistic::Prior { mean, strength, range }
}
