//! The whole flow: [`read`] and look at every record, then [`judge`] all of them: prepare, know, weigh, decide.

use rayon::prelude::*;

use crate::comment::Record;
use crate::config::Config;
use crate::context::{BlocklistHits, Campaigns, STAGES};
use crate::duplicates::Duplicates;
use crate::error::Result;
use crate::evidence::Evidence;
pub use crate::facts::Progress;
use crate::facts::{Collector, Dump, Look};
use crate::index::{CommentIdx, PerComment};
use crate::kind::Kind;
use crate::knowledge::{Case, Knowledge};
use crate::model::{Finding, Model};
use crate::prepare::{prepare, settle_marks};
use crate::read::{Columns, Input};
use crate::signals::{self, FiredSignals};
use crate::verdict::{self, Decision};

/// Reads all inputs as one dump and looks at every record. `on_progress` learns how far it is.
///
/// # Errors
/// An input can't be read, lacks a part that its format requires, or is not a dump.
pub fn read(
    inputs: &[Input],
    columns: &Columns,
    config: &Config,
    model: &Model,
    on_progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Dump> {
    read_with(&look_for_judging(model, config), inputs, Vec::new(), columns, config, on_progress)
}

/// The settings for looking at comments that are to be judged.
pub fn look_for_judging<'a>(model: &'a Model, config: &'a Config) -> Look<'a> {
    Look {
        signals: signals::look,
        lexical: &model.lexical,
        blocklist: config.blocklist.as_deref(),
        keeps_features: false,
    }
}

/// Reads all inputs as one dump, like [`read`], but with given settings for looking at records. Records in memory
/// belong to the last input.
///
/// # Errors
/// An input can't be read, lacks a part that its format requires, or is not a dump.
pub fn read_with(
    how: &Look,
    inputs: &[Input],
    in_memory: Vec<Record>,
    columns: &Columns,
    config: &Config,
    on_progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Dump> {
    let (mut dump, loose_marks) = rayon::scope(|scope| {
        let mut collector = Collector::new(scope, how, config.ignore_status, on_progress);
        for (number, input) in inputs.iter().enumerate() {
            collector.start_input(number as u32, input.source().len());
            input.read(number as u32, columns, &mut |record| collector.take(record))?;
        }
        in_memory.into_iter().for_each(|record| collector.take(record));
        Ok::<_, crate::error::Error>(collector.finish())
    })?;
    settle_marks(&mut dump, loose_marks, config.ignore_status);
    dump.blocklist = config.blocklist.clone();
    Ok(dump)
}

/// A dump with the decision about every comment, and the evidence for it.
pub struct Judgement {
    /// The facts about all comments and posts.
    pub dump: Dump,
    /// The knowledge about the dump.
    pub known: Knowledge,
    /// The decision about each comment.
    pub decisions: PerComment<Decision>,
    model: Model,
    fired: PerComment<FiredSignals>,
    evidence: Evidence,
}

/// Judges every comment of a dump. A comment that several inputs contain is judged once: see [`Dump::repeats`].
pub fn judge(dump: Dump, model: &Model, config: &Config) -> Judgement {
    let dump = prepare(dump);
    let known = Knowledge::gather(&dump);
    let model = model.without(config);
    let case = |index: CommentIdx| Case::new(index, &dump, &known);
    let fired: PerComment<FiredSignals> =
        dump.comments.par_indices().map(|index| signals::judge(&case(index))).collect();
    let first_stage = |case: &Case| model.group_sums(signals::strengths(case, fired[case.index]));
    let evidence = Evidence::gather(&dump, &known, &model, STAGES, first_stage);
    let probability = |index: CommentIdx| evidence.probabilities[index];
    let is_spam = |index: CommentIdx| verdict::is_spam(dump.comments[index].kind, probability(index), config);
    let duplicates = Duplicates::gather(&dump, &known, &is_spam);
    let decide = |index: CommentIdx| verdict::decide(&case(index), probability(index), config, &duplicates);
    let decisions = dump.comments.indices().map(decide).collect();
    Judgement { dump, known, decisions, model, fired, evidence }
}

impl Judgement {
    /// The findings about one comment: the rows that add up to its log-odds of spam.
    pub fn findings(&self, index: CommentIdx) -> Vec<Finding<'_>> {
        let case = Case::new(index, &self.dump, &self.known);
        let mut hits = signals::hits(&case, self.fired[index]);
        hits.extend(self.evidence.hits(&case));
        hits.sort_by_key(|hit| hit.signal);
        self.model.weigh(hits)
    }

    /// The adjustment of a comment's log-odds for the share of spam in this dump: see [`crate::base_rate`].
    pub fn base_shift(&self, index: CommentIdx) -> f32 {
        if self.decisions[index].kind == Kind::Comment { self.evidence.base_shift } else { 0.0 }
    }

    /// The log-odds of spam for a comment without any evidence, on a typical blog.
    pub fn base(&self, index: CommentIdx) -> f32 {
        self.model.base(self.decisions[index].kind)
    }

    /// The campaigns of the dump; `None` if no stage looked for any.
    pub fn campaigns(&self) -> Option<&Campaigns> {
        self.evidence.context()
    }

    /// Statistics about the entries of the blocklist; `None` without a blocklist.
    pub fn blocklist(&self) -> Option<&BlocklistHits> {
        self.evidence.context()
    }
}
