//! Scoring each blog by a model that never saw it.

use rayon::prelude::*;

use super::weights::{Scores, first_stage_hits, fit_weights, lexical_scores};
use super::{Blog, words};
use crate::context::{Campaigns, Stage, WordUsage, boxed};
use crate::evidence::Evidence;
use crate::facts::Hit;
use crate::knowledge::Case;
use crate::model::{Finding, Model};
use crate::ngram_model::Lexical;

/// The stages of judging without the owner's decisions, which may be the labels, and without a blocklist.
const STAGES: &[Stage] = &[&[boxed::<Campaigns>, boxed::<WordUsage>]];

/// The probabilities of a blog's comments, with the evidence for them.
pub struct Scoring {
    /// The model that scored the blog.
    pub model: Model,
    /// The scores of the learned signals for each comment.
    pub scores: Scores,
    /// The probability of spam of each comment; `None` for what is not judged.
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

    /// Scores a blog by a given model.
    pub fn with_model(model: &Model, blog: &Blog) -> Scoring {
        Scoring::new(blog, model.clone(), lexical_scores(blog, &model.lexical))
    }

    /// The findings about a comment. Those of the first stage lack what was seen.
    pub fn findings<'a>(&'a self, blog: &'a Blog, index: usize) -> Vec<Finding<'a>> {
        let first_stage = first_stage_hits(&blog.examples[index], &self.scores[index]).into_iter();
        let mut hits = self.evidence.hits(&Case::new(index, &blog.dump, &blog.known));
        hits.extend(first_stage.map(|(signal, strength)| Hit { signal, strength, seen: "".into() }));
        hits.sort_by_key(|hit| hit.signal);
        self.model.weigh(hits)
    }
}

/// Several blogs, each of which can be scored by what was learned from the others.
pub struct CrossValidation<'a> {
    blogs: &'a [Blog],
    /// For every two blogs, in order, what was learned from the rest tells of each of them: a fit that leaves out one
    /// needs scores of the other that it has not been taught, and the other way round.
    scores: Vec<(Scores, Scores)>,
    pairs: Vec<(usize, usize)>,
}

impl<'a> CrossValidation<'a> {
    /// Learns words and letters without each two blogs.
    pub fn new(blogs: &'a [Blog]) -> CrossValidation<'a> {
        let numbers = 0..blogs.len();
        let pairs: Vec<(usize, usize)> =
            numbers.clone().flat_map(|one| (one..blogs.len()).map(move |other| (one, other))).collect();
        let learned = pairs.par_iter().map(|(one, other)| {
            let rest = numbers.clone().filter(|it| it != one && it != other);
            let lexical = words::learn(rest.map(|it| &blogs[it]));
            (lexical_scores(&blogs[*one], &lexical), lexical_scores(&blogs[*other], &lexical))
        });
        CrossValidation { blogs, scores: learned.collect(), pairs }
    }

    /// Scores every blog but those that only teach, in their order. The signals whose positions are in `off` are left
    /// out of the fits.
    pub fn run(&self, off: &[usize]) -> Vec<Option<Scoring>> {
        let numbers = 0..self.blogs.len();
        let score = |left_out: usize| {
            let others = numbers.clone().filter(|it| *it != left_out);
            let taught: Vec<(&Blog, &Scores)> =
                others.map(|it| (&self.blogs[it], self.scores_of(it, left_out))).collect();
            let model = fit_weights(&taught, Lexical::default(), off);
            let scores = self.scores_of(left_out, left_out).clone();
            Scoring::new(&self.blogs[left_out], model, scores)
        };
        let is_scored = |it: &usize| !self.blogs[*it].only_teaches;
        numbers.clone().into_par_iter().map(|it| is_scored(&it).then(|| score(it))).collect()
    }

    fn scores_of(&self, blog: usize, left_out: usize) -> &Scores {
        let pair = (blog.min(left_out), blog.max(left_out));
        // Every pair is there.
        let (one, other) = &self.scores[self.pairs.binary_search(&pair).unwrap_or_default()];
        if blog <= left_out { one } else { other }
    }
}
