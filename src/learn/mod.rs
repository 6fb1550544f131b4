//! Fitting models to labelled comments, and measuring them on blogs that they were not fitted to.

mod cross_validate;
mod example_weights;
mod figures;
mod folds;
mod labels;
mod measures;
mod ngram_weights;
mod signal_weights;
mod spintax;
mod templates;

use example_weights::example_weights;

pub use cross_validate::{CrossValidation, Scoring};
pub use figures::{Figures, LabelledScore, MeanFigures, labelled_scores};
pub use labels::{LabelSource, own_labels};
pub use measures::{Bin, Confusion, calibration};
pub use signal_weights::train;
pub use spintax::template_shingles;

use rayon::prelude::*;

use crate::facts::{Dump, SignalIdx};
use crate::index::{CommentIdx, PerComment};
use crate::kind::Kind;
use crate::knowledge::{Case, Knowledge};
use crate::ngram_model::Features;
use crate::signals;

/// A labelled dump, with everything that fits and scores need repeatedly.
pub struct Blog {
    /// The name of the blog in tables.
    pub name: String,
    /// Whether models are only fitted to the blog, and it is not scored.
    pub only_teaches: bool,
    /// The facts.
    pub dump: Dump,
    /// The facts of the dump as a whole.
    pub known: Knowledge,
    /// One example per comment.
    pub examples: PerComment<Example>,
    /// How much each example counts in a fit.
    pub weights: PerComment<f32>,
}

/// A comment as input of a fit.
pub struct Example {
    /// Whether the label is spam; `None` without a label, and for kinds that are not judged.
    pub is_spam: Option<bool>,
    /// The kind of the comment.
    pub kind: Kind,
    /// The hits of the first stage, without those of the learned signals.
    pub hits: Vec<(SignalIdx, f32)>,
    /// The words, character n-grams and form of the comment.
    pub features: Option<Box<Features>>,
    /// A hash of the author, to count people.
    pub person: u64,
}

impl Blog {
    /// Gathers the examples of a prepared dump.
    pub fn gather(name: String, mut dump: Dump, labels: &PerComment<Option<bool>>) -> Blog {
        let known = Knowledge::gather(&dump);
        let features: Vec<_> = dump.comments.iter_mut().map(|facts| facts.features.take()).collect();
        let examples = features.into_par_iter().zip(dump.comments.par_indices()).map(|(features, index)| {
            let case = Case::new(index, &dump, &known);
            let facts = case.facts;
            let author = if facts.email().is_empty() { facts.name() } else { facts.email() };
            Example {
                is_spam: labels[index].filter(|_| case.is_judged()),
                kind: facts.kind,
                hits: signals::strengths(&case, signals::judge(&case)).collect(),
                features,
                person: xxhash_rust::xxh3::xxh3_64(author.as_bytes()),
            }
        });
        let examples: PerComment<Example> = examples.collect();
        let weights = example_weights(&dump, &known, &examples);
        Blog { name, only_teaches: false, dump, known, examples, weights }
    }

    /// The labelled comments: their positions, their examples, and whether they are spam.
    pub fn labelled(&self) -> impl Iterator<Item = (CommentIdx, &Example, bool)> {
        let examples = self.examples.iter_enumerated();
        examples.filter_map(|(index, example)| Some((index, example, example.is_spam?)))
    }
}
