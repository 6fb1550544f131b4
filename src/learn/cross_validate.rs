//! Cross-validation over blogs: each blog is scored by a model that was fitted without it.

use std::collections::HashMap;

use rayon::prelude::*;

use super::folds::Folds;
use super::signal_weights::{Scores, first_stage_hits, fit_weights, lexical_scores};
use super::{Blog, ngram_weights};
use crate::context::{Campaigns, Stage, WordUsage, boxed};
use crate::evidence::Evidence;
use crate::facts::{Hit, SignalIdx};
use crate::index::{CommentIdx, PerComment};
use crate::knowledge::Case;
use crate::model::{Finding, Model};
use crate::ngram_model::{NgramModel, Shingle};

/// The stages of judging, without the owner's decisions (they may be the labels) and without a blocklist.
const STAGES: &[Stage] = &[&[boxed::<Campaigns>, boxed::<WordUsage>]];

/// The probabilities of a blog's comments, with the evidence for them.
pub struct Scoring {
    /// The model that scored the blog.
    pub model: Model,
    /// The scores of the learned signals for each comment.
    pub scores: Scores,
    /// The probability of spam of each comment; `None` for kinds that are not judged.
    pub probabilities: PerComment<Option<f32>>,
    evidence: Evidence,
}

impl Scoring {
    fn new(blog: &Blog, model: Model, scores: Scores) -> Scoring {
        let first_stage = |case: &Case| {
            let hits = first_stage_hits(&blog.examples[case.index], &scores[case.index]);
            model.group_sums(hits.into_iter())
        };
        let evidence = Evidence::gather(&blog.dump, &blog.known, &model, STAGES, first_stage);
        Scoring { probabilities: evidence.probabilities.clone(), model, scores, evidence }
    }

    /// Scores a blog with a given model.
    pub fn with_model(model: &Model, blog: &Blog) -> Scoring {
        Scoring::new(blog, model.clone(), lexical_scores(blog, &model.lexical))
    }

    /// The findings about a comment. Findings of the first stage have no quotation.
    pub fn findings<'a>(&'a self, blog: &'a Blog, index: CommentIdx) -> Vec<Finding<'a>> {
        let first_stage = first_stage_hits(&blog.examples[index], &self.scores[index]).into_iter();
        let mut hits = self.evidence.hits(&Case::new(index, &blog.dump, &blog.known));
        hits.extend(first_stage.map(|(signal, strength)| Hit { signal, strength, seen: "".into() }));
        hits.sort_by_key(|hit| hit.signal);
        self.model.weigh(hits)
    }
}

/// Several blogs in folds, each of which can be scored by a model that was fitted to the other folds.
pub struct CrossValidation<'a> {
    blogs: &'a [Blog],
    folds: Folds,
    /// Lexical scores for every pair of folds, from a model that saw neither: a fit without one fold needs unseen
    /// scores of the other, and vice versa. Each has the scores of the blogs in both folds, by the number of the blog.
    scores: Vec<HashMap<usize, Scores>>,
}

impl<'a> CrossValidation<'a> {
    /// Learns the lexical scores for every pair of folds. `templates` has the shingles of known templates.
    pub fn new(blogs: &'a [Blog], templates: &[Box<[Shingle]>]) -> CrossValidation<'a> {
        let folds = Folds::new(blogs);
        let learned = (0..folds.n_folds * folds.n_folds).into_par_iter().map(|pair| {
            let pair = (pair / folds.n_folds, pair % folds.n_folds);
            if pair.1 < pair.0 {
                return HashMap::new();
            }
            let (inside, rest): (Vec<usize>, Vec<usize>) =
                (0..blogs.len()).partition(|blog| [pair.0, pair.1].contains(&folds.fold_of[*blog]));
            let lexical = ngram_weights::learn(rest.into_iter().map(|blog| &blogs[blog]), templates);
            inside.into_iter().map(|blog| (blog, lexical_scores(&blogs[blog], &lexical))).collect()
        });
        let scores = learned.collect();
        CrossValidation { blogs, folds, scores }
    }

    /// Scores all blogs except those that only teach, in order. Fits leave out the signals in `off`.
    pub fn run(&self, off: &[SignalIdx]) -> Vec<Scoring> {
        let numbers = 0..self.blogs.len();
        let fit = |left_out: usize| {
            let others = numbers.clone().filter(|blog| self.folds.fold_of[*blog] != left_out);
            let others: Vec<(&Blog, &Scores)> = others
                .filter_map(|blog| Some((&self.blogs[blog], self.unseen_scores(blog, left_out)?)))
                .collect();
            fit_weights(&others, NgramModel::default(), off)
        };
        let models: Vec<Model> = (0..self.folds.n_folds).into_par_iter().map(fit).collect();
        let is_scored = |blog: &usize| !self.blogs[*blog].only_teaches;
        let score = |blog: usize| {
            let fold = self.folds.fold_of[blog];
            let scores = self.unseen_scores(blog, fold).cloned().unwrap_or_default();
            Scoring::new(&self.blogs[blog], models[fold].clone(), scores)
        };
        numbers.clone().into_par_iter().filter(is_scored).map(score).collect()
    }

    /// The scores of a blog from a model that saw neither its fold nor the one that is left out.
    fn unseen_scores(&self, blog: usize, left_out: usize) -> Option<&Scores> {
        let fold = self.folds.fold_of[blog];
        self.scores[fold.min(left_out) * self.folds.n_folds + fold.max(left_out)].get(&blog)
    }
}
