//! Fitting the signals' weights.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Blog, Example, words};
use crate::context::{Stage, WordUsage, boxed};
use crate::evidence::Evidence;
use crate::facts::SignalIdx;
use crate::kind::Kind;
use crate::knowledge::Case;
use crate::logistic::{self, MANY_SWEEPS, Row, fit};
use crate::model::Model;
use crate::ngram_model::{Lexical, PARTS, telling};
use crate::signals::{GROUPS, Prior, SIGNALS, Signal, Test};

/// How strongly weights are drawn towards what is believed of them. Chosen on 18 blogs, each left out in turn:
/// a third and three times as much did alike.
const STRENGTH: f64 = 1.0;

/// How much more strongly a weight is held where a belief stands for data.
const HELD: f64 = 5.0;

/// The most that the findings of a group count together, in the order of [`GROUPS`].
const CAPS: [f32; GROUPS.len()] = [5.0, 4.0, 8.0, 3.0, 6.0, 8.0];

/// The intercepts are all but free.
const INTERCEPT: logistic::Prior =
    logistic::Prior { mean: 0.0, strength: 0.01, range: (f64::NEG_INFINITY, f64::INFINITY) };

/// The scores of the learned signals for the comments of a blog, part by part.
pub type Scores = Vec<[f32; PARTS.len()]>;

/// What was learned, and from how much.
pub struct Learned {
    /// The model.
    pub model: Model,
    /// Comments that are spam.
    pub n_spam: usize,
    /// Comments and pings that are not.
    pub n_honest: usize,
}

/// Fits a model to all labelled comments. What words and letters tell is learned from all blogs, but the weight that
/// it gets is fitted on scores of each blog that were learned from the others.
pub fn train(blogs: &[Blog]) -> Learned {
    let scores: Vec<Scores> = (0..blogs.len())
        .into_par_iter()
        .map(|left_out| {
            let others = (0..blogs.len()).filter(|it| *it != left_out || blogs.len() == 1);
            lexical_scores(&blogs[left_out], &words::learn(others.map(|it| &blogs[it])))
        })
        .collect();
    let lexical = words::learn(blogs.iter());
    let taught: Vec<(&Blog, &Scores)> = blogs.iter().zip(&scores).collect();
    let labels = || blogs.iter().flat_map(|it| it.labelled()).map(|it| it.2);
    let n_spam = labels().filter(|it| *it).count();
    Learned { model: fit_weights(&taught, lexical, &[]), n_spam, n_honest: labels().count() - n_spam }
}

/// What words and letters tell of every comment of a blog; 0 where they tell nothing.
pub fn lexical_scores(blog: &Blog, lexical: &Lexical) -> Scores {
    let of = |example: &Example| match (&example.features, example.kind) {
        (Some(features), Kind::Comment) => PARTS.map(|part| {
            let score = lexical.tables[part as usize].score(&features[part as usize]);
            score.and_then(telling).unwrap_or(0.0)
        }),
        _ => [0.0; PARTS.len()],
    };
    blog.examples.iter().map(of).collect()
}

/// What the signals found on a comment in the first stage, in the order of [`SIGNALS`].
pub fn first_stage_hits(example: &Example, scores: &[f32; PARTS.len()]) -> Vec<(SignalIdx, f32)> {
    let learned = learned_signals().zip(scores).filter(|(_, score)| **score != 0.0);
    let mut hits: Vec<(SignalIdx, f32)> = learned.map(|(signal, score)| (signal.into(), *score)).collect();
    hits.extend(&example.found);
    hits.sort_by_key(|hit| hit.0);
    hits
}

/// The positions of the learned signals, in the order of [`PARTS`].
fn learned_signals() -> impl Iterator<Item = usize> {
    PARTS.into_iter().filter_map(|part| {
        SIGNALS.iter().position(|signal| matches!(signal.test, Test::Learned(read) if read == part))
    })
}

/// Fits the weights of all signals but those whose positions are in `off` to the labelled comments of some blogs: first
/// without the company that comments keep, then once more with what the words of each blog tell by the first fit.
/// Campaigns stay out: weights that were fitted beside them lean on the one blog that has a large one, and less is found
/// elsewhere.
pub fn fit_weights(blogs: &[(&Blog, &Scores)], lexical: Lexical, off: &[usize]) -> Model {
    let first_stage = |(blog, scores): &(&Blog, &Scores)| -> Vec<Vec<(SignalIdx, f32)>> {
        let examples = blog.examples.iter().zip(*scores);
        examples.map(|(example, scores)| first_stage_hits(example, scores)).collect()
    };
    let mut all: Vec<Vec<Vec<(SignalIdx, f32)>>> = blogs.iter().map(first_stage).collect();
    let first = fit_to(blogs, &all, off);
    for ((blog, _), hits) in blogs.iter().zip(&mut all) {
        add_word_usage(blog, &first, hits);
    }
    Model { lexical: lexical.into(), ..fit_to(blogs, &all, off) }
}

/// Adds what the words of a blog show to the hits on its comments.
fn add_word_usage(blog: &Blog, model: &Model, hits: &mut [Vec<(SignalIdx, f32)>]) {
    let first_stage = |case: &Case| model.group_sums(hits[case.index].iter().copied());
    let stages: &[Stage] = &[&[boxed::<WordUsage>]];
    let evidence = Evidence::gather(&blog.dump, &blog.known, model, stages, first_stage);
    for (index, hits) in hits.iter_mut().enumerate() {
        let case = Case::new(index, &blog.dump, &blog.known).unread();
        hits.extend(evidence.hits(&case).iter().map(|hit| (hit.signal, hit.strength)));
    }
}

/// Fits weights to what was found on the comments of each blog.
fn fit_to(blogs: &[(&Blog, &Scores)], found: &[Vec<Vec<(SignalIdx, f32)>>], off: &[usize]) -> Model {
    let (base, ping_base) = (SIGNALS.len() as u32, SIGNALS.len() as u32 + 1);
    let mut rows: Vec<Row> = Vec::new();
    let mut is_spam = Vec::new();
    for ((blog, _), found) in blogs.iter().zip(found) {
        for (index, example, spam) in blog.labelled() {
            let intercept = if example.kind.is_ping() { ping_base } else { base };
            let cells = found[index].iter().map(|(signal, strength)| (u32::from(signal.0), *strength));
            rows.push(cells.chain([(intercept, 1.0)]).collect());
            is_spam.push(spam);
        }
    }
    let mut priors: Vec<logistic::Prior> = SIGNALS.iter().map(prior).collect();
    off.iter()
        .for_each(|it| priors[*it] = logistic::Prior { mean: 0.0, range: (0.0, 0.0), strength: STRENGTH });
    priors.extend([INTERCEPT, INTERCEPT]);
    let weights = fit(&rows, &is_spam, &vec![0.0; rows.len()], &priors, MANY_SWEEPS);
    let weights: Vec<f32> = weights.into_iter().map(|it| it as f32).collect();
    Model {
        base: weights[base as usize],
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
        Prior::Belief(log_odds) => (log_odds, HELD * STRENGTH, signal.sign.range()),
        Prior::Fixed => (1.0, STRENGTH, (1.0, 1.0)),
    };
    logistic::Prior { mean, strength, range }
}
