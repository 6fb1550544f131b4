//! *Weigh*: the probabilities of spam of all comments, stage by stage.
//!
//! The first stage is what the signals find on each comment, and the share of spam that follows from it for the dump,
//! which shifts all scores: see [`crate::base_rate`]. Every later [`Stage`] gathers its contexts from the probabilities
//! so far; what the signals then find in them is added, and the probabilities are computed anew. Judging, explaining,
//! cross-validation and training all run this loop; training leaves stages out.

use std::any::Any;

use rayon::prelude::*;

use crate::base_rate;
use crate::context::{Context, Scored, Stage, Surroundings};
use crate::facts::{Dump, Hit};
use crate::index::{CommentIdx, PerComment};
use crate::kind::Kind;
use crate::knowledge::{Case, Knowledge};
use crate::logistic::probability;
use crate::model::{GroupSums, Model};
use crate::signals;

/// The probabilities of spam of all comments of a dump, with the contexts that they were computed from.
pub struct Evidence {
    /// The probability of each comment, 0 to 1; `None` for what is not judged.
    pub probabilities: PerComment<Option<f32>>,
    /// What the share of spam of this dump adds to the log-odds of its comments.
    pub base_shift: f32,
    contexts: Vec<Box<dyn Context>>,
}

impl Evidence {
    /// Runs some stages. `first_stage` gives the sums of what the signals found on a comment without any context.
    pub fn gather(
        dump: &Dump,
        known: &Knowledge,
        model: &Model,
        stages: &[Stage],
        first_stage: impl Fn(&Case) -> GroupSums + Sync,
    ) -> Evidence {
        let case = |index: CommentIdx| Case::new(index, dump, known).unread();
        let rescore = |sums: &PerComment<GroupSums>, base_shift: f32| -> PerComment<f32> {
            let comments = dump.comments.par_iter().zip(&**sums);
            comments
                .map(|(facts, sums)| {
                    let shift = if facts.kind == Kind::Comment { base_shift } else { 0.0 };
                    probability(f64::from(model.log_odds(facts.kind, sums) + shift)) as f32
                })
                .collect()
        };
        let all = dump.comments.par_indices();
        let mut sums: PerComment<GroupSums> = all.map(|index| first_stage(&case(index))).collect();
        let base_shift = model.spam_share.map_or(0.0, |usual_share| {
            let is_judged =
                |index: &CommentIdx| dump.comments[*index].kind == Kind::Comment && case(*index).is_judged();
            let comments = dump.comments.indices().filter(is_judged);
            let log_odds: Vec<f32> =
                comments.map(|index| model.log_odds(Kind::Comment, &sums[index])).collect();
            base_rate::shift(&log_odds, usual_share)
        });
        let mut probabilities = rescore(&sums, base_shift);
        let mut contexts = Vec::new();
        for stage in stages {
            let scored = Scored { dump, known, probabilities: &probabilities };
            let gathered: Vec<Box<dyn Context>> = stage.iter().map(|gather| gather(&scored)).collect();
            sums.par_iter_mut()
                .zip(dump.comments.par_indices())
                .for_each(|(sums, index)| model.add(&hits(&gathered, &case(index)), sums));
            probabilities = rescore(&sums, base_shift);
            contexts.extend(gathered);
        }
        let probability = |index: CommentIdx| case(index).is_judged().then_some(probabilities[index]);
        let probabilities = dump.comments.par_indices().map(probability).collect();
        Evidence { probabilities, base_shift, contexts }
    }

    /// What the signals find on a comment in all contexts.
    pub fn hits<'a>(&'a self, case: &Case<'a>) -> Vec<Hit<'a>> {
        hits(&self.contexts, case)
    }

    /// The context of one type. `None` if no stage gathered it.
    pub fn context<C: Context>(&self) -> Option<&C> {
        self.contexts.iter().find_map(|context| {
            let context: &dyn Any = &**context;
            context.downcast_ref()
        })
    }
}

fn hits<'a>(contexts: &'a [Box<dyn Context>], case: &Case<'a>) -> Vec<Hit<'a>> {
    let mut surroundings = Surroundings::default();
    contexts.iter().for_each(|context| context.describe(case, &mut surroundings));
    signals::hits_in_context(case, &surroundings)
}
