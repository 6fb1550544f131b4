//! Labelled dumps, which models are fitted to and measured with.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::arguments::{Judging, Learning};
use super::report::{self, warn};
use super::{session, settings, threads};
use crate::config::Config;
use crate::error::{ErrorKind, Place, Result};
use crate::facts::Look;
use crate::index::{CommentIdx, PerComment};
use crate::learn::{self, Blog, LabelSource, LabelledScore, Scoring};
use crate::ngram_model::{NgramModel, Shingle};
use crate::pipeline;
use crate::prepare::prepare;
use crate::read::{Columns, Input, Labels, read_templates};
use crate::signals;
use crate::text;
use crate::write::{Mistake, plural};

/// Advice for dumps without labels.
pub const HOW_TO_LABEL: &str = "label some with --labels FILE (ID, tab, spam or ham), or name the column of labels \
    with --columns label=NAME";

/// Labelled dumps, each a blog of its own.
pub struct LabelledDumps {
    /// The blogs: those that are scored, then those that are only learned from.
    pub blogs: Vec<Blog>,
    /// Where the labels of each blog come from.
    pub label_sources: Vec<LabelSource>,
    /// The inputs of each blog.
    pub inputs: Vec<Vec<Input>>,
    /// The shingles of the listed templates.
    pub templates: Vec<Box<[Shingle]>>,
    /// The user's names of columns.
    pub columns: Columns,
    /// The settings.
    pub config: Config,
    /// The number of damaged places in all inputs.
    pub n_damages: usize,
}

impl LabelledDumps {
    /// Reads dumps, each a blog of its own: those that are scored, then those that are only learned from.
    pub fn open(
        scored: &[PathBuf],
        teach: &[PathBuf],
        learning: &Learning,
        judging: &Judging,
    ) -> Result<LabelledDumps> {
        if judging.blocklist.is_some() {
            let message =
                "--blocklist has no effect here: models are fitted and measured without a blocklist";
            return Err(ErrorKind::Usage(message.to_owned()).into());
        }
        threads::start(judging)?;
        let mut dumps = LabelledDumps {
            blogs: Vec::new(),
            label_sources: Vec::new(),
            inputs: Vec::new(),
            templates: templates(learning.templates.as_deref())?,
            columns: judging.reading.columns.parse()?,
            config: settings::config(judging)?,
            n_damages: 0,
        };
        // The status may be the label; learning does not use it as evidence.
        let reading = Config { ignore_status: false, ..dumps.config.clone() };
        for (number, path) in scored.iter().chain(teach).enumerate() {
            let (inputs, columns) =
                session::open_inputs(std::slice::from_ref(path), &judging.reading, &judging.speech)?;
            let lexical = NgramModel::default();
            let look =
                Look { signals: signals::look, lexical: &lexical, blocklist: None, keeps_features: true };
            let dump = pipeline::read_with(&look, &inputs, Vec::new(), &columns, &reading, &mut |_| {})?;
            report::damages(&dump.damages, &inputs);
            if !judging.speech.quiet {
                report::notes(&dump.notes, &inputs);
            }
            dumps.n_damages += dump.damages.len();
            let dump = prepare(dump);
            let (name, source, labels) = labels(path, learning.labels.as_deref(), &dump.comments)?;
            let mut blog = Blog::gather(name, dump, &labels);
            blog.only_teaches = scored.len() <= number;
            dumps.blogs.push(blog);
            dumps.label_sources.push(source);
            dumps.inputs.push(inputs);
        }
        Ok(dumps)
    }

    /// The labelled comments of the scored blogs.
    pub fn labelled_scores(&self, scorings: &[Scoring]) -> Vec<Vec<LabelledScore>> {
        self.blogs.iter().zip(scorings).map(|(blog, scoring)| learn::labelled_scores(blog, scoring)).collect()
    }

    /// The honest comments with the highest probabilities and the spam with the lowest, at most `most` of each.
    pub fn mistakes(&self, scorings: &[Scoring], most: usize) -> Result<Vec<Mistake>> {
        let mut ranked: Vec<(f32, bool, usize, CommentIdx)> = Vec::new();
        for (number, (blog, scoring)) in self.blogs.iter().zip(scorings).enumerate() {
            let labelled = blog.labelled();
            ranked.extend(labelled.filter_map(|(index, _, is_spam)| {
                Some((scoring.probabilities[index]?, is_spam, number, index))
            }));
        }
        ranked.sort_by(|one, other| one.0.total_cmp(&other.0).then((one.2, one.3).cmp(&(other.2, other.3))));
        let missed_spam = ranked.iter().filter(|(_, is_spam, ..)| *is_spam).take(most);
        let suspected_honest = ranked.iter().rev().filter(|(_, is_spam, ..)| !is_spam).take(most);
        let worst: Vec<_> = suspected_honest.chain(missed_spam).copied().collect();
        let place =
            |number: usize, index: CommentIdx| (number, self.blogs[number].dump.comments[index].place);
        let texts = self.texts(worst.iter().map(|(_, _, number, index)| place(*number, *index)))?;
        let mistake = |(probability, is_spam, number, index): (f32, bool, usize, CommentIdx)| {
            let (blog, scoring) = (&self.blogs[number], &scorings[number]);
            let facts = &blog.dump.comments[index];
            let evidence = scoring.findings(blog, index);
            Mistake {
                blog: blog.name.clone(),
                id: facts.id().to_string(),
                is_spam,
                spam_probability: probability,
                author: facts.author().to_string(),
                site: facts.site.as_ref().map_or(String::new(), |site| site.normal().to_owned()),
                says: texts.get(&place(number, index)).cloned().unwrap_or_default(),
                evidence: evidence.iter().map(|finding| (finding.signal, finding.weight)).collect(),
            }
        };
        Ok(worst.into_iter().map(mistake).collect())
    }

    /// The beginnings of the texts of some comments, read again from the inputs.
    fn texts(&self, wanted: impl Iterator<Item = (usize, Place)>) -> Result<HashMap<(usize, Place), String>> {
        const LONGEST: usize = 160;
        let mut texts: HashMap<(usize, Place), String> = wanted.map(|place| (place, String::new())).collect();
        for (number, inputs) in self.inputs.iter().enumerate() {
            for (place, input) in inputs.iter().enumerate() {
                input.read(place as u32, &self.columns, &mut |record| {
                    let crate::comment::Record::Comment(comment) = record else { return };
                    if let Some(text) = texts.get_mut(&(number, comment.place)) {
                        let plain = text::strip(&comment.body).text;
                        let plain: Vec<&str> = plain.split_whitespace().collect();
                        *text = plain.join(" ").chars().take(LONGEST).collect();
                    }
                })?;
            }
        }
        Ok(texts)
    }
}

/// The shingles of the templates in a list, if there is one.
fn templates(list: Option<&Path>) -> Result<Vec<Box<[Shingle]>>> {
    let texts = list.map(read_templates).transpose()?.unwrap_or_default();
    Ok(texts.iter().flat_map(|text| learn::template_shingles(text)).collect())
}

/// The name of a dump, where its labels come from, and the label of each comment.
fn labels(
    dump: &Path,
    labels: Option<&Path>,
    comments: &PerComment<crate::facts::Facts>,
) -> Result<(String, LabelSource, PerComment<Option<bool>>)> {
    if let Some((name, path)) = labels.and_then(|labels| Labels::find(labels, dump)) {
        let labels = Labels::read(&path)?;
        let known: HashSet<&str> = comments.iter().map(|facts| facts.id()).collect();
        let n_unknown = labels.ids().filter(|id| !known.contains(id)).count();
        if 0 < n_unknown {
            let labels =
                plural(n_unknown, "label is ignored: its id is", "labels are ignored: their ids are");
            warn(&format!("{}: {labels} not in {}", path.display(), dump.display()));
        }
        return Ok((name, LabelSource::File, comments.iter().map(|facts| labels.of(facts.id())).collect()));
    }
    let name = dump.file_name().unwrap_or(dump.as_os_str()).to_string_lossy();
    let (source, labels) = learn::own_labels(comments);
    Ok((name.split('.').next().unwrap_or(&name).to_owned(), source, labels))
}
