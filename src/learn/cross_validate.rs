//! Scoring each blog by a model that never saw it.

use std::borrow::Cow;

use rayon::prelude::*;

use super::weights::{Scores, fit_weights, found, lexical_scores};
use super::{Blog, words};
use crate::context::Campaigns;
use crate::facts::Hit;
use crate::knowledge::Case;
use crate::model::{Finding, GroupSums, Model};
use crate::ngram_model::Lexical;
use crate::verdict;

/// A blog's probabilities, and what gave them.
pub struct Scoring {
    /// The model.
    pub model: Model,
    /// What words and letters tell of every comment.
    pub scores: Scores,
    /// One for every comment; `None` for what is not judged.
    pub probabilities: Vec<Option<f32>>,
    first_probabilities: Vec<f32>,
    campaigns: Campaigns,
}

impl Scoring {
    /// Scores all comments of a blog, campaigns included: the same two stages as in `pipeline::judge`.
    fn new(blog: &Blog, model: Model, scores: Scores) -> Scoring {
        let examples = blog.examples.iter().zip(&scores);
        let sums: Vec<GroupSums> =
            examples.map(|(example, scores)| model.group_sums(found(example, scores).into_iter())).collect();
        let first_probabilities: Vec<f32> =
            blog.examples.iter().zip(&sums).map(|(it, sums)| model.probability(it.kind, sums)).collect();
        let campaigns = Campaigns::gather(&blog.dump, &blog.known, &first_probabilities);
        let probability = |(index, mut sums): (usize, GroupSums)| {
            let case = Case::new(index, &blog.dump, &blog.known);
            let company = verdict::company(&case, &campaigns, first_probabilities[index]);
            model.add(&company, &mut sums);
            verdict::is_judged(&case).then(|| model.probability(case.facts.kind, &sums))
        };
        let probabilities = sums.into_iter().enumerate().map(probability).collect();
        Scoring { model, scores, probabilities, first_probabilities, campaigns }
    }

    /// Scores a blog by a model that is given.
    pub fn by(model: &Model, blog: &Blog) -> Scoring {
        Scoring::new(blog, model.clone(), lexical_scores(blog, &model.lexical))
    }

    /// The evidence about a comment, without quotations.
    pub fn evidence(&self, blog: &Blog, index: usize) -> Vec<Finding<'static>> {
        let case = Case::new(index, &blog.dump, &blog.known);
        let mut hits = verdict::company(&case, &self.campaigns, self.first_probabilities[index]);
        let found = found(&blog.examples[index], &self.scores[index]).into_iter();
        hits.extend(found.map(|(signal, strength)| Hit { signal, strength, seen: Cow::Borrowed("") }));
        hits.sort_by_key(|it| it.signal);
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
