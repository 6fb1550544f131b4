//! The whole flow: [`read`] and look at every record, then [`judge`] all of them: prepare, know, weigh, decide.

use rayon::prelude::*;

use crate::comment::{Comment, LooseMarks, Record, Status};
use crate::config::Config;
use crate::context::{BlocklistHits, STAGES};
use crate::duplicates::Duplicates;
use crate::error::{Damage, Place, Result};
use crate::evidence::Evidence;
use crate::facts::packed::SharedList;
use crate::facts::{self, Dump, Facts, Look};
use crate::knowledge::{Case, Knowledge};
use crate::model::{Finding, Model};
use crate::prepare::{prepare, settle_marks};
use crate::read::{Columns, Input};
use crate::signals::{self, FiredSignals};
use crate::text::Site;
use crate::verdict::{self, Decision};

/// The maximum number of comments that are looked at together. Only their texts are in memory at a time.
const BATCH: usize = 1024;
/// The size of their texts that ends a batch early.
const BATCH_BYTES: usize = 1 << 24;

/// Reads all inputs as one dump and looks at every record. `on_progress` gets the number of comments so far.
///
/// # Errors
/// An input can't be read, or lacks what its format can't do without.
pub fn read(
    inputs: &[Input],
    columns: &Columns,
    config: &Config,
    model: &Model,
    on_progress: &mut dyn FnMut(usize),
) -> Result<Dump> {
    let look = Look {
        signals: signals::look,
        lexical: &model.lexical,
        blocklist: config.blocklist.as_deref(),
        keeps_features: false,
    };
    read_with(&look, inputs, columns, config, on_progress)
}

/// Reads all inputs as one dump, like [`read`], but looks at records in a given way.
///
/// # Errors
/// An input can't be read, or lacks what its format can't do without.
pub fn read_with(
    how: &Look,
    inputs: &[Input],
    columns: &Columns,
    config: &Config,
    on_progress: &mut dyn FnMut(usize),
) -> Result<Dump> {
    let mut dump = Dump { blocklist: config.blocklist.clone(), ..Dump::default() };
    let mut loose = LooseMarks::default();
    for (number, input) in inputs.iter().enumerate() {
        let mut batch: Vec<Comment> = Vec::new();
        let n_before = dump.comments.len();
        let (n_posts_before, n_damages_before) = (dump.posts.len(), dump.damages.len());
        let mut n_bytes = 0;
        let (mut n_marks, mut n_lost) = (0_usize, 0_usize);
        input.read(number as u32, columns, &mut |record| match record {
            Record::Comment(comment) => {
                n_bytes += comment.body.len();
                batch.push(*comment);
                if batch.len() == BATCH || BATCH_BYTES <= n_bytes {
                    n_bytes = 0;
                    reserve(&mut dump.comments, n_before, &batch, input.source().len());
                    look(how, &mut batch, &mut dump, config);
                    on_progress(dump.comments.len());
                }
            }
            Record::Marks { comment, marks } => {
                n_marks += 1;
                n_lost += usize::from(!loose.add(number as u32, &comment, marks));
            }
            Record::Post(post) => dump.posts.push(facts::look_at_post(&post)),
            Record::Site(address) => dump.sites.extend(Site::parse(&address)),
            Record::Owner(owner) => dump.owners.push(owner),
            Record::Damage(damage) => dump.damages.push(damage),
            Record::Note(note) => dump.notes.push(note),
        })?;
        look(how, &mut batch, &mut dump, config);
        on_progress(dump.comments.len());
        let n_comments = dump.comments.len() - n_before + dump.damages.len() - n_damages_before;
        input.check_is_dump(n_comments, n_comments + n_marks + dump.posts.len() - n_posts_before)?;
        if 0 < n_lost {
            let what = format!("{n_lost} marks of moderation did not fit into memory and were left out");
            dump.damages.push(Damage { place: Place { input: number as u32, ..Place::default() }, what });
        }
    }
    settle_marks(&mut dump, loose, config.ignore_status);
    dump.comments.shrink_to_fit();
    Ok(dump)
}

/// Reserves memory for the rest of the input, extrapolated from the bytes read so far. At most eight times what is there:
/// the comments may all be at the start.
fn reserve(comments: &mut Vec<Facts>, n_before: usize, batch: &[Comment], n_bytes: u64) {
    const MOST_TIMES: usize = 8;
    let n_there = comments.len() + batch.len();
    let n_bytes_read = batch.last().map_or(0, |it| it.end).max(1);
    if comments.capacity() < n_there {
        let n_of_input = (n_there - n_before) as f64 * n_bytes as f64 / n_bytes_read as f64;
        let n_expected = n_before.saturating_add(n_of_input as usize);
        comments.reserve_exact(n_expected.clamp(n_there, MOST_TIMES * n_there) - comments.len());
    }
}

/// Looks at a batch of comments in parallel and empties it.
fn look(how: &Look, batch: &mut Vec<Comment>, dump: &mut Dump, config: &Config) {
    let looked = batch.par_iter_mut().map(|comment| {
        if config.ignore_status && comment.status != Status::Deleted {
            comment.status = Status::Unknown;
        }
        facts::look(comment, how)
    });
    let n_before = dump.comments.len();
    dump.comments.par_extend(looked);
    let shingles = dump.comments[n_before..].iter_mut().map(|it| &mut it.shingles);
    SharedList::regroup(&mut shingles.collect::<Vec<_>>(), |_| true);
    // Freed on the thread that allocated them.
    batch.clear();
}

/// A dump with the decision about every comment, and the evidence for it.
pub struct Judgement {
    /// The facts.
    pub dump: Dump,
    /// What the dump knows.
    pub known: Knowledge,
    /// The decision about each comment.
    pub decisions: Vec<Decision>,
    model: Model,
    fired: Vec<FiredSignals>,
    evidence: Evidence,
}

/// Judges every comment of a dump. A comment that several inputs contain is judged once: see [`Dump::repeats`].
pub fn judge(dump: Dump, model: &Model, config: &Config) -> Judgement {
    let dump = prepare(dump);
    let known = Knowledge::gather(&dump);
    let model = model.without(config);
    let case = |index: usize| Case::new(index, &dump, &known);
    let all = 0..dump.comments.len();
    let fired: Vec<FiredSignals> =
        all.clone().into_par_iter().map(|index| signals::judge(&case(index))).collect();
    let first_stage = |case: &Case| model.group_sums(signals::strengths(case, fired[case.index]));
    let evidence = Evidence::gather(&dump, &known, &model, STAGES, first_stage);
    let probability = |index: usize| evidence.probabilities[index];
    let is_spam = |index: usize| verdict::is_spam(dump.comments[index].kind, probability(index), config);
    let duplicates = Duplicates::gather(&dump, &known, &is_spam);
    let decide = |index: usize| verdict::decide(&case(index), probability(index), config, &duplicates);
    let decisions = all.map(decide).collect();
    Judgement { dump, known, decisions, model, fired, evidence }
}

impl Judgement {
    /// The findings about one comment: the rows that add up to its log-odds of spam.
    pub fn findings(&self, index: usize) -> Vec<Finding<'_>> {
        let case = Case::new(index, &self.dump, &self.known);
        let mut hits = signals::hits(&case, self.fired[index]);
        hits.extend(self.evidence.hits(&case));
        hits.sort_by_key(|hit| hit.signal);
        self.model.weigh(hits)
    }

    /// The log-odds that the findings are added to.
    pub fn base(&self, index: usize) -> f32 {
        self.model.base(self.decisions[index].kind)
    }

    /// What the entries of the blocklist are worth.
    pub fn blocklist(&self) -> Option<&BlocklistHits> {
        self.evidence.context()
    }
}
