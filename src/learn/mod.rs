//! Learning from labelled comments, and measuring what was learned on blogs that it was not learned from.

mod cross_validate;
mod figures;
mod labels;
mod measures;
mod weights;
mod words;

pub use cross_validate::{CrossValidation, Scoring};
pub use figures::{Figures, LabelledScore, labelled_scores};
pub use labels::{LabelSource, own_labels};
pub use measures::{Bin, Confusion, calibration};
pub use weights::train;

use rayon::prelude::*;

use crate::facts::{Dump, SignalIdx};
use crate::kind::Kind;
use crate::knowledge::{Case, Knowledge};
use crate::ngram_model::Features;
use crate::signals;

/// A labelled dump, with everything that fits and scores need again and again.
pub struct Blog {
    /// What it is called in tables.
    pub name: String,
    /// Is it only learned from, never scored?
    pub only_teaches: bool,
    /// Its facts.
    pub dump: Dump,
    /// What it knows.
    pub known: Knowledge,
    /// One for every comment.
    pub examples: Vec<Example>,
}

/// One comment, as fits see it.
pub struct Example {
    /// Is it spam? `None` where nobody knows, and for what is not judged.
    pub is_spam: Option<bool>,
    /// What it is.
    pub kind: Kind,
    /// What the signals found, but for the learned ones and those that look at the company.
    pub found: Vec<(SignalIdx, f32)>,
    /// Its words and letters.
    pub features: Option<Box<Features>>,
    /// Who wrote it, as a number in this blog.
    pub person: u64,
}

impl Blog {
    /// Gathers what a prepared dump knows. `is_spam` has one answer for every comment, `None` where nobody knows.
    pub fn gather(name: String, mut dump: Dump, is_spam: &[Option<bool>]) -> Blog {
        let known = Knowledge::gather(&dump);
        let features: Vec<_> = dump.comments.iter_mut().map(|it| it.features.take()).collect();
        let examples = features.into_par_iter().enumerate().map(|(index, features)| {
            let case = Case::new(index, &dump, &known);
            let facts = case.facts;
            let who = if facts.email().is_empty() { facts.name() } else { facts.email() };
            Example {
                is_spam: is_spam[index].filter(|_| case.is_judged()),
                kind: facts.kind,
                found: signals::strengths(&case, signals::judge(&case)).collect(),
                features,
                person: xxhash_rust::xxh3::xxh3_64(who.as_bytes()),
            }
        });
        let examples = examples.collect();
        Blog { name, only_teaches: false, dump, known, examples }
    }

    /// The comments of which somebody knows whether they are spam, by their positions.
    pub fn labelled(&self) -> impl Iterator<Item = (usize, &Example, bool)> {
        let examples = self.examples.iter().enumerate();
        examples.filter_map(|(index, it)| Some((index, it, it.is_spam?)))
    }
}
