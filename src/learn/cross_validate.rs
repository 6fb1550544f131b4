//! Cross-validation: each blog is scored by a model that was fitted to the others.

use rayon::prelude::*;

use super::signal_weights::{Scores, first_stage_hits, fit_weights, lexical_scores};
use super::{Blog, ngram_weights};
use crate::context::{Campaigns, Stage, WordUsage, boxed};
use crate::evidence::Evidence;
use crate::facts::Hit;
use crate::knowledge::Case;
use crate::model::{Finding, Model};
use crate::ngram_model::NgramModel;

/// The stages of judging, without the owner's decisions (they may be the labels) and without a blocklist.
const STAGES: &[Stage] = &[&[boxed::<Campaigns>, boxed::<WordUsage>]];

/// The probabilities of a blog's comments, with the evidence for them.
pub struct Scoring {
    /// The model that scored the blog.
    pub model: Model,
    /// The scores of the learned signals for each comment.
    pub scores: Scores,
    /// The probability of spam of each comment; `None` for kinds that are not judged.
    pub probabilities: Vec<Option<f32>>,
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
    pub fn findings<'a>(&'a self, blog: &'a Blog, index: usize) -> Vec<Finding<'a>> {
        let first_stage = first_stage_hits(&blog.examples[index], &self.scores[index]).into_iter();
        let mut hits = self.evidence.hits(&Case::new(index, &blog.dump, &blog.known));
        hits.extend(first_stage.map(|(signal, strength)| Hit { signal, strength, seen: "".into() }));
        hits.sort_by_key(|hit| hit.signal);
        self.model.weigh(hits)
    }
}

/// Several blogs, each of which can be scored by a model that was fitted to the others.
pub struct CrossValidation<'a> {
    blogs: &'a [Blog],
    /// Out-of-fold lexical scores for every pair of blogs (i, j), from a model that saw neither: a fit without blog i
    /// needs unseen scores of blog j, and vice versa.
    scores: Vec<(Scores, Scores)>,
    /// The pairs of blogs, in order, that `scores` belong to.
    pairs: Vec<(usize, usize)>,
}

impl<'a> CrossValidation<'a> {
    /// Learns the lexical scores for every pair of blogs.
    pub fn new(blogs: &'a [Blog]) -> CrossValidation<'a> {
        let numbers = 0..blogs.len();
        let pairs: Vec<(usize, usize)> =
            numbers.clone().flat_map(|one| (one..blogs.len()).map(move |other| (one, other))).collect();
        let learned = pairs.par_iter().map(|(one, other)| {
            let rest = numbers.clone().filter(|number| number != one && number != other);
            let lexical = ngram_weights::learn(rest.map(|number| &blogs[number]));
            (lexical_scores(&blogs[*one], &lexical), lexical_scores(&blogs[*other], &lexical))
        });
        CrossValidation { blogs, scores: learned.collect(), pairs }
    }

    /// Scores all blogs except those that only teach, in order. Fits leave out the signals whose positions are in
    /// `off`.
    pub fn run(&self, off: &[usize]) -> Vec<Scoring> {
        let numbers = 0..self.blogs.len();
        let score = |left_out: usize| {
            let others = numbers.clone().filter(|number| *number != left_out);
            let others: Vec<(&Blog, &Scores)> = others
                .map(|number| (&self.blogs[number], self.out_of_fold_scores(number, left_out)))
                .collect();
            let model = fit_weights(&others, NgramModel::default(), off);
            let scores = self.out_of_fold_scores(left_out, left_out).clone();
            Scoring::new(&self.blogs[left_out], model, scores)
        };
        let is_scored = |number: &usize| !self.blogs[*number].only_teaches;
        numbers.clone().into_par_iter().filter(is_scored).map(score).collect()
    }

    /// The scores of a blog from a model that saw neither it nor the blog that is left out.
    fn out_of_fold_scores(&self, blog: usize, left_out: usize) -> &Scores {
        let pair = (blog.min(left_out), blog.max(left_out));
        // `pairs` has every pair.
        let (one, other) = &self.scores[self.pairs.binary_search(&pair).unwrap_or_default()];
        if blog <= left_out { one } else { other }
    }
}
